import { describe, expect, it } from 'vitest';
import { guardsAt } from '../../src/go/concurrency/guards.js';
import { withLiterals } from '../../src/go/form.js';
import { operationsOf } from '../../src/go/form-values.js';
import { formOf } from '../../src/go/type-of.js';
import { asked, declared, opened } from './loaded.js';

const types = `package a

import "sync"

type S struct {
	mu sync.RWMutex
	T
}

type T struct {
	sync.Mutex
}

var big sync.Mutex

func here() {}
`;

/** Locks that are held at each call of \`here\` in the body of a method of S. */
async function held(body: string): Promise<string[]> {
  const program = await opened({
    'go.mod': 'module m\n',
    'a/a.go': `${types}\nfunc (s *S) f(ok bool) {\n${body}\n}\n`,
  });
  return asked(program, () => {
    const form = formOf(program, declared(program, 'a/a.go', 'f'));
    return (form ? withLiterals(form) : []).flatMap((each) =>
      operationsOf(each).flatMap((operation) => {
        if (operation.op !== 'call' || operation.call.text !== 'here') return [];
        const guards = [...guardsAt(program, each, operation).values()];
        return [guards.map(({ text, mode }) => `${mode} ${text}`).join(', ')];
      }),
    );
  });
}

describe('locks that are held', () => {
  it('from Lock to Unlock, and to the end when the Unlock is deferred', async () => {
    expect(await held('s.mu.Lock()\nhere()\ns.mu.Unlock()\nhere()')).toEqual(['write s.mu', '']);
    expect(await held('s.mu.Lock()\ndefer s.mu.Unlock()\nhere()')).toEqual(['write s.mu']);
    expect(await held('s.mu.Lock()\ndefer func() { s.mu.Unlock() }()\nhere()')).toEqual(['write s.mu']);
  });

  it('for reading only', async () => {
    expect(await held('s.mu.RLock()\nhere()\ns.mu.RUnlock()\nhere()')).toEqual(['read s.mu', '']);
  });

  it('on every path', async () => {
    expect(await held('if ok {\ns.mu.Lock()\n}\nhere()')).toEqual(['']);
    expect(await held('if ok {\ns.mu.Lock()\n} else {\ns.mu.RLock()\n}\nhere()')).toEqual(['read s.mu']);
    expect(await held('s.mu.Lock()\nif ok {\ns.mu.Unlock()\nreturn\n}\nhere()')).toEqual(['write s.mu']);
    expect(await held('s.mu.Lock()\nfor ok {\nhere()\ns.mu.Unlock()\n}')).toEqual(['']);
  });

  it('embedded, at package level, and by helpers', async () => {
    expect(await held('s.T.Lock()\nbig.Lock()\nhere()')).toEqual(['write s.T, write big']);
    expect(await held('s.lockAll()\nhere()\ns.unlockAll()\nhere()')).toEqual(['write s.lockAll', '']);
  });

  it('not by a lock of a key', async () => {
    expect(await held('s.keys.LockKey("a")\nhere()')).toEqual(['']);
  });

  it('in literals that are called there, and not in goroutines', async () => {
    expect(await held('s.mu.Lock()\nfunc() { here() }()\ngo func() { here() }()')).toEqual(['write s.mu', '']);
    expect(await held('say := func() { here() }\ns.mu.Lock()\nsay()\ns.mu.Unlock()')).toEqual(['write s.mu']);
    expect(await held('say := func() { here() }\ns.mu.Lock()\nsay()\ns.mu.Unlock()\nsay()')).toEqual(['']);
  });
});
