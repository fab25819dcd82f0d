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

/** Notes what GitHub says is left: https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#checking-the-status-of-your-rate-limit */
export function noteRemainingLimit(client: HookedClient, noted: (resource: string, requests: number) => void): void {
  const note = (headers: Headers = {}) => {
    const remaining = Number.parseInt(String(headers['x-ratelimit-remaining']), 10);
    const resource = String(headers['x-ratelimit-resource']);
    if (remaining >= 0) noted(/^[a-z_]{1,40}$/.test(resource) ? resource : 'core', remaining);
  };
  client.hook.after('request', ({ headers }) => note(headers));
  client.hook.error('request', (error) => {
    note((error as { response?: { headers?: Headers } }).response?.headers);
    throw error;
  });
}
