import { describe, expect, it } from 'vitest';
import { releasedTwice } from '../../src/detectors/released-twice/released-twice.js';
import { diffFromTexts } from '../../src/diff/diff-from-texts.js';
import { memoryTree } from '../../src/go/memory-tree.js';
import type { Incident } from '../../src/incidents/incident.js';
import { analyseChange } from '../../src/review/analyse-change.js';

const incident: Incident = {
  slug: 'released-twice',
  title: 'released twice',
  project: 'example/project',
  date: '2024-01-01',
  links: { report: '', fix: '', introduced: '' },
  family: 'double-close',
  severity: 'error',
  detector: releasedTwice as Incident['detector'],
  params: releasedTwice.params.parse({
    resources: [
      {
        thing: 'descriptor',
        release: ['golang.org/x/sys/unix.Close(.)'],
        tolerant: ['os.File.Close'],
        takeover: ['os.NewFile'],
        number: ['Fd'],
        uses: ['golang.org/x/sys/unix'],
      },
      { thing: 'lock', release: ['sync.Mutex.Unlock'], again: ['Lock', 'TryLock'] },
      { thing: 'buffer', release: ['sync.Pool.Put(.)'], uses: 'any', views: ['Bytes'] },
    ],
  }),
  comment: '',
};

const head = `package p

import (
	"bytes"
	"os"
	"sync"

	"golang.org/x/sys/unix"
)

var pool sync.Pool
var _ = os.Open
var _ = unix.Open
var _ bytes.Buffer

type server struct {
	mu sync.Mutex
	fd int
}

func (s *server) lock()   { s.mu.Lock() }
func (s *server) unlock() { s.mu.Unlock() }
func (s *server) count() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return 1
}
func (s *server) closeFd() { unix.Close(s.fd) }
func (s *server) closeFdOnce() {
	unix.Close(s.fd)
	s.fd = -1
}

`;

/** What a pull request that turns one function into the other is told: the line and its clues, of the head and, with a minus, of the base. */
async function told(after: string, before = '') {
  const texts = [before, after].map((code) => `${head}${code}\n`) as [string, string];
  const files = [{ basePath: 'p/p.go', headPath: 'p/p.go', diff: diffFromTexts(...texts) }];
  const trees = texts.map((text) => memoryTree({ 'go.mod': 'module example.com/p\n', 'p/p.go': text }));
  const [base, changed] = trees as [(typeof trees)[0], (typeof trees)[0]];
  const read = { change: { mergeBase: 'base', head: 'head', files }, base, head: changed };
  const { findings } = await analyseChange(read, [incident]);
  const line = ({ line, side }: { line: number; side: string }) =>
    `${side === 'LEFT' ? '-' : ''}${texts[side === 'LEFT' ? 0 : 1].split('\n')[line - 1]?.trim()}`;
  return findings.map(({ evidence }) => evidence.map(line).join(' < '));
}

const method = (body: string) => `func (s *server) run(busy bool) {\n${body}\n}`;
const descriptor = (body: string) =>
  `func run(path string) (err error) {\nfd, err := unix.Open(path, 0, 0)\nif err != nil {\nreturn err\n}\n${body}\n}`;

describe('a lock', () => {
  it('is given back by hand before the deferred unlock', async () => {
    expect(await told(method('s.mu.Lock()\ndefer s.mu.Unlock()\nif busy {\ns.mu.Unlock()\nreturn\n}'))).toEqual([
      'defer s.mu.Unlock() < s.mu.Unlock()',
    ]);
  });

  it('is taken again by a method, and not by one that gives it back too', async () => {
    const again = (call: string) => method(`s.mu.Lock()\ndefer s.mu.Unlock()\ns.mu.Unlock()\n${call}`);
    expect(await told(again('s.lock()'))).toEqual([]);
    expect(await told(again('s.count()'))).toEqual(['defer s.mu.Unlock() < s.mu.Unlock()']);
  });

  it('is given back by a method that does nothing else', async () => {
    expect(await told(method('s.lock()\nif busy {\ns.unlock()\n}\ns.unlock()'))).toEqual(['s.unlock() < s.unlock()']);
    expect(await told(method('s.lock()\nif busy {\ns.unlock()\nreturn\n}\ns.unlock()'))).toEqual([]);
  });

  it('is spoken of when the change removes what took it again, or the return', async () => {
    const body = (between: string) => method(`s.mu.Lock()\ndefer s.mu.Unlock()\ns.mu.Unlock()\nprintln()\n${between}`);
    expect(await told(body(''), body('s.mu.Lock()'))).toEqual(['-s.mu.Lock() < defer s.mu.Unlock() < s.mu.Unlock()']);
    const early = (leave: string) => method(`s.mu.Lock()\nif busy {\ns.mu.Unlock()\n${leave}}\ns.mu.Unlock()`);
    expect(await told(early(''), early('return\n'))).toEqual(['-return < s.mu.Unlock() < s.mu.Unlock()']);
  });

  it('is not given back behind a call that does not return', async () => {
    expect(await told(method('s.mu.Lock()\nif busy {\ns.mu.Unlock()\npanic("busy")\n}\ns.mu.Unlock()'))).toEqual([]);
    expect(await told(method('s.mu.Lock()\nif busy {\ns.mu.Unlock()\nos.Exit(1)\n}\ns.mu.Unlock()'))).toEqual([]);
  });

  it('is told apart from the lock of another value', async () => {
    const two = 'func run(one, other *server) {\none.mu.Lock()\nother.mu.Lock()\none.mu.Unlock()\nother.mu.Unlock()\n}';
    expect(await told(two)).toEqual([]);
    const next = 'func run(one, other *server) {\none.mu.Lock()\none.mu.Unlock()\none = other\none.mu.Unlock()\n}';
    expect(await told(next)).toEqual([]);
  });

  it('of each goroutine is its own', async () => {
    const each = method('s.mu.Lock()\ngo func() {\ns.mu.Lock()\ns.mu.Unlock()\n}()\ns.mu.Unlock()');
    expect(await told(each)).toEqual([]);
    const twice = method('go func() {\ns.mu.Lock()\ndefer s.mu.Unlock()\ns.mu.Unlock()\n}()');
    expect(await told(twice)).toEqual(['defer s.mu.Unlock() < s.mu.Unlock()']);
  });
});

