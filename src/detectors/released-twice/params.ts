import { z } from 'zod';

/** `import/path.Name` or `import/path.Type.Method`. */
const qualifiedName = z
  .string()
  .regex(/^[\w.~/-]+\.\w+$/, 'expected an import path, a dot and a name, for example golang.org/x/sys/unix.Close');

const release = z
  .string()
  .regex(
    /^[\w.~/-]+\.\w+(\(\.\))?$/,
    'expected import/path.Type.Method for a method of the thing, or import/path.Function(.) for what it is handed to',
  );

const resource = z.strictObject({
  thing: z.string().min(1).describe('What people call it: descriptor, lock, buffer'),
  release: z
    .array(release)
    .min(1)
    .describe(
      'What gives it back and does harm the second time: a method of it, or with (.) what its first argument goes to',
    ),
  tolerant: z
    .array(release)
    .default([])
    .describe('What gives it back too and may be repeated, but not after one of the others or before it'),
  takeover: z
    .array(qualifiedName)
    .default([])
    .describe('Functions whose result gives their first argument back by itself: os.NewFile'),
  number: z
    .array(z.string().regex(/^\w+$/, 'expected a name of Go'))
    .default([])
    .describe('Methods that give the same thing in another form: Fd of an os.File'),
  again: z
    .array(z.string().regex(/^\w+$/, 'expected a name of Go'))
    .default([])
    .describe('Methods that take it again, after which it may be given back again: Lock'),
  counted: z
    .boolean()
    .default(false)
    .describe(
      'It may be taken several times at once; then it is looked at only where it is taken once, and once at a time',
    ),
  uses: z
    .union([z.literal('any'), z.array(z.string().min(1))])
    .default([])
    .describe('What must not be done with it afterwards: anything, or what these methods, functions or packages do'),
  views: z
    .array(z.string().regex(/^\w+$/, 'expected a name of Go'))
    .default([])
    .describe('Methods whose result is a part of it: Bytes of a bytes.Buffer'),
});

export const params = z.strictObject({ resources: z.array(resource).min(1) });

export type Params = z.infer<typeof params>;
export type Resource = z.infer<typeof resource>;
