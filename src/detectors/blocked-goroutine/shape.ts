import type { FunctionForm, Place } from '../../go/form.js';
import type { Program } from '../../go/program.js';
import type { Clue, Confidence, RewrittenLines, Sighting } from '../detector.js';

/** What an incident may switch on, one by one. Each is drawn above the code that finds it. */
export const shapes = [
  'abandoned-send',
  'missed-signal',
  'unreached-signal',
  'unclosed-range',
  'missed-done',
  'late-add',
  'early-wait',
  'send-under-lock',
  'wait-under-lock',
  'nil-channel',
  'missing-guard',
  'lost-guard',
  'lost-exit',
  'lost-close',
] as const;
export type Shape = (typeof shapes)[number];

/** What the shapes need to know beside the code. */
export interface World {
  program: Program;
  /** Functions that run their argument in a goroutine of its own, by qualified name. */
  starters: ReadonlySet<string>;
  /** Types that count goroutines as sync.WaitGroup does, by qualified name. */
  groups: ReadonlySet<string>;
}

/** A sighting of one shape before it gets its words. */
export interface Seen {
  shape: Shape;
  verdict: 'defect' | 'sound';
  confidence: Confidence;
  onlyWhenGuardRemoved?: true;
  /** What makes it the same one after lines have moved, beside shape and function. */
  key: string;
  form: FunctionForm;
  at: Place;
  clues: Clue[];
  /** Sends that need no guard, since it was seen that they have room or are received. */
  settles?: Place[];
  /** What waits or is waited for, as it is written. */
  subject: string;
  /** The line by which the other side is missed. */
  exit?: Place;
  /** The form of `exit`, when it is not `form`. */
  exitForm?: FunctionForm;
  repair?: RewrittenLines;
}

export function toSighting(seen: Seen): Sighting {
  const { shape, verdict, confidence, key, form, at, clues, subject, exit, repair } = seen;
  return {
    verdict,
    confidence,
    ...(seen.onlyWhenGuardRemoved ? { onlyWhenGuardRemoved: true } : {}),
    key: `${shape} ${key}`,
    at,
    clues,
    names: {
      shape,
      subject,
      function: form.declaration,
      operation: lineText(form, at),
      exit: exit ? exitText(seen.exitForm ?? form, exit) : '',
    },
    ...(repair ? { repair } : {}),
  };
}

function exitText(form: FunctionForm, place: Place): string {
  const text = lineText(form, place);
  return /^[})]*$/.test(text) ? 'the end of the function' : text;
}

function lineText(form: FunctionForm, place: Place): string {
  if (form.file.path !== place.path) return '';
  return form.file.lineText(place.line).trim();
}
