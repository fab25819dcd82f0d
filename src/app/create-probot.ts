import { Probot, ProbotOctokit } from 'probot';
import type { Configuration } from './configuration.js';

export interface ProbotOptions {
  /** Carries each request to GitHub. */
  fetch: typeof globalThis.fetch;
  /** Where lines go, in place of standard output. */
  log?: Probot['log'];
  throttle?: boolean;
}

/** Signs in at GitHub, and has a log. Webhooks are taken by our own server. */
export function createProbot(configuration: Configuration, { fetch, log, throttle = true }: ProbotOptions): Probot {
  const { appId, privateKey, apiUrl, logLevel } = configuration;
  return new Probot({
    appId,
    privateKey,
    baseUrl: apiUrl,
    logLevel,
    logFormat: process.stdout.isTTY ? 'pretty' : 'json',
    ...(log ? { log } : {}),
    // The function form, since Probot's own defaults win over the object form.
    Octokit: ProbotOctokit.defaults((given: { log?: ClientLog; throttle?: { id?: string } }) => ({
      ...given,
      ...(given.log ? { log: withoutBodies(given.log) } : {}),
      // Probot names the installation here (`id`), and only where the plugin is enabled: without the name all installations would share one write per second.
      throttle: throttle
        ? { ...given.throttle, enabled: true, onRateLimit: isShortWait, onSecondaryRateLimit: isShortWait }
        : { enabled: false },
      retry: { doNotRetry: refusals },
    })),
    request: { fetch },
  });
}

/** What the plugin does not try again by itself, and 429: it would ask again after a second, whatever `retry-after` says. */
const refusals = [400, 401, 403, 404, 410, 422, 429, 451];

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
