import { Probot, ProbotOctokit } from 'probot';
import type { Configuration } from './configuration.js';

export interface ProbotOptions {
  /** Carries each request to GitHub. */
  fetch: typeof globalThis.fetch;
  /** Where lines go, in place of standard output. */
  log?: Probot['log'];
  throttle?: boolean;
}

/** Signs in at GitHub and takes webhooks. */
export function createProbot(configuration: Configuration, { fetch, log, throttle = true }: ProbotOptions): Probot {
  const { appId, privateKey, webhookSecrets, apiUrl, logLevel } = configuration;
  return new Probot({
    appId,
    privateKey,
    secret: webhookSecrets[0],
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
    request: { fetch },
  });
}

/** Longer waits go back to the queue, where they hold no worker, outlive the process, and other processes know of them. */
const waitSecondsMax = 5;

function isShortWait(seconds: number, _request: object, _octokit: object, retries: number): boolean {
  return seconds <= waitSecondsMax && retries < 2;
}

type ClientLog = Record<'debug' | 'info' | 'warn' | 'error', (message: string) => void>;

/** At the level `debug` Probot logs the body of each request: our comments, with the code they speak of. */
function withoutBodies(log: ClientLog): ClientLog {
  return { debug: () => {}, info: log.info.bind(log), warn: log.warn.bind(log), error: log.error.bind(log) };
}
