import type { Probot } from 'probot';
import { findCheckRun, findReviewsOf, tellWaiting } from '../github/check-run.js';
import { createGitHubHost } from '../github/github-host.js';
import { createMergeGroupHost } from '../github/merge-group-host.js';
import { createObjectCache } from '../github/object-cache.js';
import { readOpenPulls } from '../github/open-pulls.js';
import { createTriageHost } from '../github/triage-host.js';
import type { Incident } from '../incidents/incident.js';
import { loadIncidents } from '../incidents/load-incidents.js';
import { openDurableJobs } from '../queue/durable-jobs.js';
import type { JobStore, JobWatch } from '../queue/job-queue.js';
import { pullKey, type ReviewAddress } from '../queue/review-queue.js';
import { analyseChange } from '../review/analyse-change.js';
import { checkName } from '../review/check-name.js';
import { describeError } from '../review/describe-error.js';
import type { ReviewPorts } from '../review/review-pull.js';
import { type Environment, readConfiguration } from './configuration.js';
import { createProbot } from './create-probot.js';
import type { WebhookEvent } from './events/webhook-event.js';
import { handledEvents, workOf } from './events/work-of.js';
import { followWork, type WorkPorts } from './follow-work.js';
import { countedFetch, noteRemainingLimit } from './github-requests.js';
import { createMetrics, type Metrics, metricsReader } from './metrics.js';
import { startMetricsServer } from './metrics-server.js';
import { createReadiness } from './readiness.js';
import { startReconciliation } from './reconciliation/start-reconciliation.js';
import { reviewKind } from './review-kind.js';
import { startServer } from './server.js';
import { triageKind } from './triage-kind.js';

export { checkName };

export interface AppOptions {
  /** Variables as `readConfiguration` wants them. */
  env: Environment;
  /** Those that come with Hindsight, unless given. */
  incidents?: readonly Incident[];
  /** Who analyses a change, in place of this thread itself. */
  analyse?: ReviewPorts['analyse'];
  /** For tests: sees and may answer each request to GitHub. */
  fetch?: typeof globalThis.fetch;
  /** Where lines go, in place of standard output. */
  log?: Probot['log'];
  /** For tests and the demo: where jobs are kept, in place of what the configuration says. */
  jobs?: (watch: JobWatch) => Promise<JobStore> | JobStore;
  /** For tests and the demo: false leaves out the search for what no webhook has told. */
  reconcile?: boolean;
  /** GitHub asks for one write per second. Off only against a GitHub of our own. */
  throttle?: boolean;
}

export interface RunningApp {
  url: string;
  /** Absent when nobody asked for metrics. */
  metricsUrl?: string;
  /** Takes no more webhooks and resolves when the reviews that were acknowledged are done. */
  close(): Promise<void>;
}

/** Starts the webhook side. Throws a ConfigurationError when a variable is wrong. */
export async function startApp(options: AppOptions): Promise<RunningApp> {
  const configuration = readConfiguration(options.env);
  const incidents = options.incidents ?? (await loadIncidents());
  const analyse = options.analyse ?? analyseChange;
  const metrics = createMetrics(incidents);
  const probot = createProbot(configuration, { ...options, fetch: countedFetch(metrics.requests, options.fetch) });
  await probot.ready();
  const objects = createObjectCache();
  const signIn = async (installation: number) => {
    const octokit = await probot.auth(installation);
    noteRemainingLimit(octokit, (resource, left) => metrics.limitRemaining(installation, resource, left));
    return octokit;
  };
  const open = options.jobs ?? ((watch) => openDurableJobs(configuration.jobs, watch));
  const jobs = await open(watchInto(probot.log, metrics));
  const { queue, triage } = await openQueues(jobs, {
    probot,
    signIn,
    appId: configuration.appId,
    incidents,
    analyse,
    metrics,
    objects,
  });
  const ports: WorkPorts = {
    queue,
    triage,
    reviewsOf: async (suite) => findReviewsOf(await signIn(suite.installation), configuration.appId, checkName, suite),
    openPulls: async ({ installation, repositories }) => readOpenPulls(await signIn(installation), repositories),
  };
  probot.on(handledEvents, (event) => take(event, ports, probot.log, metrics));
  const server = await startServer(probot, configuration, {
    webhookSecrets: configuration.webhookSecrets,
    ready: createReadiness(jobs, incidents),
    deliveries: metrics.deliveries,
  });
  const read = metricsReader(metrics.registry, jobs);
  const metricsServer =
    configuration.metrics && (await startMetricsServer(configuration.metrics, read, metrics.registry.contentType));
  const reconciliation =
    options.reconcile === false
      ? undefined
      : await startReconciliation(jobs, {
          app: await probot.auth(),
          signIn,
          own: { appId: configuration.appId, checkName },
          notes: jobs.notes,
          reviews: queue,
          reconciled(figures) {
            metrics.reconciled(figures);
            probot.log.info(figures, 'reconciled');
          },
        });
  probot.log.info({ url: server.url, github: configuration.apiUrl, incidents: incidents.length }, 'listening');
  return {
    url: server.url,
    ...(metricsServer ? { metricsUrl: `${metricsServer.url}/metrics` } : {}),
    async close() {
      reconciliation?.stop();
      await server.close();
      await jobs.stop();
      await metricsServer?.close();
    },
  };
}

