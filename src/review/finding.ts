import type { Confidence, Family } from '../detectors/detector.js';
import type { Side } from '../diff/file-diff.js';
import type { Ignore } from './ignores-in.js';

export type Severity = 'error' | 'warning' | 'notice';

/** Lines of one file on one side of the change. 1-based, the end inclusive. */
export interface Location {
  path: string;
  line: number;
  endLine: number;
  side: Side;
}

export interface Evidence extends Location {
  role: string;
  /** Half a sentence in plain text, ready to be shown; names from the pull request are in it, so escape it as text. */
  note: string;
}

/** Lines of the head, from `line` to `endLine` of one file, and what may stand there in their place. */
export interface Suggestion {
  line: number;
  endLine: number;
  lines: string[];
}

/** Where GitHub accepts the comment: on lines inside a hunk, else on the file, else in the check run only. */
export type Placement = { on: 'line'; location: Location } | { on: 'file'; path: string } | { on: 'check' };

/** One place in one change where a detector saw its shape, and which belongs to the pull request. */
export interface Finding {
  incident: string;
  family: Family;
  severity: Severity;
  confidence: Confidence;
  /** True when the conclusion of the check must be `failure` because of it. */
  blocks: boolean;
  at: Location;
  evidence: Evidence[];
  /** The enclosing function as Go prints it: `Name`, `(*Type).Name`. */
  function: string;
  names: Record<string, string>;
  /** 16 hexadecimal digits from incident, path, enclosing function and names; no line number. */
  fingerprint: string;
  /** The same without the path: a finding whose file got another name is known by it. */
  likeness: string;
  placement: Placement;
  /** Only where the placement is on exactly these lines. */
  suggestion?: Suggestion;
}

/** Something that was not analysed, and why. `path` may be a directory or a file. */
export interface Skipped {
  path: string;
  reason: string;
  /** Code that the change touches and that should have been analysed. What is left out by a rule, and what merely surrounds the change, is not missed. */
  missed?: true;
}

/** What the analysis of one change gave. Times are milliseconds. */
export interface Analysis {
  findings: Finding[];
  analysed: string[];
  skipped: Skipped[];
  timings: Record<string, number>;
  /** Comments at the head that ask for silence; absent when there are none. */
  ignores?: Ignore[];
}