describe('a descriptor', () => {
  it('belongs to the file that was made of it', async () => {
    expect(await told(descriptor('f := os.NewFile(uintptr(fd), path)\nunix.Close(fd)\nreturn f.Close()'))).toEqual([
      'unix.Close(fd) < f := os.NewFile(uintptr(fd), path)',
    ]);
    expect(
      await told(descriptor('f := os.NewFile(uintptr(fd), path)\nif f == nil {\nunix.Close(fd)\n}\nreturn nil')),
    ).toEqual([]);
  });

  it('is that of the file which gave its number', async () => {
    const open = (body: string) =>
      `func run(path string) error {\nf, err := os.Open(path)\nif err != nil {\nreturn err\n}\n${body}\n}`;
    expect(await told(open('defer f.Close()\nreturn unix.Close(int(f.Fd()))'))).toEqual([
      'defer f.Close() < return unix.Close(int(f.Fd()))',
    ]);
    expect(await told(open('defer f.Close()\nreturn f.Close()'))).toEqual([]);
  });

  it('is closed on failure by a deferred close that looks at the result', async () => {
    const guarded = (body: string) => descriptor(`defer func() {\nif err != nil {\nunix.Close(fd)\n}\n}()\n${body}`);
    expect(await told(guarded('if err = check(); err != nil {\nunix.Close(fd)\nreturn err\n}\nreturn nil'))).toEqual([
      'unix.Close(fd) < unix.Close(fd)',
    ]);
    expect(await told(guarded('unix.Close(fd)\nreturn nil'))).toEqual([]);
  });

  it('must not be used any more', async () => {
    expect(await told(descriptor('unix.Close(fd)\n_, err = unix.Write(fd, nil)\nreturn err'))).toEqual([
      '_, err = unix.Write(fd, nil) < unix.Close(fd)',
    ]);
    expect(await told(descriptor('unix.Close(fd)\nprintln(fd)\nreturn nil'))).toEqual([]);
  });

  it('is closed by a method that does not remember it', async () => {
    expect(await told(method('defer s.closeFd()\nif busy {\ns.closeFd()\n}'))).toEqual([
      'defer s.closeFd() < s.closeFd()',
    ]);
    expect(await told(method('defer s.closeFdOnce()\nif busy {\ns.closeFdOnce()\n}'))).toEqual([]);
  });

  it('with a constant index is told apart from the others', async () => {
    expect(await told('func run(fds [2]int) {\nunix.Close(fds[0])\nunix.Close(fds[1])\n}')).toEqual([]);
    expect(await told('func run(fds [2]int) {\nunix.Close(fds[0])\nunix.Close(fds[0])\n}')).toHaveLength(1);
    expect(await told('func run(fds [2]int) {\nunix.Close(fds[0])\nfds[0] = -1\nunix.Close(fds[0])\n}')).toEqual([]);
    expect(await told('func run(fds []int) {\nfor i := range fds {\nunix.Close(fds[i])\n}\n}')).toEqual([]);
  });
});

describe('a pooled buffer', () => {
  const pooled = (result: string, body: string) =>
    `func run() ${result} {\nb := pool.Get().(*bytes.Buffer)\n${body}\n}`;

  it('is read after it was put back', async () => {
    expect(await told(pooled('int', 'pool.Put(b)\nreturn b.Len()'))).toEqual(['return b.Len() < pool.Put(b)']);
    expect(await told(pooled('int', 'n := b.Len()\npool.Put(b)\nreturn n'))).toEqual([]);
  });

  it('is returned with a deferred put', async () => {
    expect(await told(pooled('[]byte', 'defer pool.Put(b)\nreturn b.Bytes()'))).toHaveLength(1);
    expect(await told(pooled('[]byte', 'defer pool.Put(b)\nreturn b.Bytes()[1:]'))).toHaveLength(1);
    expect(await told(pooled('string', 'defer pool.Put(b)\nreturn string(b.Bytes())'))).toEqual([]);
    expect(await told(pooled('[]byte', 'defer pool.Put(b)\nreturn bytes.Clone(b.Bytes())'))).toEqual([]);
  });

  it('is put back by a function of the package', async () => {
    const put = 'func put(b *bytes.Buffer) {\nb.Reset()\npool.Put(b)\n}\n';
    expect(await told(`${put}${pooled('int', 'put(b)\nreturn b.Len()')}`)).toHaveLength(1);
  });
});