interface QueueParts {
  probot: Probot;
  signIn(installation: number): ReturnType<Probot['auth']>;
  appId: number;
  incidents: readonly Incident[];
  analyse: ReviewPorts['analyse'];
  metrics: Metrics;
  objects: ReturnType<typeof createObjectCache>;
}

async function openQueues(jobs: JobStore, { probot, signIn, appId, incidents, analyse, metrics, objects }: QueueParts) {
  const queue = await jobs.open(
    reviewKind({
      async hostOf(job) {
        const octokit = await signIn(job.installation);
        const create = job.mergeGroup ? createMergeGroupHost : createGitHubHost;
        return create({ octokit, appId, checkName, objects, log: logOf(probot, job) });
      },
      logOf: (job) => logOf(probot, job),
      async tellWaiting(job, until) {
        const octokit = await signIn(job.installation);
        const run = await findCheckRun(octokit, appId, checkName, job);
        if (run) await tellWaiting(octokit, job, run, until);
      },
      notes: jobs.notes,
      ended: metrics.reviewEnded,
      ports: { incidents, analyse },
    }),
  );
  const triage = await jobs.open(
    triageKind({
      async hostOf(job) {
        const octokit = await signIn(job.installation);
        return createTriageHost({ octokit, appId, checkName, objects, log: logOf(probot, job) });
      },
      logOf: (job) => logOf(probot, job),
    }),
  );
  return { queue, triage };
}

function watchInto(log: Probot['log'], metrics: Metrics): JobWatch {
  return {
    failed(kind, key, error) {
      metrics.jobFailures.inc({ kind });
      log.warn({ kind, key, ...describeError(error) }, 'a job has failed');
    },
    gaveUp(kind, key) {
      metrics.deadLetters.inc({ kind });
      log.error({ kind, key }, 'a job is given up');
    },
    trouble(error) {
      metrics.storeTroubles.inc();
      log.error(describeError(error), 'the job store is in trouble');
    },
  };
}

async function take({ id, name, payload }: WebhookEvent, ports: WorkPorts, log: Probot['log'], metrics: Metrics) {
  const fields = { delivery: id, event: name };
  const count = (outcome: string) => metrics.deliveries.inc({ event: name, outcome });
  try {
    const done = await followWork(workOf({ id, name, payload }), ports);
    count('skip' in done ? done.kind : 'queued');
    if ('skip' in done) return log.info({ ...fields, kind: done.kind, reason: done.skip }, 'skipped');
    for (const job of done) log.info({ ...fields, pull: pullKey(job) }, 'queued');
  } catch (error) {
    count('failed');
    log.error({ ...fields, ...describeError(error) }, 'the webhook could not be followed');
    throw new NotFollowedError();
  }
}

/** Makes the delivery a failed one, so that GitHub offers it for redelivery. */
class NotFollowedError extends Error {
  override readonly message = 'expected to do what the webhook asks for, got an error that was logged before';
  readonly status = 503;
  /** Probot's webhooks put the event, and with it the payload, on an error and into the log. Here it falls through. */
  set event(_event: unknown) {}
}

function logOf(probot: Probot, job: ReviewAddress & { delivery: string }): Probot['log'] {
  return probot.log.child({ delivery: job.delivery, pull: pullKey(job) });
}
