import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer } from './rest/call.js';
import type { Failure } from './world.js';

/**
 * What GitHub says when somebody asks too much in too short a time: 403 (or 429), with the seconds to wait.
 * https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api#about-secondary-rate-limits
 */
export const secondaryLimit = (retryAfterSeconds: number, status: 403 | 429 = 403): Failure => ({
  status,
  headers: { 'retry-after': String(retryAfterSeconds) },
  body: {
    message: 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.',
    documentation_url:
      'https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api#about-secondary-rate-limits',
  },
});

/** The failures a test has asked for, in the order they were asked for. */
export class Failures {
  readonly #waiting: (Failure & { times: number })[] = [];

  add(failure: Failure): void {
    this.#waiting.push({ times: 1, ...failure });
  }

  /** Answers with the first failure that fits, or carries the request out. */
  async apply(method: string, path: string, carryOut: () => Promise<Answer>): Promise<Answer> {
    const failure = this.#waiting.find((candidate) => candidate.times > 0 && fits(candidate, method, path));
    if (!failure) return carryOut();
    failure.times -= 1;
    if (failure.delayMilliseconds !== undefined) await sleep(failure.delayMilliseconds);
    const { status, headers, body = { message: 'Server Error' } } = failure;
    if (status === undefined) return carryOut();
    if (failure.afterCarryingOut) await carryOut();
    return { status, body, ...(headers && { headers }) };
  }
}

function fits(failure: Failure, method: string, path: string): boolean {
  const { method: wantedMethod = method, path: wantedPath = '' } = failure;
  const fitsPath = typeof wantedPath === 'string' ? path.includes(wantedPath) : wantedPath.test(path);
  return fitsPath && wantedMethod.toUpperCase() === method;
}
