import type { Incident } from '../incidents/incident.js';
import type { RulesDifference } from './compare-rules.js';
import type { BacktestFigures } from './figures.js';
import type { ReplayedPull } from './replayed-pull.js';

/** All that a report of a backtest may speak of. */
export interface BacktestResult {
  /** As the user named it. */
  repository: string;
  rev: string;
  version: string;
  incidents: readonly Incident[];
  pulls: readonly ReplayedPull[];
  figures: BacktestFigures;
  /** Milliseconds of this run, and how many pull requests it took from an earlier one. */
  run: { milliseconds: number; resumed: number };
  /** The other rules, and how these differ from them. */
  against?: { rev: string; figures: BacktestFigures; difference: RulesDifference };
}
