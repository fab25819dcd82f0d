import { z } from 'zod';
import type { MergedPull } from '../outcomes/merged-pull.js';
import type { JobKind } from '../queue/job-queue.js';

const fields = {
  installation: z.number().int(),
  owner: z.string().min(1),
  repo: z.string().min(1),
  pull: z.number().int().positive(),
  headSha: z.string().min(1),
  delivery: z.string(),
} satisfies { [Field in keyof Required<MergedPull>]: z.ZodType };

/** What was merged as it was is noted. It needs nothing of GitHub. */
export function mergeKind(note: (pull: MergedPull) => Promise<void>): JobKind<MergedPull> {
  return {
    name: 'merge',
    schema: z.object(fields),
    keyOf: ({ owner, repo, pull }) => `${owner}/${repo}#${pull}`.toLowerCase(),
    // The same delivery twice.
    isOlder: () => false,
    concurrency: 1,
    async run(pull) {
      await note(pull);
      return 'done';
    },
    // Its findings stay without an outcome.
    async giveUp() {},
  };
}
