import type { IncidentInsight, Insights } from '../outcomes/insights.js';
import { falsePercentMax, outcomesMin } from '../review/track-record.js';
import type { Paint } from './paint.js';
import { printable } from './printable.js';

const columns: readonly [name: string, value: (insight: IncidentInsight) => string][] = [
  ['incident', ({ incident, scope }) => printable(scope === '' ? incident : `${incident} (${scope})`)],
  ['outcomes', ({ outcomes }) => String(outcomes)],
  ['repaired', ({ repaired }) => String(repaired)],
  ['accepted', ({ accepted }) => String(accepted)],
  ['not useful', ({ notUseful }) => String(notUseful)],
  [
    'merged',
    ({ merged, unheeded }) => (merged === unheeded ? String(merged) : `${merged} (${merged - unheeded} blocked)`),
  ],
  ['of no use', ({ percentOfNoUse }) => (percentOfNoUse === undefined ? '' : `${percentOfNoUse} %`)],
  ['open', ({ pending }) => String(pending)],
  ['shadow: repaired', ({ shadowRepaired }) => String(shadowRepaired)],
  ['shadow: merged', ({ shadowMerged }) => String(shadowMerged)],
];

/** What `--format table` prints, an installation after the other. */
export function insightsTable({ installations }: Insights, paint: Paint): string {
  if (installations.length === 0) return 'No outcomes yet: nothing was said, or nothing has become of it.';
  const parts = installations.map(({ installation, incidents }) =>
    [paint('bold', `installation ${installation}`), ...lines(incidents, paint), ...demotions(incidents, paint)].join(
      '\n',
    ),
  );
  const rule = `Of no use: called not useful, or merged as it was without blocking. More than ${falsePercentMax} % of at least ${outcomesMin} outcomes demote an incident.`;
  return [...parts, paint('dim', rule)].join('\n\n');
}

function lines(incidents: readonly IncidentInsight[], paint: Paint): string[] {
  const rows = [
    columns.map(([name]) => name),
    ...incidents.map((insight) => columns.map(([, value]) => value(insight))),
  ];
  const widths = columns.map((_, index) => Math.max(...rows.map((cells) => cells[index]?.length ?? 0)));
  return rows.map((cells, row) => {
    const line = cells
      .map((cell, index) => (index === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[index] ?? 0)))
      .join('  ');
    return row === 0 ? paint('dim', line) : line;
  });
}

function demotions(incidents: readonly IncidentInsight[], paint: Paint): string[] {
  return incidents.flatMap(({ incident, demoted }) => {
    if (!demoted) return [];
    const { since, outcomes, notUseful, unheeded, told } = demoted;
    const why = `${notUseful + unheeded} of ${outcomes} outcomes were of no use`;
    return [
      paint(
        'yellow',
        `${printable(incident)} is demoted since ${since.slice(0, 10)}: ${why}${told ? '' : '; not told yet'}`,
      ),
    ];
  });
}
