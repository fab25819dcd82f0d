import { describe, expect, it } from 'vitest';
import { outcomes } from './holding-world.js';

/** Statements of \`func f\`, which follow the acquisition of h and err. */
async function after(statements: string, results = 'error'): Promise<string[]> {
  return outcomes(
    `func f(n int, items []string, ready chan int) ${results} {\n\th, err := lib.Open()\n${statements}\n}`,
  );
}

describe('an error that came with the handle', () => {
  it.each([
    ['is returned', 'if err != nil {\n\treturn err\n}\ndefer h.Close()\nreturn h.List()', 'releases'],
    ['is compared the other way', 'if nil != err {\n\treturn err\n}\nh.Close()\nreturn nil', 'releases'],
    ['leads around the work', 'if err == nil {\n\th.Close()\n}\nreturn err', 'releases'],
    ['leads into an else', 'if err == nil {\n\th.Close()\n} else {\n\treturn err\n}\nreturn nil', 'releases'],
    ['is switched on', 'switch {\ncase err != nil:\n\treturn err\n}\nh.Close()\nreturn nil', 'releases'],
    [
      'is switched on as a value',
      'switch err {\ncase nil:\n\th.Close()\ndefault:\n\treturn err\n}\nreturn nil',
      'releases',
    ],
    [
      'is a sentinel first',
      'if err == io.EOF {\n\treturn nil\n}\nif err != nil {\n\treturn err\n}\nh.Close()\nreturn nil',
      'releases',
    ],
    [
      'is a sentinel in a switch',
      'switch err {\ncase io.EOF, os.ErrNotExist:\n\treturn nil\ncase nil:\n\th.Close()\n}\nreturn err',
      'releases',
    ],
    [
      'is asked with errors.Is first',
      'if errors.Is(err, os.ErrNotExist) {\n\treturn nil\n}\nif err != nil {\n\treturn err\n}\nh.Close()\nreturn nil',
      'releases',
    ],
    [
      'is asked with errors.As',
      'var target *os.PathError\nif errors.As(err, &target) {\n\treturn target\n} else if err != nil {\n\treturn err\n}\nh.Close()\nreturn nil',
      'releases',
    ],
    [
      'is asked together with something else',
      'if err != nil && n > 0 {\n\treturn err\n} else if err != nil {\n\treturn nil\n}\nh.Close()\nreturn nil',
      'releases',
    ],
    [
      'is or-ed',
      'if n > 3 || err != nil {\n\tif err == nil {\n\t\th.Close()\n\t}\n\treturn err\n}\nh.Close()\nreturn nil',
      'releases',
    ],
    ['ends the process', 'if err != nil {\n\tlog.Fatal(err)\n}\nh.Close()\nreturn nil', 'releases'],
    ['panics', 'if err != nil {\n\tpanic(err)\n}\nh.Close()\nreturn nil', 'releases'],
    ['is copied first', 'failed := err\nif failed != nil {\n\treturn failed\n}\nh.Close()\nreturn nil', 'releases'],
    [
      'is wrapped by what leaves nil alone',
      'err = errors.Wrap(err, "open")\nif err != nil {\n\treturn err\n}\nh.Close()\nreturn nil',
      'releases',
    ],
    [
      'is wrapped when it is there',
      'if err != nil {\n\terr = errors.Join(err)\n\treturn err\n}\nh.Close()\nreturn nil',
      'releases',
    ],
    [
      'says nothing any more once it is another one',
      'err = h.List()\nif err != nil {\n\treturn err\n}\nh.Close()\nreturn nil',
      'leak: return err, releases',
    ],
    [
      'is hidden by another one',
      'if err != nil {\n\treturn err\n}\nif err := h.List(); err != nil {\n\treturn err\n}\nh.Close()\nreturn nil',
      'leak: return err, releases',
    ],
  ])('%s', async (_what, statements, wanted) => {
    expect(await after(statements)).toEqual([wanted]);
  });

  it.each([
    [
      'in the head of an if',
      'func f() error {\n\tif h, err := lib.Open(); err != nil {\n\t\treturn err\n\t} else {\n\t\th.Close()\n\t}\n\treturn nil\n}',
      'releases',
    ],
    [
      'in the head of an if that turns to the work',
      'func f() error {\n\tif h, err := lib.Open(); err == nil {\n\t\tdefer h.Close()\n\t\treturn h.List()\n\t}\n\treturn nil\n}',
      'releases',
    ],
    [
      'in variables of before',
      'func f() error {\n\tvar h *lib.Handle\n\tvar err error\n\tif h, err = lib.Open(); err != nil {\n\t\treturn err\n\t}\n\th.Close()\n\treturn nil\n}',
      'releases',
    ],
    [
      'in named results',
      'func f() (h *lib.Handle, err error) {\n\tif h, err = lib.Open(); err != nil {\n\t\treturn\n\t}\n\treturn\n}',
      'returned',
    ],
    ['not at all', 'func f() {\n\th, _ := lib.Open()\n\tdefer h.Close()\n}', 'releases'],
    ['not at all, and not released', 'func f() {\n\th, _ := lib.Open()\n\th.List()\n}', 'leak: }'],
  ])('is kept %s', async (_where, code, wanted) => {
    expect(await outcomes(code)).toEqual([wanted]);
  });
});

