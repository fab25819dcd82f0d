import { Probot, ProbotOctokit } from 'probot';
import { defaultConfig } from '../config/config-schema.js';
import { createGitHubHost } from '../github/github-host.js';
import type { Incident } from '../incidents/incident.js';
import { loadIncidents } from '../incidents/load-incidents.js';
import { createMemoryQueue } from '../queue/memory-queue.js';
import { pullKey, type ReviewQueue } from '../queue/review-queue.js';
import { analyseChange } from '../review/analyse-change.js';
import { describeError } from '../review/describe-error.js';
import type { ReviewJob } from '../review/review-job.js';
import { type ReviewPorts, reviewPull } from '../review/review-pull.js';
import { type Configuration, type Environment, readConfiguration } from './configuration.js';
import { reviewedActions, toReviewJob, type WebhookEvent } from './pull-request-event.js';
import { startServer } from './server.js';

/** A review is bound by the processor, and waits for GitHub in between. */
const reviewsAtOnceMax = 2;

/** Name of the check run, which branch protection asks for. */
export const checkName = 'Hindsight';

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
  const probot = createProbot(configuration, options);
  await probot.ready();
  const queue = createMemoryQueue({
    concurrency: reviewsAtOnceMax,
    async review(job) {
      const log = logOf(probot, job);
      const octokit = await probot.auth(job.installation);
      const host = createGitHubHost({ octokit, appId: configuration.appId, checkName, log });
      return reviewPull(job, { host, incidents, config: defaultConfig, analyse, log });
    },
    onError: (error, job) => logOf(probot, job).error(describeError(error), 'the review could not start'),
  });
  probot.on(
    reviewedActions.map((action) => `pull_request.${action}` as const),
    (event) => take(event, queue, probot),
  );
  const server = await startServer(probot, configuration);
  probot.log.info({ url: server.url, github: configuration.apiUrl, incidents: incidents.length }, 'listening');
  return {
    url: server.url,
    async close() {
      await server.close();
      await queue.stop();
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
      ...(throttle ? {} : { throttle: { enabled: false } }),
    })),
    ...(fetch ? { request: { fetch } } : {}),
  });
}

type ClientLog = Record<'debug' | 'info' | 'warn' | 'error', (message: string) => void>;

/** At the level `debug` Probot logs the body of each request: our comments, with the code they speak of. */
function withoutBodies(log: ClientLog): ClientLog {
  return { debug: () => {}, info: log.info.bind(log), warn: log.warn.bind(log), error: log.error.bind(log) };
}

async function take({ id, name, payload }: WebhookEvent, queue: ReviewQueue, probot: Probot): Promise<void> {
  const job = toReviewJob({ id, name, payload });
  if ('skip' in job) return probot.log.info({ delivery: id, reason: job.skip }, 'skipped');
  try {
    await queue.add(job);
  } catch (error) {
    logOf(probot, job).error(describeError(error), 'the job could not be queued');
    throw new NotQueuedError();
  }
  logOf(probot, job).info({ head: job.headSha }, 'queued');
}

/** Makes the delivery a failed one, so that GitHub offers it for redelivery. */
class NotQueuedError extends Error {
  override readonly message = 'expected to queue the review, got an error that was logged before';
  readonly status = 503;
  /** Probot's webhooks put the event, and with it the payload, on an error and into the log. Here it falls through. */
  set event(_event: unknown) {}
}

function logOf(probot: Probot, job: ReviewJob): Probot['log'] {
  return probot.log.child({ delivery: job.delivery, pull: pullKey(job) });
}
