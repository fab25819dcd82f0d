import { isDeepStrictEqual } from 'node:util';
import { runsArgument } from '../concurrency/runs-argument.js';
import { loopsAround } from '../flow/loops.js';
import type { Block, FunctionForm, Operation, Value, Variable } from '../form.js';
import { calleesOf } from '../implementations.js';
import { meetLimit } from '../limits-met.js';
import type { Program } from '../program.js';
import { strandOf } from './strand.js';
import { usesOfVariable, type VariableUse } from './variable-uses.js';

/** Stands for more values than anybody counts: a send in a loop. */
export const many = 1_000;

/** A channel that is handed on through more functions than this is not followed. */
const depthMax = 3;

/** What running one operation (or a whole function) does with a channel. Numbers are values sent without an alternative, at most. */
export interface Traffic {
  /** Sent by the goroutine itself before it goes on. */
  inline: number;
  /** Sent by goroutines that it starts. */
  spawned: number;
  /** Sent by functions that it hands to others, who call them at any time or never. */
  callback: number;
  receives: boolean;
  /** Received by goroutines that it starts. */
  spawnedReceives: boolean;
  closes: boolean;
  /** Sent in a select that has another way to go on. */
  guarded: boolean;
  unknown: boolean;
}

export const noTraffic: Traffic = {
  inline: 0,
  spawned: 0,
  callback: 0,
  receives: false,
  spawnedReceives: false,
  closes: false,
  guarded: false,
  unknown: false,
};

const unknownTraffic: Traffic = { ...noTraffic, unknown: true };

/** What a form does with a channel variable: per operation of the form itself, and in all. `starters`: see `runsArgument`. */
export class ChannelTraffic {
  readonly form: FunctionForm;
  readonly variable: Variable;
  readonly #program: Program;
  readonly #starters: ReadonlySet<string>;
  readonly #depth: number;
  readonly #byOperation = new Map<Operation, Traffic>();

  constructor(program: Program, form: FunctionForm, variable: Variable, starters: ReadonlySet<string>, depth = 0) {
    this.#program = program;
    this.form = form;
    this.variable = variable;
    this.#starters = starters;
    this.#depth = depth;
    for (const use of usesOfVariable(form, variable)) if (use.form === form) this.#add(use.operation, this.#ofUse(use));
    for (const literal of form.literals) this.#addLiteral(literal);
  }

  of(operation: Operation): Traffic {
    return this.#byOperation.get(operation) ?? noTraffic;
  }

  operations(): [Operation, Traffic][] {
    return [...this.#byOperation];
  }

  /** All that one run of the form does, with the largest numbers of any way through it. */
  whole(): Traffic {
    const all = [...this.#byOperation.values()];
    const sum = all.reduce(plus, noTraffic);
    const heaviest = (part: 'inline' | 'spawned' | 'callback') => heaviestWay(this.form, (each) => this.of(each)[part]);
    return { ...sum, inline: heaviest('inline'), spawned: heaviest('spawned'), callback: heaviest('callback') };
  }

  #add(operation: Operation, traffic: Traffic): void {
    this.#byOperation.set(operation, plus(this.of(operation), traffic));
  }

  #ofUse({ how, operation, argument }: VariableUse): Traffic {
    switch (how) {
      case 'sent':
        return isAlternative(operation) ? { ...noTraffic, guarded: true } : { ...noTraffic, inline: 1 };
      case 'received':
      case 'ranged':
        return { ...noTraffic, receives: true };
      case 'closed':
        return { ...noTraffic, closes: true };
      case 'set':
        return noTraffic;
      case 'argument':
        return this.#ofArgument(operation, argument ?? 0);
      default:
        return unknownTraffic;
    }
  }

