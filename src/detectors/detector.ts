import type { z } from 'zod';
import type { FunctionForm, Place } from '../go/form.js';
import type { Program } from '../go/program.js';

/** The last is for what breaks a rule of an interface or of a team, and has no closer word. */
export const families = [
  'handle-leak',
  'double-close',
  'unguarded-map',
  'blocked-goroutine',
  'stale-write',
  'broken-contract',
] as const;
export type Family = (typeof families)[number];

/** `proof`: shown on a path. `likely`: one assumption that is nearly always true. `possible` is never posted by default. */
export type Confidence = 'proof' | 'likely' | 'possible';

/** One fact that a sighting rests on. `role` is a key of the detector's `roles`. */
export interface Clue {
  role: string;
  place: Place;
  /** The place is on the merge base: something that the change deletes. */
  side?: 'LEFT';
}

/**
 * A place where the detector saw its shape. `defect` is the mistake, `sound` the same thing done right: a sound sighting at the merge base
 * tells what a pull request took away when a defect of the same `key` stands at its head.
 */
export interface Sighting {
  verdict: 'defect' | 'sound';
  confidence: Confidence;
  /** A defect only if the merge base has a sound sighting of the same key and the change deletes one of its clues; then it is `likely`. */
  onlyWhenGuardRemoved?: true;
  /** Names that make this sighting the same one after lines have moved; no line numbers. */
  key: string;
  at: Place;
  /** For a defect: why. For a sound sighting: what makes it sound (the release, the guard). */
  clues: Clue[];
  /** What comment.md may speak of, for example `handle: nlHandle`. Values come from the pull request and are hostile. */
  names: Record<string, string>;
  /** Of a defect: the few lines that make it right, where no more is needed and nothing else changes. */
  repair?: InsertedLine | RewrittenLines;
}

/** A line of code, with its indentation, that is to stand below another one of the same file at the head. */
export interface InsertedLine {
  below: number;
  text: string;
}

/** What stands in place of lines of the same file at the head, near the sighting. */
export interface RewrittenLines {
  line: number;
  endLine: number;
  lines: string[];
}

/** One declaration at the merge base and at the head of a change. */
export interface ComparedDeclaration {
  base: { form(): FunctionForm | undefined; program: Program };
  head: { form(): FunctionForm | undefined; program: Program };
  /** What the change deleted of the declaration. */
  removedText: string;
  /** Whether the change added a line anywhere else that the pattern, which has no flags, fits. */
  isAddedElsewhere(pattern: RegExp): boolean;
  isRemoved(baseLine: number): boolean;
  /** The same line at the head; undefined when it was deleted. */
  headLine(baseLine: number): number | undefined;
}

/** An algorithm that knows one shape of mistake. It does no I/O and knows no project. */
export interface Detector<Params = unknown> {
  name: string;
  /** `any`: what goes wrong is not told by the shape, so the incident names its family. */
  family: Family | 'any';
  /** What incident.yml may set. */
  params: z.ZodType<Params>;
  /** The keys of `Sighting.names`, all of them always given. */
  names: readonly string[];
  /** Further names that the parameters of an incident bring. */
  namesOf?(params: Params): readonly string[];
  /** What has to be loaded before `params` can be checked. */
  prepare?(): Promise<void>;
  /** What each role of a clue means, as half a sentence with `{{name}}` placeholders. */
  roles: Readonly<Record<string, string>>;
  /** Looks at one function or function literal of a touched declaration. */
  detect(form: FunctionForm, program: Program, params: Params): Sighting[];
  /** Mistakes of the head that only show in comparison with the merge base. Asked for declarations of which the change deletes lines. */
  compare?(declaration: ComparedDeclaration, params: Params): Sighting[];
}
