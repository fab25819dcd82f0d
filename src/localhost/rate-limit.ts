import type { Caller } from './access.js';
import { GitHubError } from './github-error.js';
import type { State } from './state.js';

export type Resource = 'core' | 'graphql';

const hourMilliseconds = 60 * 60 * 1000;

/** GraphQL answers with an error beside no data. */
export class GraphqlLimitError extends Error {
  readonly headers: Record<string, string>;

  constructor(message: string, headers: Record<string, string>) {
    super(message);
    this.headers = headers;
  }
}

/** The primary limit: so many requests in an hour, told in every answer. https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api */
export class RateLimit {
  readonly #state: State;
  readonly #windows = new Map<Resource, { used: number; resetAt: number }>();

  constructor(state: State) {
    this.#state = state;
  }

  remaining(resource: Resource): number {
    return this.#state.limits.requestsPerHour - this.#window(resource).used;
  }

  /** Counts one request; throws when none is left. Returns the headers for its answer. */
  take(caller: Caller, resource: Resource): Record<string, string> {
    // Requests with the app's JWT are counted apart, and are few.
    if (caller.kind === 'app') return {};
    const window = this.#window(resource);
    if (this.remaining(resource) <= 0) {
      const message = `API rate limit exceeded for installation ID ${this.#state.app.installationId}.`;
      // "the response status will still be 200": https://docs.github.com/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api
      if (resource === 'graphql') throw new GraphqlLimitError(message, this.#headers(resource));
      throw new GitHubError(403, message, undefined, this.#headers(resource));
    }
    window.used += 1;
    return this.#headers(resource);
  }

  /** "Making a conditional request does not count against your primary rate limit if a 304 response is returned": the headers for that answer. https://docs.github.com/rest/using-the-rest-api/best-practices-for-using-the-rest-api#use-conditional-requests-if-appropriate */
  giveBack(headers: Record<string, string> | undefined): Record<string, string> {
    const resource = headers?.['x-ratelimit-resource'];
    if (resource !== 'core') return {};
    this.#window(resource).used -= 1;
    return this.#headers(resource);
  }

  /** As if somebody had used up all but so many of this hour. */
  leave(resource: Resource, requests: number): void {
    this.#window(resource).used = this.#state.limits.requestsPerHour - requests;
  }

  #window(resource: Resource): { used: number; resetAt: number } {
    const known = this.#windows.get(resource);
    if (known && known.resetAt > this.#state.now()) return known;
    const window = { used: 0, resetAt: this.#state.now() + hourMilliseconds };
    this.#windows.set(resource, window);
    return window;
  }

  #headers(resource: Resource): Record<string, string> {
    const { used, resetAt } = this.#window(resource);
    return {
      'x-ratelimit-limit': String(this.#state.limits.requestsPerHour),
      'x-ratelimit-remaining': String(this.remaining(resource)),
      'x-ratelimit-used': String(used),
      'x-ratelimit-reset': String(Math.floor(resetAt / 1000)),
      'x-ratelimit-resource': resource,
    };
  }
}
