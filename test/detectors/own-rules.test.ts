import { describe, expect, it } from 'vitest';
import { detectors } from '../../src/detectors/all-detectors.js';
import { diffFromTexts } from '../../src/diff/diff-from-texts.js';
import { memoryTree } from '../../src/go/memory-tree.js';
import type { Incident } from '../../src/incidents/incident.js';
import { analyseChange } from '../../src/review/analyse-change.js';

const head = `package a

import (
	"context"
	"os"
	"sync"
	"time"
)

type Box struct {
	mu     sync.Mutex
	notify func()
}

func (b *Box) Open() error { return nil }
func (b *Box) Use()        {}
func (b *Box) Close()      {}

func start(ctx context.Context, n int) {}
func ready() bool                      { return true }

var _ = os.Args
var _ = time.Second

`;

/** The lines of the second text, counted from its function on, that are reported when it takes the place of the first one. */
async function said(detector: string, rule: object, after: string, before = ''): Promise<string[]> {
  const found = detectors.find(({ name }) => name === detector);
  if (!found) throw new Error(`expected a detector ${detector}`);
  await found.prepare?.();
  const incident: Incident = {
    slug: 'a-rule',
    title: 'A rule',
    project: 'example/project',
    date: '2024-01-01',
    links: { report: '', fix: '' },
    family: 'broken-contract',
    severity: 'error',
    detector: found,
    params: found.params.parse(detector === 'query' ? rule : { rules: [rule] }),
    comment: '',
  };
  const [was, is] = [before, after].map((text) => `${head}${text.replace(/^\n/, '')}`);
  const [base, tree] = [was, is].map((text) => ({ 'go.mod': 'module m\n', 'a/a.go': text ?? '' }));
  const files = [{ basePath: 'a/a.go', headPath: 'a/a.go', diff: diffFromTexts(was, is ?? '') }];
  const read = {
    change: { mergeBase: 'b', head: 'h', files },
    base: memoryTree(base ?? {}),
    head: memoryTree(tree ?? {}),
  };
  const { findings } = await analyseChange(read, [incident]);
  const shift = head.split('\n').length - 1;
  return findings.map(({ at, confidence }) => `${at.line - shift} ${confidence}`);
}

const order = (rule: object) => (after: string, before?: string) => said('call-order', rule, after, before);

describe('call-order after', () => {
  const rule = order({ call: ['m/a.Box.Use'], after: ['m/a.Box.Open'] });
  it.each([
    ['nothing came before', 'func F(b *Box) {\n\tb.Use()\n}', ['2 likely']],
    ['on one way only', 'func F(b *Box) {\n\tif ready() {\n\t\tb.Open()\n\t}\n\tb.Use()\n}', ['5 proof']],
    ['another one was opened', 'func F(b, c *Box) {\n\tc.Open()\n\tb.Use()\n}', ['3 likely']],
    ['it came before', 'func F(b *Box) {\n\tb.Open()\n\tb.Use()\n}', []],
    ['a function did it', 'func F(b *Box) {\n\topen(b)\n\tb.Use()\n}\n\nfunc open(b *Box) { b.Open() }', []],
    ['the caller did it', 'func F(b *Box) {\n\tb.Open()\n\tuse(b)\n}\n\nfunc use(b *Box) {\n\tb.Use()\n}', []],
    [
      'both ways, by one condition',
      'func F(b *Box) {\n\tok := ready()\n\tif ok {\n\t\tb.Open()\n\t}\n\tif ok {\n\t\tb.Use()\n\t}\n}',
      [],
    ],
  ])('%s', async (_what, after, lines) => expect(await rule(after)).toEqual(lines));

  it('finds what a change takes away although a caller could do it', async () => {
    const rest = 'func G(b *Box) {\n\tb.Open()\n\tF(b)\n}\n';
    const before = `func F(b *Box) {\n\tb.Open()\n\tb.Use()\n}\n\n${rest}`;
    expect(await rule(before.replace('\tb.Open()\n', ''), before)).toEqual(['2 likely']);
  });
});

describe('call-order before', () => {
  const rule = order({ call: ['m/a.Box.Open'], before: ['m/a.Box.Close'] });
  it.each([
    [
      'a way out comes without it',
      'func F(b *Box) {\n\tb.Open()\n\tif ready() {\n\t\treturn\n\t}\n\tb.Close()\n}',
      ['2 proof'],
    ],
    ['it is deferred', 'func F(b *Box) {\n\tb.Open()\n\tdefer b.Close()\n\tif ready() {\n\t\treturn\n\t}\n}', []],
    ['it was deferred before', 'func F(b *Box) {\n\tdefer b.Close()\n\tb.Open()\n}', []],
    [
      'the call has failed there',
      'func F(b *Box) error {\n\tif err := b.Open(); err != nil {\n\t\treturn err\n\t}\n\tb.Close()\n\treturn nil\n}',
      [],
    ],
    ['a deferred literal does it', 'func F(b *Box) {\n\tb.Open()\n\tdefer func() { b.Close() }()\n}', []],
  ])('%s', async (_what, after, lines) => expect(await rule(after)).toEqual(lines));
});

describe('call-order neverAfter', () => {
  const rule = order({ call: ['m/a.Box.Use'], neverAfter: ['m/a.Box.Close'] });
  it.each([
    ['too late', 'func F(b *Box) {\n\tb.Close()\n\tb.Use()\n}', ['3 proof']],
    ['of another one', 'func F(b, c *Box) {\n\tc.Close()\n\tb.Use()\n}', []],
    ['on another way', 'func F(b *Box) {\n\tif ready() {\n\t\tb.Close()\n\t\treturn\n\t}\n\tb.Use()\n}', []],
    ['closed at the end', 'func F(b *Box) {\n\tdefer b.Close()\n\tb.Use()\n}', []],
    ['a new one each time', 'func F() {\n\tfor {\n\t\tb := &Box{}\n\t\tb.Use()\n\t\tb.Close()\n\t}\n}', []],
  ])('%s', async (_what, after, lines) => expect(await rule(after)).toEqual(lines));
});

