import type { TriageHost } from './triage-host.js';
import type { TriageJob } from './triage-job.js';
import { givenUp } from './triage-words.js';

/** Answers somebody whose reply could not be followed. A button has no thread to answer in; it stays there to be pressed again. `reason`: half a sentence. */
export async function tellGivenUp(job: TriageJob, host: TriageHost, reason: string): Promise<void> {
  const { asked } = job;
  if (asked.from !== 'reply') return;
  const pull = await host.readPull(job);
  const comment = pull?.comments.find(({ id }) => id === String(asked.thread));
  if (!pull?.open || !comment) return;
  const isNoted = comment.triage?.reply === asked.id;
  await host.reply(job, comment, pull.headSha, givenUp(job.by, reason, isNoted));
}
