import { headLinesOf } from '../review/head-line.js';
import { codeSpan, plainText } from '../review/markdown.js';
import { printableJson } from './printable.js';
import type { ReviewResult } from './review-result.js';

const severities = { error: 'ERROR', warning: 'WARNING', notice: 'INFO' } as const;

/**
 * What `--format rdjson` prints: one DiagnosticResult for `reviewdog -f=rdjson`. The range has no columns, so it counts whole lines.
 * reviewdog posts the message as Markdown: what comes from the pull request is escaped.
 * https://github.com/reviewdog/reviewdog/tree/master/proto/rdf
 */
export function rdjsonReport({ read, incidents, plan }: ReviewResult): string {
  return printableJson({
    source: { name: 'hindsight' },
    diagnostics: plan.findings.map((finding) => {
      const incident = incidents.find(({ slug }) => slug === finding.incident);
      const lines = headLinesOf(finding, read.change);
      const why = finding.evidence.map(({ path, line, side, note }) => {
        const before = side === 'LEFT' ? ' before this change' : '';
        return `- ${plainText(note)} (${codeSpan(`${path}:${line}`)}${before})`;
      });
      return {
        message: [`${plainText(incident?.title ?? finding.incident)} (in ${codeSpan(finding.function)})`, ...why].join(
          '\n',
        ),
        location: {
          path: lines?.path ?? finding.at.path,
          ...(lines ? { range: { start: { line: lines.line }, end: { line: lines.endLine } } } : {}),
        },
        severity: severities[finding.severity],
        code: { value: finding.incident, ...(incident ? { url: incident.links.report } : {}) },
      };
    }),
  });
}