describe('call-order neverHolding', () => {
  const rule = order({ call: ['m/a.Box.notify', 'time.Sleep'], neverHolding: ['any'] });
  it.each([
    ['a field that holds a function', 'func F(b *Box) {\n\tb.mu.Lock()\n\tb.notify()\n\tb.mu.Unlock()\n}', ['3 proof']],
    [
      'in a function',
      'func F(b *Box) {\n\tb.mu.Lock()\n\tdefer b.mu.Unlock()\n\twait()\n}\n\nfunc wait() { time.Sleep(1) }',
      ['4 proof'],
    ],
    ['after the lock was given back', 'func F(b *Box) {\n\tb.mu.Lock()\n\tb.mu.Unlock()\n\tb.notify()\n}', []],
    ['in a goroutine', 'func F(b *Box) {\n\tb.mu.Lock()\n\tdefer b.mu.Unlock()\n\tgo b.notify()\n}', []],
  ])('%s', async (_what, after, lines) => expect(await rule(after)).toEqual(lines));

  it('finds an unlock that a change takes away', async () => {
    const before = 'func F(b *Box) {\n\tb.mu.Lock()\n\tb.mu.Unlock()\n\tb.notify()\n}\n';
    expect(await rule(before.replace('\tb.mu.Unlock()\n', ''), before)).toEqual(['3 proof']);
  });
});

describe('call-order neverInLoop and resultUsed', () => {
  const loop = order({ call: ['time.After'], neverInLoop: true });
  const used = order({ call: ['m/a.Box.Open'], resultUsed: 'last' });
  it.each([
    [
      loop,
      'in a loop',
      'func F(c chan int) {\n\tfor {\n\t\tselect {\n\t\tcase <-c:\n\t\tcase <-time.After(1):\n\t\t}\n\t}\n}',
      ['5 proof'],
    ],
    [loop, 'once', 'func F(c chan int) {\n\tselect {\n\tcase <-c:\n\tcase <-time.After(1):\n\t}\n}', []],
    [loop, 'the loop ends with it', 'func F() {\n\tfor ready() {\n\t\t<-time.After(1)\n\t\treturn\n\t}\n}', []],
    [used, 'dropped', 'func F(b *Box) {\n\tb.Open()\n}', ['2 proof']],
    [used, 'given to nobody', 'func F(b *Box) {\n\t_ = b.Open()\n}', ['2 proof']],
    [used, 'asked', 'func F(b *Box) {\n\tif err := b.Open(); err != nil {\n\t\tpanic(err)\n\t}\n}', []],
    [used, 'returned', 'func F(b *Box) error {\n\treturn b.Open()\n}', []],
    [used, 'a named result', 'func F(b *Box) (err error) {\n\terr = b.Open()\n\treturn\n}', []],
    [
      used,
      'read in a literal',
      'func F(b *Box) func() error {\n\terr := b.Open()\n\treturn func() error { return err }\n}',
      [],
    ],
  ])('%#: %s', async (rule, _what, after, lines) => expect(await rule(after)).toEqual(lines));
});

describe('argument', () => {
  const context = (after: string, before?: string) =>
    said(
      'argument',
      { call: ['m/a.start'], argument: 0, never: { results: ['context.Background'], nil: true } },
      after,
      before,
    );
  const number = (after: string) =>
    said('argument', { call: ['m/a.start'], argument: 1, never: { literal: true, zero: true } }, after);
  const type = (after: string) =>
    said('argument', { call: ['m/a.start'], argument: 0, never: { types: ['m/a.own'] } }, after);
  it.each([
    [context, 'func F() {\n\tstart(context.Background(), 1)\n}', ['2 proof']],
    [context, 'func F() {\n\tctx := context.Background()\n\tstart(ctx, 1)\n}', ['3 proof']],
    [context, 'func F() {\n\tstart(nil, 1)\n}', ['2 proof']],
    [context, 'func F(ctx context.Context) {\n\tstart(ctx, 1)\n}', []],
    [
      context,
      'func F() {\n\tctx, stop := context.WithCancel(context.Background())\n\tdefer stop()\n\tstart(ctx, 1)\n}',
      [],
    ],
    [number, 'func F(ctx context.Context) {\n\tn := 0\n\tstart(ctx, n)\n\tstart(ctx, 7)\n}', ['3 proof', '4 proof']],
    [number, 'func F(ctx context.Context, n int) {\n\tstart(ctx, n)\n\tn = 0\n}', []],
    [type, 'type own struct{ context.Context }\n\nfunc F(o *own) {\n\tstart(o, 1)\n}', ['4 proof']],
  ])('%#', async (rule, after, lines) => expect(await rule(after)).toEqual(lines));

  it('is not new where the merge base has it', async () => {
    const before = 'func F() {\n\tstart(nil, 1)\n}\n';
    expect(await context(before.replace('\tstart', '\tready()\n\tstart'), before)).toEqual([]);
  });
});

it('query: only in functions that the change touches', async () => {
  const query = '(go_statement (call_expression function: (identifier) @called (#not-eq? @called "start"))) @at';
  const old = 'func G() {\n\tgo ready()\n}\n\n';
  const after = `${old}func F() {\n\tgo ready()\n\tgo start(nil, 1)\n}\n`;
  expect(await said('query', { query }, after, old)).toEqual(['6 proof']);
});
