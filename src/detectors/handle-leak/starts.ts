import {
  type Call,
  type FunctionForm,
  type Operation,
  type Place,
  partsOf,
  type Value,
  type Variable,
  withLiterals,
} from '../../go/form.js';
import type { HoldingRules } from '../../go/ownership/effect.js';
import { followAfter, followResult, namedResults } from '../../go/ownership/follow-result.js';
import { Held } from '../../go/ownership/held.js';
import { trackHolding } from '../../go/ownership/holding.js';
import { methodTest } from '../../go/ownership/holding-rules.js';
import type { Release } from '../../go/ownership/release.js';
import type { HoldingOutcome } from '../../go/ownership/trail.js';
import type { Program } from '../../go/program.js';
import type { Thing } from './conventions.js';

/** Where a form gets hold of a thing. */
export interface Start {
  /** The call that gives it, as it is written; empty for what a parameter or receiver brings. */
  acquire: string;
  call?: Call;
  place: Place | undefined;
  follow(program: Program, rules: HoldingRules): HoldingOutcome;
}

export function startsOf(thing: Thing, form: FunctionForm, release: readonly Release[]): Start[] {
  const [field] = thing.fields;
  const { root } = thing;
  if (field === undefined) {
    const acquired = withLiterals(form).flatMap((each) => [
      ...named(each, root, release),
      ...addressed(each, root, release),
    ]);
    return root.kind === 'parameter' ? [...acquired, fromOutside(form, root, undefined, release)] : acquired;
  }
  const stored = storedResults(form, root, field, release);
  const filled = filledBy(form, root, field, release);
  return root.kind === 'parameter' || root.kind === 'receiver'
    ? [...stored, ...(filled.length > 0 ? filled : [fromOutside(form, root, field, release)])]
    : [...stored, ...filled];
}

/** `m.openTarget(root)`: a method may have set the field. */
function filledBy(form: FunctionForm, root: Variable, field: string, release: readonly Release[]): Start[] {
  return form.blocks.flatMap((block) =>
    block.operations.flatMap((operation, index): Start[] => {
      if (operation.op !== 'call' || operation.when !== 'now' || root.owner !== form) return [];
      const { callee, text } = operation.call;
      if (callee.kind !== 'member' || callee.of.kind !== 'variable' || callee.of.variable !== root) return [];
      return [
        {
          acquire: text,
          place: operation.place,
          follow: (program, rules) =>
            followAfter(
              { form, block, index, operation },
              Held.inField(form, root, field, release, methodTest(program)),
              rules,
            ),
        },
      ];
    }),
  );
}

function named(form: FunctionForm, root: Variable, release: readonly Release[]): Start[] {
  return namedResults(form)
    .filter(({ variable }) => variable === root && variable.owner === form)
    .map((point) => ({
      acquire: point.operation.call.text,
      call: point.operation.call,
      place: point.operation.place,
      follow: (program, rules) => followResult(program, point, point.result, release, rules),
    }));
}

/** `start(&fd)`: the callee sets the variable. */
function addressed(form: FunctionForm, root: Variable, release: readonly Release[]): Start[] {
  return form.blocks.flatMap((block) =>
    block.operations.flatMap((operation, index): Start[] => {
      if (operation.op !== 'call' || operation.when !== 'now' || root.owner !== form) return [];
      if (!operation.call.arguments.some((each) => pointsTo(each, root))) return [];
      const error = operation.results.at(-1);
      return [
        {
          acquire: operation.call.text,
          place: operation.place,
          follow: (program, rules) =>
            followAfter(
              { form, block, index, operation },
              Held.by(form, root, release, methodTest(program), error),
              rules,
            ),
        },
      ];
    }),
  );
}

function pointsTo(value: Value, root: Variable): boolean {
  return partsOf(value).some(
    (part) => part.kind === 'pointer' && part.of.kind === 'variable' && part.of.variable === root,
  );
}

/** `d.file, err = os.Open(…)` */
function storedResults(form: FunctionForm, root: Variable, field: string, release: readonly Release[]): Start[] {
  const isField = (each: Operation) =>
    each.op === 'assign' &&
    each.target.kind === 'member' &&
    each.target.name === field &&
    each.target.of.kind === 'variable' &&
    each.target.of.variable === root;
  return form.blocks.flatMap((block) =>
    block.operations.flatMap((operation, index): Start[] => {
      if (operation.op !== 'call' || operation.when !== 'now') return [];
      const result = operation.results.findIndex((temporary) =>
        block.operations.some(
          (each) =>
            isField(each) &&
            each.op === 'assign' &&
            each.value.kind === 'variable' &&
            each.value.variable === temporary,
        ),
      );
      if (result < 0) return [];
      const point = { form, block, index, operation };
      return [
        {
          acquire: operation.call.text,
          call: operation.call,
          place: operation.place,
          follow: (program, rules) => followResult(program, point, result, release, rules),
        },
      ];
    }),
  );
}

function fromOutside(
  form: FunctionForm,
  root: Variable,
  field: string | undefined,
  release: readonly Release[],
): Start {
  return {
    acquire: '',
    place: undefined,
    follow: (program, rules) => {
      const [entry] = form.blocks;
      if (!entry || root.owner !== form) return { leaks: [], releases: [], moves: [], returned: [] };
      const isMethod = methodTest(program);
      const held =
        field === undefined
          ? Held.by(form, root, release, isMethod)
          : Held.inField(form, root, field, release, isMethod);
      return trackHolding(entry, 0, held, rules);
    },
  };
}
