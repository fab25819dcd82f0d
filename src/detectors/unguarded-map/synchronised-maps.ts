import { channelOf } from '../../go/channels/channel.js';
import { type FunctionForm, type Value, withLiterals } from '../../go/form.js';
import { operationsOf } from '../../go/form-values.js';
import type { Program } from '../../go/program.js';
import { typeOf } from '../../go/type-of.js';
import type { Sighting } from '../detector.js';

/** What the methods of sync.Map do, in the words in which the uses of a plain map are told apart. */
const usesOfMethod = new Map([
  ['Load', ['read element']],
  ['Store', ['write element']],
  ['Swap', ['read element', 'write element']],
  ['LoadOrStore', ['read element', 'write element']],
  ['CompareAndSwap', ['read element', 'write element']],
  ['Delete', ['write delete']],
  ['LoadAndDelete', ['read element', 'write delete']],
  ['CompareAndDelete', ['read element', 'write delete']],
  ['Clear', ['write delete']],
  ['Range', ['read range']],
]);

/** `seen.Swap(k, v)` of a sync.Map needs no lock. */
export function synchronisedMaps(program: Program, form: FunctionForm): Sighting[] {
  return withLiterals(form).flatMap((each) =>
    operationsOf(each).flatMap((operation): Sighting[] => {
      if (operation.op !== 'call' || operation.call.callee.kind !== 'member') return [];
      const { of, name } = operation.call.callee;
      const uses = usesOfMethod.get(name);
      if (!uses || !isOwn(of)) return [];
      const type = typeOf(program, of);
      const inner = type.kind === 'pointer' ? type.element : type;
      const channel = channelOf(program, of);
      if (inner.kind !== 'named' || inner.home !== 'sync' || inner.name !== 'Map' || !channel) return [];
      return uses.map((use) => ({
        verdict: 'sound',
        confidence: 'proof',
        key: `${channel.key} ${use}`,
        at: operation.place,
        clues: [{ role: 'guard', place: operation.place }],
        names: {},
      }));
    }),
  );
}

/** A variable of the package or a field of the receiver: only for those is the type known without reading other packages. */
function isOwn(value: Value): boolean {
  if (value.kind === 'name') return true;
  return value.kind === 'member' && value.of.kind === 'variable' && value.of.variable.kind === 'receiver';
}