describe('an exit', () => {
  it.each([
    [
      'before the defer',
      'if err != nil {\n\treturn err\n}\nif n > 0 {\n\treturn errors.New("early")\n}\ndefer h.Close()\nreturn nil',
      'leak: return errors.New("early"), releases',
    ],
    ['at the end', 'if err != nil {\n\treturn err\n}\nreturn h.List()', 'leak: return h.List()'],
    [
      'through a label',
      'if err != nil {\n\treturn err\n}\nif n > 0 {\n\tgoto done\n}\nh.Close()\nreturn nil\ndone:\n\treturn io.EOF',
      'leak: return io.EOF, releases',
    ],
    [
      'through a label that gives it back',
      'if err != nil {\n\treturn err\n}\nif n > 0 {\n\tgoto done\n}\nn++\ndone:\n\th.Close()\n\treturn nil',
      'releases',
    ],
    [
      'of a case that falls through',
      'if err != nil {\n\treturn err\n}\nswitch n {\ncase 1:\n\tn++\n\tfallthrough\ncase 2:\n\th.Close()\ncase 3:\n\treturn io.EOF\ndefault:\n\th.Close()\n}\nreturn nil',
      'leak: return io.EOF, releases',
    ],
    [
      'of a select',
      'if err != nil {\n\treturn err\n}\nselect {\ncase <-ready:\n\th.Close()\ncase ready <- 1:\n\treturn io.EOF\n}\nreturn nil',
      'leak: return io.EOF, releases',
    ],
    [
      'by log.Fatal, os.Exit and panic is none',
      'if err != nil {\n\treturn err\n}\nif n == 1 {\n\tlog.Fatalf("%d", n)\n}\nif n == 2 {\n\tos.Exit(1)\n}\nif n == 3 {\n\tpanic(n)\n}\nh.Close()\nreturn nil',
      'releases',
    ],
    ['that never comes', 'if err != nil {\n\treturn err\n}\nfor {\n\th.List()\n}', 'nothing'],
    ['by select {} never comes', 'if err != nil {\n\treturn err\n}\nselect {}', 'nothing'],
    [
      'of a goroutine is not one of ours',
      'if err != nil {\n\treturn err\n}\ngo func() {\n\treturn\n}()\nreturn nil',
      'leak: return nil',
    ],
  ])('%s', async (_where, statements, wanted) => {
    expect(await after(statements)).toEqual([wanted]);
  });

  it('of a test that fails is none', async () => {
    const code =
      'func f(t *testing.T) {\n\th, err := lib.Open()\n\tif err != nil {\n\t\tt.Fatal(err)\n\t}\n\tif h.List() != nil {\n\t\tt.FailNow()\n\t}\n\th.Close()\n}';
    expect(await outcomes(code)).toEqual(['releases']);
  });
});

describe('the end of a goroutine', () => {
  it('is no exit that forgets it, and deferred calls run before it', async () => {
    const code = (body: string) => `func f() {\n\th := lib.New()\n${body}\n}`;
    expect(await outcomes(code('if h.List() != nil {\nruntime.Goexit()\n}\nh.Close()'))).toEqual(['releases']);
    expect(await outcomes(code('defer h.Close()\nif h.List() != nil {\nruntime.Goexit()\n}'))).toEqual(['releases']);
  });
});

describe('a handle that may be nil', () => {
  it.each([
    ['is asked for', 'if h == nil {\n\treturn err\n}\nh.Close()\nreturn nil', 'releases'],
    ['is closed if it is there', 'if h != nil {\n\th.Close()\n}\nreturn err', 'releases'],
    [
      'is closed by a deferred literal if it is there',
      'defer func() {\n\tif h != nil {\n\t\th.Close()\n\t}\n}()\nreturn err',
      'releases',
    ],
    [
      'is asked for together with the error',
      'if err != nil || h == nil {\n\treturn err\n}\nh.Close()\nreturn nil',
      'releases',
    ],
  ])('%s', async (_what, statements, wanted) => {
    expect(await after(statements)).toEqual([wanted]);
  });
});

