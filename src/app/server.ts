import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Probot } from 'probot';
import { describeError } from '../review/describe-error.js';
import type { Configuration } from './configuration.js';
import type { WebhookEvent } from './events/webhook-event.js';
import { handledEvents } from './events/work-of.js';
import { type HttpServer, startHttpServer } from './http-server.js';
import type { Metrics } from './metrics.js';
import type { Readiness } from './readiness.js';
import { isSigned } from './signature.js';

export const webhookPath = '/api/github/webhooks';

/** GitHub sends no larger payload: https://docs.github.com/en/webhooks/webhook-events-and-payloads#payload-cap */
export const bodyBytesMax = 25 * 1024 * 1024;
/** Of a body that is too large this much is read and thrown away, so that the sender gets its answer; after that the line is cut. */
const discardedBytesMax = 2 * bodyBytesMax;

/** GitHub waits 10 s for an answer: https://docs.github.com/en/webhooks/using-webhooks/best-practices-for-using-webhooks#respond-within-10-seconds */
const keepMillisecondsMax = 9_000;

/** The outcome of a webhook that asks for something which could not be kept: a failed delivery, which GitHub offers for redelivery. */
export const notKept = 'failed';

export interface ServerState {
  log: Probot['log'];
  webhookSecrets: Configuration['webhookSecrets'];
  /** Keeps what a webhook asks for, and says what became of it. It is answered then. */
  take(event: WebhookEvent): Promise<string>;
  ready: Readiness;
  deliveries: Metrics['deliveries'];
}

/**
 * A server of our own, since Probot's takes bodies of any size, knows no SIGTERM, logs the whole payload of a request whose signature is wrong, and after
 * 9 s acknowledges what nobody has kept yet:
 * https://github.com/octokit/webhooks.js/blob/main/src/middleware/create-middleware.ts
 */
export function startServer(where: { host: string; port: number }, state: ServerState): Promise<HttpServer> {
  return startHttpServer(where, (request, response) => {
    answer(request, response, state).catch((error: unknown) => {
      state.log.error(describeError(error), 'a request could not be answered');
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
}

async function answer(request: IncomingMessage, response: ServerResponse, state: ServerState): Promise<void> {
  const path = request.url?.split('?')[0];
  if (path === '/healthz' && request.method === 'GET') return end(response, 200, 'ok\n');
  if (path === '/readyz' && request.method === 'GET') {
    const readiness = await state.ready();
    return readiness === 'ready' ? end(response, 200, 'ok\n') : end(response, 503, `${readiness.reason}\n`);
  }
  if (path !== webhookPath) return end(response, 404);
  if (request.method !== 'POST') return end(response, 405);
  return takeDelivery(request, response, state);
}

async function takeDelivery(request: IncomingMessage, response: ServerResponse, state: ServerState): Promise<void> {
  const body = await readBody(request);
  if (body === 'broken off') return void response.destroy();
  const { headers } = request;
  const name = headers['x-github-event'];
  const known = handledEvents.some((handled) => handled === name);
  const answered = (status: number, outcome: string) => {
    state.deliveries.inc({ event: known ? String(name) : 'other', outcome });
    end(response, status);
  };
  if (body === 'too large') return answered(413, 'too large');
  // Without a word in the log: whoever finds the port could fill the disk.
  if (!(await isSigned(body, headers['x-hub-signature-256'], state.webhookSecrets))) return answered(401, 'not signed');
  const refuse = (status: number, outcome: string) => {
    state.log.warn({ delivery: headers['x-github-delivery'], status }, 'a signed delivery was refused');
    answered(status, outcome);
  };
  const event = eventOf(headers, body);
  if ('status' in event) return refuse(event.status, 'refused');
  if (!known) return answered(200, 'nothing to review');
  const outcome = await inTime(state.take(event));
  if (outcome === notKept) return refuse(503, notKept);
  answered(200, outcome);
}

/** The webhook, or the status with which it is refused. The form must be the one that our manifest asks for, JSON. */
function eventOf(headers: IncomingMessage['headers'], body: string): WebhookEvent | { status: number } {
  const { 'x-github-event': name, 'x-github-delivery': id, 'content-type': type = '' } = headers;
  if (!/^application\/json\b/.test(type)) return { status: 415 };
  if (typeof name !== 'string' || typeof id !== 'string') return { status: 400 };
  try {
    return { id, name, payload: JSON.parse(body) };
  } catch {
    return { status: 400 };
  }
}

/** What is kept too late was a failed delivery for GitHub; when it is sent again it finds its work done. */
async function inTime(taken: Promise<string>): Promise<string> {
  let late: NodeJS.Timeout | undefined;
  const tooLate = new Promise<string>((resolve) => {
    late = setTimeout(() => resolve(notKept), keepMillisecondsMax);
  });
  try {
    return await Promise.race([taken, tooLate]);
  } finally {
    clearTimeout(late);
  }
}

async function readBody(request: IncomingMessage): Promise<string | 'too large' | 'broken off'> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes <= bodyBytesMax) chunks.push(chunk);
      else chunks.length = 0;
      if (bytes > discardedBytesMax) break;
    }
  } catch {
    return 'broken off';
  }
  return bytes > bodyBytesMax ? 'too large' : Buffer.concat(chunks).toString('utf8');
}

function end(response: ServerResponse, status: number, text = ''): void {
  // After a refusal the rest of the connection is not worth waiting for.
  response
    .writeHead(status, { 'content-type': 'text/plain', ...(status === 413 ? { connection: 'close' } : {}) })
    .end(text);
}
