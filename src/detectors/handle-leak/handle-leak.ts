import { z } from 'zod';
import type { FunctionForm, Operation, Place, Value, Variable } from '../../go/form.js';
import { type Acquisition, acquisitionsIn } from '../../go/ownership/owned-results.js';
import { writtenRelease } from '../../go/ownership/release.js';
import type { Leak } from '../../go/ownership/trail.js';
import type { Detector, Sighting } from '../detector.js';

/** More exits than this make no reader wiser. */
const exitsShownMax = 3;

/** `import/path.Name` or `import/path.Type.Method`. */
const qualifiedName = z
  .string()
  .regex(
    /^[\w.~/-]+\.\w+$/,
    'expected an import path, a dot and a name, for example github.com/vishvananda/netlink.NewHandle',
  );

const releaseShape = /^(\w+(\.\w+)*|\(\)|[\w.~/-]+\.\w+\(\.\))$/;

const params = z.strictObject({
  resources: z
    .array(
      z.strictObject({
        type: qualifiedName.describe('The type of what is acquired'),
        acquire: z
          .array(qualifiedName)
          .min(1)
          .describe('Functions and methods one of whose results belongs to their caller'),
        result: z.int().min(0).optional().describe('Which result; 0, the first, when it is not given'),
        release: z
          .array(
            z.string().regex(releaseShape, 'expected Close, Body.Close, () for calling it, or import/path.Close(.)'),
          )
          .min(1)
          .describe('What gives it back: a method of it or of a field of it, calling it, or handing it to a function'),
      }),
    )
    .min(1),
});

/**
 *     h, err := Acquire()     acquire
 *     if err != nil {
 *         return err          nothing was acquired here
 *     }
 *     if … {
 *         return nil          exit: h is still open, and nobody else has it
 *     }
 *     h.Close()               release
 */
export const handleLeak: Detector<z.infer<typeof params>> = {
  name: 'handle-leak',
  family: 'handle-leak',
  params,
  names: ['handle', 'acquire', 'release', 'giveBack', 'function', 'exit', 'type'],
  roles: {
    acquire: '{{acquire}} opens {{handle}} here',
    opens: 'what {{acquire}} opens is opened here',
    exit: '{{handle}} is still open here',
    release: 'this gave {{handle}} back, and the change removes it',
  },
  detect(form, program, { resources }) {
    return acquisitionsIn(program, form, resources).flatMap((acquisition) => sightingOf(form, acquisition) ?? []);
  },
};

function sightingOf(form: FunctionForm, acquisition: Acquisition): Sighting | undefined {
  const { operation, owned, outcome } = acquisition;
  const handle = nameOfHandle(form, operation, owned.index);
  const [first] = outcome.leaks;
  if (!first && outcome.releases.length === 0) return undefined;
  const opens = owned.within.map(({ place }) => ({ role: 'opens', place }));
  const exits = outcome.leaks.slice(0, exitsShownMax).map(({ place }) => ({ role: 'exit', place }));
  return {
    verdict: first ? 'defect' : 'sound',
    // Every step was followed in code or stands in the table; what could not be followed counts as moved and is not reported.
    confidence: 'proof',
    key: `${operation.call.text} ${handle}`,
    at: operation.place,
    clues: first
      ? [{ role: 'acquire', place: operation.place }, ...exits, ...opens]
      : outcome.releases.map((place) => ({ role: 'release', place })),
    names: {
      handle,
      acquire: operation.call.text,
      release: owned.release[0] ?? '',
      giveBack: writtenRelease(handle, owned.release[0] ?? ''),
      function: form.declaration,
      exit: first ? exitText(form, first) : '',
      type: owned.resource.type,
    },
  };
}

/** The variable or field that the result is kept in; the call itself when it is kept nowhere. */
function nameOfHandle(form: FunctionForm, operation: Operation & { op: 'call' }, index: number): string {
  const result = operation.results[index];
  const kept = form.blocks
    .flatMap((block) => block.operations)
    .find((each) => each.op === 'assign' && isResult(each.value, result));
  return (kept?.op === 'assign' && written(kept.target)) || `${operation.call.text}()`;
}

function isResult(value: Value, result: Variable | undefined): boolean {
  return value.kind === 'variable' && value.variable === result;
}

function written(target: Value): string {
  if (target.kind === 'variable') return target.variable.name;
  return target.kind === 'member' ? [written(target.of), target.name].filter(Boolean).join('.') : '';
}

function exitText(form: FunctionForm, { how, place }: Leak): string {
  const line = lineText(form, place);
  if (how === 'return') return /^}|^$/.test(line) ? 'the end of the function' : line;
  return line;
}

function lineText(form: FunctionForm, place: Place): string {
  return (form.file.text.split('\n')[place.line - 1] ?? '').trim();
}
