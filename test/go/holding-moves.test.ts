import { describe, expect, it } from 'vitest';
import { outcomes } from './holding-world.js';

/** Statements of `func f`, which follow the acquisition of h. */
async function after(statements: string, result = '', parameters = ''): Promise<string[]> {
  const types = `
var global *lib.Handle

var registry = map[string]*lib.Handle{}

type holder struct {
	handle *lib.Handle
	others []*lib.Handle
	byName map[string]*lib.Handle
}

func (s *holder) set(h *lib.Handle) { s.handle = h }

func (s *holder) look(h *lib.Handle) { h.List() }
`;
  return outcomes(
    `${types}\nfunc f(s *holder, c chan *lib.Handle, n int${parameters}) ${result} {\n\th := lib.New()\n\t${statements}\n}`,
  );
}

describe('ownership goes to', () => {
  it.each([
    ['the caller', 'return h', '*lib.Handle', 'returned'],
    ['the caller as an interface', 'return h', 'io.Closer', 'returned'],
    ['the caller as a second result', 'return "x", h', '(string, *lib.Handle)', 'returned'],
    ['the caller inside of something', 'return &holder{handle: h}', '*holder', 'returned'],
    ['the caller inside of something without keys', 'return holder{h, nil, nil}', 'holder', 'returned'],
    ['the caller, set field by field', 'w := &holder{}\n\tw.handle = h\n\treturn w', '*holder', 'returned'],
    ['the caller as a function that gives it back', 'return func() { h.Close() }', 'func()', 'moves'],
    ['the caller as a method', 'return h.Close', 'func() error', 'returned'],
    ['the caller in a slice', 'return []*lib.Handle{h}', '[]*lib.Handle', 'returned'],
    ['the caller of a conversion', 'return io.ReadCloser(h)', 'io.ReadCloser', 'returned'],
    ['a field', 's.handle = h', '', 'moves'],
    ['a field through a method', 's.set(h)', '', 'moves'],
    ['a variable of the package', 'global = h', '', 'moves'],
    ['a map', 'registry["x"] = h', '', 'moves'],
    ['a map in a field', 's.byName["x"] = h', '', 'moves'],
    ['a slice', 's.others = append(s.others, h)', '', 'moves'],
    ['an element', 's.others[n] = h', '', 'moves'],
    ['a pointer', '*p = h', '', 'moves', ', p **lib.Handle'],
    ['a channel', 'c <- h', '', 'moves'],
    ['a channel in a select', 'select {\n\tcase c <- h:\n\tdefault:\n\t\th.Close()\n\t}', '', 'releases, moves'],
    [
      'a channel in a select that may take another case',
      'select {\n\tcase c <- h:\n\tcase <-c:\n\t}',
      '',
      'leak: }, moves',
    ],
    ['a goroutine', 'go func() {\n\t\tdefer h.Close()\n\t\th.List()\n\t}()', '', 'releases'],
    ['a goroutine as an argument', 'go use(h)', '', 'moves'],
    ['a goroutine of its own method', 'go h.Run()', '', 'leak: }'],
    ['whom nobody knows', 'use(h)', '', 'moves'],
    ['whom nobody knows, of a package nobody knows', 'lib.Register(h)', '', 'moves'],
    ['whom nobody knows, inside of something', 'use(&holder{handle: h})', '', 'moves'],
    ['whom nobody knows, inside of a function', 'use(func() { h.List() })', '', 'moves'],
    ['a cleanup of a test', 't.Cleanup(func() { h.Close() })', '', 'releases', ', t *testing.T'],
    ['a cleanup of a test as a method', 't.Cleanup(h.Close)', '', 'releases', ', t *testing.T'],
    ['a callee that keeps it', 'other.Keep(h)', '', 'moves'],
    ['a parameter that is a function', 'then(h)', '', 'moves', ', then func(*lib.Handle)'],
    ['nobody that goes on', 'panic(h)', '', 'nothing'],
  ])('%s', async (_whom, statements, result, wanted, parameters = '') => {
    expect(await after(statements, result, parameters)).toEqual([wanted]);
  });
});

