import { describe, expect, it } from 'vitest';
import { bareIn, defectsIn } from './seen-in.js';

describe('missed-signal', () => {
  const code = (body: string) => `func f() {
	done := make(chan struct{})
	go func() {
		${body}
	}()
	<-done
}`;
  it('is an exit of the only one who gives it', async () => {
    expect(await defectsIn(code('if !g() {\n\t\t\treturn\n\t\t}\n\t\tclose(done)'))).toContain('missed-signal 10 done');
  });
  it.each([
    ['a deferred close', 'defer close(done)\n\t\tif !g() {\n\t\t\treturn\n\t\t}'],
    ['a signal on every way', 'if !g() {\n\t\t\tclose(done)\n\t\t\treturn\n\t\t}\n\t\tclose(done)'],
    ['sends in a loop', 'for g() {\n\t\t\tdone <- struct{}{}\n\t\t}'],
  ])('is not: %s', async (_, body) => {
    expect(await defectsIn(code(body))).toEqual([]);
  });
});

describe('unreached-signal', () => {
  const code = (start: string, stop: string) => `import "context"
type M struct { ready bool; stopped chan struct{} }
func (m *M) Run() error {
	defer m.stop()
	if err := m.start(); err != nil {
		return err
	}
	return nil
}
func (m *M) start() error {
	${start}
}
func (m *M) stop() {
	${stop}
}
var _ = context.Background`;
  const late =
    'err := g()\n\tif err != nil {\n\t\treturn err\n\t}\n\tm.ready = true\n\tgo func() { close(m.stopped) }()\n\treturn nil';
  it('is a wait that runs where the start failed', async () => {
    expect(await defectsIn(code(late, '<-m.stopped'))).toContain('unreached-signal 21 m.stopped');
  });
  it.each([
    ['the start cannot fail before the signal', 'go func() { close(m.stopped) }()\n\treturn g()', '<-m.stopped'],
    ['the wait depends on what only a good start sets', late, 'if m.ready {\n\t\t<-m.stopped\n\t}'],
    ['the wait has another case', late, 'select {\n\tcase <-m.stopped:\n\tcase <-m.other():\n\t}'],
  ])('is none when %s', async (_, start, stop) => {
    expect(await defectsIn(code(start, stop))).toEqual([]);
  });
});

describe('nil-channel', () => {
  it('is the channel of a timer made by AfterFunc, also in a literal that it is handed to', async () => {
    const code = `import "time"
func f(d time.Duration, g func()) {
	drain := func(t *time.Timer) {
		if !t.Stop() {
			<-t.C
		}
	}
	var t *time.Timer
	if d > 0 {
		t = time.AfterFunc(d, g)
	}
	drain(t)
}`;
    expect(await defectsIn(code)).toContain('nil-channel 6 t.C');
    expect(await defectsIn(code.replace('time.AfterFunc(d, g)', 'time.NewTimer(d)'))).not.toContain(
      'nil-channel 6 t.C',
    );
  });
  it('is one that nobody makes, but not in a select', async () => {
    expect(await defectsIn('func f() {\n\tvar c chan int\n\tc <- 1\n}')).toContain('nil-channel 4 c');
    expect(
      await defectsIn('func f(d chan int) {\n\tvar c chan int\n\tselect {\n\tcase <-c:\n\tcase <-d:\n\t}\n}'),
    ).toEqual([]);
  });
});

describe('missed-done and late-add', () => {
  const code = (type: string, body: string) => `import "sync"
func f() {
	var group ${type}
	group.Add(1)
	go func() {
		${body}
	}()
	group.Wait()
}
var _ sync.Mutex`;
  const early = 'if !g() {\n\t\t\treturn\n\t\t}\n\t\tgroup.Done()';
  it('are exits without Done', async () => {
    expect(await defectsIn(code('sync.WaitGroup', early))).toEqual(['missed-done 8 group']);
    expect(
      await defectsIn(code('sync.WaitGroup', `defer group.Done()\n\t\t${early.replace('\n\t\tgroup.Done()', '')}`)),
    ).toEqual([]);
    expect(await defectsIn(code('sync.WaitGroup', 'defer func() { group.Done() }()\n\t\tg()'))).toEqual([]);
  });
  it('counts a Done that is no longer deferred only where it was', async () => {
    expect(await bareIn(code('sync.WaitGroup', 'g()\n\t\tgroup.Done()'))).toEqual(['missed-done 8 group']);
  });
  it('takes other types from its parameters', async () => {
    const other = code('sizes.Group', early).replace('import "sync"', 'import ("sync"; "example.org/sizes")');
    expect(await defectsIn(other)).toEqual([]);
    expect(await defectsIn(other, { groups: ['example.org/sizes.Group'] })).toEqual(['missed-done 8 group']);
  });
  it('sees an Add that comes too late', async () => {
    const late = code('sync.WaitGroup', 'group.Add(1)\n\t\tdefer group.Done()\n\t\tg()');
    expect(await defectsIn(late.replace('\tgroup.Add(1)\n\tgo', '\tgo'))).toContain('late-add 6 group');
    expect(await defectsIn(late)).toEqual([]);
  });
});

describe('wait-under-lock', () => {
  const code = (close: string, run: string) => `import "sync"
type m struct {
	mu    sync.RWMutex
	group sync.WaitGroup
}
func (s *m) update() {
	s.mu.Lock()
	defer s.mu.Unlock()
}
func (s *m) run() {
	${run}
}
func (s *m) close() {
	${close}
}`;
  const under = 's.mu.Lock()\n\tdefer s.mu.Unlock()\n\ts.group.Wait()';

  it('is a goroutine that takes the lock before it is done, itself or by a method', async () => {
    expect(await defectsIn(code(under, 'defer s.group.Done()\n\ts.update()'))).toContain('wait-under-lock 18 s.group');
    expect(await defectsIn(code(under, 's.mu.RLock()\n\ts.mu.RUnlock()\n\ts.group.Done()'))).toContain(
      'wait-under-lock 19 s.group',
    );
    expect(await defectsIn(code(under, 's.group.Go(func() { s.update() })'))).toContain('wait-under-lock 17 s.group');
  });

  it.each([
    ['the lock was given back', 's.mu.Lock()\n\ts.mu.Unlock()\n\ts.group.Wait()', 'defer s.group.Done()\n\ts.update()'],
    ['the goroutine is done before', under, 's.group.Done()\n\ts.update()'],
    ['it needs no lock', under, 'defer s.group.Done()'],
    ['another goroutine takes it', under, 'defer s.group.Done()\n\tgo s.update()'],
    [
      'both are readers',
      under.replace('Lock', 'RLock').replace('Unlock', 'RUnlock'),
      'defer s.group.Done()\n\ts.mu.RLock()\n\ts.mu.RUnlock()',
    ],
  ])('is none when %s', async (_, close, run) => {
    expect(await defectsIn(code(close, run))).toEqual([]);
  });
});
