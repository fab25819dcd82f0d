import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Incident } from '../incidents/incident.js';
import type { JobStore } from '../queue/job-queue.js';
import type { ReviewOutcome } from '../review/review-pull.js';
import type { ReconciliationFigures } from './reconciliation/reconciliation-kind.js';

/** Seconds; a review without Go files takes less than one, a large one on a busy machine minutes. */
const reviewBuckets = [0.5, 1, 2, 5, 10, 30, 60, 120, 300, 900];

/** What a slug that does not come with Hindsight counts as: names of repositories' own incidents are theirs, and there may be any number. */
const ownIncident = 'own';

export type Metrics = ReturnType<typeof createMetrics>;

/**
 * What is counted in this process since its start. No label has a value that a pull request could make up: an event is one that we handle or `other`,
 * an incident one that comes with Hindsight or `own`, and there are no names of repositories. docs/operations.md says what to watch.
 */
export function createMetrics(incidents: readonly Incident[]) {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const counter = counters(registry);
  const known = new Set(incidents.map(({ slug }) => slug));
  const reviewSeconds = new Histogram({
    name: 'hindsight_review_duration_seconds',
    help: 'Time that a try of a review took, by its outcome: the conclusion of the check, skipped or failed',
    labelNames: ['outcome'],
    buckets: reviewBuckets,
    registers: [registry],
  });
  const findings = counter('hindsight_findings_total', 'Findings by incident, each time a review has them', [
    'incident',
    'said',
  ]);
  const failures = counter('hindsight_review_failures_total', 'Reviews that failed, by step', ['step']);
  const reconciliation = counter('hindsight_reconciliation_total', 'What no webhook had told', ['what']);
  const remaining = new Gauge({
    name: 'hindsight_github_rate_limit_remaining',
    help: 'Requests that GitHub still takes from an installation in its hour, as it last said',
    labelNames: ['installation', 'resource'],
    registers: [registry],
  });
  return {
    registry,
    deliveries: counter('hindsight_deliveries_total', 'Webhooks by event and what became of them', [
      'event',
      'outcome',
    ]),
    requests: counter('hindsight_github_requests_total', 'Requests to GitHub by kind, method and status', [
      'kind',
      'method',
      'status',
    ]),
    jobFailures: counter('hindsight_job_failures_total', 'Tries of jobs that failed', ['kind']),
    deadLetters: counter('hindsight_jobs_given_up_total', 'Jobs without a try left', ['kind']),
    storeTroubles: counter('hindsight_job_store_troubles_total', 'Errors of the job store itself', []),
    limitRemaining(installation: number, resource: string, requests: number) {
      remaining.set({ installation: String(installation), resource }, requests);
    },
    reviewEnded(outcome: ReviewOutcome, seconds: number) {
      reviewSeconds.observe({ outcome: nameOf(outcome) }, seconds);
      if ('failed' in outcome) failures.inc({ step: outcome.during });
      if (!('reviewed' in outcome)) return;
      const { findings: said, post, shadow = [] } = outcome.reviewed;
      const posted = new Set(post.map(({ fingerprint }) => fingerprint));
      const count = (slug: string, how: string) =>
        findings.inc({ incident: known.has(slug) ? slug : ownIncident, said: how });
      for (const { incident, fingerprint } of said) count(incident, posted.has(fingerprint) ? 'new' : 'standing');
      for (const { incident } of shadow) count(incident, 'shadow');
    },
    reconciled(figures: ReconciliationFigures) {
      reconciliation.inc({ what: 'passes' });
      for (const what of ['redelivered', 'queued', 'failed'] as const) reconciliation.inc({ what }, figures[what]);
    },
  };
}

function counters(registry: Registry) {
  return <Label extends string>(name: string, help: string, labelNames: readonly Label[]) =>
    new Counter<Label>({ name, help, labelNames: [...labelNames], registers: [registry] });
}

function nameOf(outcome: ReviewOutcome): string {
  if ('reviewed' in outcome) return outcome.reviewed.check.conclusion;
  return 'failed' in outcome ? 'failed' : 'skipped';
}

/**
 * Reads all metrics as text, with what only the job store knows asked anew each time. Every process on one database gives the same figures of jobs.
 */
export function metricsReader(registry: Registry, jobs: Pick<JobStore, 'figures'>): () => Promise<string> {
  const gauge = (name: string, help: string, labelNames: string[]) =>
    new Gauge({ name, help, labelNames, registers: [registry] });
  const counts = gauge('hindsight_jobs', 'Jobs by queue and state: running, waiting, delayed', ['queue', 'state']);
  const oldest = gauge('hindsight_oldest_job_seconds', 'How long the oldest job that may run has waited', ['queue']);
  const up = gauge('hindsight_job_store_up', '1 when the job store answers', []);
  return async () => {
    const figures = await jobs.figures().catch(() => undefined);
    up.set(figures ? 1 : 0);
    counts.reset();
    oldest.reset();
    for (const { queue, oldestSeconds, running, waiting, delayed } of figures ?? []) {
      for (const [state, count] of Object.entries({ running, waiting, delayed })) counts.set({ queue, state }, count);
      oldest.set({ queue }, oldestSeconds);
    }
    return registry.metrics();
  };
}
