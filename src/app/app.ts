import type { Probot } from 'probot';
import { findReviewsOf } from '../github/check-run.js';
import { createGitHubHost } from '../github/github-host.js';
import { createMergeGroupHost } from '../github/merge-group-host.js';
import { createObjectCache } from '../github/object-cache.js';
import { readOpenPulls } from '../github/open-pulls.js';
import { createTriageHost } from '../github/triage-host.js';
import { endLeftRun, tellWaiting } from '../github/waiting-check.js';
import type { Incident } from '../incidents/incident.js';
import { loadIncidents } from '../incidents/load-incidents.js';
import { openDurableJobs } from '../queue/durable-jobs.js';
import type { JobStore, JobWatch } from '../queue/job-queue.js';
import { pullKey, type ReviewAddress } from '../queue/review-queue.js';
import { analyseChange } from '../review/analyse-change.js';
import { checkName } from '../review/check-name.js';
import { describeError } from '../review/describe-error.js';
import type { OutcomeLog } from '../review/outcome-log.js';
import type { ReviewPorts } from '../review/review-pull.js';
import { type Environment, readConfiguration } from './configuration.js';
import { createProbot } from './create-probot.js';
import type { WebhookEvent } from './events/webhook-event.js';
import { workOf } from './events/work-of.js';
import { fanOutKind } from './fan-out-kind.js';
import { followWork, type WorkPorts } from './follow-work.js';
import { countedFetch } from './github-requests.js';
import { type InstallationWaits, installationWaits } from './installation-waits.js';
import { type KeptOutcomes, keepOutcomes } from './keep-outcomes.js';
import { createMetrics, type Metrics, metricsReader } from './metrics.js';
import { type MetricsPage, startMetricsServer } from './metrics-server.js';
import { createReadiness } from './readiness.js';
import { startReconciliation } from './reconciliation/start-reconciliation.js';
import { reviewKind } from './review-kind.js';
import { notKept, startServer } from './server.js';
import { type SignIn, signInWith } from './sign-in-with.js';
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
  const { appId } = configuration;
  const incidents = options.incidents ?? (await loadIncidents());
  const analyse = options.analyse ?? analyseChange;
  const metrics = createMetrics(incidents);
  const probot = createProbot(configuration, { ...options, fetch: countedFetch(metrics.requests, options.fetch) });
  await probot.ready();
  const objects = createObjectCache();
  const open = options.jobs ?? ((watch) => openDurableJobs(configuration.jobs, watch));
  const jobs = await open(watchInto(probot.log, metrics));
  const waits = installationWaits(jobs.notes);
  const signIn = signInWith(probot, metrics, waits);
  const outcomes = await openOutcomesOf(jobs, signIn, waits, probot.log);
  const ports = {
    ...(await openQueues(jobs, {
      ...{ probot, signIn, appId, incidents, analyse, metrics, objects, waits },
      ...(outcomes ? { outcomes: outcomes.log } : {}),
    })),
    ...(outcomes ? { merges: outcomes.merges } : {}),
  };
  const server = await startServer(configuration, {
    log: probot.log,
    webhookSecrets: configuration.webhookSecrets,
    take: (event) => take(event, ports, probot.log),
    ready: createReadiness(jobs, incidents),
    deliveries: metrics.deliveries,
  });
  const metricsServer =
    configuration.metrics && (await startMetricsServer(configuration.metrics, pagesOf(metrics, jobs, outcomes)));
  const reconciliation =
    options.reconcile === false
      ? undefined
      : await startReconciliation(jobs, {
          app: await probot.auth(),
          signIn,
          own: { appId, checkName },
          notes: jobs.notes,
          waits,
          reviews: ports.reviews,
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

function pagesOf({ registry }: Metrics, jobs: JobStore, outcomes: KeptOutcomes | undefined): Map<string, MetricsPage> {
  const metrics = { contentType: registry.contentType, read: metricsReader(registry, jobs) };
  const insights = outcomes && {
    contentType: 'application/json',
    read: async () => JSON.stringify(await outcomes.insights()),
  };
  return new Map([['/metrics', metrics], ...(insights ? [['/insights', insights] as const] : [])]);
}

async function openOutcomesOf(jobs: JobStore, signIn: SignIn, waits: InstallationWaits, log: Probot['log']) {
  const { database } = jobs;
  if (!database) return undefined;
  const told = (fields: object) => log.info(fields, 'demotions told');
  return keepOutcomes({ ...jobs, database }, { signIn, waits, told });
}

interface QueueParts {
  outcomes?: OutcomeLog;
  probot: Probot;
  signIn: SignIn;
  appId: number;
  incidents: readonly Incident[];
  analyse: ReviewPorts['analyse'];
  metrics: Metrics;
  objects: ReturnType<typeof createObjectCache>;
  waits: InstallationWaits;
}

async function openQueues(jobs: JobStore, parts: QueueParts): Promise<WorkPorts> {
  const { probot, signIn, appId, incidents, analyse, metrics, objects, waits } = parts;
  const outcomes = parts.outcomes ? { outcomes: parts.outcomes } : {};
  const ownHost = async <Job extends ReviewAddress & { installation: number; delivery: string }>(job: Job) => ({
    octokit: await signIn(job.installation),
    appId,
    checkName,
    objects,
    log: logOf(probot, job),
  });
  const reviews = await jobs.open(
    reviewKind({
      hostOf: async (job) => (job.mergeGroup ? createMergeGroupHost : createGitHubHost)(await ownHost(job)),
      logOf: (job) => logOf(probot, job),
      checks: {
        async tellWaiting(job, until) {
          await tellWaiting(await signIn(job.installation), { appId, checkName }, job, until);
        },
        async endLeft(job) {
          await endLeftRun(
            await signIn(job.installation),
            { appId, checkName },
            job,
            'a newer review has taken its place',
          );
        },
      },
      notes: jobs.notes,
      waits,
      ended: metrics.reviewEnded,
      ports: { incidents, analyse, ...outcomes },
    }),
  );
  const triage = await jobs.open(
    triageKind({
      hostOf: async (job) => createTriageHost(await ownHost(job)),
      logOf: (job) => logOf(probot, job),
      notes: jobs.notes,
      waits,
      ...outcomes,
    }),
  );
  const fanOuts = await jobs.open(
    fanOutKind({
      reviews,
      reviewsOf: async (suite) => findReviewsOf(await signIn(suite.installation), appId, checkName, suite),
      openPulls: async ({ installation, repositories }) => readOpenPulls(await signIn(installation), repositories),
      waits,
      fannedOut({ delivery }, found) {
        for (const review of found) probot.log.info({ delivery, pull: pullKey(review) }, 'queued');
        if (found.length === 0) probot.log.info({ delivery, reason: nothingWaits }, 'skipped');
      },
    }),
  );
  return { reviews, triage, fanOuts };
}

const nothingWaits = 'no open pull request waits for a review';

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

/** What a webhook asks for is kept, or it is nothing. Says what became of it; never rejects. */
async function take(event: WebhookEvent, ports: WorkPorts, log: Probot['log']): Promise<string> {
  const fields = { delivery: event.id, event: event.name };
  try {
    const done = await followWork(workOf(event), ports);
    if ('skip' in done) log.info({ ...fields, kind: done.kind, reason: done.skip }, 'skipped');
    else log.info({ ...fields, ...done }, 'queued');
    return 'skip' in done ? done.kind : 'queued';
  } catch (error) {
    log.error({ ...fields, ...describeError(error) }, 'the webhook could not be followed');
    return notKept;
  }
}

function logOf(probot: Probot, job: ReviewAddress & { delivery: string }): Probot['log'] {
  return probot.log.child({ delivery: job.delivery, pull: pullKey(job) });
}
