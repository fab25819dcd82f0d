import { describe, expect, it } from 'vitest';
import { bareIn, defectsIn, soundIn } from './seen-in.js';

describe('lost-guard', () => {
  it('is a plain send or receive, if it had a guard', async () => {
    expect(await bareIn('func f(c chan int) {\n\tc <- 1\n\t<-c\n}')).toEqual(['lost-guard 3 c', 'lost-guard 4 c']);
    expect(await soundIn('func f(c, stop chan int) {\n\tselect {\n\tcase c <- 1:\n\tcase <-stop:\n\t}\n}')).toContain(
      'lost-guard c 5',
    );
  });
  it('is none for times, and for the end of a context that the function itself waits for', async () => {
    const code = 'import ("context"; "time")\nfunc f(ctx context.Context) {\n\t<-ctx.Done()\n\t<-time.After(1)\n}';
    expect(await bareIn(code)).toEqual([]);
    const started = 'import "context"\nfunc f(ctx context.Context) {\n\tgo func() {\n\t\t<-ctx.Done()\n\t}()\n}';
    expect(await bareIn(started)).toEqual(['lost-guard 5 ctx.Done()']);
  });
  it('counts no case that only brings more data', async () => {
    const code = 'func f(a, b chan int) {\n\tfor {\n\t\tselect {\n\t\tcase <-a:\n\t\tcase <-b:\n\t\t}\n\t}\n}';
    expect(await soundIn(code)).toEqual([]);
  });
  it('is a return out of a range that nobody drains, if somebody did', async () => {
    const code = (drain: string) =>
      `func f(c chan int) int {\n\tfor v := range c {\n\t\tif v > 1 {\n\t\t\t${drain}return v\n\t\t}\n\t}\n\treturn 0\n}`;
    expect(await bareIn(code(''))).toEqual(['lost-guard 5 c']);
    expect(await soundIn(code('go func() { for range c { } }()\n\t\t\t'))).toEqual(['lost-guard c 5']);
  });
});

describe('lost-exit', () => {
  const code = (stop: string) =>
    `func f(c, stop chan int) {\n\tfor {\n\t\tselect {\n\t\tcase <-c:\n\t\t\tg()\n\t\t${stop}}\n\t}\n}`;
  it('is a loop that nothing ends, if something did', async () => {
    expect(await bareIn(code(''))).toContain('lost-exit 4 f');
    expect(await soundIn(code('case <-stop:\n\t\t\treturn\n\t\t'))).toContain('lost-exit f 7');
  });
});

describe('missing-guard', () => {
  const code = (size: string, second: string) => `type T struct { jobs, stop chan int }
func New() *T { return &T{jobs: make(chan int${size}), stop: make(chan int)} }
func (t *T) Add() {
	select {
	case t.jobs <- 1:
	case <-t.stop:
	}
}
func (t *T) Remove() {
	${second}
}`;
  it('is the only send of a channel that has no way out', async () => {
    expect(await defectsIn(code('', 't.jobs <- 2'))).toContain('missing-guard 11 t.jobs');
  });
  it('is none with room in the buffer, nor when others have none either', async () => {
    expect(await bareIn(code(', 9', 't.jobs <- 2'))).toEqual(['lost-guard 11 t.jobs']);
    expect(await bareIn(code('', 't.jobs <- 2\n\tt.jobs <- 3'))).toEqual([
      'lost-guard 11 t.jobs',
      'lost-guard 12 t.jobs',
    ]);
  });
});

describe('unclosed-range', () => {
  const code = (over: string, end: string) => `import "time"
func f(words []string) {
	c := make(chan string)
	ticker := time.NewTicker(1)
	go func() {
		for range ${over} {
			g()
		}
	}()
	for _, w := range words {
		c <- w
	}
	${end}
}`;
  it('is a loop over a channel that nobody closes, or over that of a ticker that is stopped', async () => {
    expect(await defectsIn(code('c', ''))).toContain('unclosed-range 7 c');
    expect(await defectsIn(code('ticker.C', 'ticker.Stop()'))).toContain('unclosed-range 7 ticker.C');
  });
  it('is none when it is closed, or nobody thinks that it ends', async () => {
    expect(await defectsIn(code('c', 'close(c)'))).toEqual([]);
    expect(await defectsIn(code('ticker.C', ''))).not.toContain('unclosed-range 7 ticker.C');
  });
});
