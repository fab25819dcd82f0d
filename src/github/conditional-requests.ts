import { LRUCache } from 'lru-cache';
import type { Octokit } from 'octokit';

/** Bytes of answers that one process keeps, as JSON, and of one of them. */
const cacheBytesMax = 32 * 1024 * 1024;
const answerBytesMax = 4 * 1024 * 1024;

interface KnownAnswer {
  etag: string;
  response: Response;
}

type Response = Awaited<ReturnType<Octokit['request']>>;

/** What GitHub has answered to GET requests, of all installations. */
export type AnswerCache = LRUCache<string, KnownAnswer>;

export function createAnswerCache(): AnswerCache {
  return new LRUCache({
    maxSize: cacheBytesMax,
    maxEntrySize: answerBytesMax,
    sizeCalculation: ({ response }) => Buffer.byteLength(JSON.stringify(response.data)),
  });
}

/** The part of Octokit that is needed here. */
interface HookedClient {
  request: { endpoint: { parse: Octokit['request']['endpoint']['parse'] } };
  hook: { wrap(name: 'request', method: (request: Send, options: Options) => Promise<Response>): void };
}

type Options = Parameters<Octokit['request']['endpoint']['parse']>[0];
// biome-ignore lint/suspicious/noExplicitAny: Octokit's own types of its hooks say no more
type Send = (options: any) => any;

/**
 * Asks for what was read before with its `etag`: "making a conditional request does not count against your primary rate limit if a 304 response is returned"
 * (https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api#use-conditional-requests-if-appropriate). Octokit leaves that to its users
 * (https://github.com/octokit/discussions/issues/13). An etag is that of one token (https://github.com/github/docs/issues/34689), and each hour brings another one: then
 * the answer is read anew. What one installation has read is never given to another, and nothing is given without GitHub having said that this token may still read it.
 */
export function askConditionally(client: HookedClient, installation: number, cache: AnswerCache): void {
  client.hook.wrap('request', async (send, options) => {
    const { method, url, headers } = client.request.endpoint.parse(options);
    if (method !== 'GET') return send(options);
    const key = `${installation} ${headers.accept} ${url}`;
    const known = cache.get(key);
    try {
      // In place: the hooks below this one see these options, whatever they are called with.
      if (known) options.headers['if-none-match'] = known.etag;
      const response: Response = await send(options);
      const { etag } = response.headers;
      if (response.status === 200 && typeof etag === 'string') cache.set(key, { etag, response });
      return response;
    } catch (error) {
      if (known && isUnchanged(error)) return known.response;
      throw error;
    }
  });
}

const isUnchanged = (error: unknown) => error instanceof Error && 'status' in error && error.status === 304;
