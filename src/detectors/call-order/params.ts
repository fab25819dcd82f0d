import { z } from 'zod';
import { callNames } from '../named-calls.js';

/** Rules of one incident. */
const rulesMax = 20;

const lockName = z
  .string()
  .max(200)
  .regex(
    /^(?:any|[\w~-]+(?:[./][\w~-]+)*\.\w+)$/,
    'expected any, a type with a lock in it or a field that is one, such as example.com/app/store.Store.mu',
  );

const kinds = ['after', 'before', 'neverAfter', 'neverHolding', 'neverInLoop', 'resultUsed'] as const;

const rule = z
  .strictObject({
    call: callNames.describe(
      'The calls that the rule is about: `import/path.Function`, `import/path.Type.Method` with the type that declares the method, a field that holds a function, or a function of Go such as `close`',
    ),
    when: z
      .array(z.enum(['now', 'deferred', 'spawned']))
      .min(1)
      .optional()
      .describe('Which ways of calling are meant: at once, with `defer`, with `go`. At once when it is not given'),
    after: callNames.optional().describe('One of these has to come before it, on every path'),
    before: callNames
      .optional()
      .describe('One of these has to come after it, on every path but those on which it has failed'),
    neverAfter: callNames.optional().describe('Once one of these has run, it must not be called any more'),
    neverHolding: z
      .array(lockName)
      .min(1)
      .max(20)
      .optional()
      .describe('It must not be called, nor come to be called, while one of these locks is held; `any`: any lock'),
    neverInLoop: z.literal(true).optional().describe('It must not be called in a loop'),
    resultUsed: z
      .union([z.literal('last'), z.int().min(0).max(9)])
      .optional()
      .describe('This result must be used: `last`, or its number, counted from 0'),
  })
  .refine(
    (given) => kinds.filter((kind) => given[kind] !== undefined).length === 1,
    `expected exactly one of ${kinds.join(', ')}`,
  );

export const params = z.strictObject({
  rules: z
    .array(rule)
    .min(1)
    .max(rulesMax, `expected at most ${rulesMax} rules`)
    .describe('What must hold of a call. Each rule says one thing'),
});

export type Params = z.infer<typeof params>;
export type Rule = z.infer<typeof rule>;
