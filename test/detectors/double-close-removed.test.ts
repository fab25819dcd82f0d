import { describe, expect, it } from 'vitest';
import { doubleClose } from '../../src/detectors/double-close/double-close.js';
import { diffFromTexts } from '../../src/diff/diff-from-texts.js';
import { memoryTree } from '../../src/go/memory-tree.js';
import type { Incident } from '../../src/incidents/incident.js';
import { analyseChange } from '../../src/review/analyse-change.js';

const incident: Incident = {
  slug: 'double-close',
  title: 'double close',
  project: 'example/project',
  date: '2024-01-01',
  links: { report: '', fix: '', introduced: '' },
  family: 'double-close',
  severity: 'error',
  detector: doubleClose as Incident['detector'],
  params: doubleClose.params.parse({ shapes: ['called-again', 'check-then-close', 'send-after-close'] }),
  comment: '',
};

const types = `
type server struct {
	mu      sync.Mutex
	once    sync.Once
	group   sync.WaitGroup
	stopped bool
	state   int32
	idle    int32
	quit    chan struct{}
	events  chan int
}
`;

/** What a pull request that turns one body into the other is told: the line, and the removed lines as evidence. */
async function told(before: string, after: string) {
  const [base, head] = [before, after].map(
    (code) => `package p\n\nimport (\n"sync"\n"sync/atomic"\n)\n${types}${code}\n`,
  ) as [string, string];
  const files = [{ basePath: 'p/p.go', headPath: 'p/p.go', diff: diffFromTexts(base, head) }];
  const read = { change: { mergeBase: 'base', head: 'head', files }, base: memoryTree({ 'p/p.go': base }) };
  const { findings } = await analyseChange({ ...read, head: memoryTree({ 'p/p.go': head }) }, [incident]);
  return findings.map(({ at, confidence, evidence }) => ({
    at: head.split('\n')[at.line - 1]?.trim(),
    confidence,
    removed: evidence.filter(({ side }) => side === 'LEFT').map(({ line }) => base.split('\n')[line - 1]?.trim()),
  }));
}

const stop = (body: string) => `func (s *server) stop() {\n${body}\n}`;
const bare = stop('close(s.quit)');
const locked = stop('s.mu.Lock()\ndefer s.mu.Unlock()\nif s.stopped {\nreturn\n}\ns.stopped = true\nclose(s.quit)');
const flagged = stop('if s.stopped {\nreturn\n}\ns.stopped = true\nclose(s.quit)');
const close = { at: 'close(s.quit)', confidence: 'likely' };

describe('a guard that a change takes away', () => {
  it.each([
    ['sync.Once', stop('s.once.Do(func() {\nclose(s.quit)\n})'), bare, ['s.once.Do(func() {']],
    ['a flag under a lock', locked, bare, ['s.mu.Lock()', 's.stopped = true']],
    ['a flag without a lock', flagged, bare, ['s.stopped = true']],
    ['the lock of a flag', locked, flagged, ['s.mu.Lock()']],
    [
      'a flag under a lock, for a method that asks for another one',
      locked,
      `${stop('s.mu.Lock()\ndefer s.mu.Unlock()\nif s.isIdle() {\nreturn\n}\natomic.StoreInt32(&s.state, 1)\nclose(s.quit)')}
func (s *server) isIdle() bool { return atomic.LoadInt32(&s.idle) == 1 }`,
      ['s.stopped = true'],
    ],
    ['nil in its place', stop('if s.quit != nil {\nclose(s.quit)\ns.quit = nil\n}'), bare, ['s.quit = nil']],
  ])('%s', async (_, before, after, removed) => {
    const found = await told(before, after);
    expect(found.map((each) => ({ ...each, removed: each.removed.toSorted() }))).toEqual([{ ...close, removed }]);
  });

  it('sync.Once around a method that closes', async () => {
    const inner = '\nfunc (s *server) shutdown() {\nclose(s.quit)\n}';
    expect(await told(stop('s.once.Do(s.shutdown)') + inner, stop('s.shutdown()') + inner)).toEqual([
      { at: 's.shutdown()', confidence: 'likely', removed: ['s.once.Do(s.shutdown)'] },
    ]);
  });

  it('the way out of a late sender', async () => {
    const send = (body: string) => `func (s *server) send(n int) {\n${body}\n}\n`;
    const before = send('select {\ncase s.events <- n:\ncase <-s.quit:\n}');
    const end = 'func (s *server) end() {\nclose(s.events)\n}';
    expect(await told(before, send('s.events <- n') + end)).toEqual([
      { at: 's.events <- n', confidence: 'likely', removed: ['select {'] },
    ]);
  });

  it('the wait for those who send', async () => {
    const send = '\nfunc (s *server) send(n int) {\ndefer s.group.Done()\ns.events <- n\n}';
    const after = stop('close(s.events)') + send;
    expect(await told(stop('s.group.Wait()\nclose(s.events)') + send, after)).toEqual([
      { at: 'close(s.events)', confidence: 'likely', removed: ['s.group.Wait()'] },
    ]);
  });
});

describe('what stays silent', () => {
  it.each([
    ['a close that never had a guard', bare, stop('println()\nclose(s.quit)')],
    ['another guard', locked, stop('s.once.Do(func() {\nclose(s.quit)\n})')],
    [
      'a guard that moves',
      flagged,
      stop('println()\nif s.stopped {\nreturn\n}\nprintln()\ns.stopped = true\nclose(s.quit)'),
    ],
    [
      'a flag that is asked for by a method now, under the same lock',
      locked,
      `${stop('s.mu.Lock()\ndefer s.mu.Unlock()\nif s.hasStopped() {\nreturn\n}\natomic.StoreInt32(&s.state, 1)\nclose(s.quit)')}
func (s *server) hasStopped() bool { return atomic.LoadInt32(&s.state) == 1 }`,
    ],
    ['a guard that is added', bare, locked],
  ])('%s', async (_, before, after) => {
    expect(await told(before, after)).toEqual([]);
  });
});
