import { describe, expect, it } from 'vitest';
import { operationsOf } from '../../src/go/form-values.js';
import { implementationsOf } from '../../src/go/implementations.js';
import { limitsMet } from '../../src/go/limits-met.js';
import { formOf } from '../../src/go/type-of.js';
import { asked, declared, opened } from './loaded.js';

const types = `
type Sink interface {
	Put(name string) error
}

type memory struct{ names []string }

func (m *memory) Put(name string) error { m.names = append(m.names, name); return nil }

type disk struct{}

func (disk) Put(name string) error { return nil }

type logged struct{ *memory }

type other struct{}

func (other) Put(name int) error { return nil }
`;

/** What the call of Put in \`f\` may run: the methods, and whether that is all. */
async function behind(code: string, more: Record<string, string> = {}, clause = 'package a'): Promise<string> {
  const files = { 'go.mod': 'module m\n', 'a/a.go': `${clause}\n${types}${code}`, ...more };
  const program = await opened(files, ['a/a.go']);
  return asked(program, () => {
    const form = formOf(program, declared(program, 'a/a.go', 'f'));
    const call = form && operationsOf(form).find((each) => each.op === 'call' && each.call.text.endsWith('.Put'));
    if (call?.op !== 'call') throw new Error('expected a call of Put in f');
    const { methods, complete } = implementationsOf(program, call.call);
    const names = methods.map(({ receiver, name }) => `${receiver}.${name}`).sort();
    return [...names, ...(complete ? ['all'] : []), ...limitsMet(form?.file as never)].join(', ');
  });
}

describe('everything that the receiver may be is seen', () => {
  it.each([
    ['a variable', 'func f() { var s Sink = &memory{}; s.Put("x") }', 'memory.Put, all'],
    [
      'a variable that is set twice',
      'func f(b bool) { var s Sink = disk{}; if b { s = &memory{} }; s.Put("x") }',
      'disk.Put, memory.Put, all',
    ],
    ['a method of what is embedded', 'func f() { var s Sink = logged{&memory{}}; s.Put("x") }', 'memory.Put, all'],
    ['a variable that a literal sets', 'func f() { var s Sink; func() { s = disk{} }(); s.Put("x") }', 'disk.Put, all'],
    ['a result', 'func open() Sink { return disk{} }\nfunc f() { s := open(); s.Put("x") }', 'disk.Put, all'],
    [
      'a result with an error',
      'func open() (Sink, error) { return disk{}, nil }\nfunc f() { s, _ := open(); s.Put("x") }',
      'disk.Put, all',
    ],
    [
      'a result of itself',
      'func open(n int) Sink { if n > 0 { return open(n - 1) }; return disk{} }\nfunc f() { open(2).Put("x") }',
      'disk.Put, all',
    ],
    ['a parameter', 'func g() { f(disk{}); f(&memory{}) }\nfunc f(s Sink) { s.Put("x") }', 'disk.Put, memory.Put, all'],
    ['a parameter of a goroutine', 'func g() { go f(disk{}) }\nfunc f(s Sink) { s.Put("x") }', 'disk.Put, all'],
    [
      'a field',
      'type t struct{ s Sink }\nfunc n() t { return t{s: disk{}} }\nfunc (v t) f() { v.s.Put("x") }',
      'disk.Put, all',
    ],
    [
      'a field by its position',
      'type t struct{ n int; s Sink }\nvar all = []*t{{1, disk{}}}\nfunc (v *t) f() { v.s.Put("x") }',
      'disk.Put, all',
    ],
    [
      'a field of another type of that name',
      'type t struct{ s Sink }\ntype u struct{ s Sink }\nfunc n() (t, u) { return t{disk{}}, u{&memory{}} }\nfunc (v t) f() { v.s.Put("x") }',
      'disk.Put, all',
    ],
    [
      'a variable of the package',
      'var s Sink = disk{}\nfunc g() { s = &memory{} }\nfunc f() { s.Put("x") }',
      'disk.Put, memory.Put, all',
    ],
    [
      'an interface of the place',
      'func f() { var s interface{ Put(string) error } = disk{}; s.Put("x") }',
      'disk.Put, all',
    ],
    [
      'what another interface gives',
      'type factory interface{ New() Sink }\ntype disks struct{}\nfunc (disks) New() Sink { return disk{} }\nfunc f() { var d factory = disks{}; d.New().Put("x") }',
      'disk.Put, all',
    ],
  ])('%s', async (_, code, expected) => {
    expect(await behind(code)).toBe(expected);
  });

  it('what another package makes', async () => {
    const code = 'func f() { b.New().Put("x") }';
    const b =
      'package b\ntype Sink interface{ Put(string) error }\ntype tape struct{}\nfunc (*tape) Put(string) error { return nil }\nfunc New() Sink { return &tape{} }\n';
    expect(await behind(code, { 'b/b.go': b }, 'package a\n\nimport "m/b"')).toBe('tape.Put, all');
  });

  it('an exported field of a program', async () => {
    const code = 'type T struct{ S Sink }\nfunc n() T { return T{S: disk{}} }\nfunc (v T) f() { v.S.Put("x") }';
    expect(await behind(code, {}, 'package main')).toBe('disk.Put, all');
  });
});

