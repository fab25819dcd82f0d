import { z } from 'zod';
import { type FunctionForm, withLiterals } from '../../go/form.js';
import type { Program } from '../../go/program.js';
import type { Detector, Sighting } from '../detector.js';
import { bareUses } from './bare-uses.js';
import { callersMaps } from './callers-map.js';
import { copiedLocks } from './copied-lock.js';
import { informerObjects } from './informer-objects.js';
import { returnedMaps } from './returned-map.js';
import { sameMapInGoroutines } from './same-map-in-goroutines.js';

/** Shapes of this mistake. Of two incidents that name the same one, both speak. */
const shapes = ['lock-left-out', 'returned-by-reference', 'shared-without-lock', 'owned-by-others'] as const;

const params = z.strictObject({
  shapes: z
    .array(z.enum(shapes))
    .min(1)
    .describe(
      "lock-left-out: other code holds a lock for the map, or did until this change. returned-by-reference: a guarded map leaves its lock. shared-without-lock: several goroutines write it and there is no lock at all. owned-by-others: a map of an informer's cache or of the caller is written",
    ),
  concurrentModules: z
    .array(z.string().regex(/^[\w.~/-]+$/, 'expected a module path, for example sigs.k8s.io/controller-runtime'))
    .default([])
    .describe(
      'Modules whose users run exported functions in several goroutines, besides controller-runtime, client-go and grpc',
    ),
});

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
    access: '{{map}} is used here ({{access}})',
    also: '{{map}} is used here, and no lock is taken',
    elsewhere: '{{map}} is used here, which may be at the same time',
    guarded: '{{map}} is used here under {{lock}}',
    guard: 'this guarded {{map}}, and the change removes it',
    copied: 'this takes the lock of a copy, which keeps nobody out',
    copy: 'the receiver is a copy here, with a lock of its own',
    readLock: 'only the lock of readers is taken here, which many hold at once',
    root: 'this runs at the same time as others do',
    source: '{{root}} comes from the cache of an informer, which others read',
  },
  detect(form: FunctionForm, program: Program, options: UnguardedMapParams): Sighting[] {
    if (form.outer || form.file.isTest) return [];
    const wants = (shape: (typeof shapes)[number]) => options.shapes.includes(shape);
    const found: Sighting[] = [];
    if (wants('lock-left-out') || wants('shared-without-lock')) found.push(...bareUses(program, form, options));
    if (wants('lock-left-out')) found.push(...copiedLocks(program, form));
    if (wants('returned-by-reference')) found.push(...returnedMaps(program, form));
    if (wants('shared-without-lock'))
      found.push(...withLiterals(form).flatMap((each) => sameMapInGoroutines(program, each)));
    if (wants('owned-by-others')) found.push(...informerObjects(program, form), ...callersMaps(program, form));
    return found;
  },
};
