import { headLinesOf } from '../review/head-line.js';
import { printable } from './printable.js';
import type { ReviewResult } from './review-result.js';

const commands = { error: 'error', warning: 'warning', notice: 'notice' } as const;

/**
 * What `--format actions` prints: an annotation for each finding, as workflow commands of GitHub Actions, and the title of the check. GitHub shows
 * ten annotations of a kind for one step; the gravest come first.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */
export function actionsReport({ read, incidents, analysis, plan }: ReviewResult): string {
  const annotations = plan.findings.map((finding) => {
    const incident = incidents.find(({ slug }) => slug === finding.incident);
    const lines = headLinesOf(finding, read.change);
    const why = finding.evidence.map(({ path, line, side, note }) => {
      return `${note} (${path}:${line}${side === 'LEFT' ? ' before this change' : ''})`;
    });
    const place = { file: lines?.path ?? finding.at.path, line: lines?.line, endLine: lines?.endLine };
    const source = incident ? ` The last time: ${incident.links.report}` : '';
    const title = incident?.title ?? finding.incident;
    return command(
      commands[finding.severity],
      { ...place, title },
      `In ${finding.function}: ${why.join('; ')}.${source}`,
    );
  });
  const skipped = analysis.skipped.map(({ path, reason }) => command('debug', {}, `not analysed: ${path}: ${reason}`));
  return [...annotations, ...skipped, command('notice', { title: 'Hindsight' }, plan.check.title)].join('\n');
}

/** A newline or a colon of the pull request's would begin a command of its own: https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts */
function command(name: string, properties: Record<string, string | number | undefined>, message: string): string {
  const given = Object.entries(properties).flatMap(([key, value]) =>
    value === undefined ? [] : [`${key}=${escaped(String(value)).replace(/:/g, '%3A').replace(/,/g, '%2C')}`],
  );
  return `::${name}${given.length > 0 ? ` ${given.join(',')}` : ''}::${escaped(message)}`;
}

function escaped(value: string): string {
  return printable(value).replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
}