  #ofArgument(operation: Operation, index: number): Traffic {
    if (operation.op !== 'call') return unknownTraffic;
    // Of several implementations of an interface, one is called: what they do alike is what is known.
    const [traffic = unknownTraffic, ...others] = calleesOf(this.#program, operation.call).map((each) =>
      this.#ofParameter(operation, each, each.parameters[index]),
    );
    return others.every((each) => isDeepStrictEqual(each, traffic)) ? traffic : unknownTraffic;
  }

  #ofParameter(operation: Operation & { op: 'call' }, form: FunctionForm, parameter: Variable | undefined): Traffic {
    if (!parameter || parameter.type?.kind === 'variadic') return unknownTraffic;
    if (this.#depth >= depthMax) {
      meetLimit(this.form, `a channel handed on more than ${depthMax} times`);
      return unknownTraffic;
    }
    return asRun(this.#inside(form, parameter).whole(), operation.when === 'spawned' ? 'goroutine' : 'called');
  }

  /** A literal that uses the channel, where it is called, started or handed on. */
  #addLiteral(literal: FunctionForm): void {
    if (usesOfVariable(literal, this.variable).length === 0) return;
    const traffic = this.#inside(literal, this.variable).whole();
    const runs = this.#runsOf(literal);
    if (runs.length === 0) this.#add(this.form.blocks[0]?.operations[0] ?? noOperation, unknownTraffic);
    for (const { operation, how } of runs) this.#add(operation, asRun(traffic, how));
  }

  #runsOf(literal: FunctionForm): { operation: Operation; how: HowRun }[] {
    const strand = strandOf(this.#program, literal);
    if (!strand) return [];
    const { operation } = strand;
    const kept =
      operation.op === 'assign' && operation.target.kind === 'variable' ? operation.target.variable : undefined;
    const isIt = (value: Value) =>
      (value.kind === 'literal' && value.form === literal) || (value.kind === 'variable' && value.variable === kept);
    return this.form.blocks.flatMap((block) =>
      block.operations.flatMap((each): { operation: Operation; how: HowRun }[] => {
        if (each.op !== 'call')
          return each !== operation && mentions(each, isIt) ? [{ operation: each, how: 'callback' }] : [];
        if (isIt(each.call.callee)) return [{ operation: each, how: each.when === 'spawned' ? 'goroutine' : 'called' }];
        const index = each.call.arguments.findIndex(isIt);
        if (index < 0) return [];
        const way =
          strand.how === 'once' ? 'called' : strand.how === 'goroutine' ? 'goroutine' : this.#handed(each, index);
        return [{ operation: each, how: way }];
      }),
    );
  }

  #handed(operation: Operation & { op: 'call' }, index: number): HowRun {
    const way = runsArgument(this.#program, operation.call, index, this.#starters);
    if (way === 'unknown') return 'callback';
    return operation.when === 'spawned' ? 'goroutine' : way;
  }

  #inside(form: FunctionForm, variable: Variable): ChannelTraffic {
    return new ChannelTraffic(this.#program, form, variable, this.#starters, this.#depth + 1);
  }
}

type HowRun = 'called' | 'goroutine' | 'callback';

const noOperation: Operation = {
  op: 'return',
  values: [],
  implicit: true,
  place: { path: '', line: 1, endLine: 1 },
};

function mentions(operation: Operation, isIt: (value: Value) => boolean): boolean {
  if (operation.op === 'assign') return isIt(operation.value);
  if (operation.op === 'return') return operation.values.some(isIt);
  return operation.op === 'send' && isIt(operation.value);
}

/** A way of going on when nobody receives or sends. */
export function isAlternative(operation: Operation): boolean {
  if (operation.op !== 'send' && operation.op !== 'receive') return false;
  return operation.select !== undefined && (operation.select.hasDefault || operation.select.cases > 1);
}

function asRun(traffic: Traffic, how: HowRun): Traffic {
  if (how === 'called') return traffic;
  const sent = cap(traffic.inline + traffic.spawned + traffic.callback);
  const receives = traffic.receives || traffic.spawnedReceives;
  const base = { ...traffic, inline: 0, spawned: 0, callback: 0, receives: false };
  // Whoever is handed the function may receive at any time: nobody can tell that nobody does.
  if (how === 'callback') return { ...base, callback: sent, unknown: traffic.unknown || receives || traffic.closes };
  return { ...base, spawned: sent, spawnedReceives: receives };
}

function plus(a: Traffic, b: Traffic): Traffic {
  return {
    inline: cap(a.inline + b.inline),
    spawned: cap(a.spawned + b.spawned),
    callback: cap(a.callback + b.callback),
    receives: a.receives || b.receives,
    spawnedReceives: a.spawnedReceives || b.spawnedReceives,
    closes: a.closes || b.closes,
    guarded: a.guarded || b.guarded,
    unknown: a.unknown || b.unknown,
  };
}

function cap(count: number): number {
  return Math.min(count, many);
}

/** The largest sum of weights on any way through a form; anything in a loop counts as many. */
function heaviestWay(form: FunctionForm, weight: (operation: Operation) => number): number {
  const memo = new Map<Block, number>();
  const open = new Set<Block>();
  const from = (block: Block): number => {
    const known = memo.get(block);
    if (known !== undefined) return known;
    if (open.has(block)) return 0;
    open.add(block);
    const here = block.operations.reduce((sum, each) => sum + weight(each), 0);
    const own = here > 0 && loopsAround(form, block).length > 0 ? many : here;
    const rest = block.next.reduce((most, { to }) => Math.max(most, from(to)), 0);
    open.delete(block);
    memo.set(block, cap(own + rest));
    return cap(own + rest);
  };
  const [entry] = form.blocks;
  return entry ? from(entry) : 0;
}
