import type { RepositoryConfig } from '../config/config-schema.js';
import type { Incident } from '../incidents/incident.js';
import { describeError } from './describe-error.js';
import { editsConfig } from './edits-config.js';
import type { Analysis } from './finding.js';
import { NotComparableError } from './not-comparable-error.js';
import { type OutcomeLog, type ToldReview, toldReview } from './outcome-log.js';
import { type OwnFailure, planFailure, unknownFailure } from './plan-failure.js';
import { planMergeGroup } from './plan-merge-group.js';
import { type PlanInput, planReview } from './plan-review.js';
import { previewConfig } from './preview-config.js';
import { readRules } from './read-rules.js';
import type { ReadChange, ReviewHost } from './review-host.js';
import type { ReviewJob } from './review-job.js';
import type { ReviewPlan } from './review-plan.js';
import type { Skip } from './skip.js';
import { dayOf } from './triage.js';

/** Structured lines about one review; whoever makes it adds the delivery and the pull request to each. */
export interface ReviewLog {
  info(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export interface ReviewPorts {
  host: ReviewHost;
  incidents: readonly Incident[];
  analyse(read: ReadChange, incidents: readonly Incident[], config: RepositoryConfig): Promise<Analysis>;
  log: ReviewLog;
  /** Absent where nothing is kept. */
  outcomes?: OutcomeLog;
  /** Asked before anything is written: a process that was taken for dead while it was busy has lost the review to another. */
  stillOurs?(): Promise<boolean>;
}

type Step = 'open' | 'read' | 'analyse' | 'plan' | 'carry out';

export type ReviewOutcome = { reviewed: ReviewPlan } | Skip | { failed: unknown; during: Step; failure: OwnFailure };

/**
 * Reviews one pull request at one head: the only function of the review that waits and branches. It does not throw. What has failed may be tried again;
 * when it is not, `tellFailure` has to be called, since a check that is left in progress would hold the pull request for ever.
 */
export async function reviewPull(job: ReviewJob, ports: ReviewPorts): Promise<ReviewOutcome> {
  const { host, log } = ports;
  let during: Step = 'open';
  let { onError } = unknownFailure;
  try {
    if (job.draft && (await skipsDrafts(job, ports))) return skipped(log, draft);
    const opened = await host.open(job);
    if (opened.state === 'finished') return skipped(log, reviewedAlready);
    if (opened.state === 'gone') return skipped(log, opened.why);
    during = 'read';
    const reading = Promise.all([host.readChange(job), host.readPosted(job)]);
    // It is awaited below, when it is known what the repository wants to be done about a failure.
    reading.catch(() => {});
    const trusted = await host.readTrusted(job);
    const rules = await readRules(trusted, ports.incidents);
    onError = rules.config['on-error'];
    const records = (await ports.outcomes?.recordsOf(job, rules.ofRepository)) ?? [];
    const [read, posted] = await reading;
    during = 'analyse';
    const analysis = await ports.analyse(read, rules.incidents, rules.config);
    const preview = editsConfig(read.change)
      ? await previewConfig({ read, ...rules, records, trusted, analyse: ports.analyse })
      : undefined;
    during = 'plan';
    const { repositoryUrl } = job;
    const input: PlanInput = {
      analysis,
      change: read.change,
      posted: posted.comments,
      decisions: { triaged: posted.triaged, today: dayOf(new Date()) },
      ...rules,
      records,
      ...(preview ? { preview } : {}),
      ...(repositoryUrl === undefined ? {} : { repositoryUrl }),
    };
    const plan = job.mergeGroup ? planMergeGroup(input, posted.alone) : planReview(input);
    if ((await ports.stillOurs?.()) === false) return skipped(log, takenOver);
    during = 'carry out';
    const gone = await host.carryOut(job, plan);
    if (gone) return skipped(log, gone);
    if (!job.mergeGroup) await keepOutcome(job, toldReview(plan, { analysis, posted, rules }), ports);
    log.info(figures(plan, analysis), 'reviewed');
    return { reviewed: plan };
  } catch (error) {
    log.error({ during, ...describeError(error) }, 'the review failed');
    return { failed: error, during, failure: { reason: reasonOf(error, during), onError } };
  }
}

/** The review is said by now: what cannot be written down stays unknown, and is no reason to say it again. */
async function keepOutcome(job: ReviewJob, review: ToldReview, { outcomes, log }: ReviewPorts): Promise<void> {
  await outcomes
    ?.reviewed(job, review)
    .catch((error: unknown) => log.error(describeError(error), 'what became of the findings could not be kept'));
}

/** Concludes the check with a failure of our own, where the head still waits for a verdict. */
export async function tellFailure(job: ReviewJob, host: ReviewHost, failure = unknownFailure): Promise<void> {
  const opened = await host.open(job);
  if (opened.state === 'started') await host.carryOut(job, planFailure(job.delivery, failure));
}

/** For the title of the check: plain, and without anything of the error that could hold code. */
function reasonOf(error: unknown, during: Step): string {
  if (error instanceof NotComparableError) return error.reason;
  if (during === 'analyse' || during === 'plan') return 'the analysis failed';
  const doing = during === 'carry out' ? 'take the review' : 'give the code';
  const { status } = (error ?? {}) as { status?: unknown };
  return typeof status === 'number' && status > 0
    ? `GitHub did not ${doing} (status ${status})`
    : `GitHub did not ${doing}`;
}

/** Whether a draft is reviewed is the repository's to say; nothing is written on one that is not. */
async function skipsDrafts(job: ReviewJob, { host, incidents }: ReviewPorts): Promise<boolean> {
  return (await readRules(await host.readTrusted(job), incidents)).config.drafts === 'skip';
}

const draft: Skip = { kind: 'draft', skip: 'the pull request is a draft: it is reviewed when it is ready for review' };
const takenOver: Skip = { kind: 'superseded', skip: 'another process has taken the review over' };
const reviewedAlready: Skip = { kind: 'reviewed', skip: 'this head is reviewed already' };

function skipped(log: ReviewLog, why: Skip): Skip {
  log.info({ kind: why.kind, reason: why.skip }, 'skipped');
  return why;
}

function figures(plan: ReviewPlan, analysis: Analysis): object {
  return {
    conclusion: plan.check.conclusion,
    findings: plan.findings.length,
    ...(plan.shadow ? { shadow: plan.shadow.map(({ incident, fingerprint }) => ({ incident, fingerprint })) } : {}),
    posted: plan.post.length,
    edited: plan.edit.length,
    analysed: analysis.analysed.length,
    skipped: analysis.skipped.length,
    milliseconds: analysis.timings,
  };
}
