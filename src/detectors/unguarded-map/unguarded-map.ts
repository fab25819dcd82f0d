import { z } from 'zod';
import { type FunctionForm, withLiterals } from '../../go/form.js';
import type { Program } from '../../go/program.js';
import type { Detector, Sighting } from '../detector.js';
import { rootParams } from '../root-params.js';
import { bareUses } from './bare-uses.js';
import { cachedObjects } from './cached-objects.js';
import { callersMaps } from './callers-map.js';
import { copiedLocks } from './copied-lock.js';
import { copiedSlices } from './copied-slice.js';
import { countedByMany } from './counted-by-many.js';
import { declaredGuards } from './declared-guards.js';
import { fieldUses } from './field-uses.js';
import { returnedMaps } from './returned-map.js';
import { variablesOfGoroutines } from './variables-of-goroutines.js';

/** Shapes of this mistake. Of two incidents that name the same one, both speak. */
const shapes = [
  'lock-left-out',
  'returned-by-reference',
  'shared-without-lock',
  'owned-by-others',
  'field-lock-left-out',
  'variable-of-goroutines',
  'outside-its-lock',
] as const;

const typeName = z
  .string()
  .regex(
    /^[\w~-]+(?:[./][\w~-]+)*\.\w+$/,
    'expected an import path, a dot and a type, for example example.com/app/store.Store',
  );
const fieldName = z
  .string()
  .regex(
    /^[\w~-]+(?:[./][\w~-]+)*\.\w+$/,
    'expected a field or a variable of a package, for example example.com/app/store.Store.items or example.com/app/store.all',
  );

const moduleName = z
  .string()
  .regex(/^[\w.~/-]+$/, 'expected a module path, for example sigs.k8s.io/controller-runtime');

const guarded = z
  .strictObject({
    fields: z
      .array(fieldName)
      .default([])
      .describe('Fields and package variables, such as `example.com/app/store.Store.items`'),
    types: z
      .array(typeName)
      .default([])
      .describe('Types that do not keep order by themselves: every field and package variable of one of them is meant'),
    lock: fieldName
      .optional()
      .describe(
        'The field or package variable that is their lock, or the type that has it embedded. Any lock when it is not given',
      ),
  })
  .refine(({ fields, types }) => fields.length + types.length > 0, 'expected fields or types, got neither');

const word = z.string().regex(/^\w+$/, 'expected a name of Go');

const cache = z.strictObject({
  module: moduleName.describe('The module whose users have such a cache'),
  callbacks: z.array(word).default([]).describe('Fields of a struct whose functions get objects of the cache'),
  methods: z.array(word).default([]).describe('Methods that get them'),
  readers: z.array(word).min(1).describe('Last words in the names of what reads from the cache'),
  reads: z.array(word).min(1).describe('Methods by which it does'),
  maps: z.array(word).default([]).describe('Fields of the objects that are maps, where the type is not known'),
});

const params = z
  .strictObject({
    shapes: z
      .array(z.enum(shapes))
      .min(1)
      .describe(
        'lock-left-out: other code holds a lock for the map, or did until this change. returned-by-reference: a guarded map leaves its lock. shared-without-lock: several goroutines write it and there is no lock at all. owned-by-others: a map of the caller, or of an object of one of `caches`, is written. field-lock-left-out: a field that is no map is used without the lock, or without the sync/atomic, that all others use. variable-of-goroutines: a variable that is no map, or a field without a lock in which is counted, is written by several goroutines. outside-its-lock: one of `guarded` is used without its lock',
      ),
    concurrentModules: z
      .array(moduleName)
      .default([])
      .describe(
        'Modules whose users run exported functions in several goroutines, besides those of which the table of knowledge says so',
      ),
    roots: rootParams,
    caches: z.array(cache).default([]).describe('Caches that hand out the objects in them, and no copies'),
    guarded: z.array(guarded).default([]).describe('What must only be touched under a lock, after construction'),
    safe: z
      .array(typeName)
      .default([])
      .describe(
        'Types that keep order by themselves, such as one whose methods all run in one goroutine: nothing is said of their fields',
      ),
  })
  .refine(
    (given) => given.shapes.includes('outside-its-lock') === given.guarded.length > 0,
    'expected the shape outside-its-lock and guarded together, got one of them',
  );

