import type { MergedPull } from '../../src/backtest/merged-pulls.js';
import type { ReplayedFinding, ReplayedPull } from '../../src/backtest/replayed-pull.js';

export const pullOf = (head: string): MergedPull => ({
  base: `${head}^`,
  head,
  subject: `change ${head}`,
  date: '2024-01-01T00:00:00Z',
});

export function findingOf(changed: Partial<ReplayedFinding> = {}): ReplayedFinding {
  const place = { path: 'a.go', line: 2, endLine: 2, side: 'RIGHT' } as const;
  const code = [
    { number: 1, text: 'package a', meant: false },
    { number: 2, text: '\th := open()', meant: true },
  ];
  return {
    ...place,
    code,
    incident: 'handle-never-closed',
    family: 'handle-leak',
    severity: 'error',
    confidence: 'proof',
    blocks: true,
    shadow: false,
    function: 'f',
    fingerprint: '0123456789abcdef',
    evidence: [{ ...place, code, note: 'h is opened here' }],
    ...changed,
  };
}

export function replayedOf(pull: MergedPull, findings: number): ReplayedPull {
  return {
    ...pull,
    milliseconds: 20,
    changedGoLines: 100,
    findings: Array.from({ length: findings }, (_, index) => findingOf({ fingerprint: `${pull.head}-${index}` })),
    skipped: 0,
  };
}
