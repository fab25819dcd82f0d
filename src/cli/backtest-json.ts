import type { BacktestResult } from '../backtest/backtest-result.js';
import type { FoundIn } from '../backtest/compare-rules.js';
import { printableJson } from './printable.js';

/** What `--format json` prints, for programs: the fields only ever grow. */
export function backtestJson({ incidents: _known, against, ...result }: BacktestResult): string {
  if (!against) return printableJson(result);
  const { onlyNow, onlyBefore, both } = against.difference;
  const difference = { both, onlyNow: onlyNow.map(findingOf), onlyBefore: onlyBefore.map(findingOf) };
  return printableJson({ ...result, against: { ...against, difference } });
}

const findingOf = ({ pull, finding }: FoundIn) => ({ base: pull.base, head: pull.head, ...finding });
