import { usesOfVariable, type VariableUse } from '../../go/channels/variable-uses.js';
import { endsNormally, loopsOf, reachableFrom } from '../../go/flow/loops.js';
import type { FunctionForm, Operation, Place, Variable } from '../../go/form.js';
import type { Program } from '../../go/program.js';
import { typeOf, underlying } from '../../go/type-of.js';
import type { Seen, World } from './shape.js';

/**
 *     for r := range records {          somebody else sends
 *         if err := write(r); err != nil {
 *             go drain(records)         lets the sender come to its end; the change removes it
 *             return err
 *         }
 *     }
 */
export function leftRanges({ program }: World, root: FunctionForm): Seen[] {
  return channelVariables(program, root).flatMap((variable): Seen[] => {
    const ranges = usesOfVariable(root, variable).filter(({ how }) => how === 'ranged');
    const left = ranges.flatMap((range) => leavingReturn(range) ?? []);
    const [exit] = left;
    const [first] = ranges;
    if (!exit || !first) return [];
    const drains = ranges.filter((range) => leavingReturn(range) === undefined);
    const common = {
      shape: 'lost-guard',
      key: `range ${variable.name}`,
      form: first.form,
      subject: variable.name,
    } as const;
    if (drains.length > 0)
      return [
        {
          ...common,
          verdict: 'sound',
          confidence: 'proof',
          at: exit,
          clues: drains.map(({ operation }) => ({ role: 'guard', place: operation.place })),
        },
      ];
    const clues = [{ role: 'leaves', place: exit }];
    return [
      { ...common, verdict: 'defect', confidence: 'possible', onlyWhenGuardRemoved: true, at: exit, clues, exit },
    ];
  });
}

function channelVariables(program: Program, root: FunctionForm): Variable[] {
  const ranged = [root, ...root.literals].flatMap((form) =>
    form.blocks.flatMap((block) =>
      block.operations.flatMap((each) => (each.op === 'range' && each.over.kind === 'variable' ? [each.over] : [])),
    ),
  );
  const channels = ranged.filter((value) => underlying(program, typeOf(program, value)).kind === 'channel');
  return [...new Set(channels.map(({ variable }) => variable))];
}

/** The return by which the body of the loop is left before the channel is closed. */
function leavingReturn({ form, operation }: VariableUse): Place | undefined {
  const loop = loopsOf(form).find(({ header }) => header.operations.includes(operation));
  const after = loop?.header.next[1]?.to;
  if (!loop || !after) return undefined;
  const rest = reachableFrom(after);
  const body = loop.header.next[0]?.to;
  const left = body ? [...reachableFrom(body)].filter((block) => !loop.blocks.has(block) && !rest.has(block)) : [];
  const returns = left.flatMap((block) =>
    block.operations.filter((each): each is Operation & { op: 'return' } => each.op === 'return'),
  );
  const breaks = [...loop.blocks].some((block) =>
    block.next.some((edge) => edge.to === after && !endsNormally(loop, block, edge)),
  );
  return returns[0]?.place ?? (breaks ? operation.place : undefined);
}
