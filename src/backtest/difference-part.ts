import type { Incident } from '../incidents/incident.js';
import type { BacktestResult } from './backtest-result.js';
import type { FoundIn } from './compare-rules.js';
import { escaped, findingPart } from './finding-part.js';

/** What the other rules found otherwise. */
export function differencePart(
  { rev, difference }: NonNullable<BacktestResult['against']>,
  known: ReadonlyMap<string, Incident>,
): string {
  const { onlyNow, onlyBefore, both } = difference;
  const part = (title: string, found: readonly FoundIn[]) =>
    found.length === 0
      ? ''
      : `<h3>${title}: ${found.length}</h3>${found.map((each) => findingPart(each, known.get(each.finding.incident))).join('\n')}`;
  return `<h2>Against the rules of <code>${escaped(rev)}</code></h2>
<p>${both} findings by both${onlyNow.length + onlyBefore.length === 0 ? '; no difference.' : '.'}</p>
${part('Found by these rules only', onlyNow)}
${part('Found by the other rules only', onlyBefore)}`;
}