describe('only the package of an interface can implement it', () => {
  it.each([
    [
      'a method that others cannot write',
      'type own interface { Sink; seal() }\nfunc (disk) seal() {}\nfunc f(s own) { s.Put("x") }',
      'disk.Put, all',
    ],
    [
      'a type that others cannot write',
      'type own interface { Sink; Set(*disk) }\nfunc (*memory) Set(*disk) {}\nfunc f(s own) { s.Put("x") }',
      'memory.Put, all',
    ],
    [
      'one with other parameters is none',
      'type own interface { Sink; seal() }\nfunc (disk) seal() {}\nfunc (other) seal() {}\nfunc f(s own) { s.Put("x") }',
      'disk.Put, all',
    ],
  ])('%s', async (_, code, expected) => {
    expect(await behind(code)).toBe(expected);
  });
});

describe('something else may be behind it', () => {
  const those = 'disk.Put, memory.Put';
  it.each([
    ['anybody may call', 'func g() { F(disk{}) }\nfunc F(s Sink) { f(s) }\nfunc f(s Sink) { s.Put("x") }', those],
    ['a function that is handed on', 'func g() { f(disk{}) }\nvar h = f\nfunc f(s Sink) { s.Put("x") }', those],
    [
      'a method that an interface may call',
      'type t struct{}\ntype c interface{ f(Sink) }\nfunc g(v c) { v.f(disk{}) }\nfunc (t) f(s Sink) { s.Put("x") }',
      those,
    ],
    [
      'an exported field',
      'type t struct{ S Sink }\nfunc n() t { return t{S: disk{}} }\nfunc (v t) f() { v.S.Put("x") }',
      those,
    ],
    [
      'a pointer to the field',
      'type t struct{ s Sink }\nfunc n() t { return t{s: disk{}} }\nfunc (v *t) P() *Sink { return &v.s }\nfunc (v *t) f() { v.s.Put("x") }',
      those,
    ],
    ['a pointer to the variable', 'func g(p *Sink)\nfunc f() { var s Sink = disk{}; g(&s); s.Put("x") }', those],
    ['an element', 'func f() { for _, s := range []Sink{disk{}} { s.Put("x") } }', those],
    ['what comes out of a channel', 'func f(c chan Sink) { s := <-c; s.Put("x") }', those],
    [
      'a field of something embedded',
      'type u struct{ s Sink }\ntype t struct{ u }\nfunc n() t { return t{u{disk{}}} }\nfunc (v t) f() { v.s.Put("x") }',
      those,
    ],
    [
      'one of the values is not known',
      'func f(b bool) { var s Sink = disk{}; if b { s = lib.New() }; s.Put("x") }',
      those,
    ],
    ['nothing is ever set', 'type t struct{ s Sink }\nfunc (v t) f() { v.s.Put("x") }', those],
    [
      'an interface that nobody here implements',
      'type rare interface { Sink; Rare() }\nfunc f(s rare) { s.Put("x") }',
      '',
    ],
    ['a type parameter', 'func f[T Sink](s T) { s.Put("x") }', ''],
  ])('%s', async (_, code, expected) => {
    expect(await behind(code)).toBe(expected);
  });

  it('but not what a test puts there', async () => {
    const files = { 'a/a_test.go': 'package a\nvar fake = t{s: &memory{}}\n' };
    expect(
      await behind(
        'type t struct{ s Sink }\nfunc n() t { return t{s: disk{}} }\nfunc (v t) f() { v.s.Put("x") }',
        files,
      ),
    ).toBe('disk.Put, all');
  });
});

describe('limits are reported', () => {
  it('more functions that set a field than are followed', async () => {
    const setters = Array.from({ length: 41 }, (_, index) => `func (v *t) set${index}() { v.s = disk{} }\n`).join('');
    expect(await behind(`type t struct{ s Sink }\n${setters}func (v *t) f() { v.s.Put("x") }`)).toBe(
      'disk.Put, memory.Put, an interface that more than 40 functions may set in t.f: what lies behind was not followed',
    );
  });

  it('more values than are followed, however many there are', async () => {
    const chain = Array.from({ length: 5_000 }, (_, index) => `\tvar s${index + 1} Sink = s${index}\n`).join('');
    expect(await behind(`func f() {\n\tvar s0 Sink = disk{}\n${chain}\ts5000.Put("x")\n}`)).toBe(
      'disk.Put, memory.Put, an interface that more than 200 values lead to in f: what lies behind was not followed',
    );
  });

  it('more implementations than are looked at', async () => {
    const many = Array.from(
      { length: 13 },
      (_, index) =>
        `type s${index} struct{}\nfunc (s${index}) Put(string) error { return nil }\nfunc (s${index}) seal() {}\n`,
    ).join('');
    expect(await behind(`type own interface { Sink; seal() }\n${many}func f(s own) { s.Put("x") }`)).toBe(
      'more than 12 implementations of an interface in f: what lies behind was not followed',
    );
  });

  it('a chain of interfaces that come from interfaces', async () => {
    const chain = Array.from(
      { length: 3 },
      (_, index) =>
        `type i${index + 1} interface{ Next${index + 1}() ${index === 0 ? 'Sink' : `i${index}`} }\ntype t${index + 1} struct{}\n` +
        `func (t${index + 1}) Next${index + 1}() ${index === 0 ? 'Sink { return disk{} }' : `i${index} { return t${index}{} }`}\n`,
    ).join('');
    expect(await behind(`${chain}func f() { var v i3 = t3{}; v.Next3().Next2().Next1().Put("x") }`)).toContain(
      'more than 2 interfaces that come from interfaces in f: what lies behind was not followed',
    );
  });
});
