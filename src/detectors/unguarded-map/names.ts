import type { FunctionForm } from '../../go/form.js';
import type { Program } from '../../go/program.js';
import type { Access, Store } from './accesses.js';
import { lockFieldOf } from './elsewhere.js';

/** What a comment may speak of. `lock`: the lock that other accesses hold, else the one of the struct, else one to be added. */
export function namesOf(
  program: Program,
  form: FunctionForm,
  access: Access,
  more: { lock?: string; root?: string } = {},
): Record<string, string> {
  return {
    map: access.store.name,
    function: form.declaration,
    access: wordOf(access),
    lock: more.lock ?? lockFieldOf(program, access.store) ?? 'sync.Mutex',
    root: more.root ?? form.declaration,
  };
}

/** A lock of the same struct as it is called from where the map is: `s.mu` beside `s.known`, `s` when it is embedded. */
export function lockBeside(store: Pick<Store, 'owner' | 'name'>, key: string): string {
  const holder = store.name.replace(/\.[^.]*$/, '');
  if (store.owner === undefined) return key.replace(/^.*\./, '');
  return key === store.owner ? holder : `${holder}.${key.slice(key.lastIndexOf('.') + 1)}`;
}

/** What a clue says of an access. */
export function roleOf({ how, what }: Access): string {
  if (what === 'delete') return 'deleted';
  if (what === 'range' || what === 'passed') return 'walked';
  if (what === 'length') return 'counted';
  return what === 'replace' ? 'replaced' : how;
}

export function roleElsewhere({ how }: Access): string {
  return how === 'write' ? 'elsewhereWritten' : 'elsewhere';
}

function wordOf({ how, what }: Access): string {
  if (what === 'delete') return 'delete';
  if (what === 'range' || what === 'passed') return 'range';
  if (what === 'length') return 'len';
  return how;
}
