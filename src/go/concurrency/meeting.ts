import { pathFrom } from '../flow/paths.js';
import type { FunctionForm, Operation } from '../form.js';
import type { Occurrence, Step } from './occurrences.js';

/** Two occurrences, from the innermost function that leads to both. */
export interface Meeting {
  form: FunctionForm;
  first: readonly Step[];
  second: readonly Step[];
}

/** Undefined when no function leads to both, or when they are the same. */
export function meetingOf(one: Occurrence, other: Occurrence): Meeting | undefined {
  const length = Math.min(one.steps.length, other.steps.length);
  for (let index = 0; index < length; index++) {
    const [first, second] = [one.steps[index], other.steps[index]];
    if (!first || !second || first.form !== second.form) return undefined;
    if (first.operation !== second.operation)
      return { form: first.form, first: one.steps.slice(index), second: other.steps.slice(index) };
  }
  return undefined;
}

/** The function that begins a goroutine of its own on these steps, and where in it they go on; else where they begin. */
export function goroutineStep(steps: readonly Step[]): Step | undefined {
  const start = steps.findLastIndex((each) => each.runs === 'goroutine');
  return steps[start + 1] ?? steps.at(-1);
}

export function isParallel(steps: readonly Step[]): boolean {
  return steps.some((each) => each.runs === 'goroutine');
}

export function isKnown(steps: readonly Step[]): boolean {
  return steps.every((each) => each.runs !== 'unknown' && each.runs !== 'once');
}

/**
 * The second may run after the first in the same run of their function; a deferred one runs at its end. `stops`: what makes another one of what
 * they are about.
 */
export function mayFollow(first: Step, second: Step, stops: (operation: Operation) => boolean = never): boolean {
  if (first.runs === 'deferred') return second.runs === 'deferred' && reaches(second, first, stops);
  if (second.runs === 'deferred') return reaches(second, first, stops) || reaches(first, second, stops);
  return reaches(first, second, stops);
}

export function reaches(first: Step, second: Step, stops: (operation: Operation) => boolean = never): boolean {
  return pathFrom(first, { stops, arrives: (operation) => operation === second.operation });
}

function never(): boolean {
  return false;
}
