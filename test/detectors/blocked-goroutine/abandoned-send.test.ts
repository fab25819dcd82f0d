import { describe, expect, it } from 'vitest';
import { defectsIn, soundIn } from './seen-in.js';

const asked = (made: string, send: string, rest: string) =>
  `import ("context"; "time")
func f(ctx context.Context) error {
	c := ${made}
	go func() {
		${send}
	}()
	${rest}
}`;
const select = 'select {\n\tcase err := <-c:\n\t\treturn err\n\tcase <-ctx.Done():\n\t\treturn nil\n\t}';

describe('abandoned-send', () => {
  it('is a plain send whose receiver may take another case', async () => {
    expect(await defectsIn(asked('make(chan error)', 'c <- g()', select))).toContain('abandoned-send 6 c');
  });

  it('is one whose receiver may return before', async () => {
    const rest = 'if err := h(); err != nil {\n\t\treturn err\n\t}\n\treturn <-c';
    expect(await defectsIn(asked('make(chan error)', 'c <- g()', rest))).toContain('abandoned-send 6 c');
  });

  it.each([
    ['room in the buffer', 'make(chan error, 1)', 'c <- g()', select],
    ['a size that is computed', 'make(chan error, n)', 'c <- g()', select],
    [
      'another case beside the send',
      'make(chan error)',
      'select {\n\t\tcase c <- g():\n\t\tcase <-ctx.Done():\n\t\t}',
      select,
    ],
    ['a close in place of the send', 'make(chan error)', 'g()\n\t\tclose(c)', select],
    ['the only receive', 'make(chan error)', 'c <- g()', 'return <-c'],
    ['a deferred receive', 'make(chan error)', 'c <- g()', 'defer func() { <-c }()\n\treturn h()'],
    [
      'a drain',
      'make(chan error)',
      'defer close(c)\n\t\tc <- g()',
      `go func() {\n\t\tfor range c {\n\t\t}\n\t}()\n\t${select}`,
    ],
    [
      'an exit of the process',
      'make(chan error)',
      'c <- g()',
      'select {\n\tcase err := <-c:\n\t\treturn err\n\tcase <-ctx.Done():\n\t\tpanic(1)\n\t}',
    ],
    ['unknown code that has the channel', 'make(chan error)', 'c <- g()', `watch(c)\n\t${select}`],
  ])('is not: %s', async (_, made, send, rest) => {
    expect(await defectsIn(asked(made, send, rest))).toEqual([]);
  });

  it('counts senders and receives', async () => {
    const two = (rest: string) => `func f() int {
	c := make(chan int)
	go func() { c <- 1 }()
	go func() { c <- 2 }()
	${rest}
}`;
    expect(await defectsIn(two('return <-c'))).toEqual(['abandoned-send 4 c']);
    expect(await defectsIn(two('return <-c + <-c'))).toEqual([]);
    expect(await defectsIn(two('sum := 0\n\tfor i := 0; i < 2; i++ {\n\t\tsum += <-c\n\t}\n\treturn sum'))).toEqual([]);
  });

  it('sees one receive of many senders, and an early way out of the loop that receives', async () => {
    const many = (rest: string) => `func f(all []func() error) error {
	c := make(chan error)
	for _, g := range all {
		go func() { c <- g() }()
	}
	${rest}
}`;
    const loop = (body: string) => many(`for range all {\n\t\t${body}\n\t}\n\treturn nil`);
    expect(await defectsIn(loop('if err := <-c; err != nil {\n\t\t\treturn err\n\t\t}'))).toEqual([
      'abandoned-send 5 c',
    ]);
    expect(await defectsIn(loop('<-c'))).toEqual([]);
  });

  it('knows what a closed channel says, and that each round of a loop has its own channel', async () => {
    const closed = `func f(g func(chan<- int)) {
	c := make(chan int)
	go func() { defer close(c); c <- 1; c <- 2 }()
	for {
		_, ok := <-c
		if !ok {
			return
		}
	}
}`;
    expect(await defectsIn(closed)).toEqual([]);
    const rounds = `func f(g func() error) {
	for {
		c := make(chan error, 1)
		go func() { c <- g() }()
		if err := <-c; err != nil {
			return
		}
	}
}`;
    expect(await defectsIn(rounds)).toEqual([]);
  });

  it('follows the channel into functions of the repository, and literals that others start', async () => {
    const code = (start: string) => `import "example.org/safe"
func f(stop chan bool) error {
	c := make(chan error)
	${start}
	select {
	case <-stop:
		return nil
	case err := <-c:
		return err
	}
}
func work(c chan<- error) { c <- nil }`;
    expect(await defectsIn(code('go work(c)'))).toEqual(['abandoned-send 5 c']);
    expect(await defectsIn(code('safe.Go(func() { c <- nil })'), { starters: ['example.org/safe.Go'] })).toEqual([
      'abandoned-send 5 c',
    ]);
  });

  it('is none in main, which ends the process, nor in a test', async () => {
    const code = asked('make(chan error)', 'c <- g()', select);
    expect(await defectsIn(code.replace('func f(ctx context.Context) error', 'func main()'))).toEqual([]);
    expect(await defectsIn(code, { path: 'a_test.go' })).toEqual([]);
  });

  it('tells what makes it sound', async () => {
    expect(await soundIn(asked('make(chan error, 1)', 'c <- g()', select))).toContain('abandoned-send c 4');
  });
});
