import { z } from 'zod';
import type { TriageJob } from '../review/triage-job.js';
import type { JobKind, JobQueue } from './job-queue.js';

/** Replies and buttons that wait to be followed. None replaces another. */
export type TriageQueue = JobQueue<TriageJob>;

const command = z.union([
  z.strictObject({
    decision: z.enum(['not-useful', 'accept']),
    reason: z.string(),
    until: z.string().exactOptional(),
  }),
  z.strictObject({ decision: z.literal('undo') }),
  z.strictObject({ problem: z.string() }),
]);

const fields = {
  installation: z.number().int(),
  owner: z.string().min(1),
  repo: z.string().min(1),
  pull: z.number().int().positive(),
  delivery: z.string(),
  by: z.string().min(1),
  at: z.string(),
  asked: z.union([
    z.object({ from: z.literal('reply'), id: z.number().int(), thread: z.number().int(), command }),
    z.object({
      from: z.literal('button'),
      button: z.enum(['accept-findings', 'count-again']),
      headSha: z.string().min(1),
    }),
  ]),
} satisfies { [Field in keyof Required<TriageJob>]: z.ZodType };

/** What they have in common as jobs. */
export const triageJobs = {
  name: 'triage',
  schema: z.object(fields),
  keyOf: ({ owner, repo, pull, asked, delivery }) =>
    `${owner}/${repo}#${pull} ${asked.from === 'reply' ? asked.id : delivery}`.toLowerCase(),
  // The same reply delivered twice.
  isOlder: () => false,
} satisfies Partial<JobKind<TriageJob>>;
