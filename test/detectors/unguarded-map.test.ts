import { describe, expect, it } from 'vitest';
import { said } from './map-said.js';

const head = `package a

import "sync"

type S struct {
	mu    sync.Mutex
	known map[string]int
}

`;
const guarded = `func (s *S) Add(name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.known[name]++
}
`;
const bare = `func (s *S) Add(name string) {
	s.known[name]++
}
`;
const get = `
func (s *S) Get(name string) int {
	return s.known[name]
}
`;

describe('a guard that a change removes', () => {
  it('is shown where it stood', async () => {
    expect(await said(head + guarded, head + bare)).toEqual(['11 write s.known likely, removed 11,12']);
  });

  it('is said once for all that it guarded', async () => {
    const two = (text: string) => text.replace('\ts.known[name]++\n', '\ts.known[name]++\n\tdelete(s.known, "")\n');
    expect(await said(head + two(guarded), head + two(bare))).toHaveLength(1);
  });

  it('was no guard where it never stood', async () => {
    expect(await said(head + bare + get, head + bare.replace('++', ' = 1') + get)).toEqual([]);
  });

  it('is found when it is given back too early', async () => {
    const early = guarded.replace('defer s.mu.Unlock()\n', '_ = 1\n\ts.mu.Unlock()\n');
    expect(await said(head + guarded, head + early)).toEqual(['14 write s.known likely, removed 12']);
  });

  it('may have moved to the only caller', async () => {
    const caller = `
func (s *S) Twice(name string) {
	s.mu.Lock()
	s.add(name)
	s.mu.Unlock()
}
`;
    const called = (text: string) => text.replace('Add(', 'add(');
    const unlocked = caller.replace(/.*mu.*\n/g, '');
    expect(await said(head + called(guarded) + unlocked, head + called(bare) + caller)).toEqual([]);
  });

  it('may be another one now', async () => {
    const other = (text: string) =>
      text.replace('mu    sync.Mutex', 'big   sync.RWMutex').replaceAll('s.mu.', 's.big.');
    expect(await said(head + guarded, other(head + guarded))).toEqual([]);
  });

  it('is not needed where the caller holds it, as the name or a comment says', async () => {
    const renamed = bare.replace('Add(', 'addLocked(');
    expect(await said(head + guarded, head + renamed)).toEqual([]);
    expect(await said(head + guarded, `${head}// The lock must be held.\n${bare}`)).toEqual([]);
  });

  it('can be a sync.Map', async () => {
    const synced = `package a

import "sync"

var known sync.Map

func Add(name string) {
	known.Store(name, 1)
}
`;
    const plain = `package a

var known = map[string]int{}

func Add(name string) {
	known[name] = 1
}
`;
    expect(await said(synced, plain)).toEqual(['6 write known likely, removed 8']);
    expect(await said(plain, synced)).toEqual([]);
  });

  it('can stand around a call of what leaves the lock to its caller', async () => {
    const free = `
func (s *S) free(name string) bool {
	_, ok := s.known[name]
	return !ok
}

func (s *S) Put(name string, n int) {
	s.mu.Lock()
	s.known[name] = n
	s.mu.Unlock()
}
`;
    const asks = `func (s *S) Free(name string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.free(name)
}
`;
    const asksBare = asks.replace(/.*mu.*\n/g, '');
    expect(await said(head + asks + free, head + asksBare + free)).toEqual(['11 s.free s.known likely, removed 11,12']);
    expect(await said(head + asksBare + free, head + asks + free)).toEqual([]);
  });

  it('can be a copy of what belongs to the caller', async () => {
    const copied = `package a

import "net/http"

type Options struct{ Headers http.Header }

func New(options Options) Options {
	options.Headers = options.Headers.Clone()
	options.Headers.Set("User-Agent", "a")
	return options
}
`;
    const shared = copied.replace(/.*Clone.*\n/, '');
    expect(await said(copied, shared)).toEqual(['8 write options.Headers likely, removed 8']);
    expect(await said(shared, copied)).toEqual([]);
  });
});

describe('what runs before a value is shared', () => {
  it('needs no lock', async () => {
    const opening = (lock: string) => `${head}${guarded}
func Open() *S {
	s := &S{known: map[string]int{}}
${lock}	s.known["a"] = 1
	return s
}
`;
    expect(await said(opening('\ts.mu.Lock()\n'), opening(''))).toEqual([]);
  });
});

describe('a read in a condition', () => {
  const set = `
func (s *S) Set(name string, n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.known[name] = n
}
`;
  const waits = (lock: string, condition: string) => `
func (s *S) Wait(name string) {
${lock}	${condition} {
		return
	}
}
`;
  const locked = '\ts.mu.Lock()\n\tdefer s.mu.Unlock()\n';

  it('is a read', async () => {
    for (const condition of [
      'if s.known[name] > 0',
      'if name != "" && s.known[name] > 0',
      'for s.known[name] > 0',
      'if list[s.known[name]]',
    ])
      expect(await said(head + guarded + set, head + guarded + set + waits('', condition))).toEqual([
        '23 read s.known likely',
      ]);
  });

  it('may be guarded as any other', async () => {
    for (const condition of ['if s.known[name] > 0', 'for s.known[name] > 0'])
      expect(await said(head + guarded + set, head + guarded + set + waits(locked, condition))).toEqual([]);
    const after = waits('\ts.mu.Lock()\n', 'if s.known[name] > 0').replace('return\n', 's.mu.Unlock()\n');
    expect(await said(head + guarded + set, head + guarded + set + after)).toEqual([]);
  });

  it('loses its guard as any other', async () => {
    const [before, after] = [locked, ''].map((lock) => head + guarded + waits(lock, 'if s.known[name] > 0'));
    expect(await said(before ?? '', after ?? '')).toEqual(['17 read s.known likely, removed 17,18']);
  });
});

describe('the lock of a copy', () => {
  const add = (receiver: string) => `func (s ${receiver}) Add(name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.known[name]++
}
`;

  it('keeps nobody out of the map', async () => {
    expect(await said(head + add('*S'), head + add('S'))).toEqual(['13 write s.known likely']);
    expect(await said(head + add('S'), head + add('*S'))).toEqual([]);
    const copied = add('*S').replaceAll('s.mu', 'c.mu').replace('s.known', 'c.known');
    expect(await said(head, head + copied.replace('{\n', '{\n\tc := *s\n'))).toEqual(['14 write c.known likely']);
  });

  it('is the same lock when it is a pointer', async () => {
    expect(await said(head, head.replace('sync.Mutex', '*sync.Mutex') + add('S'))).toEqual([]);
  });

  it('guards a map of its own', async () => {
    const fresh = `func Count(names []string) int {
	s := S{known: map[string]int{}}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.known[""]++
	return len(s.known)
}
`;
    expect(await said(head, head + fresh)).toEqual([]);
  });
});
