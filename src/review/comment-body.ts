import { fillTemplate } from '../incidents/comment-template.js';
import type { Incident } from '../incidents/incident.js';
import type { Evidence, Finding } from './finding.js';
import { commitLink, type LinkSource, lineLink } from './line-link.js';
import { codeSpan, insideCode, link, plainText } from './markdown.js';
import { type TrackRecord, tallySentence } from './track-record.js';

/** Lines of evidence in one comment; more would not be read. */
const evidenceMax = 8;
/** Characters of one evidence's note. */
const noteCharactersMax = 200;
/** Characters of a title or a project's name. */
const titleCharactersMax = 200;

/** Code in a template: a fenced block, or a span between runs of backticks of the same length. */
const codeOfTemplate = /^ {0,3}(`{3,}|~{3,}).*\n[\s\S]*?^ {0,3}\1[`~]*[ \t]*$|(?<!`)(`+)(?!`)[\s\S]*?(?<!`)\2(?!`)/gm;

interface CommentExtras {
  /** What can be done at once, in Markdown. */
  suggestion?: string | undefined;
  /** What became of earlier findings of the incident. */
  record?: TrackRecord | undefined;
}

/**
 * What the author of the pull request reads at the line: the incident's own words with the names of this change, what can be done at once, then the
 * evidence and the sources.
 */
export function commentBody(
  finding: Finding,
  incident: Incident,
  source: LinkSource,
  { suggestion, record }: CommentExtras = {},
): string {
  const parts = [filledComment(incident.comment, finding.names).trim()];
  if (suggestion !== undefined) parts.push(suggestion);
  if (finding.evidence.length > 0) parts.push(evidenceList(finding, source));
  parts.push(footer(finding, incident, record));
  return parts.join('\n\n');
}

/** A comment of ours whose finding is gone. What it said stays readable: people may have answered it. */
export function closedBody(body: string, source: LinkSource): string {
  const repaired = `**Repaired as of ${commitLink(source, source.head)}.** The change no longer does what was said here.`;
  return folded(repaired, body);
}

/** A comment of ours whose incident is switched off or gone: of the code that says nothing. */
export function notLookedForBody(body: string): string {
  return folded(
    '**No longer looked for.** This repository has switched this incident off. The change may still do what was said here.',
    body,
  );
}

function folded(now: string, body: string): string {
  return [now, '<details><summary>What was said</summary>', body, '</details>'].join('\n\n');
}

/** The template with its placeholders as inline code, or bare where the template has put them into code itself. */
function filledComment(template: string, names: Readonly<Record<string, string>>): string {
  const named = (name: string) => (Object.hasOwn(names, name) ? names[name] : undefined) ?? name;
  let filled = '';
  let end = 0;
  for (const code of template.matchAll(codeOfTemplate)) {
    filled += fillTemplate(template.slice(end, code.index), (name) => codeSpan(named(name)));
    filled += fillTemplate(code[0], (name) => insideCode(named(name)));
    end = code.index + code[0].length;
  }
  return filled + fillTemplate(template.slice(end), (name) => codeSpan(named(name)));
}

function evidenceList(finding: Finding, source: LinkSource): string {
  const lines = finding.evidence.slice(0, evidenceMax).map((evidence) => evidenceLine(finding, evidence, source));
  const left = finding.evidence.length - evidenceMax;
  if (left > 0) lines.push(`- and ${left} more`);
  return ['**How it comes about**', ...lines].join('\n');
}

function evidenceLine(finding: Finding, evidence: Evidence, source: LinkSource): string {
  const where = lineLink(source, evidence, evidence.path === finding.at.path);
  const before = evidence.side === 'LEFT' ? ' (before this change)' : '';
  return `- ${where}${before}: ${plainText(evidence.note, noteCharactersMax)}`;
}

function footer(finding: Finding, incident: Incident, record: TrackRecord | undefined): string {
  const title = plainText(incident.title, titleCharactersMax);
  const project = plainText(incident.project, titleCharactersMax);
  const sources = [link('report', incident.links.report), link('fix', incident.links.fix)].join(', ');
  const advisory = finding.blocks ? '' : ' This comment does not fail the check.';
  const tally = record && tallySentence(record);
  return [
    `<sub>The incident: ${title} (${project}, ${plainText(incident.date)}): ${sources}.${advisory}</sub>`,
    '<sub>Wrong, or wanted as it is? Answer with `/hindsight not-useful REASON` or `/hindsight accept REASON`.</sub>',
    ...(tally === undefined ? [] : [`<sub>${tally}</sub>`]),
  ].join('<br>\n');
}
