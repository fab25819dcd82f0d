import { z } from 'zod';

/** `import/path.Name` or `import/path.Type.Method`. */
const qualifiedName = z
  .string()
  .regex(
    /^[\w.~/-]+\.\w+$/,
    'expected an import path, a dot and a name, for example github.com/vishvananda/netlink.NewHandle',
  );

const name = z.string().regex(/^\w+$/, 'expected a name of Go');

const releaseShape = /^(\w+(\.\w+)*|\(\)|[\w.~/-]+\.\w+\((\.|\w+\(\))\))$/;

const resource = z.strictObject({
  type: qualifiedName.describe('The type of what is acquired'),
  acquire: z.array(qualifiedName).min(1).describe('Functions and methods one of whose results belongs to their caller'),
  result: z.int().min(0).optional().describe('Which result; 0, the first, when it is not given'),
  byType: z.boolean().optional().describe('Every function that is declared to give this type hands it to its caller'),
  release: z
    .array(
      z
        .string()
        .regex(
          releaseShape,
          'expected Close, Body.Close, () for calling it, import/path.Close(.) or import/path.Remove(Name())',
        ),
    )
    .min(1)
    .describe(
      'What gives it back: a method of it or of a field of it, calling it, or handing it, or what a method of it gives, to a function',
    ),
  mayStay: z
    .boolean()
    .optional()
    .describe(
      'It may be meant to stay: said only of an exit on failure that leaves it behind, where the other exits give it back or to the caller',
    ),
  inside: z
    .int()
    .min(0)
    .optional()
    .describe('Which argument says what it stands in: who gives that back gives it back too'),
});

const conventions = z.strictObject({
  acquire: z
    .array(name)
    .min(1)
    .describe('First words of functions that hand out something new, in lower case: new, open, dial'),
  release: z.array(name).min(1).describe('Methods that give something back, by their exact names'),
  functions: z.array(qualifiedName).describe('Functions that give back their argument'),
  called: z
    .array(name)
    .default([])
    .describe('First words of variables with functions that give something back when they are called: cleanup, closer'),
  except: z.array(qualifiedName).describe('Functions whose results need not be given back'),
});

/**
 * `resources`: what is known by name. `conventions`: what a function itself shows that must be given back, because it does so elsewhere or
 * did so before the change.
 */
export const params = z
  .strictObject({ resources: z.array(resource).min(1).optional(), conventions: conventions.optional() })
  .refine((given) => given.resources || given.conventions, 'expected resources or conventions, got neither');

export type Params = z.infer<typeof params>;
export type Conventions = z.infer<typeof conventions>;
