import type { RepositoryConfig } from '../config/config-schema.js';
import type { Incident } from '../incidents/incident.js';
import { describeError } from './describe-error.js';
import { editsConfig } from './edits-config.js';
import type { Analysis } from './finding.js';
import { planFailure } from './plan-failure.js';
import { planReview } from './plan-review.js';
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
  /** Asked before anything is written: a process that was taken for dead while it was busy has lost the review to another. */
  stillOurs?(): Promise<boolean>;
}

type Step = 'open' | 'read' | 'analyse' | 'plan' | 'carry out';

export type ReviewOutcome = { reviewed: ReviewPlan } | Skip | { failed: unknown; during: Step };

/**
 * Reviews one pull request at one head: the only function of the review that waits and branches. It does not throw. What has failed may be tried again;
 * when it is not, `tellFailure` has to be called, since a check that is left in progress would hold the pull request for ever.
 */
export async function reviewPull(job: ReviewJob, ports: ReviewPorts): Promise<ReviewOutcome> {
  const { host, log } = ports;
  let during: Step = 'open';
  try {
    const opened = await host.open(job);
    if (opened.state === 'finished') return skipped(log, reviewedAlready);
    if (opened.state === 'gone') return skipped(log, opened.why);
    during = 'read';
    const [read, posted, trusted] = await Promise.all([
      host.readChange(job),
      host.readPosted(job),
      host.readTrusted(job),
    ]);
    const rules = await readRules(trusted, ports.incidents);
    during = 'analyse';
    const analysis = await ports.analyse(read, rules.incidents, rules.config);
    const preview = editsConfig(read.change)
      ? await previewConfig({ read, ...rules, trusted, analyse: ports.analyse })
      : undefined;
    during = 'plan';
    const { repositoryUrl } = job;
    const plan = planReview({
      analysis,
      change: read.change,
      posted: posted.comments,
      decisions: { triaged: posted.triaged, today: dayOf(new Date()) },
      ...rules,
      ...(preview ? { preview } : {}),
      ...(repositoryUrl === undefined ? {} : { repositoryUrl }),
    });
    if ((await ports.stillOurs?.()) === false) return skipped(log, takenOver);
    during = 'carry out';
    const gone = await host.carryOut(job, plan);
    if (gone) return skipped(log, gone);
    log.info(figures(plan, analysis), 'reviewed');
    return { reviewed: plan };
  } catch (error) {
    log.error({ during, ...describeError(error) }, 'the review failed');
    return { failed: error, during };
  }
}

/** Concludes the check with a failure of our own, where the head still waits for a verdict. */
export async function tellFailure(job: ReviewJob, host: ReviewHost): Promise<void> {
  const opened = await host.open(job);
  if (opened.state === 'started') await host.carryOut(job, planFailure(job.delivery));
}

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
