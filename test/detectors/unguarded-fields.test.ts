import { describe, expect, it } from 'vitest';
import { otherShapes, said } from './map-said.js';

const head = `package a

import (
	"sync"
	"sync/atomic"
)

type S struct {
	mu   sync.RWMutex
	open int
	hits int64
	list []string
}

func (s *S) Up() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.open++
	s.list = append(s.list, "")
	atomic.AddInt64(&s.hits, 1)
}

func (s *S) Down() {
	s.mu.Lock()
	s.open--
	s.list = append(s.list[:0], s.list[1:]...)
	s.mu.Unlock()
	atomic.AddInt64(&s.hits, -1)
}

`;
const lines = head.split('\n').length;

/** What is said of functions that are added, with lines counted from the first of theirs. */
async function added(text: string, before = head): Promise<string[]> {
  const all = await said(before, before + text, {}, { shapes: otherShapes });
  return all.map((each) => each.replace(/^\d+/, (line) => String(Number(line) - lines + 1)));
}

describe('a field that all others use under one lock', () => {
  it('is used without it', async () => {
    expect(await added('func (s *S) Open() int {\n\treturn s.open\n}\n')).toEqual([]);
    expect(await added('func (s *S) Count() int {\n\treturn s.open\n}\n')).toEqual(['2 read s.open likely']);
    expect(await added('func (s *S) Clear() {\n\ts.open = 0\n}\n')).toEqual(['2 write s.open likely']);
    expect(await added('func (s *S) First() string {\n\treturn s.list[0]\n}\n')).toEqual(['2 read s.list likely']);
  });

  it('is written while others read', async () => {
    const clear = 'func (s *S) Clear() {\n\ts.mu.RLock()\n\ts.open = 0\n\ts.mu.RUnlock()\n}\n';
    expect(await added(clear)).toEqual(['3 write s.open likely']);
    expect(await added(clear.replaceAll('RLock', 'Lock').replaceAll('RUnlock', 'Unlock'))).toEqual([]);
  });

  it('is a slice of a fixed length, of which the elements are set under the lock', async () => {
    const ring = `package a

import "sync"

type Ring struct {
	mu   sync.Mutex
	next int
	list []string
}

func (r *Ring) Put(text string) {
	r.mu.Lock()
	r.list[r.next%len(r.list)] = text
	r.next++
	r.mu.Unlock()
}

func (r *Ring) Forget() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.next--
	r.list[r.next%len(r.list)] = ""
}

`;
    const from = ring.split('\n').length;
    const told = async (text: string, more = '') => {
      const all = await said(ring + more, ring + more + text, {}, { shapes: otherShapes });
      return all.map((each) =>
        each.replace(/^\d+/, (line) => String(Number(line) - from - more.split('\n').length + 2)),
      );
    };
    const size = 'func (r *Ring) Size() int {\n\treturn len(r.list)\n}\n';
    expect(await told(size)).toEqual([]);
    expect(await told('func (r *Ring) First() string {\n\treturn r.list[0]\n}\n')).toEqual(['2 read r.list likely']);
    const grow = 'func (r *Ring) Grow() {\n\tr.mu.Lock()\n\tr.list = append(r.list, "")\n\tr.mu.Unlock()\n}\n';
    expect(await told(size, grow)).toEqual(['2 read r.list likely']);
  });

  it('is looked at once more under the lock', async () => {
    const twice = 'func (s *S) Count() int {\n\tif s.open == 0 {\n\t\treturn 0\n\t}\n';
    const locked = '\ts.mu.RLock()\n\tdefer s.mu.RUnlock()\n\treturn s.open\n}\n';
    expect(await added(twice + locked)).toEqual([]);
  });

  it('is the own of who made the value, or of who has not started it', async () => {
    expect(await added('func New() *S {\n\ts := &S{}\n\ts.open = 1\n\treturn s\n}\n')).toEqual([]);
    expect(await added('func (s *S) Begin() {\n\ts.open = 1\n\tgo s.Up()\n}\n')).toEqual([]);
  });

  it('is left to the caller, who holds the lock', async () => {
    const helper = 'func (s *S) raise() {\n\ts.open++\n}\n\n';
    const caller = 'func (s *S) Twice() {\n\ts.mu.Lock()\n\ts.raise()\n\ts.mu.Unlock()\n}\n';
    expect(await added(helper + caller)).toEqual([]);
    const bare = caller.replace(/.*mu.*\n/g, '');
    expect(await added(helper + bare)).toEqual(['2 write s.open likely']);
    expect(await added(helper + caller + bare.replace('Twice', 'Once'))).toEqual([]);
    expect(await added('func (s *S) UnsafeCount() int {\n\treturn s.open\n}\n')).toEqual([]);
  });

  it('is used by another one without it too, so that nobody can tell', async () => {
    const other = 'func (s *S) Other() int {\n\treturn s.open\n}\n\n';
    expect(await added(`${other}func (s *S) Count() int {\n\treturn s.open\n}\n`)).toEqual([]);
  });

  it('lost the lock by the change', async () => {
    const locked = 'func (s *S) Count() int {\n\ts.mu.RLock()\n\tdefer s.mu.RUnlock()\n\treturn s.open\n}\n';
    const shapes = { shapes: otherShapes };
    const bare = locked.replace(/.*mu.*\n/g, '');
    expect(await said(head + locked, head + bare, {}, shapes)).toEqual([
      `${lines + 1} read s.open likely, removed ${lines + 1},${lines + 2}`,
    ]);
    expect(await said(head + bare, head + locked, {}, shapes)).toEqual([]);
  });
});

