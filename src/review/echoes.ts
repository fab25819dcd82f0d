import type { Finding } from './finding.js';

const confidences = ['proof', 'likely', 'possible'];

/**
 * Findings without those that say less surely what another one says: two incidents of one family may know the same thing, one by its name and
 * one by what the function does with it; or one by what it is, and one by what stands inside of it.
 */
export function withoutEchoes(findings: readonly Finding[]): Finding[] {
  const surest = findings.toSorted(
    (a, b) =>
      confidences.indexOf(a.confidence) - confidences.indexOf(b.confidence) || a.evidence.length - b.evidence.length,
  );
  const kept = surest.filter((each, index) => !surest.slice(0, index).some((before) => isEcho(each, before)));
  return findings.filter((each) => kept.includes(each));
}

function isEcho(one: Finding, other: Finding): boolean {
  // Rules of a team have nothing to do with each other.
  if (one.family === 'broken-contract') return false;
  if (one.family !== other.family || one.at.path !== other.at.path || one.function !== other.function) return false;
  if (one.names.handle !== other.names.handle) return false;
  if (one.confidence === 'proof') return isFartherWay(one, other);
  return one.at.line === other.at.line || removed(one).some((line) => removed(other).includes(line));
}

/** The same call of which one incident knows what it gives, and another one what is inside of that. */
function isFartherWay(one: Finding, other: Finding): boolean {
  const { acquire } = one.names;
  return (
    acquire !== undefined &&
    acquire === other.names.acquire &&
    one.at.line === other.at.line &&
    other.evidence.length < one.evidence.length
  );
}

function removed({ evidence }: Finding): number[] {
  return evidence.filter(({ side }) => side === 'LEFT').map(({ line }) => line);
}
