import type { FunctionForm, Place } from '../../go/form.js';
import type { Clue, Confidence } from '../detector.js';

export const shapes = ['one-path', 'two-goroutines', 'called-again', 'check-then-close', 'send-after-close'] as const;
export type Shape = (typeof shapes)[number];

/** What a shape has found, before it is put in words. */
export interface Seen {
  shape: Shape;
  verdict: 'defect' | 'sound';
  confidence: Confidence;
  /** See Sighting. */
  onlyWhenGuardRemoved?: true;
  key: string;
  at: Place;
  clues: Clue[];
  form: FunctionForm;
  channel: string;
  /** The line of the other close or send; empty when there is none. */
  other: string;
}
