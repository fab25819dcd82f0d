import type { ReplayedFinding, ReplayedPull } from './replayed-pull.js';

/** A finding and the pull request it stands in. */
export interface FoundIn {
  pull: ReplayedPull;
  finding: ReplayedFinding;
}

/** What one set of rules finds and the other does not, in the same pull requests. */
export interface RulesDifference {
  onlyNow: FoundIn[];
  onlyBefore: FoundIn[];
  both: number;
}

/** Pull requests that only one of the two could review tell nothing about the rules, and are left out. */
export function compareRules(now: readonly ReplayedPull[], before: readonly ReplayedPull[]): RulesDifference {
  const byHead = new Map(before.map((pull) => [pull.head, pull]));
  const difference: RulesDifference = { onlyNow: [], onlyBefore: [], both: 0 };
  for (const pull of now) {
    const other = byHead.get(pull.head);
    if (!other || pull.failed !== undefined || other.failed !== undefined) continue;
    const onlyNow = besides(pull, other);
    difference.onlyNow.push(...onlyNow);
    difference.onlyBefore.push(...besides(other, pull));
    difference.both += pull.findings.length - onlyNow.length;
  }
  return difference;
}

function besides(pull: ReplayedPull, other: ReplayedPull): FoundIn[] {
  const known = new Set(other.findings.map(keyOf));
  return pull.findings.filter((finding) => !known.has(keyOf(finding))).map((finding) => ({ pull, finding }));
}

/** A finding that is only said otherwise (shadow, advice) is another one to who reads it. */
const keyOf = ({ fingerprint, line, side, blocks, shadow }: ReplayedFinding) =>
  [fingerprint, line, side, blocks, shadow].join(' ');
