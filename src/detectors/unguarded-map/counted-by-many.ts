import { guardsAt } from '../../go/concurrency/guards.js';
import { mayHoldByHelper } from '../../go/concurrency/locking-callee.js';
import { type NamedRoots, type Root, rootOver } from '../../go/concurrency/roots.js';
import type { FunctionForm } from '../../go/form.js';
import type { Program } from '../../go/program.js';
import type { Sighting } from '../detector.js';
import { runsBeforeSharing } from './before-sharing.js';
import { callerHolds, outermost } from './elsewhere.js';
import { isPlainField, nameOfType, usesOfReceiver } from './fields.js';

/**
 *     func (s *S) ServeHTTP(w http.ResponseWriter, r *http.Request) {
 *         s.count++                       two requests at the same time count as one
 */
export function countedByMany(program: Program, form: FunctionForm, roots: NamedRoots): Sighting[] {
  const owner = nameOfType(form.receiver?.type);
  if (form.outer || owner === undefined || runsBeforeSharing(form)) return [];
  const { receiver } = form;
  const grown = usesOfReceiver(program, form, owner).filter(
    (use) => use.grown && guardsAt(program, use.form, use.at).size === 0,
  );
  const first = [...new Map(grown.toReversed().map((use) => [use.field, use])).values()].toReversed();
  return first.flatMap((use): Sighting[] => {
    if (!isPlainField(program, form, owner, use.field)) return [];
    const root = rootOver(
      program,
      use.form,
      (each) => each.withItself && nameOfType(outermost(each.form).receiver?.type) === owner,
      roots,
    );
    if (!root || mayHoldByHelper(program, use.form, use.place.line) || isLockedOnTheWay(program, use.form, root))
      return [];
    return [
      {
        verdict: 'defect',
        confidence: 'likely',
        key: `${owner}.${use.field} counted`,
        at: use.place,
        clues: [
          { role: 'grown', place: use.place },
          { role: 'root', place: { ...root.place, endLine: root.place.line } },
        ],
        names: {
          map: `${receiver?.name ?? ''}.${use.field}`,
          function: form.declaration,
          access: 'write',
          lock: 'sync.Mutex',
          root: root.form.declaration,
        },
      },
    ];
  });
}

/** `s.mu.Lock(); s.pick(); s.mu.Unlock()` in the handler, or nobody can tell. */
function isLockedOnTheWay(program: Program, form: FunctionForm, root: Root): boolean {
  return outermost(root.form) !== outermost(form) && callerHolds(program, form) !== false;
}
