import { expect, it } from 'vitest';
import { qualifiedCallee } from '../../src/go/concurrency/qualified-callee.js';
import { rootOver } from '../../src/go/concurrency/roots.js';
import { placeKey, rootOf } from '../../src/go/flow/expression-key.js';
import type { FunctionForm, Operation } from '../../src/go/form.js';
import { operationsOf } from '../../src/go/form-values.js';
import { limitsMet } from '../../src/go/limits-met.js';
import type { Program } from '../../src/go/program.js';
import { formOf, memberOf, typeOf, underlying } from '../../src/go/type-of.js';
import { asked, declared, opened } from './loaded.js';

const behind = ': what lies behind was not followed';

/** What limits a question about the function `f` met, in all files. */
async function met(code: string, question: (program: Program, form: FunctionForm) => unknown): Promise<string[]> {
  const program = await opened({
    'go.mod': 'module m\n',
    'a/a.go': `package a\n\nimport "example.com/lib"\n\n${code}`,
  });
  const form = await asked(program, () => {
    const found = formOf(program, declared(program, 'a/a.go', 'f'));
    if (!found) throw new Error('expected f to parse');
    question(program, found);
    return found;
  });
  return limitsMet(form.file).map((each) => each.replace(behind, ''));
}

function firstAssigned(form: FunctionForm) {
  const found = operationsOf(form).find((each) => each.op === 'assign');
  if (found?.op !== 'assign') throw new Error('expected an assignment in f');
  return found;
}

function lastCall(form: FunctionForm): Operation & { op: 'call' } {
  const found = operationsOf(form).findLast((each) => each.op === 'call');
  if (found?.op !== 'call') throw new Error('expected a call in f');
  return found;
}

const fields = (count: number) => Array.from({ length: count }, () => '.a').join('');

it.each([
  [8, []],
  [9, ['a chain of more than 8 names in f']],
])('a chain of %i names', async (count, expected) => {
  const code = `type t struct{ a *t }\nfunc f(x *t) { x${fields(count)} = nil }`;
  expect(await met(code, (_, form) => placeKey(firstAssigned(form).target))).toEqual(expected);
  expect(await met(code, (_, form) => rootOf(firstAssigned(form).target))).toEqual(expected);
});

it('a chain of names in which an element stands has no key anyhow', async () => {
  const code = `type t struct{ a *t; b []*t }\nfunc f(x *t) { x.b[0]${fields(9)} = nil }`;
  expect(await met(code, (_, form) => placeKey(firstAssigned(form).target))).toEqual([]);
});

it.each([
  [12, []],
  [20, ['a type behind more than 40 values in f']],
])('the type of %i calls in a chain', async (count, expected) => {
  const calls = Array.from({ length: count }, () => '.next()').join('');
  const code = `type t struct{}\nfunc (v *t) next() *t { return v }\nfunc f(x *t) { y := x${calls}; _ = y }`;
  expect(await met(code, (program, form) => typeOf(program, firstAssigned(form).target))).toEqual(expected);
});

it('a value that is made of itself has no more to tell', async () => {
  const code = 'func f() { x := lib.First()\n\tfor {\n\t\ty := x.Next()\n\t\tx = y\n\t}\n}';
  const turning = (program: Program, form: FunctionForm) => typeOf(program, lastCall(form).call.callee);
  expect(await met(code, turning)).toEqual([]);
});

it('a chain that nobody would write', async () => {
  const chain = Array.from({ length: 5_000 }, (_, index) => `\tx${index + 1} := x${index}\n`).join('');
  const code = `func f(x0 int) {\n${chain}\ty := x5000\n\tlib.Use(y)\n}`;
  const argument = (form: FunctionForm) => lastCall(form).call.arguments[0] ?? { kind: 'nil' };
  expect(await met(code, (program, form) => typeOf(program, argument(form)))).toEqual([
    'a type behind more than 40 values in f',
  ]);
});

it.each([
  [40, []],
  [42, ['more than 40 types behind one another in t1']],
])('%i types behind one another', async (count, expected) => {
  const types = Array.from({ length: count }, (_, index) => `type t${index + 1} t${index}\n`).join('');
  const code = `type t0 struct{}\n${types}func f() {}`;
  const type = { kind: 'named', home: 'm/a', name: `t${count}` } as const;
  expect(await met(code, (program) => underlying(program, type))).toEqual(expected);
});

it.each([
  [40, []],
  [41, ['more than 40 types behind one another in t0']],
])('types embedded %i deep', async (count, expected) => {
  const types = Array.from({ length: count }, (_, index) => `type t${index + 1} struct{ t${index} }\n`).join('');
  const code = `type t0 struct{}\n${types}func f() {}`;
  const type = { kind: 'named', home: 'm/a', name: `t${count}` } as const;
  expect(await met(code, (program) => memberOf(program, type, 'missing'))).toEqual(expected);
});

it('a type that embeds itself is not deep', async () => {
  const code = 'type t struct{ *t }\nfunc f(x *t) { x.Missing() }';
  const type = { kind: 'named', home: 'm/a', name: 't' } as const;
  expect(await met(code, (program) => memberOf(program, type, 'missing'))).toEqual([]);
  expect(await met(code, (program, form) => qualifiedCallee(program, lastCall(form).call))).toEqual([]);
});

it.each([
  [4, []],
  [5, ['types embedded more than 4 deep in f']],
])('a type of another module, embedded %i deep', async (count, expected) => {
  const types = Array.from({ length: count }, (_, index) => `type t${index + 1} struct{ t${index} }\n`).join('');
  const code = `type t0 struct{ *lib.Client }\n${types}func f(x t${count - 1}) { x.Do() }`;
  expect(await met(code, (program, form) => qualifiedCallee(program, lastCall(form).call))).toEqual(expected);
});

const callers = (count: number) =>
  Array.from({ length: count }, (_, index) => `func g${index + 1}() { ${index === 0 ? 'f' : `g${index}`}() }\n`).join(
    '',
  );

it.each([
  ['a chain of three callers', callers(3), []],
  ['a chain of four', callers(4), ['a chain of more than 3 callers in g3']],
  ['functions that call each other', 'func g1() { f(); g2() }\nfunc g2() { g1() }\n', []],
  ['a root above', `${callers(3)}func main() { go g2() }\n`, []],
])('%s', async (_, code, expected) => {
  const question = (program: Program, form: FunctionForm) => rootOver(program, form, () => true);
  expect(await met(`${code}func f() {}`, question)).toEqual(expected);
});
