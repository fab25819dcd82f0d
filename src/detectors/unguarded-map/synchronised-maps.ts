import { channelOf } from '../../go/channels/channel.js';
import { type FunctionForm, withLiterals } from '../../go/form.js';
import { operationsOf } from '../../go/form-values.js';
import type { Program } from '../../go/program.js';
import { typeOf } from '../../go/type-of.js';
import type { Sighting } from '../detector.js';

/** `seen.Swap(k, v)` of a sync.Map needs no lock. */
export function synchronisedMaps(program: Program, form: FunctionForm): Sighting[] {
  return withLiterals(form).flatMap((each) =>
    operationsOf(each).flatMap((operation): Sighting[] => {
      if (operation.op !== 'call' || operation.call.callee.kind !== 'member') return [];
      const { of, name } = operation.call.callee;
      if (!/^(Swap|Store|Load|LoadOrStore|LoadAndDelete|Delete|Range|Clear|CompareAnd\w+)$/.test(name)) return [];
      const type = typeOf(program, of);
      const inner = type.kind === 'pointer' ? type.element : type;
      const channel = channelOf(program, of);
      if (inner.kind !== 'named' || inner.home !== 'sync' || inner.name !== 'Map' || !channel) return [];
      const hows = /^(Load|Range)$/.test(name) ? ['read'] : ['read', 'write'];
      return hows.map((how) => ({
        verdict: 'sound',
        confidence: 'proof',
        key: `${channel.key} ${how}`,
        at: operation.place,
        clues: [{ role: 'guard', place: operation.place }],
        names: {},
      }));
    }),
  );
}
