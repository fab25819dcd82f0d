import type { Operation, Place } from '../../go/form.js';
import type { Clue, Confidence } from '../detector.js';

/** What was found about one thing of a declaration, before it is put in words. */
export interface Seen {
  verdict: 'defect' | 'sound';
  confidence: Confidence;
  how: 'twice' | 'used';
  /** What the thing is written as. */
  handle: string;
  first: Operation;
  /** The second release, or the use. */
  second: Operation;
  at: Place;
  clues: Clue[];
}
