import type { Annotation } from './review-plan.js';

/**
 * All that a check says, apart from what people decided about it. It is kept in the check run, so that a decision changes the verdict without a new
 * analysis: `writeCheck` of the same facts and the same decisions gives the same check every time.
 */
export interface CheckFacts {
  findings: FindingFacts[];
  /** Paths that were not analysed. */
  skipped: number;
  /** Those of them that the change touches and that should have been analysed. */
  missed: number;
  /** The repository lets pass what could not be analysed. */
  passesMissed: boolean;
  commentsMax: number;
  /** Something was found that is only recorded, or that a comment in the code ignores: the check must not say that nothing was. */
  unsaid?: true;
  /** Besides those of findings. */
  alsoAnnotated: Annotation[];
  /** What else the check fails for, as a title. */
  alsoBlocks?: string;
  /** Markdown below the findings: what was looked at, and what was not. */
  rest: string;
}

/** One finding as the check tells it. */
export interface FindingFacts {
  fingerprint: string;
  blocks: boolean;
  /** Markdown: the line as a link, and the function. */
  where: string;
  /** Markdown: the incident as a link to its report. */
  what: string;
  /** Why it has no comment of its own. */
  withoutComment?: 'limit' | 'place' | 'group' | 'combination';
  /** Address of its comment, when that is known already. */
  commentUrl?: string;
  /** Absent when no line of the head can be named. */
  annotation?: Annotation;
}
