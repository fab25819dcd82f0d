import type { FunctionForm, Operation, Place, Value, Variable } from '../../go/form.js';
import { type Acquisition, acquisitionsIn } from '../../go/ownership/owned-results.js';
import { writtenRelease } from '../../go/ownership/release.js';
import type { Leak } from '../../go/ownership/trail.js';
import type { Program } from '../../go/program.js';
import type { Confidence, Detector, Sighting } from '../detector.js';
import { pilesUp } from './deferred-in-loop.js';
import { acquisitionsByConvention } from './forgotten-exit.js';
import { type AcquisitionLikeOthers, acquisitionsLikeOthers } from './given-back-by-others.js';
import { isForgotten, mayGoWithOthers } from './left-behind.js';
import { type Params, params } from './params.js';
import { repairOf } from './repair.js';
import { releasesTakenAway } from './taken-away.js';

/** More exits than this make no reader wiser. */
const exitsShownMax = 3;
const othersShownMax = 3;

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
export const handleLeak: Detector<Params> = {
  name: 'handle-leak',
  family: 'handle-leak',
  params,
  names: ['handle', 'acquire', 'release', 'giveBack', 'function', 'exit', 'type'],
  roles: {
    acquire: 'what {{acquire}} returns here has to be given back',
    opens: '{{acquire}} acquires it here, and leaves it to its caller',
    exit: 'this way out does not give {{handle}} back',
    overwritten: '{{handle}} is set to something else here, and what it held is lost',
    dropped: 'nothing keeps what is returned here',
    others: 'whoever else calls {{acquire}} gives back what it returns, as here',
    pile: 'this runs when the function ends, and each round of the loop before that keeps one more',
    release: 'this gave {{handle}} back, and the change removes it',
  },
  detect(form, program, { resources, conventions }) {
    const known = resources ? eachOnce(acquisitionsIn(program, form, resources)) : [];
    const agreed = resources ? acquisitionsLikeOthers(program, form, resources, known) : [];
    const shown = conventions ? acquisitionsByConvention(program, form, conventions) : [];
    return [
      ...known.flatMap((each) => pileOf(program, form, each) ?? knownOf(program, form, each) ?? []),
      ...agreed.flatMap((each) => agreedOf(form, each) ?? []),
      ...shown.flatMap((each) => sightingOf(form, each, 'likely') ?? []),
    ];
  },
  compare(declaration, { conventions }) {
    return conventions ? releasesTakenAway(declaration, conventions) : [];
  },
};

function agreedOf(form: FunctionForm, acquisition: AcquisitionLikeOthers): Sighting | undefined {
  const sighting = sightingOf(form, acquisition, 'likely');
  const others = acquisition.others.slice(0, othersShownMax).map((place) => ({ role: 'others', place }));
  return sighting && { ...sighting, clues: [...sighting.clues, ...others] };
}

function knownOf(program: Program, form: FunctionForm, acquisition: Acquisition): Sighting | undefined {
  if (!acquisition.owned.resource.mayStay) return sightingOf(form, acquisition, 'proof');
  if (mayGoWithOthers(program, form, acquisition)) return undefined;
  if (isForgotten(form, acquisition)) return sightingOf(form, acquisition, 'likely');
  const sighting = sightingOf(form, acquisition, 'possible');
  return sighting && { ...sighting, onlyWhenGuardRemoved: true };
}

/** What wraps several resources is still one thing to give back. */
function eachOnce(acquisitions: readonly Acquisition[]): Acquisition[] {
  return acquisitions.filter(({ operation, owned }, index) => {
    const before = acquisitions.slice(0, index);
    return !before.some((each) => each.operation === operation && each.owned.index === owned.index);
  });
}

/** `_, err := open()` in a test is there for the error. */
function isExpectedToFail(form: FunctionForm, { operation, outcome }: Acquisition): boolean {
  return form.file.isTest && operation.results.length > 1 && outcome.leaks.every(({ how }) => how === 'dropped');
}

const roleOf = { return: 'exit', overwritten: 'overwritten', dropped: 'dropped' } as const satisfies Record<
  Leak['how'],
  string
>;

function sightingOf(form: FunctionForm, acquisition: Acquisition, confidence: Confidence): Sighting | undefined {
  const { operation, owned, outcome } = acquisition;
  const handle = nameOfHandle(form, operation, owned.index);
  const [first] = outcome.leaks;
  if (!first && outcome.releases.length === 0) return undefined;
  if (first && isExpectedToFail(form, acquisition)) return undefined;
  const opens = owned.within.map(({ place }) => ({ role: 'opens', place }));
  const repair = first && confidence === 'proof' ? repairOf(form, acquisition, handle) : undefined;
  const exits = outcome.leaks.slice(0, exitsShownMax).map(({ how, place }) => ({ role: roleOf[how], place }));
  return {
    verdict: first ? 'defect' : 'sound',
    // Proof: every step was followed in code or stands in the table; what could not be followed counts as moved and is not reported.
    confidence,
    key: `${operation.call.text} ${handle}`,
    at: operation.place,
    clues: first
      ? [{ role: 'acquire', place: operation.place }, ...exits, ...opens]
      : outcome.releases.map((place) => ({ role: 'release', place })),
    ...(repair ? { repair } : {}),
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

function pileOf(program: Program, form: FunctionForm, acquisition: Acquisition): Sighting | undefined {
  const sound = acquisition.outcome.leaks.length === 0 ? sightingOf(form, acquisition, 'likely') : undefined;
  const place = sound && pilesUp(program, form, acquisition);
  if (!sound || !place) return undefined;
  const clues = [
    { role: 'acquire', place: acquisition.operation.place },
    { role: 'pile', place },
  ];
  return { ...sound, verdict: 'defect', clues, names: { ...sound.names, exit: 'the next round of the loop' } };
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
  return form.file.lineText(place.line).trim();
}
