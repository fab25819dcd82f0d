import type { Metrics } from './metrics.js';

/** What follows the repository in an address that we ask for; what is new here counts as `other` until it is added. */
const repositoryKinds = ['check-runs', 'commits', 'git', 'compare', 'pulls', 'collaborators'];

/** A few words for all addresses: the names of owners and repositories do not belong in a metric. */
export function kindOfRequest(url: string): string {
  const path = URL.canParse(url) ? new URL(url).pathname.replace(/^\/api(\/v3)?(?=\/)/, '') : '';
  if (path === '/graphql') return 'graphql';
  if (/^\/app\/installations\/\d+\/access_tokens$/.test(path)) return 'token';
  if (/^\/app(\/|$)/.test(path)) return 'app';
  if (path.startsWith('/installation/')) return 'installation';
  const kind = /^\/repos\/[^/]+\/[^/]+\/([a-z-]+)(\/|$)/.exec(path)?.[1] ?? '';
  return repositoryKinds.includes(kind) ? kind : 'other';
}

/** Counts each request that goes out, also those that a plugin repeats. `none`: no answer came. */
export function countedFetch(
  requests: Metrics['requests'],
  fetch: typeof globalThis.fetch = (input, init) => globalThis.fetch(input, init),
): typeof globalThis.fetch {
  return async (input, init) => {
    const labels = {
      kind: kindOfRequest(input instanceof Request ? input.url : String(input)),
      method: init?.method ?? 'GET',
    };
    try {
      const response = await fetch(input, init);
      requests.inc({ ...labels, status: String(response.status) });
      return response;
    } catch (error) {
      requests.inc({ ...labels, status: 'none' });
      throw error;
    }
  };
}

type Headers = Record<string, string | number | undefined>;

/** The part of Octokit's hooks that is used. */
interface HookedClient {
  hook: {
    after(name: 'request', method: (response: { headers: Headers }) => void): void;
    error(name: 'request', method: (error: unknown) => never): void;
  };
}

/** What GitHub says of one of its primary limits. */
export interface LeftOfLimit {
  resource: string;
  remaining: number;
  limit: number;
  reset: Date;
}

/** Reads what GitHub says is left: https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#checking-the-status-of-your-rate-limit */
export function noteLimits(client: HookedClient, noted: (left: LeftOfLimit) => void): void {
  const note = (headers: Headers = {}) => {
    const numbers = ['remaining', 'limit', 'reset'].map((name) =>
      Number.parseInt(String(headers[`x-ratelimit-${name}`]), 10),
    );
    const [remaining = Number.NaN, limit = Number.NaN, reset = Number.NaN] = numbers;
    const resource = String(headers['x-ratelimit-resource']);
    if (!(remaining >= 0)) return;
    noted({
      resource: /^[a-z_]{1,40}$/.test(resource) ? resource : 'core',
      remaining,
      limit,
      reset: new Date(reset * 1000),
    });
  };
  client.hook.after('request', ({ headers }) => note(headers));
  client.hook.error('request', (error) => {
    note((error as { response?: { headers?: Headers } }).response?.headers);
    throw error;
  });
}

/** Of REST's limit, the part that is kept for what is under way and for what checks say: 100 of the 5,000 requests of an hour. */
const reservedShare = 0.02;

/** Until when reviews wait because little is left; absent when enough is. */
export function reserveUntil({ resource, remaining, limit, reset }: LeftOfLimit): Date | undefined {
  const isKnown = resource === 'core' && limit > 0 && reset.getTime() > Date.now();
  return isKnown && remaining <= limit * reservedShare ? reset : undefined;
}
