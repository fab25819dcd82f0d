import type { ReplayedPull } from './replayed-pull.js';

/** Of one incident, or of all together. */
export interface IncidentFigures {
  findings: number;
  /** Of them, those that would have failed the check. */
  blocking: number;
  /** Of them, those of an incident in shadow mode. */
  shadow: number;
  pulls: number;
  /** Findings for each 1000 changed lines of Go. */
  perThousandLines: number;
}

export interface BacktestFigures {
  pulls: number;
  failed: number;
  changedGoLines: number;
  /** By slug; incidents without findings are there too. */
  incidents: Record<string, IncidentFigures>;
  all: IncidentFigures;
  /** Milliseconds of one pull request. */
  milliseconds: { p50: number; p95: number; max: number };
}

export function figuresOf(pulls: readonly ReplayedPull[], slugs: readonly string[]): BacktestFigures {
  const changedGoLines = pulls.reduce((sum, pull) => sum + pull.changedGoLines, 0);
  const named = new Set([...slugs, ...pulls.flatMap(({ findings }) => findings.map(({ incident }) => incident))]);
  const incidents = [...named].sort().map((slug) => [slug, incidentFigures(pulls, changedGoLines, slug)] as const);
  const times = pulls.filter(({ failed }) => failed === undefined).map(({ milliseconds }) => milliseconds);
  return {
    pulls: pulls.length,
    failed: pulls.length - times.length,
    changedGoLines,
    incidents: Object.fromEntries(incidents),
    all: incidentFigures(pulls, changedGoLines),
    milliseconds: { p50: quantile(times, 0.5), p95: quantile(times, 0.95), max: quantile(times, 1) },
  };
}

function incidentFigures(pulls: readonly ReplayedPull[], changedGoLines: number, slug?: string): IncidentFigures {
  const of = pulls.map(({ findings }) => findings.filter(({ incident }) => slug === undefined || incident === slug));
  const findings = of.flat();
  return {
    findings: findings.length,
    blocking: findings.filter(({ blocks, shadow }) => blocks && !shadow).length,
    shadow: findings.filter(({ shadow }) => shadow).length,
    pulls: of.filter((each) => each.length > 0).length,
    perThousandLines: changedGoLines === 0 ? 0 : (1000 * findings.length) / changedGoLines,
  };
}

/** The nearest rank; 0 of nothing. */
function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
}