describe('a number that others count by sync/atomic', () => {
  it('is read plainly', async () => {
    expect(await added('func (s *S) Hits() int64 {\n\treturn s.hits\n}\n')).toEqual(['2 read s.hits likely']);
    expect(await added('func (s *S) Hits() int64 {\n\treturn atomic.LoadInt64(&s.hits)\n}\n')).toEqual([]);
  });
});

describe('a slice of which the header is copied under the lock', () => {
  const copied = (copy: string) =>
    `func (s *S) Each(do func(string)) {\n\ts.mu.RLock()\n\tlist := ${copy}\n\ts.mu.RUnlock()\n\tfor _, each := range list {\n\t\tdo(each)\n\t}\n}\n`;

  it('is walked after it, while others write elements in place', async () => {
    expect(await added(copied('s.list'))).toEqual(['5 read s.list likely']);
    expect(await added(copied('append([]string(nil), s.list...)'))).toEqual([]);
  });

  it('is only made longer elsewhere', async () => {
    const longer = head.replace('append(s.list[:0], s.list[1:]...)', 'append(s.list, "a")');
    expect(await added(copied('s.list'), longer)).toEqual([]);
  });
});

describe('a variable of several goroutines', () => {
  const run = (body: string, loop = 'for range names') =>
    `func Count(names []string, wg *sync.WaitGroup) (n int) {\n\tseen := false\n\t${loop} {\n\t\tgo func() {\n\t\t\t${body}\n\t\t}()\n\t}\n\twg.Wait()\n\t_ = seen\n\treturn n\n}\n`;

  it('is counted in', async () => {
    expect(await added(run('n++'))).toEqual(['5 write n likely']);
    expect(await added(run('seen = true'))).toEqual(['5 write seen likely']);
    expect(await added(run('n++\n\t\t\twg.Done()', 'if len(names) > 0'))).toEqual([]);
  });

  it('is one for each', async () => {
    expect(await added(run('n := 0\n\t\t\tn++'))).toEqual([]);
    expect(await added(run('mu.Lock()\n\t\t\tn++\n\t\t\tmu.Unlock()', 'var mu sync.Mutex\n\tfor range names'))).toEqual(
      [],
    );
  });

  const two = (between: string) =>
    `func Two(names []string, done chan struct{}) (n int) {\n\tgo func() {\n\t\tfor range names {\n\t\t\tn++\n\t\t}\n\t\tclose(done)\n\t}()\n${between}\tn++\n\t<-done\n\treturn n\n}\n`;

  it('is one of a goroutine and of who started it', async () => {
    expect(await added(two(''))).toEqual(['4 write n likely']);
    expect(await added(two('\t<-done\n'))).toEqual([]);
  });

  it('is a field in which a handler counts', async () => {
    const handler = 'package a\n\nimport "net/http"\n\ntype H struct{ count int }\n\n';
    const serve = 'func (h *H) ServeHTTP(w http.ResponseWriter, r *http.Request) {\n\th.count++\n}\n';
    expect(await said(handler, handler + serve, {}, { shapes: otherShapes })).toEqual(['8 write h.count likely']);
    const locked = `${serve.replace('h.count++', 'mu.Lock()\n\th.next()\n\tmu.Unlock()')}\nfunc (h *H) next() {\n\th.count++\n}\n`;
    expect(await said(handler, handler + locked, {}, { shapes: otherShapes })).toEqual([]);
    const own = serve.replace('\th.count++', '\th = &H{}\n\tn := h.count + 1\n\t_ = n');
    expect(await said(handler, handler + own, {}, { shapes: otherShapes })).toEqual([]);
  });
});
