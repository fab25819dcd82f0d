import { type NamedRoots, rootOver } from '../../go/concurrency/roots.js';
import { loopsAround } from '../../go/flow/loops.js';
import {
  type Block,
  type FunctionForm,
  type Operation,
  type Value,
  type Variable,
  withLiterals,
} from '../../go/form.js';
import type { Program } from '../../go/program.js';
import { type CallPoint, ownCalls } from './calls-in.js';
import { type ConflictVerbs, retryAround } from './retried-writes.js';
import type { Seen } from './shape.js';
import { rootVariable } from './source-of.js';

/**
 *     func (s *Server) Set(w http.ResponseWriter, r *http.Request) {
 *         …
 *         if err := s.client.Update(ctx, o); err != nil {     write
 *             if apierrors.IsConflict(err) {                  conflict
 *                 return nil                                  swallowed: the client is told that it was done
 *
 * Only where a request is answered: a controller comes again when the object has changed, and a loop comes again by itself.
 */
export function swallowedConflicts(
  form: FunctionForm,
  program: Program,
  verbs: ConflictVerbs,
  roots: NamedRoots,
): Seen[] {
  return withLiterals(form).flatMap((each) =>
    ownCalls(each).flatMap((test): Seen[] => {
      const end = verbs.conflict.includes(test.name) ? endAfter(test) : undefined;
      const write = end && writeOf(each, test, verbs);
      if (!write || loopsAround(each, write.block).length > 0) return [];
      if (retryAround(each, { ...verbs, conflict: [] })) return [];
      const root = rootOver(program, each, ({ withItself, kind }) => withItself && kind !== 'goroutine', roots);
      return root ? [seenAt(write, test, end)] : [];
    }),
  );
}

function seenAt(write: CallPoint, test: CallPoint, end: Operation): Seen {
  return {
    verdict: 'defect',
    confidence: 'likely',
    key: `swallowed ${write.call.text}`,
    at: end.place,
    clues: [
      { role: 'swallowed', place: end.place },
      { role: 'conflict', place: test.operation.place },
      { role: 'write', place: write.operation.place },
    ],
    write: write.call.text,
    guard: test.call.text,
    state:
      write.call.arguments
        .map((each) => rootVariable(each)?.name ?? '')
        .find((name) => name !== '' && !/ctx|context/i.test(name)) ?? '',
  };
}

/** The return to which a conflict leads at once, with nil for an error and nothing that asks for another try. */
function endAfter({ block }: CallPoint): Operation | undefined {
  let next: Block | undefined = block.next.find(({ when }) => when?.test === 'error' && when.holds)?.to;
  for (
    const seen = new Set<Block>();
    next && !seen.has(next);
    next = next.next.length === 1 ? next.next[0]?.to : undefined
  ) {
    seen.add(next);
    for (const operation of next.operations) {
      if (operation.op === 'return') return saysDone(operation.values) ? operation : undefined;
      if (operation.op === 'call' ? !isTold(operation) : operation.op !== 'assign') return undefined;
    }
  }
  return undefined;
}

function saysDone(values: readonly Value[]): boolean {
  return (
    values.at(-1)?.kind === 'nil' &&
    values.slice(0, -1).every((each) => each.kind === 'nil' || (each.kind === 'composite' && each.parts.length === 0))
  );
}

/** A line in the log is no other try. */
function isTold({ call }: Operation & { op: 'call' }): boolean {
  return /(^|\.)(Info|Debug|Warn|Warning|Error|Print|Log|V|With\w*)(f|ln|S|w)?$/.test(call.text);
}

/** The write whose error is tested: nothing else is called between the two that could have set it. */
function writeOf(form: FunctionForm, test: CallPoint, { write }: ConflictVerbs): CallPoint | undefined {
  const [error] = test.call.arguments;
  const variable = error?.kind === 'variable' ? error.variable : undefined;
  const { origin } = variable ?? {};
  const sources = ownCalls(form).filter(
    ({ operation }) =>
      variable && (origin?.from === 'call' ? operation.call === origin.call : setsBy(form, operation, variable)),
  );
  const [only] = sources;
  return sources.length === 1 && only?.receiver && write.includes(only.name) ? only : undefined;
}

function setsBy(form: FunctionForm, { results }: Operation & { op: 'call' }, variable: Variable): boolean {
  return form.blocks.some((block) =>
    block.operations.some(
      (each) =>
        each.op === 'assign' &&
        each.target.kind === 'variable' &&
        each.target.variable === variable &&
        each.value.kind === 'variable' &&
        results.includes(each.value.variable),
    ),
  );
}
