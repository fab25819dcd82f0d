import type { ConfigProblem } from '../config/parse-config.js';
import { bounded, count, problemTable } from './check-summary.js';
import type { Finding } from './finding.js';
import { type LinkSource, lineLink } from './line-link.js';
import { codeSpan, tableRow } from './markdown.js';
import type { ConfigPreview } from './preview-config.js';
import type { Annotation, ReviewPlan } from './review-plan.js';

/** Bytes of the table of what a new configuration would change. */
const previewTableBytesMax = 5_000;

type Said = Pick<ReviewPlan, 'findings' | 'shadow'>;

/** What is wrong with the configuration that should rule this review, so that nobody takes the defaults for what was set. */
export function trustedProblemPart(problems: readonly ConfigProblem[]): string[] {
  if (problems.length === 0) return [];
  return [
    '### The configuration has mistakes',
    'A file with a mistake sets nothing. This review followed the others and the defaults, which look for everything and block.',
    problemTable(problems),
  ];
}

/** What the configuration that the change itself brings is worth. */
export function previewPart(preview: ConfigPreview | undefined, now: Said, source: LinkSource): string[] {
  if (!preview) return [];
  const title = '### The configuration that this pull request brings';
  const rules = 'It counts when it is merged: this review followed the one of the base branch.';
  if (preview.problems.length > 0) {
    const wrong = `It has ${count(preview.problems.length, 'mistake')}, and would set nothing as it is.`;
    return [title, `${wrong} ${rules}`, problemTable(preview.problems)];
  }
  if (!preview.plan) return [title, `${rules} For this change both say the same.`];
  const { findings } = preview.plan;
  const blocking = findings.filter(({ blocks }) => blocks).length;
  const verdict = `With the new one the check would ${blocking > 0 ? 'fail' : 'succeed'}: ${count(findings.length, 'finding')}, ${blocking} of which ${blocking === 1 ? 'blocks' : 'block'}.`;
  return [title, `${rules} ${verdict}`, ...differences(now, preview.plan, source)];
}

function differences(now: Said, then: Said, source: LinkSource): string[] {
  const all = new Map([now, then].flatMap(recorded).map((finding) => [finding.fingerprint, finding]));
  const rows = [...all.values()].flatMap((finding) => {
    const [is, would] = [now, then].map((one) => saying(one, finding));
    const where = `${lineLink(source, finding.at)} in ${codeSpan(finding.function)}`;
    return is === would ? [] : [tableRow([where, codeSpan(finding.incident), is ?? '', would ?? ''])];
  });
  if (rows.length === 0) return ['Each finding of this change would be said as it is now.'];
  const header = [tableRow(['where', 'incident', 'now', 'with the new configuration']), '| --- | --- | --- | --- |'];
  return [bounded(header, rows, previewTableBytesMax, 'finding')];
}

function recorded({ findings, shadow = [] }: Said): Finding[] {
  return [...findings, ...shadow];
}

function saying({ findings, shadow = [] }: Said, { fingerprint }: Finding): string {
  const said = findings.find((one) => one.fingerprint === fingerprint);
  if (said) return said.blocks ? 'blocks' : 'advice';
  return shadow.some((one) => one.fingerprint === fingerprint) ? 'recorded only' : 'not reported';
}

/** On the lines of the file that the change brings. */
export function configAnnotations({ problems }: ConfigPreview): Annotation[] {
  return problems.map(({ file, line = 1, message }) => ({
    path: file,
    startLine: line,
    endLine: line,
    level: 'warning',
    title: 'A mistake in the configuration of Hindsight',
    message,
  }));
}
