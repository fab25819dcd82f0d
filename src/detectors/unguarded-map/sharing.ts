import { commentAboveLine, saysSafe } from '../../go/concurrency/caller-holds-lock.js';
import { type NamedRoots, type Root, rootOver } from '../../go/concurrency/roots.js';
import { loopsOf } from '../../go/flow/loops.js';
import type { FunctionForm, Place } from '../../go/form.js';
import type { Program } from '../../go/program.js';
import { typeDeclaration } from '../../go/type-of.js';
import type { Clue } from '../detector.js';
import type { Access } from './accesses.js';
import { type Elsewhere, guardOf, hasLock, isExported, outermost } from './elsewhere.js';
import { nameOfType } from './fields.js';
import { roleElsewhere } from './names.js';
import { packageMap } from './package-map.js';
import type { UnguardedMapParams } from './unguarded-map.js';

/** How several goroutines come to a map that has no lock at all: by whom, and the lines that tell. */
export interface Sharing {
  name: string;
  clues: Clue[];
}

/** Undefined when nothing shows that they do. */
export function sharingOf(
  program: Program,
  form: FunctionForm,
  access: Access,
  elsewhere: Elsewhere,
  options: Pick<UnguardedMapParams, 'concurrentModules' | 'roots'>,
): Sharing | undefined {
  if (access.how !== 'write' || access.what === 'replace' || hasLock(program, access.store)) return undefined;
  const root = rootOver(
    program,
    access.form,
    (each) => each.withItself && isOfSharedValue(access, each),
    options.roots,
  );
  if (root) return { name: root.form.declaration, clues: [clueOf(root)] };
  const promise = promiseOf(program, access);
  if (promise) return { name: access.form.declaration, clues: [{ role: 'promise', place: promise }] };
  return access.store.owner === undefined
    ? packageMap(program, form, elsewhere, options.concurrentModules)
    : twoRoots(program, access, elsewhere, options.roots);
}

/**
 *     func (s *S) Start() { go s.loop() }          root: loop writes s.known for as long as the program runs
 *     func (s *S) ServeHTTP(w …, r …) {            root: runs whenever a request comes
 *         for name := range s.known {              elsewhere
 */
function twoRoots(program: Program, access: Access, { accesses }: Elsewhere, roots: NamedRoots): Sharing | undefined {
  if (accesses.some((each) => guardOf(program, each))) return undefined;
  const here = rootOver(program, access.form, (each) => goesOn(each) && isOfSharedValue(access, each), roots);
  if (!here) return undefined;
  for (const other of accesses) {
    if (other.what === 'replace' || other.form.declaration === access.form.declaration) continue;
    const there = rootOver(program, other.form, (each) => goesOn(each) && isOfSharedValue(other, each), roots);
    if (!there || there.form === here.form) continue;
    // One of them also comes to the other: then they may take turns.
    if (outermost(there.form) === outermost(here.form)) continue;
    return {
      name: here.form.declaration,
      clues: [clueOf(here), { role: roleElsewhere(other), place: other.place }, clueOf(there)],
    };
  }
  return undefined;
}

/**
 *     // Cache is safe for concurrent use.
 *     type Cache struct { … }
 *
 * An exported method of such a type is run by several goroutines as soon as somebody believes the comment.
 */
function promiseOf(program: Program, { store, form, root }: Access): Place | undefined {
  const method = outermost(form);
  const type = method.receiver?.type?.kind === 'pointer' ? method.receiver.type.element : method.receiver?.type;
  if (root?.kind !== 'receiver' || type?.kind !== 'named' || `${type.home}.${type.name}` !== store.owner)
    return undefined;
  const declaration = isExported(method) ? typeDeclaration(program, type) : undefined;
  if (!declaration) return undefined;
  const { file, line } = declaration;
  return saysSafe(commentAboveLine(file, line)) ? { path: file.path, line, endLine: line } : undefined;
}

/** What is started for one task may be over before anybody else looks. */
function goesOn({ kind, form }: Root): boolean {
  return kind !== 'goroutine' || loopsOf(form).length > 0;
}

function clueOf({ place }: Root): { role: string; place: Place } {
  return { role: 'root', place: { ...place, endLine: place.line } };
}

/**
 * What a handler makes for one request, or is handed with it, is its own; only what hangs on the handler itself, or on nothing, is there for all
 * requests.
 */
function isOfSharedValue({ store, root: holder }: Access, root: Root): boolean {
  if (store.owner === undefined) return true;
  if (holder?.kind !== 'receiver') return false;
  const handler = nameOfType(outermost(root.form).receiver?.type);
  // `s.known`, and `s.store.known` of the same handler.
  return handler !== undefined && (handler === store.owner || handler === nameOfType(holder.type));
}
