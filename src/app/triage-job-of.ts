import { readExternalId } from '../github/external-id.js';
import { acceptFindings, countAgain } from '../review/check-buttons.js';
import type { Skip } from '../review/skip.js';
import { dayOf } from '../review/triage.js';
import { readCommand } from '../review/triage-command.js';
import type { TriageJob } from '../review/triage-job.js';
import type { PressedButton, WrittenComment } from './events/work.js';

/** What a comment asks to be decided; most ask for nothing. */
export function jobOfComment(written: WrittenComment, now: Date): TriageJob | Skip {
  const { installation, owner, repo, pull, delivery, comment } = written;
  if (comment.inReplyTo === undefined) return { kind: 'nothing to review', skip: 'the comment answers none' };
  const command = readCommand(comment.body, dayOf(now));
  if (!command) return { kind: 'nothing to review', skip: 'the comment has no command' };
  const asked = { from: 'reply', id: comment.id, thread: comment.inReplyTo, command } as const;
  return { installation, owner, repo, pull, delivery, by: comment.author.login, at: now.toISOString(), asked };
}

/** What a button asks to be decided. On the check of a merge group nothing is: its findings are those of pull requests. */
export function jobOfButton(pressed: PressedButton, now: Date): TriageJob | Skip {
  const { installation, owner, repo, externalId, identifier, delivery, by } = pressed;
  const reviewed = readExternalId(externalId);
  const button = [acceptFindings, countAgain].find((each) => each.identifier === identifier);
  if (!reviewed || reviewed.mergeGroup) return { kind: 'nothing to review', skip: 'the check is of no pull request' };
  if (!button) return { kind: 'nothing to review', skip: 'the button is none that is known' };
  const asked = {
    from: 'button',
    button: button === acceptFindings ? 'accept-findings' : 'count-again',
    headSha: reviewed.headSha,
  } as const;
  return { installation, owner, repo, pull: reviewed.pull, delivery, by: by.login, at: now.toISOString(), asked };
}
