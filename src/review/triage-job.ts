import type { TriageCommand } from './triage-command.js';

/** Somebody wants a finding to count, or not to count any more. */
export interface TriageJob {
  installation: number;
  owner: string;
  repo: string;
  pull: number;
  delivery: string;
  /** Login of who wants it. */
  by: string;
  /** ISO time at which it was asked. */
  at: string;
  asked:
    | {
        /** A reply in the thread that the comment `thread` began. Numbers of comments grow. */
        from: 'reply';
        id: number;
        thread: number;
        command: TriageCommand;
      }
    | {
        /** A button of the check on this head. */
        from: 'button';
        button: 'accept-findings' | 'count-again';
        headSha: string;
      };
}