describe('a loop', () => {
  it.each([
    [
      'opens and closes in each round',
      'func f(items []string) {\n\tfor range items {\n\t\th := lib.New()\n\t\th.List()\n\t\th.Close()\n\t}\n}',
      'releases',
    ],
    [
      'forgets to close when it goes on',
      'func f(items []string) {\n\tfor _, item := range items {\n\t\th := lib.New()\n\t\tif item == "" {\n\t\t\tcontinue\n\t\t}\n\t\th.Close()\n\t}\n}',
      'leak: h := lib.New(), leak: }, releases',
    ],
    [
      'opens one for all rounds',
      'func f(items []string) {\n\th := lib.New()\n\tdefer h.Close()\n\tfor range items {\n\t\th.List()\n\t}\n}',
      'releases',
    ],
    [
      'tries again until it is open',
      'func f() error {\n\tvar h *lib.Handle\n\tvar err error\n\tfor i := 0; i < 3; i++ {\n\t\th, err = lib.Open()\n\t\tif err == nil {\n\t\t\tbreak\n\t\t}\n\t}\n\tif err != nil {\n\t\treturn err\n\t}\n\th.Close()\n\treturn nil\n}',
      'releases',
    ],
    [
      'hands each one over',
      'func f(items []string) []*lib.Handle {\n\tvar all []*lib.Handle\n\tfor range items {\n\t\tall = append(all, lib.New())\n\t}\n\treturn all\n}',
      'moves',
    ],
  ])('%s', async (_what, code, wanted) => {
    expect(await outcomes(code)).toEqual([wanted]);
  });
});

describe('a variable', () => {
  it.each([
    ['that is set again', 'func f() {\n\th := lib.New()\n\th = nil\n\tuse(h)\n}', ['leak: h = nil']],
    [
      'that is set to the next one',
      'func f() {\n\th := lib.New()\n\th = lib.New()\n\th.Close()\n}',
      ['leak: h = lib.New()', 'releases'],
    ],
    [
      'that gives it to another one first',
      'func f() {\n\th := lib.New()\n\tg := h\n\th = nil\n\tg.Close()\n}',
      ['releases'],
    ],
    [
      'that changes places',
      'func f() {\n\tg, h := lib.New(), lib.New()\n\tg, h = h, g\n\tg.Close()\n\th.Close()\n}',
      ['releases', 'releases'],
    ],
    ['that is blank', 'func f() {\n\t_ = lib.New()\n}', ['leak: _ = lib.New()']],
    ['that is not there', 'func f() {\n\tlib.New()\n}', ['leak: lib.New()']],
    [
      'that is not there but used up',
      'func f() error {\n\treturn lib.New().List()\n}',
      ['leak: return lib.New().List()'],
    ],
    [
      'of the same name in another scope',
      'func f() {\n\th := lib.New()\n\t{\n\t\th := lib.New()\n\t\th.Close()\n\t}\n\th.List()\n}',
      ['leak: }', 'releases'],
    ],
    ['that is converted', 'func f() {\n\th := lib.New()\n\tvar c io.Closer = h\n\tdefer c.Close()\n}', ['releases']],
    [
      'that is converted and converted back',
      'func f() {\n\tc := io.Closer(lib.New())\n\tc.(*lib.Handle).Close()\n}',
      ['releases'],
    ],
    ['that points to it', 'func f() {\n\th := lib.New()\n\tp := &h\n\t(*p).Close()\n}', ['releases']],
  ])('%s', async (_which, code, wanted) => {
    expect(await outcomes(code)).toEqual(wanted);
  });
});

describe('the same question', () => {
  it.each([
    [
      'before it is opened and before it is closed',
      'var h *lib.Handle\n\tif wanted {\n\t\th = lib.New()\n\t}\n\tuse(n)\n\tif wanted {\n\t\th.Close()\n\t}\n\treturn nil',
      'releases',
    ],
    [
      'with another answer by then',
      'var h *lib.Handle\n\tif wanted {\n\t\th = lib.New()\n\t}\n\twanted = n > 3\n\tif wanted {\n\t\th.Close()\n\t}\n\treturn nil',
      'leak: return nil, releases',
    ],
    [
      'of a variable that somebody may have set by then',
      'var h *lib.Handle\n\tif wanted {\n\t\th = lib.New()\n\t}\n\tdecode(&wanted)\n\tif wanted {\n\t\th.Close()\n\t}\n\treturn nil',
      'leak: return nil, releases',
    ],
    [
      'of an error, when the function ends',
      'h := lib.New()\n\tif err != nil {\n\t\treturn err\n\t}\n\tdefer func() {\n\t\tif err != nil {\n\t\t\th.Close()\n\t\t}\n\t}()\n\tif n > 3 {\n\t\treturn io.EOF\n\t}\n\tuse(h)\n\treturn nil',
      'leak: return err, releases, moves',
    ],
  ])('%s', async (_when, statements, wanted) => {
    expect(await outcomes(`func f(wanted bool, n int) (err error) {\n\t${statements}\n}`)).toEqual([wanted]);
  });
});
