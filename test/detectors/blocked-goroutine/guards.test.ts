import { describe, expect, it } from 'vitest';
import { bareIn, defectsIn, soundIn } from './seen-in.js';

describe('lost-guard', () => {
  it('is a plain send or receive, if it had a guard', async () => {
    expect(await bareIn('func f(c chan int) {\n\tc <- 1\n\t<-c\n}')).toEqual(['lost-guard 3 c', 'lost-guard 4 c']);
    expect(await soundIn('func f(c, stop chan int) {\n\tselect {\n\tcase c <- 1:\n\tcase <-stop:\n\t}\n}')).toContain(
      'lost-guard c 5',
    );
  });
  it('is none where a close ends the wait', async () => {
    expect(await bareIn('func f(c chan int) {\n\tif _, ok := <-c; !ok {\n\t\treturn\n\t}\n}')).toEqual([]);
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

describe('lost-close', () => {
  const code = (close: string, send: string) =>
    `func f(c chan<- int, stop chan int) {\n\t${close}\n\tfor {\n\t\tselect {\n\t\tcase ${send}:\n\t\tcase <-stop:\n\t\t\treturn\n\t\t}\n\t}\n}`;
  it('is a way out of who sends again and again, if it used to close', async () => {
    expect(await bareIn(code('', 'c <- 1'))).toContain('lost-close 8 c');
    expect(await soundIn(code('defer close(c)', 'c <- 1'))).toContain('lost-close c 3');
  });
  it('is none for who sends once', async () => {
    expect(await bareIn('func f(c chan<- int) {\n\tc <- 1\n}')).toEqual(['lost-guard 3 c']);
  });
});

describe('send-under-lock', () => {
  const code = (add: string, receive: string) => `import "sync"
type T struct { mu sync.Mutex; jobs chan int; n int }
func New() *T { return &T{jobs: make(chan int)} }
func (t *T) Add() {
	${add}
}
func (t *T) run() {
	${receive}
}`;
  const loop = 'for j := range t.jobs {\n\t\tt.mu.Lock()\n\t\tt.n += j\n\t\tt.mu.Unlock()\n\t}';
  it('is a send under the lock that the loop of the receiver takes', async () => {
    expect(await defectsIn(code('t.mu.Lock()\n\tdefer t.mu.Unlock()\n\tt.jobs <- 1', loop))).toContain(
      'send-under-lock 8 t.jobs',
    );
  });
  it.each([
    ['the lock was given back', 't.mu.Lock()\n\tt.mu.Unlock()\n\tt.jobs <- 1', loop],
    [
      'it is received once, after the lock',
      't.mu.Lock()\n\tdefer t.mu.Unlock()\n\tt.jobs <- 1',
      't.mu.Lock()\n\tt.mu.Unlock()\n\t<-t.jobs',
    ],
  ])('is none when %s', async (_, add, receive) => {
    expect(await defectsIn(code(add, receive))).toEqual([]);
  });
});
