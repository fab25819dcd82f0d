import type { Contract, Violation } from './contract.js';

type Fetch = (url: string, options?: RequestInit) => Promise<Response>;

/**
 * Wraps the `request.fetch` of Octokit or Probot, where URL and body are both to be seen: every request and every answer
 * with JSON is checked against the contract. The requests go out all the same.
 */
export function contractFetch(
  contract: Contract,
  onViolation: (violation: Violation) => void,
  fetch: Fetch = globalThis.fetch,
): Fetch {
  return async (url, options = {}) => {
    const { pathname, searchParams } = new URL(url);
    const request = {
      method: options.method ?? 'GET',
      // GitHub Enterprise Server stands below /api/v3, and its GraphQL below /api.
      path: pathname.replace(/^\/api\/(v3\/|(?=graphql$))/, '/'),
      query: Object.fromEntries(searchParams),
      ...(typeof options.body === 'string' && { body: JSON.parse(options.body) as unknown }),
    };
    contract.checkRequest(request).forEach(onViolation);
    const response = await fetch(url, options);
    if (response.headers.get('content-type')?.includes('json')) {
      const body = (await response.clone().json()) as unknown;
      contract.checkResponse(request, { status: response.status, body }).forEach(onViolation);
    }
    return response;
  };
}
