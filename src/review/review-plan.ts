import type { IncidentProblem } from '../incidents/incident-error.js';
import type { CheckButton } from './check-buttons.js';
import type { CheckFacts } from './check-facts.js';
import type { Finding, Location } from './finding.js';
import type { Triage } from './triage.js';

/** A comment on lines (`location`), on a file (`path` alone). `fingerprint` goes into the hidden mark. */
export interface CommentToPost {
  fingerprint: string;
  /** Of the finding; goes into the mark as well. */
  likeness?: string;
  incident?: string;
  path: string;
  location?: Location;
  body: string;
  /** The body as it is on exactly the lines of `location`: with a suggestion that GitHub can apply to them. */
  bodyOnLines?: string;
}

/** A comment of ours that stands on the pull request already. `id` is the host's own identifier. */
export interface PostedComment {
  id: string;
  fingerprint: string;
  /** Absent on comments of before it was noted. */
  likeness?: string;
  /** Slug; absent on comments of before it was noted. */
  incident?: string;
  /** Without the hidden mark. */
  body: string;
  /** The file it stands on, when the host knows: a comment on a file that could not be analysed is not taken for repaired. */
  path?: string;
  /** What somebody with write access has decided about the finding in this thread. */
  triage?: Triage;
  /** `closed` comments say that the finding was repaired, or is no longer looked for. */
  state: 'open' | 'closed';
  url?: string;
}

export interface CommentToEdit {
  id: string;
  fingerprint: string;
  body: string;
  /** A decision to be noted in the mark; without it the one that stands there stays. */
  triage?: Triage;
  /** `close`: minimise as resolved. `reopen`: show again. `keep`: only the text. */
  change: 'close' | 'reopen' | 'keep';
}

/** GitHub's words for an annotation of a check run. */
export interface Annotation {
  path: string;
  startLine: number;
  endLine: number;
  level: 'failure' | 'warning' | 'notice';
  title: string;
  message: string;
}

export interface CheckToWrite {
  conclusion: 'success' | 'failure';
  title: string;
  /** Markdown. */
  summary: string;
  annotations: Annotation[];
  buttons?: CheckButton[];
  /** Markdown below the summary. */
  details?: string;
  /** From which it was written; kept with it. */
  facts?: CheckFacts;
  /** We ourselves have failed: this says nothing of the change, and the same head may be reviewed again. */
  ownFailure?: true;
}

/** What shall be said on GitHub. A plan is data; `carryOut` of a host acts on it. */
export interface ReviewPlan {
  post: CommentToPost[];
  /** Body of the one review that carries `post`; absent when there is nothing to post. */
  reviewBody?: string;
  edit: CommentToEdit[];
  check: CheckToWrite;
  findings: Finding[];
  /** Findings of incidents in shadow mode: recorded, and not said on GitHub. Absent when there are none. */
  shadow?: Finding[];
  /** Findings that a comment in the code silences, and what is wrong with such comments. Absent when there are none. */
  ignored?: Finding[];
  ignoreProblems?: readonly IncidentProblem[];
}
