import { describe, expect, it } from 'vitest';
import { operationsOf } from '../../src/go/form-values.js';
import { printType } from '../../src/go/print-form.js';
import { formOf, typeOf } from '../../src/go/type-of.js';
import { asked, declared, opened } from './loaded.js';

const library = {
  'go.mod': 'module m\n',
  'b/handle.go': `package b

import "errors"

type Handle struct {
	name string
	Count int
}

func (h *Handle) Close() error { return nil }

func (h Handle) Links() []Link { return nil }

type Link interface {
	Closer
	Name() string
}

type Closer interface {
	Close() error
}

var Default = New("default")

var Kept, ErrKept = Open()

var ErrGone = errors.New("gone")

const Limit = 3

func New(name string) *Handle { return nil }

func Open() (*Handle, error) { return nil, nil }

func Map[K comparable, V any](k K, v V) map[K]V { return nil }
`,
};

/** The types of the arguments of \`show(…)\` in the body of a function. */
async function shown(body: string, declarations = '', more: Record<string, string> = {}): Promise<string[]> {
  const text = `package a\n\nimport (\n\t"m/b"\n\t"os"\n)\n\n${declarations}\n\nfunc f(p *b.Handle, many ...string) {\n${body}\n}\n`;
  const program = await opened({ ...library, 'a/a.go': text, ...more }, ['a/a.go']);
  return asked(program, () => {
    const form = formOf(program, declared(program, 'a/a.go', 'f'));
    const calls = (form ? operationsOf(form) : []).flatMap((each) => (each.op === 'call' ? [each.call] : []));
    return calls
      .filter(({ callee }) => callee.kind === 'name' && callee.name === 'show')
      .flatMap((call) => call.arguments.map((each) => printType(typeOf(program, each))));
  });
}

describe('the type of a value', () => {
  it.each([
    // parameters and literals
    ['show(p, *p, &p, many)', ['*m/b.Handle', 'm/b.Handle', '**m/b.Handle', '[]string']],
    [
      'show(b.Handle{}, &b.Handle{}, []int{1}, map[string]bool{}, func(int) error { return nil })',
      ['m/b.Handle', '*m/b.Handle', '[]int', 'map[string]bool', 'func(int) error'],
    ],
    [
      'show([2]int{}, [...]int{1}, struct{ x int }{}, interface{}(nil))',
      ['[n]int', '[n]int', 'struct{x int}', 'interface{}'],
    ],
    // results of calls
    ['show(b.New("x"))', ['*m/b.Handle']],
    ['h, err := b.Open()\n\tshow(h, err)', ['*m/b.Handle', 'error']],
    ['var h, err = b.Open()\n\tshow(h, err)', ['*m/b.Handle', 'error']],
    ['h := p.Links()[0]\n\tshow(h, h.Name(), h.Close())', ['m/b.Link', 'string', 'error']],
    ['g := b.New\n\tshow(g("x"))', ['*m/b.Handle']],
    ['show(func() *b.Handle { return nil }())', ['*m/b.Handle']],
    // fields, methods, variables of packages
    [
      'show(p.Count, p.name, p.Close, b.Default, b.Kept, b.ErrKept)',
      ['int', 'string', 'func() error', '*m/b.Handle', '*m/b.Handle', 'error'],
    ],
    // conversions and assertions
    [
      'var x any = p\n\tshow(x, x.(*b.Handle), (*b.Handle)(nil), b.Handle(*p), string(x), []byte("x"))',
      ['any', '*m/b.Handle', '*m/b.Handle', 'm/b.Handle', 'string', '[]byte'],
    ],
    ['var x any = p\n\tif h, ok := x.(*b.Handle); ok {\n\t\tshow(h)\n\t}', ['*m/b.Handle']],
    [
      'var x any = p\n\tswitch h := x.(type) {\n\tcase *b.Handle:\n\t\tshow(h)\n\tcase int, bool:\n\t\tshow(h)\n\t}',
      ['*m/b.Handle', 'any'],
    ],
    // built-in functions
    [
      'show(make(chan *b.Handle, 1), new(b.Handle), make([]string, 0), append(many, "x"))',
      ['chan *m/b.Handle', '*m/b.Handle', '[]string', '[]string'],
    ],
    // ranges and receives
    [
      'c := make(<-chan *b.Handle)\n\th, ok := <-c\n\tshow(c, h, <-c)',
      ['<-chan *m/b.Handle', '*m/b.Handle', '*m/b.Handle'],
    ],
    [
      'm := map[string]*b.Handle{}\n\tfor k, v := range m {\n\t\tshow(k, v, m[k])\n\t}',
      ['string', '*m/b.Handle', '*m/b.Handle'],
    ],
    ['for i, l := range p.Links() {\n\t\tshow(i, l)\n\t}', ['int', 'm/b.Link']],
    ['c := make(chan b.Link)\n\tfor l := range c {\n\t\tshow(l)\n\t}', ['m/b.Link']],
    // what a variable was declared as counts, not what it was set to
    ['var l b.Link = nil\n\tshow(l)', ['m/b.Link']],
    ['h := p\n\tg := h\n\tshow(g)', ['*m/b.Handle']],
  ])('%s', async (body, wanted) => {
    expect(await shown(`\t${body}`)).toEqual(wanted);
  });

  it.each([
    ['of packages that nobody knows', 'x := os.Args\n\tshow(x, os.Nothing(), nowhere)'],
    ['that type parameters decide', 'show(b.Map(1, 2)[1], generic[int](1))'],
    ['of constants and operators', 'show(1, "x", 1+2, -many[0], b.Limit)'],
    ['of fields and methods that are not there', 'show(p.nothing, p.Nothing(), many.x)'],
    ['of types of a function', 'type T struct{ x int }\n\tshow(T{}, T{}.x)'],
    ['that go round in a circle', 'show(round, around)'],
  ])('is unknown %s', async (_which, body) => {
    const declarations =
      'func generic[T any](v T) T { return v }\n\ntype T int\n\nvar round = around\n\nvar around = round';
    expect(new Set(await shown(`\t${body}`, declarations))).toEqual(new Set(['?']));
  });
});