describe('ownership stays with', () => {
  it.each([
    ['whoever calls its methods', 'h.List()', 'leak: }'],
    ['whoever lends it', 'other.Use(h)', 'leak: }'],
    ['whoever lends it to one who lends it on', 'other.UseDeep(h)', 'leak: }'],
    ['whoever lends it to a method', 's.look(h)', 'leak: }'],
    ['whoever lends it to a literal', 'func(g *lib.Handle) { g.List() }(h)', 'leak: }'],
    ['whoever lends it to a literal that captures it', 'func() { h.List() }()', 'leak: }'],
    ['whoever defers a literal that does not give it back', 'defer func() { h.List() }()', 'leak: }'],
    ['whoever looks at a field', 'n = h.Count', 'leak: }'],
    ['whoever compares it', 'if h != global {\n\t\tn++\n\t}', 'leak: }'],
    ['whoever measures it', 'n = len(h.Names)', 'leak: }'],
    ['whoever stores what a method gave', 's.name = h.Name()', 'leak: }'],
  ])('%s', async (_whom, statements, wanted) => {
    expect(await after(statements)).toEqual([wanted]);
  });
});

describe('it is given back by', () => {
  it.each([
    ['a call', 'h.Close()', 'releases'],
    ['a call whose error is looked at', 'if err := h.Close(); err != nil {\n\t\tpanic(err)\n\t}', 'releases'],
    ['a call whose error is returned', 'return h.Close()', 'releases', 'error'],
    ['a deferred call', 'defer h.Close()', 'releases'],
    ['a deferred literal', 'defer func() {\n\t\t_ = h.Close()\n\t}()', 'releases'],
    ['a deferred literal with a parameter', 'defer func(g *lib.Handle) { g.Close() }(h)', 'releases'],
    ['a deferred callee', 'defer other.Shut(h)', 'releases'],
    ['a callee of a callee', 'other.ShutDeep(h)', 'releases'],
    ['a callee with any number of parameters', 'other.ShutAll(h)', 'moves'],
    ['a variable that is a function', 'cleanup := func() { h.Close() }\n\tdefer cleanup()', 'releases'],
    [
      'a variable that is a function, in another function',
      'cleanup := func() { h.Close() }\n\tt.Cleanup(func() { cleanup() })',
      'releases',
      '',
      ', t *testing.T',
    ],
    ['a variable that is a function, handed on', 'cleanup := func() { h.Close() }\n\tuse(cleanup)', 'moves'],
    ['a variable that is a function, returned', 'cleanup := func() { h.Close() }\n\treturn cleanup', 'moves', 'func()'],
    [
      'a variable that is a function, on one way only',
      'cleanup := func() { h.Close() }\n\tif n > 0 {\n\t\tcleanup()\n\t}',
      'leak: }, releases',
    ],
    [
      'a variable that is a function by then',
      'cleanup := func() {}\n\tif n > 0 {\n\t\tcleanup = func() { h.Close() }\n\t} else {\n\t\th.Close()\n\t}\n\tdefer cleanup()',
      'moves, releases',
    ],
    ['a variable that is a method', 'cleanup := h.Close\n\tdefer cleanup()', 'releases'],
    ['a literal that is called', 'func() { h.Close() }()', 'releases'],
    [
      'a deferred literal on failure only',
      'defer func() {\n\t\tif err != nil {\n\t\t\th.Close()\n\t\t}\n\t}()\n\tif n > 0 {\n\t\treturn nil, io.EOF\n\t}\n\treturn h, nil',
      'returned, releases',
      '(_ *lib.Handle, err error)',
    ],
  ])('%s', async (_whom, statements, wanted, result = '', parameters = '') => {
    const [outcome = ''] = await after(statements, result, parameters);
    expect(outcome.split(', ').sort()).toEqual(wanted.split(', ').sort());
  });
});
