import { Probot, ProbotOctokit } from 'probot';
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
import { type Configuration, type Environment, readConfiguration } from './configuration.js';
import type { WebhookEvent } from './events/webhook-event.js';
import { handledEvents, workOf } from './events/work-of.js';
import { followWork, type WorkPorts } from './follow-work.js';
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
  /** For tests: what a review does, in place of what it does in earnest. */
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
  /** Takes no more webhooks and resolves when the reviews that were acknowledged are done. */
  close(): Promise<void>;
}

/** Starts the webhook side. Throws a ConfigurationError when a variable is wrong. */
export async function startApp(options: AppOptions): Promise<RunningApp> {
  const configuration = readConfiguration(options.env);
  const incidents = options.incidents ?? (await loadIncidents());
  const analyse = options.analyse ?? analyseChange;
  const objects = createObjectCache();
  const probot = createProbot(configuration, options);
  await probot.ready();
  const jobs = await (options.jobs ?? ((watch) => openDurableJobs(configuration.jobs, watch)))(watchInto(probot.log));
  const queue = await jobs.open(
    reviewKind({
      async hostOf(job) {
        const octokit = await probot.auth(job.installation);
        const create = job.mergeGroup ? createMergeGroupHost : createGitHubHost;
        return create({ octokit, appId: configuration.appId, checkName, objects, log: logOf(probot, job) });
      },
      logOf: (job) => logOf(probot, job),
      async tellWaiting(job, until) {
        const octokit = await probot.auth(job.installation);
        const run = await findCheckRun(octokit, configuration.appId, checkName, job);
        if (run) await tellWaiting(octokit, job, run, until);
      },
      notes: jobs.notes,
      ports: { incidents, analyse },
    }),
  );
  const triage = await jobs.open(
    triageKind({
      async hostOf(job) {
        const octokit = await probot.auth(job.installation);
        return createTriageHost({ octokit, appId: configuration.appId, checkName, objects, log: logOf(probot, job) });
      },
      logOf: (job) => logOf(probot, job),
    }),
  );
  const ports: WorkPorts = {
    queue,
    triage,
    reviewsOf: async (suite) =>
      findReviewsOf(await probot.auth(suite.installation), configuration.appId, checkName, suite),
    openPulls: async ({ installation, repositories }) => readOpenPulls(await probot.auth(installation), repositories),
  };
  probot.on(handledEvents, (event) => take(event, ports, probot.log));
  const server = await startServer(probot, configuration);
  const reconciliation =
    options.reconcile === false
      ? undefined
      : await startReconciliation(jobs, {
          app: await probot.auth(),
          signIn: (installation) => probot.auth(installation),
          own: { appId: configuration.appId, checkName },
          notes: jobs.notes,
          reviews: queue,
          reconciled: (figures) => probot.log.info(figures, 'reconciled'),
        });
  probot.log.info({ url: server.url, github: configuration.apiUrl, incidents: incidents.length }, 'listening');
  return {
    url: server.url,
    async close() {
      reconciliation?.stop();
      await server.close();
      await jobs.stop();
    },
  };
}

function createProbot(configuration: Configuration, { fetch, log, throttle = true }: AppOptions): Probot {
  const { appId, privateKey, webhookSecret, apiUrl, logLevel } = configuration;
  return new Probot({
    appId,
    privateKey,
    secret: webhookSecret,
    baseUrl: apiUrl,
    logLevel,
    logFormat: process.stdout.isTTY ? 'pretty' : 'json',
    ...(log ? { log } : {}),
    // The function form, since Probot's own defaults win over the object form.
    Octokit: ProbotOctokit.defaults((given: { log?: ClientLog }) => ({
      ...given,
      ...(given.log ? { log: withoutBodies(given.log) } : {}),
      throttle: throttle ? { onRateLimit: isShortWait, onSecondaryRateLimit: isShortWait } : { enabled: false },
    })),
    ...(fetch ? { request: { fetch } } : {}),
  });
}

/** Longer waits go back to the queue, where they hold no worker, outlive the process, and other processes know of them. */
const waitSecondsMax = 5;

function isShortWait(seconds: number, _request: object, _octokit: object, retries: number): boolean {
  return seconds <= waitSecondsMax && retries < 2;
}

function watchInto(log: Probot['log']): JobWatch {
  return {
    failed: (kind, key, error) => log.warn({ kind, key, ...describeError(error) }, 'a job has failed'),
    gaveUp: (kind, key) => log.error({ kind, key }, 'a job is given up'),
    trouble: (error) => log.error(describeError(error), 'the job store is in trouble'),
  };
}

type ClientLog = Record<'debug' | 'info' | 'warn' | 'error', (message: string) => void>;

/** At the level `debug` Probot logs the body of each request: our comments, with the code they speak of. */
function withoutBodies(log: ClientLog): ClientLog {
  return { debug: () => {}, info: log.info.bind(log), warn: log.warn.bind(log), error: log.error.bind(log) };
}

async function take({ id, name, payload }: WebhookEvent, ports: WorkPorts, log: Probot['log']): Promise<void> {
  const fields = { delivery: id, event: name };
  try {
    const done = await followWork(workOf({ id, name, payload }), ports);
    if ('skip' in done) return log.info({ ...fields, kind: done.kind, reason: done.skip }, 'skipped');
    for (const job of done) log.info({ ...fields, pull: pullKey(job) }, 'queued');
  } catch (error) {
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
