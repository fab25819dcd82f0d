import { z } from 'zod';
import type { GitHubClient } from '../../github/github-client.js';
import { GitHubError } from '../../github/github-error.js';
import { listInstallations, listRepositories } from '../../github/installations.js';
import {
  type OwnCheck,
  readUnreviewedPulls,
  repositoriesPerQuery,
  type UnreviewedPull,
} from '../../github/unreviewed-pulls.js';
import type { JobKind, Notes, RunEnd } from '../../queue/job-queue.js';
import type { ReviewQueue } from '../../queue/review-queue.js';
import type { InstallationWaits } from '../installation-waits.js';
import { askForMissed, deliveryNote } from './missed-deliveries.js';

/** A start asks at once; the schedule asks all processes, and one answers. */
const jobSchema = z.object({ because: z.enum(['start', 'schedule']) });
export type ReconciliationJob = z.infer<typeof jobSchema>;

export const reconciliationMinutes = 15;
/** After a pass, another start within this time is taken for one of many processes that begin together. */
const startTogetherMilliseconds = 60_000;
/** A run ends after it and goes on in another, so that a crash in the middle costs little. */
const runMillisecondsMax = 60_000;
/** Pull requests that nobody has touched for longer are reviewed at their next push. */
const pullDaysMax = 14;
const dayMilliseconds = 24 * 60 * 60 * 1000;

/** What is found and done, for the log and for metrics. */
export interface ReconciliationFigures {
  /** Webhooks that GitHub was asked to send again. */
  redelivered: number;
  installations: number;
  repositories: number;
  /** Pull requests without a verdict that were queued. */
  queued: number;
  /** Installations that could not be asked; the next pass asks them again. */
  failed: number;
}

export interface ReconciliationParts {
  /** Signed in as the app itself. */
  app: GitHubClient;
  signIn(installation: number): Promise<GitHubClient>;
  own: OwnCheck;
  notes: Notes;
  waits: InstallationWaits;
  reviews: ReviewQueue;
  reconciled(figures: ReconciliationFigures): void;
}

const passNote = z.object({
  /** Of the last pass that came to its end. */
  ended: z.iso.datetime().optional(),
  /** The last installation that was looked at, in a pass that has not. */
  after: z.number().optional(),
});

/** Finds what no webhook has told, or told in vain: deliveries that were not acknowledged, and heads without a verdict. */
export function reconciliationKind(parts: ReconciliationParts): JobKind<ReconciliationJob> {
  return {
    name: 'reconciliation',
    schema: jobSchema,
    keyOf: () => 'all',
    isOlder: () => false,
    concurrency: 1,
    run: (job) => reconcile(job, parts),
    giveUp: async () => {}, // the schedule comes again
  };
}

async function reconcile({ because }: ReconciliationJob, parts: ReconciliationParts): Promise<RunEnd> {
  const { notes, app } = parts;
  const now = new Date();
  const pass = read(passNote, await notes.read('reconciliation'));
  if (pass.after === undefined && isRecent(pass.ended, because, now)) return 'done';
  const figures: ReconciliationFigures = { redelivered: 0, installations: 0, repositories: 0, queued: 0, failed: 0 };
  const asked = await askForMissed(app, read(deliveryNote, await notes.read('reconciliation/deliveries')), now);
  await notes.write('reconciliation/deliveries', asked.note);
  figures.redelivered = asked.redelivered;
  let through = asked.through;
  for (const installation of await listInstallations(app)) {
    if (pass.after !== undefined && installation <= pass.after) continue;
    if (Date.now() - now.getTime() > runMillisecondsMax) {
      through = false;
      break;
    }
    await lookAt(installation, parts, figures, now);
    await notes.write('reconciliation', { ...pass, after: installation });
    pass.after = installation;
  }
  if (through) await notes.write('reconciliation', { ended: now.toISOString() });
  parts.reconciled(figures);
  return through ? 'done' : { again: new Date() };
}

function isRecent(ended: string | undefined, because: ReconciliationJob['because'], now: Date): boolean {
  if (ended === undefined) return false;
  // A little less than the interval: the clocks of several processes are not one.
  const atLeast = because === 'start' ? startTogetherMilliseconds : reconciliationMinutes * 60_000 * 0.8;
  return now.getTime() - Date.parse(ended) < atLeast;
}

/** One that cannot be asked does not keep the others from it. */
async function lookAt(installation: number, parts: ReconciliationParts, figures: ReconciliationFigures, now: Date) {
  const since = new Date(now.getTime() - pullDaysMax * dayMilliseconds);
  figures.installations++;
  if (await parts.waits.of(installation)) {
    figures.failed++;
    return;
  }
  try {
    const octokit = await parts.signIn(installation);
    const repositories = await listRepositories(octokit);
    figures.repositories += repositories.length;
    for (let from = 0; from < repositories.length; from += repositoriesPerQuery) {
      const some = repositories.slice(from, from + repositoriesPerQuery);
      for (const pull of await readUnreviewedPulls(octokit, parts.own, some, since)) {
        await parts.reviews.add(jobOf(pull, installation, now));
        figures.queued++;
      }
    }
  } catch (error) {
    if (!(error instanceof GitHubError)) throw error;
    await parts.waits.note(installation, error);
    figures.failed++;
  }
}

function jobOf(
  { owner, repo, url, pull, headSha, baseSha, updatedAt }: UnreviewedPull,
  installation: number,
  now: Date,
) {
  const delivery = `reconciliation of ${now.toISOString()}`;
  return { installation, owner, repo, pull, headSha, baseSha, delivery, repositoryUrl: url, updatedAt };
}

/** A note in another form is none. */
function read<Shape extends z.ZodType>(shape: Shape, note: unknown): z.infer<Shape> {
  const result = shape.safeParse(note ?? {});
  return result.success ? result.data : shape.parse({});
}
