import { mkdir, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { draftFolder } from '../authoring/draft-folder.js';
import { type FromFix, type Proposal, proposeFrom } from '../authoring/propose.js';
import { reduceFix } from '../authoring/reduce-fix.js';
import { testFolder } from '../authoring/test-folder.js';
import { readCommit } from '../git/read-commit.js';
import { type GitChange, readGitChange } from '../git/read-git-change.js';
import { problemText } from '../incidents/incident-error.js';
import { ownIncidentsPath } from '../incidents/own-incidents.js';
import type { Finding } from '../review/finding.js';
import { testText } from './incident-test.js';
import { incidentsAsTheyStand } from './incidents-as-they-stand.js';
import type { Paint } from './paint.js';
import { printable } from './printable.js';
import { UsageError } from './usage-error.js';

interface Options {
  fromFix: string;
  repo: string;
  name?: string;
  dir?: string;
  anyway: boolean;
}

/** Words of a title that make a name. */
const wordsMax = 9;
/** Other proposals that are listed. */
const othersMax = 3;

/** `hindsight incident new`: from the commit of a fix to a folder that its author completes. */
export async function incidentNew(options: Options, paint: Paint): Promise<{ text: string; exitCode: number }> {
  const { repo, fromFix } = options;
  const commit = await readCommit(repo, fromFix);
  const back = await readGitChange({ repo, base: fromFix, head: `${fromFix}^` });
  try {
    const incidents = await incidentsAsTheyStand(repo, back.trusted);
    const found = await proposeFrom(back, incidents);
    const head = `${paint('bold', printable(commit.subject))}\n${commit.id.slice(0, 10)}, ${commit.date}\n`;
    const known = knownText(found, paint);
    if (found.known.length > 0 && !options.anyway)
      return { text: `${head}\n${known}\nNothing was written; --anyway writes one of your own.\n`, exitCode: 0 };
    const [best] = found.proposals;
    if (!best) return { text: `${head}\n${known}${noneText(found)}`, exitCode: 1 };
    const written = await writeFolder(options, back, found, best, commit);
    return {
      text: `${head}\n${known}${proposalText(found, paint)}\n${await writtenText(written, paint)}`,
      exitCode: 0,
    };
  } finally {
    await back.close();
  }
}

function knownText({ known }: FromFix, paint: Paint): string {
  if (known.length === 0) return 'No incident sees this fix coming undone.\n';
  return `${paint('bold', 'Seen already')} when the fix is taken back:\n${known.map((one) => findingText(one)).join('\n')}\n`;
}

function findingText({ incident, at, function: name, evidence, family }: Finding): string {
  const lines = evidence.map(
    ({ path, line, side, note }) =>
      `      ${printable(path)}:${line}${side === 'LEFT' ? ' (in the fix)' : ''} ${printable(note)}`,
  );
  return [`  ${incident} (${family}) at ${printable(at.path)}:${at.line} in ${printable(name)}`, ...lines].join('\n');
}

function noneText({ fix }: FromFix): string {
  const functions = fix.functions.map(
    ({ path, after }) => `  ${printable(path)}:${after.line} ${printable(after.name)}`,
  );
  const looked =
    functions.length > 0
      ? `Functions that it touches:\n${functions.join('\n')}\n`
      : 'It touches no function that stood there before.\n';
  return `No detector sees it either: what changes is no call, lock, argument or result that they know.\n${looked}`;
}

function proposalText({ proposals }: FromFix, paint: Paint): string {
  const [best, ...others] = proposals;
  if (!best) return '';
  const { candidate, findings } = best;
  return [
    `${paint('bold', `Proposed: ${candidate.detector}`)}, since ${printable(candidate.because)}.`,
    'It reports the fix taken back, and is silent about the fix:',
    ...findings.map((one) => findingText({ ...one, incident: candidate.detector })),
    ...others
      .slice(0, othersMax)
      .map((other) => paint('dim', `  or ${other.candidate.detector}: ${printable(other.candidate.because)}`)),
  ].join('\n');
}

interface Commit {
  id: string;
  date: string;
  subject: string;
}

async function writeFolder(options: Options, back: GitChange, found: FromFix, proposal: Proposal, commit: Commit) {
  const { repo, dir = join(repo, ownIncidentsPath), name } = options;
  const slug = name ?? slugOf(commit.subject);
  const folder = join(dir, slug);
  if (await stat(folder).catch(() => undefined))
    throw new UsageError(`expected a new folder, got ${folder}, which is there already`);
  const goMod = (await back.base.read(['go.mod'])).get('go.mod');
  const module =
    (goMod && 'text' in goMod ? /^module\s+(\S+)/m.exec(goMod.text)?.[1] : undefined) ?? 'example.com/reduced';
  const concerned = new Set(
    proposal.findings.map(({ at, function: called }) => `${at.path} ${called.replace(/^.*\./, '')}`),
  );
  const functions = found.fix.functions.filter(({ path, before }) => concerned.has(`${path} ${before.name}`));
  const example = reduceFix(
    { ...found.fix, functions: functions.length > 0 ? functions : found.fix.functions },
    module,
  );
  const files = await draftFolder({
    title: commit.subject,
    project: module.replace(/^github\.com\//, ''),
    date: commit.date,
    proposal,
    example,
  });
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  return folder;
}

/** What is still to be done is what the loader and the tests say. */
async function writtenText(folder: string, paint: Paint): Promise<string> {
  const test = await testFolder(dirname(folder), basename(folder));
  const missing = [
    ...test.problems.map((problem) => `  ${printable(problemText(problem))}`),
    `  ${printable(join(folder, 'comment.md'))}:1: expected what the author shall read, got TODO`,
  ];
  return [
    `Written to ${printable(folder)}:`,
    '  incident.yml  what happened, and the detector with its parameters',
    '  comment.md    what the author of a pull request reads: replace the TODOs',
    '  before/       the functions concerned with the defect; a mark where a comment is wanted',
    '  after/        the same repaired: add look-alikes that must stay silent',
    'The code is copied from this repository: cut it down, and keep it under the same licence.',
    '',
    paint('bold', 'Missing:'),
    ...missing,
    ...(test.problems.length > 0 ? [] : ['', testText(test, paint)]),
    '',
    `Then: hindsight incident test ${printable(basename(folder))}`,
    '',
  ].join('\n');
}

/** `fix: close the session (#12)` → `close-the-session`. */
function slugOf(subject: string): string {
  const words = subject
    .replace(/^[\w/,() -]*:\s*/, '')
    .replace(/\(#\d+\)/g, '')
    .toLowerCase()
    .match(/[a-z0-9]+/g);
  return words?.slice(0, wordsMax).join('-').slice(0, 70).replace(/-$/, '') || 'new-incident';
}
