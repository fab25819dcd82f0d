import { z } from 'zod';
import { callName, callNames } from '../named-calls.js';

/** Rules of one incident, values of one rule. */
const rulesMax = 20;
const valuesMax = 50;

const typeNames = z
  .array(
    z
      .string()
      .max(200)
      .regex(
        /^[\w~-]+(?:[./][\w~-]+)*$/,
        'expected a type: an import path, a dot and a name, such as time.Duration, or int',
      ),
  )
  .min(1)
  .max(valuesMax);

const never = z
  .strictObject({
    nil: z.literal(true).optional().describe('`nil`'),
    zero: z.literal(true).optional().describe('`nil`, `0`, `""`, `false`, `T{}`, or a field that is left out'),
    literal: z.literal(true).optional().describe('Any number, text, `true` or `false` that is written there'),
    values: z
      .array(z.string().min(1).max(200))
      .min(1)
      .max(valuesMax)
      .optional()
      .describe('These, as Go writes them: `0o777`, `"tcp"`, `true`, `net/http.DefaultClient`'),
    results: callNames.optional().describe('What one of these calls gives, such as `context.Background`'),
    types: typeNames.optional().describe('A value of one of these types; a pointer to it counts'),
  })
  .refine((given) => Object.values(given).some((each) => each !== undefined), 'expected at least one kind of value');

const rule = z
  .strictObject({
    call: callNames
      .optional()
      .describe('The calls that the rule is about: `import/path.Function` or `import/path.Type.Method`'),
    argument: z.int().min(0).max(30).optional().describe('Which argument, counted from 0'),
    literalOf: z
      .array(callName)
      .min(1)
      .max(valuesMax)
      .optional()
      .describe('In place of `call`: types of which a literal such as `http.Server{…}` is meant'),
    field: z.string().regex(/^\w+$/, 'expected the name of a field').optional().describe('The field of the literal'),
    never: never.describe('What must not stand there'),
  })
  .refine(
    ({ call, argument, literalOf, field }) =>
      (call !== undefined && argument !== undefined && literalOf === undefined && field === undefined) ||
      (call === undefined && argument === undefined && literalOf !== undefined && field !== undefined),
    'expected either call and argument, or literalOf and field',
  );

export const params = z.strictObject({
  rules: z
    .array(rule)
    .min(1)
    .max(rulesMax, `expected at most ${rulesMax} rules`)
    .describe('What must never be handed to a call, or set in a literal. Each rule is about one argument or field'),
});

export type Params = z.infer<typeof params>;
export type Rule = z.infer<typeof rule>;
export type Never = z.infer<typeof never>;