describe('members', () => {
  it('are promoted from embedded types, pointers among them', async () => {
    const declarations = `type Outer struct {
	*b.Handle
	b.Link
	inner
}

type inner struct{ depth int }

func (inner) In() *b.Handle { return nil }`;
    const body = '\tvar o Outer\n\tshow(o.Count, o.Handle, o.Link, o.Name(), o.depth, o.In(), (&o).In())';
    expect(await shown(body, declarations)).toEqual([
      'int',
      '*m/b.Handle',
      'm/b.Link',
      'string',
      'int',
      '*m/b.Handle',
      '*m/b.Handle',
    ]);
  });

  it('are those at the least depth', async () => {
    const declarations = `type Outer struct {
	First
	Second
}

type First struct{ Deep }

type Deep struct{ x int }

func (Deep) Close() int { return 0 }

type Second struct{ x string }

func (Second) Close() string { return "" }`;
    expect(await shown('\tvar o Outer\n\tshow(o.Close(), o.x)', declarations)).toEqual(['string', 'string']);
  });

  it('of an alias are those of what it stands for; of a new type its fields only', async () => {
    const declarations = 'type Same = b.Handle\n\ntype Again = *Same\n\ntype Other b.Handle\n\ntype Named b.Link';
    const body =
      '\tvar s Same\n\tvar a Again\n\tvar o Other\n\tvar n Named\n\tshow(s.Close(), a.Close(), a.Count, o.Count, o.Close(), n.Close())';
    expect(await shown(body, declarations)).toEqual(['error', 'error', 'int', 'int', '?', 'error']);
  });

  it('of interfaces are those of the interfaces in them', async () => {
    const declarations = 'type All interface {\n\tb.Link\n\tinterface{ Own() int }\n\t~int | ~string\n}';
    expect(await shown('\tvar x All\n\tshow(x.Own(), x.Name(), x.Close())', declarations)).toEqual([
      'int',
      'string',
      'error',
    ]);
  });

  it('of generic types are found, but for what type parameters decide', async () => {
    const declarations = `type T struct{ trap int }

type List[T any] struct {
	first T
	next  *List[T]
	size  int
}

func (l *List[T]) First() T { return l.first }

func (l *List[E]) Size() int { return l.size }`;
    const body = '\tvar l List[string]\n\tshow(l.size, l.Size(), l.next.size, l.first, l.First(), l.first.trap)';
    expect(await shown(body, declarations)).toEqual(['int', 'int', 'int', '?', '?', '?']);
  });

  it('are not looked for without end', async () => {
    const names = Array.from({ length: 12 }, (_, index) => `E${index}`);
    const fields = names.map((name) => `\t*${name}`).join('\n');
    const declarations = names.map((name) => `type ${name} struct {\n${fields}\n}`).join('\n\n');
    expect(await shown('\tvar e E0\n\tshow(e.nothing)', `${declarations}\n\ntype Loop = Loop`)).toEqual(['?']);
  });
});

describe('names', () => {
  it('come from the other files of the package, dot imports, and not from its tests', async () => {
    const more = {
      'a/more.go': 'package a\n\nvar other = 1.5\n\nfunc fromMore() string { return "" }\n',
      'a/a_test.go': 'package a\n\nfunc fromTest() string { return "" }\n',
      'c/c.go': 'package c\n\nfunc Dotted() int { return 0 }\n',
    };
    const body = '\tshow(fromMore(), fromTest())';
    expect(await shown(body, '', more)).toEqual(['string', '?']);
  });

  it('may stand in several files that build constraints choose from: Linux comes first', async () => {
    const more = Object.fromEntries(
      ['windows', 'linux', 'darwin_arm64'].map((system) => [
        `a/x_${system}.go`,
        `package a\n\ntype ${system.replace('_arm64', '')} int\n\nfunc system() ${system.replace('_arm64', '')} { return 0 }\n`,
      ]),
    );
    expect(await shown('\tshow(system())', '', more)).toEqual(['m/a.linux']);
  });
});
