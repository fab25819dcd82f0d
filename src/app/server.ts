import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Probot } from 'probot';
import { describeError } from '../review/describe-error.js';
import type { Configuration } from './configuration.js';
import { type HandledEvent, handledEvents } from './events/work-of.js';
import { type HttpServer, startHttpServer } from './http-server.js';
import type { Metrics } from './metrics.js';
import type { Readiness } from './readiness.js';
import { isSigned, signatureOf } from './signature.js';

export const webhookPath = '/api/github/webhooks';

/** GitHub sends no larger payload: https://docs.github.com/en/webhooks/webhook-events-and-payloads#payload-cap */
export const bodyBytesMax = 25 * 1024 * 1024;
/** Of a body that is too large this much is read and thrown away, so that the sender gets its answer; after that the line is cut. */
const discardedBytesMax = 2 * bodyBytesMax;

export interface ServerState {
  webhookSecrets: Configuration['webhookSecrets'];
  ready: Readiness;
  deliveries: Metrics['deliveries'];
}

/**
 * Probot's webhooks behind a server of our own: Probot's takes bodies of any size, knows no SIGTERM, and logs the whole payload of a request whose
 * signature is wrong.
 */
export async function startServer(
  probot: Probot,
  where: { host: string; port: number },
  state: ServerState,
): Promise<HttpServer> {
  // Its log would hold payloads. What can go wrong behind it is caught in our own handler.
  const log = probot.log.child({}, { level: 'silent' });
  const webhook = await probot.getNodeMiddleware({ path: webhookPath, log });
  return startHttpServer(where, (request, response) => {
    answer(request, response, { ...state, probot, webhook }).catch((error: unknown) => {
      probot.log.error(describeError(error), 'a request could not be answered');
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
}

type Middleware = (request: IncomingMessage & { body?: unknown }, response: ServerResponse) => unknown;

interface Server extends ServerState {
  probot: Probot;
  webhook: Middleware;
}

async function answer(request: IncomingMessage, response: ServerResponse, server: Server): Promise<void> {
  const path = request.url?.split('?')[0];
  if (path === '/healthz' && request.method === 'GET') return end(response, 200, 'ok\n');
  if (path === '/readyz' && request.method === 'GET') {
    const state = await server.ready();
    return state === 'ready' ? end(response, 200, 'ok\n') : end(response, 503, `${state.reason}\n`);
  }
  if (path !== webhookPath) return end(response, 404);
  if (request.method !== 'POST') return end(response, 405);
  return takeDelivery(request, response, server);
}

async function takeDelivery(
  request: IncomingMessage,
  response: ServerResponse,
  { probot, webhook, webhookSecrets, deliveries }: Server,
): Promise<void> {
  const body = await readBody(request);
  if (body === 'broken off') return void response.destroy();
  const name = String(request.headers['x-github-event']);
  const event = handledEvents.includes(name as HandledEvent) ? name : 'other';
  const refuse = (status: number, outcome: string) => {
    deliveries.inc({ event, outcome });
    end(response, status);
  };
  if (body === 'too large') return refuse(413, 'too large');
  // Before Probot sees it, and without a word in the log: whoever finds the port could fill the disk.
  if (!(await isSigned(body, request.headers['x-hub-signature-256'], webhookSecrets))) return refuse(401, 'not signed');
  // Probot looks again, and knows one secret only.
  request.headers['x-hub-signature-256'] = await signatureOf(body, webhookSecrets[0]);
  if (!(await webhook(Object.assign(request, { body }), response)) && !response.headersSent) end(response, 404);
  // What is handled is counted where it is followed.
  if (response.statusCode < 400 && event === 'other') deliveries.inc({ event, outcome: 'nothing to review' });
  if (response.statusCode >= 400) {
    if (response.statusCode < 500) deliveries.inc({ event, outcome: 'refused' });
    probot.log.warn(
      { delivery: request.headers['x-github-delivery'], status: response.statusCode },
      'a signed delivery was refused',
    );
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
