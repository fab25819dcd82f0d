import { describe, expect, it } from 'vitest';
import { told } from './stale-told.js';

const types = `
import "sync"

type S struct {
	mu    sync.Mutex
	known map[string]int
	open  bool
}

func (s *S) make(name string) int { return len(name) }
`;

const again = `	if w, ok := s.known[name]; ok {
		return w
	}
`;
const get = (check: string) => `${types}
func (s *S) Get(name string) int {
	s.mu.Lock()
	v, ok := s.known[name]
	s.mu.Unlock()
	if ok {
		return v
	}
	v = s.make(name)
	s.mu.Lock()
	defer s.mu.Unlock()
${check}	s.known[name] = v
	return v
}
`;

describe('a look that is not repeated under the lock', () => {
  it('is told where it was', async () => {
    expect(await told(get(again), get(''))).toEqual([
      { at: 's.known[name] = v', write: 's.known', removed: ['if w, ok := s.known[name]; ok {'] },
    ]);
    expect(await told(get(''), get(again))).toEqual([]);
  });

  it('is not told where it never was', async () => {
    expect(await told(get(''), get('').replace('len(name)', 'len(name) + 1'))).toEqual([]);
  });

  it('is told of new code when the same element is looked up and written under the same lock', async () => {
    expect(await told(types, get(''))).toEqual([{ at: 's.known[name] = v', write: 's.known', removed: [] }]);
    expect(await told(types, get(again))).toEqual([]);
    expect(await told(types, get('').replace('s.known[name] = v', 's.known["last"] = v'))).toEqual([]);
  });

  it('may look in another way', async () => {
    for (const check of [
      '\tif s.known[name] > 0 {\n\t\treturn s.known[name]\n\t}\n',
      '\tif _, taken := s.known[name]; taken {\n\t\treturn 0\n\t}\n',
      '\tif len(s.known) > 9 {\n\t\treturn 0\n\t}\n',
    ])
      expect(await told(get(again), get(check))).toEqual([]);
  });
});

describe('one section that becomes two', () => {
  const one = `${types}
func (s *S) Get(name string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	v, ok := s.known[name]
	if ok {
		return v
	}
	v = s.make(name)
	s.known[name] = v
	return v
}
`;

  it('is told, with the unlock that kept them together', async () => {
    const findings = await told(one, get(''));
    expect(findings.map(({ at, removed }) => `${at}, ${removed}`)).toEqual(['s.known[name] = v, defer s.mu.Unlock()']);
    expect(await told(get(''), one)).toEqual([]);
  });

  it('is what others do as well when the lock comes after the look', async () => {
    const close = (before: string, after: string) =>
      `${types}\nfunc (s *S) Close() {\n${before}\tif !s.open {\n\t\treturn\n\t}\n${after}\ts.open = false\n}\n`;
    const lock = '\ts.mu.Lock()\n\tdefer s.mu.Unlock()\n';
    expect((await told(close(lock, ''), close('', lock))).map(({ at }) => at)).toEqual(['s.open = false']);
    expect(await told(close('', lock), close(lock, ''))).toEqual([]);
  });

  it('may change what it has just counted', async () => {
    const add = (lock: string) =>
      `${types}\nfunc (s *S) Add(name string, quick bool) {\n\ts.mu.Lock()\n${lock}\tif !quick {\n\t\ts.known[name] = s.known[name] + 1\n\t}\n\ts.mu.Unlock()\n}\n`;
    expect(await told(add(''), add('\ts.mu.Unlock()\n\ts.mu.Lock()\n'))).toEqual([]);
  });
});

describe('a look that the caller takes', () => {
  const create = (check: string, caller = 'if v := s.get(name); v != 0 {\n\t\treturn v\n\t}\n\t') => `${types}
func (s *S) get(name string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.known[name]
}

func (s *S) create(name string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
${check}	s.known[name] = len(name)
	return len(name)
}

func (s *S) For(name string) int {
	${caller}return s.create(name)
}
`;

  it('does not last until the lock is taken', async () => {
    expect((await told(create(again), create(''))).map(({ at }) => at)).toEqual(['s.known[name] = len(name)']);
  });

  it('is none where the value is set whatever was there', async () => {
    expect(await told(create(again, ''), create('', ''))).toEqual([]);
  });
});
