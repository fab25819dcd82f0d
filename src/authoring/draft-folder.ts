import { join } from 'node:path';
import type { Files } from '../incidents/incident-example.js';
import { incidentYaml } from '../incidents/incident-yaml.js';
import { replaysOf } from '../incidents/replay.js';
import { analyseChange } from '../review/analyse-change.js';
import type { Proposal } from './propose.js';

/** Facts of one mark: enough to tell a finding from another. */
const factsMax = 2;

export interface DraftInput {
  title: string;
  project: string;
  /** ISO date of the fix. */
  date: string;
  proposal: Proposal;
  example: { before: Files; after: Files };
}

/** The files of a new incident folder, by their paths in it. What only its author knows is left empty, and the loader asks for it. */
export async function draftFolder({ title, project, date, proposal, example }: DraftInput): Promise<Files> {
  const { candidate, incident } = proposal;
  const before = await marked(example, proposal);
  return {
    'incident.yml': incidentYaml({
      title,
      project,
      date,
      links: { report: null, fix: null },
      family: candidate.family,
      severity: 'error',
      detector: candidate.detector,
      params: candidate.params,
    }),
    'comment.md': commentDraft(incident.detector.names),
    ...within('before', before),
    ...within('after', example.after),
  };
}

function within(folder: string, files: Files): Files {
  return Object.fromEntries(Object.entries(files).map(([path, text]) => [join(folder, path), text]));
}

function commentDraft(names: readonly string[]): string {
  const known = names.map((name) => `{{${name}}}`);
  return `TODO: what this change does, in one bold sentence. It may speak of ${known.join(', ')}.

TODO: what it did the last time.

TODO: what to do instead.
`;
}

/** The reduced code with a mark on every line that is reported when its repair is undone. */
async function marked(example: { before: Files; after: Files }, { incident }: Proposal): Promise<Files> {
  const undone = replaysOf({ ...example, marks: [] }).find(({ name }) => name === 'undone');
  if (!undone) return example.before;
  const { findings } = await analyseChange(undone, [incident]);
  const files: Record<string, string> = { ...example.before };
  for (const { at, names } of findings) {
    const lines = (files[at.path] ?? '').split('\n');
    const facts = Object.entries(names)
      .filter(([, value]) => value !== '')
      .slice(0, factsMax);
    const text = facts.map(([name, value]) => `${name}:"^${escaped(value)}$"`).join(' ');
    const line = lines[at.line - 1];
    if (line === undefined || line.includes('// want ')) continue;
    lines[at.line - 1] = `${line} // want ${text}`;
    files[at.path] = lines.join('\n');
  }
  return files;
}

/** For a regular expression between double quotes. */
function escaped(value: string): string {
  return value.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&').replaceAll('"', '\\"');
}
