import { describe, expect, it } from 'vitest';
import { outcomes } from './holding-world.js';

describe('what a callee hands out is owned by its caller', () => {
  it.each([
    [
      'the handle',
      'h, err := other.Again()\n\tif err != nil {\n\t\treturn err\n\t}\n\treturn h.List()',
      ['leak: return h.List()'],
    ],
    [
      'the handle, and it is given back',
      'h, err := other.Again()\n\tif err != nil {\n\t\treturn err\n\t}\n\tdefer h.Close()\n\treturn h.List()',
      ['releases'],
    ],
    ['the second result', 'name, h := other.Ready()\n\treturn h.Call(name)', ['leak: return h.Call(name)']],
    ['the second result, handed on as an argument', 'return use(other.Ready())', []],
    [
      'a wrapper with another verb',
      'c, err := other.Dial()\n\tif err != nil {\n\t\treturn err\n\t}\n\treturn c.Get()',
      ['leak: return c.Get()'],
    ],
    [
      'a wrapper, and it is stopped',
      'c, err := other.Dial()\n\tif err != nil {\n\t\treturn err\n\t}\n\tdefer c.Stop()\n\treturn c.Get()',
      ['releases'],
    ],
    [
      'a wrapper, and it is not what its name says',
      'c, err := other.Dial()\n\tif err != nil {\n\t\treturn err\n\t}\n\tdefer c.Close()\n\treturn c.Get()',
      ['leak: return c.Get()'],
    ],
    [
      'an interface',
      's, err := other.NewShim()\n\tif err != nil {\n\t\treturn err\n\t}\n\treturn s.List()',
      ['leak: return s.List()'],
    ],
    [
      'an interface, and it is deleted',
      's, err := other.NewShim()\n\tif err != nil {\n\t\treturn err\n\t}\n\tdefer s.Delete()\n\treturn s.List()',
      ['releases'],
    ],
    ['what embeds it', 'e := other.NewEmbedding()\n\treturn e.List()', ['leak: return e.List()']],
    [
      'what embeds it, and it is closed',
      'e := other.NewEmbedding()\n\tdefer e.Close()\n\treturn e.List()',
      ['releases'],
    ],
    [
      'what embeds it, and the inner one is closed',
      'e := other.NewEmbedding()\n\tdefer e.Handle.Close()\n\treturn e.List()',
      ['releases'],
    ],
    [
      'a literal',
      'open := func() *lib.Handle { return lib.New() }\n\th := open()\n\treturn h.List()',
      ['leak: return h.List()', 'returned'],
    ],
    ['itself, recursively', 'h := again(3)\n\treturn h.List()', ['leak: return h.List()']],
    ['nothing: it is kept there too', 'h := other.Cached()\n\treturn h.List()', []],
    ['nothing: the function is not called', 'open := other.Again\n\t_ = open\n\treturn nil', []],
  ])('%s', async (_what, statements, wanted) => {
    const again = 'func again(n int) *lib.Handle {\n\tif n > 0 {\n\t\treturn again(n - 1)\n\t}\n\treturn lib.New()\n}';
    expect(await outcomes(`${again}\n\nfunc f() error {\n\t${statements}\n}`)).toEqual(wanted);
  });
});

describe('what a constructor is handed', () => {
  it.each([
    ['is carried by what it makes, which goes away', 'c := other.NewClient(h)\n\treturn c.Get()', 'moves'],
    ['is given back with it', 'c := other.NewClient(h)\n\tdefer c.Stop()\n\treturn c.Get()', 'releases'],
    ['is still given back by itself', 'c := other.NewClient(h)\n\tdefer h.Close()\n\treturn c.Get()', 'releases'],
    ['is kept by the caller of the caller', 's.client = other.NewClient(h)\n\treturn nil', 'moves'],
  ])('%s', async (_what, statements, wanted) => {
    const code = `type server struct{ client *other.Client }\n\nfunc f(s *server) error {\n\th := lib.New()\n\t${statements}\n}`;
    expect(await outcomes(code)).toEqual([wanted]);
  });
});

describe('methods', () => {
  it('that keep their receiver keep it', async () => {
    const code = `type list struct{ *lib.Handle }

var all []*list

func (l *list) register() { all = append(all, l) }

func (l *list) look() { l.List() }

func open() *list { return &list{lib.New()} }

func f() {
	kept := open()
	kept.register()
	seen := open()
	seen.look()
}`;
    expect(await outcomes(code)).toEqual(['moves', 'leak: }']);
  });

  it('that call themselves end', async () => {
    const code = `func (n *node) walk(h *lib.Handle) {
	if n.next != nil {
		n.next.walk(h)
	}
	other.Use(h)
}

type node struct{ next *node }

func f(n *node) {
	h := lib.New()
	n.walk(h)
}`;
    expect(await outcomes(code)).toEqual(['leak: }']);
  });
});

describe('limits', () => {
  it('a function of very many ways is given up without a word', async () => {
    const variables = Array.from({ length: 16 }, (_, index) => `a${index}`);
    const sets = variables.map((name) => `\tif n > 0 {\n\t\t${name} = h\n\t}`).join('\n');
    const code = `func f(n int) {\n\tvar ${variables.join(', ')} *lib.Handle\n\th := lib.New()\n${sets}\n\th.List()\n}`;
    expect(await outcomes(code)).toEqual(['moves']);
  });

  it('callees that call each other many times are left alone', async () => {
    const count = 12;
    const functions = Array.from({ length: count }, (_, index) => {
      const calls = Array.from(
        { length: count },
        (_, other) => `\tif n == ${other} {\n\t\treturn open${other}(n)\n\t}`,
      );
      return `func open${index}(n int) *lib.Handle {\n${calls.join('\n')}\n\treturn lib.New()\n}`;
    });
    const code = `${functions.join('\n\n')}\n\nfunc f(n int) {\n\th := open0(n)\n\th.List()\n}`;
    expect(await outcomes(code)).toEqual([]);
  });
});
