import { describe, expect, it } from 'vitest';
import { said } from './map-said.js';

const head = `package a

import "sync"

type S struct {
	mu    sync.Mutex
	turn  chan struct{}
	known map[string]int
}

func (s *S) Get(name string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.known[name]
}

func (s *S) Remove(name string) {
	s.mu.Lock()
	delete(s.known, name)
	s.mu.Unlock()
}

func (s *S) begin() { s.mu.Lock() }

func (s *S) end() { s.mu.Unlock() }

func (s *S) hold() func() {
	s.mu.Lock()
	return s.mu.Unlock
}

func (s *S) with(do func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	do()
}

func (s *S) without(do func()) { do() }

`;
const line = head.split('\n').length;
const added = (body: string) => said(head, `${head}func (s *S) Put(name string) {\n${body}\n}\n`);

describe('a lock that is taken by', () => {
  it('a method of another name', async () => {
    expect(await added('\ts.begin()\n\tdefer s.end()\n\ts.known[name]++')).toEqual([]);
    expect(await added('\tdefer s.end()\n\ts.known[name]++')).toEqual([`${line + 2} write s.known likely`]);
  });

  it('a method that gives back the unlock', async () => {
    expect(await added('\tdefer s.hold()()\n\ts.known[name]++')).toEqual([]);
  });

  it('a method that runs what it is handed', async () => {
    expect(await added('\ts.with(func() { s.known[name]++ })')).toEqual([]);
    expect(await added('\ts.without(func() { s.known[name]++ })')).toEqual([`${line + 1} write s.known likely`]);
  });

  it('a send, and given back by a receive', async () => {
    expect(await added('\ts.turn <- struct{}{}\n\ts.known[name]++\n\t<-s.turn')).toEqual([]);
    expect(await added('\ts.turn <- struct{}{}\n\ts.known[name]++')).toEqual([`${line + 2} write s.known likely`]);
  });
});

describe('a guarded map', () => {
  it('is handed to a library that walks it', async () => {
    const json = (text: string) => text.replace('import "sync"', 'import (\n\t"encoding/json"\n\t"sync"\n)');
    const dump = (body: string) => `${head}func (s *S) Dump() ([]byte, error) {\n${body}}\n`;
    expect(await said(json(head), json(dump('\treturn json.Marshal(s.known)\n')))).toEqual([
      `${line + 4} range s.known likely`,
    ]);
    const locked = '\ts.mu.Lock()\n\tdefer s.mu.Unlock()\n\treturn json.Marshal(s.known)\n';
    expect(await said(json(head), json(dump(locked)))).toEqual([]);
  });

  it('is sent to another goroutine', async () => {
    const send =
      'func (s *S) Send(out chan map[string]int) {\n\ts.mu.Lock()\n\tdefer s.mu.Unlock()\n\tout <- s.known\n}\n';
    expect(await said(head, head + send)).toEqual([`${line + 3} return s.known likely`]);
  });
});

describe('a type that is said to be safe for concurrent use', () => {
  const type = (comment: string) => `package a\n\n// ${comment}\ntype Cache struct {\n\tall map[string]int\n}\n\n`;
  const put = 'func (c *Cache) Put(name string) {\n\tc.all[name]++\n}\n';

  it('writes its map without a lock', async () => {
    const safe = type('Cache is safe for concurrent use.');
    expect(await said(safe, safe + put)).toEqual(['9 write c.all likely']);
  });

  it('is said not to be', async () => {
    const unsafe = type('Cache is not safe for concurrent use.');
    expect(await said(unsafe, unsafe + put)).toEqual([]);
  });
});
