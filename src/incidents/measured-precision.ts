import { readFileSync } from 'node:fs';
import { z } from 'zod';

const ordinaryFinding = z.strictObject({
  repository: z.string(),
  head: z.string(),
  path: z.string(),
  line: z.int(),
  /** By somebody who has read the code. */
  judgement: z.enum(['true', 'arguable', 'false']),
  why: z.string().min(1),
});

const measuredPrecision = z.strictObject({
  /** YYYY-MM-DD */
  measured: z.string(),
  repositories: z.array(z.string()),
  /** Pull requests that bring a known defect, and such that repair one. */
  defects: z.int(),
  repairs: z.int(),
  /** Ordinary pull requests. */
  pulls: z.int(),
  changedGoLines: z.int(),
  incidents: z.record(
    z.string(),
    z.strictObject({ defects: z.int(), noisyRepairs: z.int(), ordinary: z.array(ordinaryFinding) }),
  ),
});

export type MeasuredPrecision = z.output<typeof measuredPrecision>;

/** What `npm run precision` measured of the built-in incidents. */
export const measuredPrecisionFile = new URL('../../docs/measured-precision.json', import.meta.url);

/** Throws a ZodError for a finding that nobody has judged. */
export function readMeasuredPrecision(): MeasuredPrecision {
  return measuredPrecision.parse(JSON.parse(readFileSync(measuredPrecisionFile, 'utf8')));
}

/** Of one incident, for its page. */
export function measuredText(slug: string, all: MeasuredPrecision): string {
  const { defects, noisyRepairs, ordinary } = of(slug, all);
  const lines = [
    `- ${defects} of ${all.defects} pull requests that bring back a known defect are stopped by this incident.`,
    `- ${noisyRepairs} of ${all.repairs} pull requests that repair one get a finding of it on the repaired code.`,
    `- ${all.pulls} ordinary pull requests (${all.changedGoLines.toLocaleString('en')} changed lines of Go) get ${ordinary.length} ${ordinary.length === 1 ? 'finding' : 'findings'} of it${judgements(ordinary)}`,
  ];
  const judged = ordinary.map(
    ({ repository, head, path, line, judgement, why }) =>
      `- [${repository} ${head.slice(0, 9)}](https://github.com/${repository}/commit/${head}) \`${path}\` ${line}: ${judgement}. ${why}`,
  );
  return [...lines, ...(judged.length > 0 ? ['', ...judged] : [])].join('\n');
}

/** Of one incident, for the catalogue. */
export function measuredCell(slug: string, all: MeasuredPrecision): string {
  const { defects, ordinary } = of(slug, all);
  const wrong = ordinary.filter(({ judgement }) => judgement === 'false').length;
  return `${defects} known, ${ordinary.length} ordinary${ordinary.length > 0 ? `, ${wrong} of these false` : ''}`;
}

function of(slug: string, { incidents }: MeasuredPrecision): MeasuredPrecision['incidents'][string] {
  return incidents[slug] ?? { defects: 0, noisyRepairs: 0, ordinary: [] };
}

function judgements(ordinary: readonly z.output<typeof ordinaryFinding>[]): string {
  if (ordinary.length === 0) return '.';
  const counted = ['true', 'arguable', 'false'].map(
    (word) => `${ordinary.filter(({ judgement }) => judgement === word).length} ${word}`,
  );
  return `: ${counted.join(', ')}.`;
}
