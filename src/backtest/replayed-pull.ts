import { z } from 'zod';

const codeLine = z.object({ number: z.int(), text: z.string(), meant: z.boolean() });

const place = z.object({
  path: z.string(),
  line: z.int(),
  endLine: z.int(),
  side: z.enum(['LEFT', 'RIGHT']),
  code: z.array(codeLine),
});

const replayedFinding = place.extend({
  incident: z.string(),
  family: z.string(),
  severity: z.enum(['error', 'warning', 'notice']),
  confidence: z.enum(['proof', 'likely', 'possible']),
  blocks: z.boolean(),
  /** Of an incident in shadow mode: it would not have been said. */
  shadow: z.boolean(),
  function: z.string(),
  fingerprint: z.string(),
  evidence: z.array(place.extend({ note: z.string() })),
});

/** What the replay of one pull request gave, as the journal keeps it. Schema and type in one, since a journal may be of another version. */
export const replayedPullSchema = z.object({
  base: z.string(),
  head: z.string(),
  subject: z.string(),
  date: z.string(),
  /** Wall time of the review: reading, analysis, plan. */
  milliseconds: z.number(),
  /** Added and removed lines of Go files. */
  changedGoLines: z.int(),
  findings: z.array(replayedFinding),
  /** Paths that were not analysed. */
  skipped: z.int(),
  /** Why it could not be reviewed; it has no findings then. */
  failed: z.string().optional(),
});

export type ReplayedPull = z.output<typeof replayedPullSchema>;
export type ReplayedFinding = z.output<typeof replayedFinding>;
export type ReplayedPlace = z.output<typeof place>;