export type UnguardedMapParams = z.infer<typeof params>;

/**
 *     s.mu.Lock()
 *     s.known[name] = true     guarded
 *     s.mu.Unlock()
 *
 *     s.known[other] = true    unguarded: at the same time as the one above, Go ends the process
 */
export const unguardedMap: Detector<UnguardedMapParams> = {
  name: 'unguarded-map',
  family: 'unguarded-map',
  params,
  names: ['map', 'function', 'access', 'lock', 'root'],
  roles: {
    write: '{{map}} is written here',
    read: '{{map}} is read here',
    deleted: 'an entry of {{map}} is deleted here',
    walked: '{{map}} is walked here',
    counted: 'the length of {{map}} is read here',
    replaced: '{{map}} is replaced here',
    grown: '{{map}} is read and written here, which are two steps',
    handedOut: '{{map}} itself is handed out here, and no copy of it',
    helper: '{{access}} comes to {{map}}',
    also: '{{map}} is used here, and no lock is taken',
    elsewhere: '{{map}} is read here, perhaps at the same time',
    elsewhereWritten: '{{map}} is written here, perhaps at the same time',
    guarded: '{{map}} is used here while {{lock}} is locked',
    atomic: '{{map}} is used by sync/atomic here',
    guard: 'this guarded {{map}}, and the change removes it',
    copied: 'this takes the lock of a copy, which keeps nobody out',
    copy: 'the receiver is a copy here, with a lock of its own',
    header: 'this copies where {{map}} begins and ends, and not what is in it',
    readLock: 'only the lock of readers is taken here, which many hold at once',
    root: 'this runs at the same time as others do',
    promise: 'this is said to be safe for concurrent use',
    source: '{{root}} comes from a cache here, which others read',
    readDeclared: '{{map}} is read here, and {{lock}} is not held',
    writeDeclared: '{{map}} is written here, and {{lock}} is not held',
  },
  detect(form: FunctionForm, program: Program, options: UnguardedMapParams): Sighting[] {
    if (form.outer || form.file.isTest) return [];
    const found = sightingsOf(form, program, options);
    if (options.safe.length === 0) return found;
    return found.filter(({ key }) => !options.safe.some((type) => key.startsWith(`${type}.`)));
  },
};

function sightingsOf(form: FunctionForm, program: Program, options: UnguardedMapParams): Sighting[] {
  const { roots, caches } = options;
  const wants = (shape: (typeof shapes)[number]) => options.shapes.includes(shape);
  const inLiterals = (maps: boolean) =>
    withLiterals(form).flatMap((each) => variablesOfGoroutines(program, each, { maps, roots }));
  const found: Sighting[] = [];
  if (wants('lock-left-out') || wants('shared-without-lock')) found.push(...bareUses(program, form, options));
  if (wants('lock-left-out')) found.push(...copiedLocks(program, form));
  if (wants('returned-by-reference')) found.push(...returnedMaps(program, form));
  if (wants('shared-without-lock')) found.push(...inLiterals(true));
  if (wants('variable-of-goroutines')) found.push(...inLiterals(false), ...countedByMany(program, form, roots));
  if (wants('field-lock-left-out')) found.push(...fieldUses(program, form), ...copiedSlices(program, form));
  if (wants('owned-by-others'))
    found.push(...caches.flatMap((each) => cachedObjects(program, form, each)), ...callersMaps(program, form));
  if (wants('outside-its-lock')) found.push(...declaredGuards(program, form, options.guarded));
  return found;
}
