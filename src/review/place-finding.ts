import type { ChangedFile } from '../diff/change.js';
import { isChangedLine } from '../diff/changed-lines.js';
import { acceptsComment } from '../diff/commentable-lines.js';
import type { Finding, Location, Placement } from './finding.js';

/**
 * Where the comment stands: on the line itself when the change added it, or when GitHub shows it beside several lines that the change deleted, a
 * Lock and its Unlock, of which none is the place; else on what the change deleted; else on another line that it added;
 * else on any line of the finding that GitHub shows in a hunk; else on the file; else in the check run.
 */
export function placeFinding({ at, evidence }: Pick<Finding, 'at' | 'evidence'>, changed: ChangedFile): Placement {
  const { diff } = changed;
  if ('unknown' in diff) return { on: 'check' };
  const inFile = ({ path, side }: Location) => path === (side === 'RIGHT' ? changed.headPath : changed.basePath);
  const places = [at, ...evidence].filter(inFile);
  const isChanged = ({ side, line }: Location) => isChangedLine(diff, side, line);
  const deleted = places.filter((each) => each.side === 'LEFT' && isChanged(each));
  const best =
    [at].find(isChanged) ??
    (deleted.length > 1 ? [at].find((each) => inFile(each) && acceptsComment(diff, each)) : undefined) ??
    deleted[0] ??
    places.find(isChanged) ??
    places.find((each) => acceptsComment(diff, each));
  if (best && acceptsComment(diff, best)) {
    const { path, line, endLine, side } = best;
    return { on: 'line', location: { path, line, endLine, side } };
  }
  return changed.headPath === undefined ? { on: 'check' } : { on: 'file', path: changed.headPath };
}
