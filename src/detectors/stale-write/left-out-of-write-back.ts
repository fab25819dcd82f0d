import { placeKey } from '../../go/flow/expression-key.js';
import { pathFrom } from '../../go/flow/paths.js';
import { type FunctionForm, type Value, type Variable, withLiterals } from '../../go/form.js';
import type { Program } from '../../go/program.js';
import { valueText } from '../../go/value-text.js';
import { type CallPoint, ownCalls } from './calls-in.js';
import type { Seen } from './shape.js';
import { valuesSet } from './source-of.js';

/** Calls that fill one named part of a copy, and calls that write back the parts in a list of names. */
export interface NamedPair {
  refresh: readonly string[];
  writeBack: readonly string[];
}

interface Part {
  /** The same for the same name. */
  key: string;
  text: string;
  point: CallPoint;
}

/**
 *     h.RefreshSet(localSet, …)                    refreshed
 *     h.RefreshSet(serviceSet, …)
 *     h.RestoreSets([]string{serviceSet})          write-back: what was put into localSet stays here
 */
export function leftOutOfWriteBack(form: FunctionForm, _program: Program, pair: NamedPair): Seen[] {
  if (!pair.writeBack.some((each) => form.file.text.includes(`.${each}(`))) return [];
  return withLiterals(form).flatMap((each) => {
    const calls = ownCalls(each);
    const refreshed = calls.flatMap((point) => refreshedBy(point, pair));
    const writes = calls.filter(({ receiver, name }) => receiver && pair.writeBack.includes(name));
    return refreshed.flatMap((part): Seen[] => {
      const after = writes.filter((write) => isOfSame(write, part.point) && follows(part.point, write));
      const named = after.map(namesIn);
      const [write] = after;
      // What is made elsewhere may hold any name.
      if (!write || named.some((names) => names === undefined)) return [];
      const isWritten = named.some((names) => names?.includes(part.key));
      return [isWritten ? soundAt(part, write) : defectAt(part, write)];
    });
  });
}

function refreshedBy(point: CallPoint, { refresh }: NamedPair): Part[] {
  const [name] = point.call.arguments;
  const key = name && keyOf(name);
  return point.receiver && refresh.includes(point.name) && name && key !== undefined
    ? [{ key, text: textOf(name), point }]
    : [];
}

/** The names in a list that is written there or in a variable that was set once, also where a function makes more of them. */
function namesIn({ call, form }: CallPoint): string[] | undefined {
  const lists = call.arguments.flatMap((each) => listsIn(each, form, new Set()));
  const [list] = lists;
  if (list?.kind !== 'composite' || lists.length !== 1) return undefined;
  const keys = list.parts.map(({ value }) => keyOf(value));
  return keys.every((each) => each !== undefined) ? keys : undefined;
}

function listsIn(value: Value, form: FunctionForm, seen: Set<Variable>): Value[] {
  if (value.kind === 'composite') return [value];
  if (value.kind !== 'variable' || seen.has(value.variable)) return [];
  seen.add(value.variable);
  const { origin } = value.variable;
  const given = origin?.from === 'call' ? origin.call.arguments : valuesSet(value.variable);
  return given.flatMap((each) => listsIn(each, form, seen));
}

/** Of a literal and of a constant of a package; what is computed may be any name. */
function keyOf(name: Value): string | undefined {
  if (name.kind === 'constant') return name.text;
  return name.kind === 'name' || name.kind === 'imported' ? placeKey(name) : undefined;
}

function textOf(name: Value): string {
  return name.kind === 'constant' ? name.text : valueText(name);
}

function isOfSame(write: CallPoint, refresh: CallPoint): boolean {
  const key = write.receiver && placeKey(write.receiver);
  return key !== undefined && refresh.receiver !== undefined && placeKey(refresh.receiver) === key;
}

function follows(first: CallPoint, second: CallPoint): boolean {
  return pathFrom(first, { stops: () => false, arrives: (operation) => operation === second.operation });
}

function common({ key, text, point }: Part, write: CallPoint): Pick<Seen, 'key' | 'at' | 'write' | 'guard' | 'state'> {
  return {
    key: `left out ${key}`,
    at: write.operation.place,
    write: write.call.text,
    guard: point.call.text,
    state: text,
  };
}

function soundAt(part: Part, write: CallPoint): Seen {
  const clues = [{ role: 'named', place: write.operation.place }];
  return { ...common(part, write), verdict: 'sound', confidence: 'likely', clues };
}

function defectAt(part: Part, write: CallPoint): Seen {
  return {
    ...common(part, write),
    verdict: 'defect',
    confidence: 'likely',
    clues: [
      { role: 'write', place: write.operation.place },
      { role: 'filled', place: part.point.operation.place },
    ],
  };
}
