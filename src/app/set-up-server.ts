import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { appManifest, webUrl } from './app-manifest.js';
import { writeEnvFile } from './env-file.js';
import { startHttpServer } from './http-server.js';
import { exchangeCode, type RegisteredApp } from './set-up-exchange.js';
import { askPage, donePage, manifestPage, problemPage } from './set-up-page.js';

/** Only from this machine: whoever reaches these pages decides which app runs here. */
const loopback = '127.0.0.1';
/** Bytes of the one form there is. */
const formBytesMax = 10_000;

export interface SetUpOptions {
  port: number;
  apiUrl: string;
  /** Where the credentials are written. */
  envFile: string;
}

export interface RunningSetUp {
  /** The page to open. It carries a key, so that other users of this machine cannot open it too. */
  url: string;
  /** The app that was registered, when the pages are closed again. */
  registered: Promise<RegisteredApp['credentials']>;
  close(): Promise<void>;
}

interface SetUp extends SetUpOptions {
  /** Of the address in the terminal. */
  key: string;
  /** Of the one registration that is under way; used up when GitHub sends the browser back. */
  state?: string;
  origin: string;
  done(app: RegisteredApp['credentials']): void;
}

/** The flow of https://docs.github.com/en/apps/sharing-github-apps/registering-a-github-app-from-a-manifest, for an app without credentials only. */
export async function startSetUp(options: SetUpOptions): Promise<RunningSetUp> {
  const { promise, resolve } = deferred<RegisteredApp['credentials']>();
  const key = randomBytes(16).toString('hex');
  const server = await startHttpServer({ host: loopback, port: options.port }, (request, response) => {
    answer(setUp, request, response).catch((error: unknown) => {
      send(response, 500, problemPage(error instanceof Error ? error.message : 'An unexpected failure.'));
    });
  });
  const setUp: SetUp = { ...options, key, origin: server.url, done: resolve };
  const registered = promise.then(async (credentials) => {
    await server.close();
    return credentials;
  });
  return { url: `${server.url}/?key=${key}`, registered, close: server.close };
}

async function answer(setUp: SetUp, request: IncomingMessage, response: ServerResponse): Promise<void> {
  // A page on the web could point a name of its own at this address; then Host tells: https://en.wikipedia.org/wiki/DNS_rebinding
  if (`http://${request.headers.host}` !== setUp.origin)
    return send(response, 403, problemPage('Open the address from the terminal.'));
  const url = new URL(request.url ?? '/', setUp.origin);
  const route = `${request.method} ${url.pathname}`;
  if (route === 'GET /') return ask(setUp, url, response);
  if (route === 'POST /manifest') return manifest(setUp, request, response);
  if (route === 'GET /registered') return register(setUp, url, response);
  send(response, 404, problemPage('There is nothing here.'));
}

async function ask({ key }: SetUp, url: URL, response: ServerResponse): Promise<void> {
  if (!same(url.searchParams.get('key'), key))
    return send(response, 403, problemPage('The key of this address is not the one from the terminal.'));
  send(response, 200, askPage(key, { publicUrl: '', organisation: '' }));
}

async function manifest(setUp: SetUp, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { origin } = request.headers;
  if (origin !== undefined && origin !== setUp.origin)
    return send(response, 403, problemPage('That form was not ours.'));
  const form = await readForm(request);
  if (!same(form.get('key'), setUp.key)) return send(response, 403, problemPage('That form was not ours.'));
  const publicUrl = (form.get('publicUrl') ?? '').trim();
  const organisation = (form.get('organisation') ?? '').trim();
  const problem = problemOf(publicUrl, organisation);
  if (problem !== undefined) return send(response, 400, askPage(setUp.key, { publicUrl, organisation }, problem));
  setUp.state = randomBytes(16).toString('hex');
  const owner = organisation === '' ? '' : `/organizations/${organisation}`;
  const action = `${webUrl(setUp.apiUrl)}${owner}/settings/apps/new?state=${setUp.state}`;
  send(response, 200, manifestPage(action, appManifest(publicUrl, `${setUp.origin}/registered`)));
}

function problemOf(publicUrl: string, organisation: string): string | undefined {
  const url = URL.canParse(publicUrl) ? new URL(publicUrl) : undefined;
  if (url?.protocol !== 'https:' && url?.protocol !== 'http:')
    return 'Public address: expected one that begins with https://.';
  if (organisation !== '' && !/^[a-z0-9-]{1,39}$/i.test(organisation))
    return 'Organisation: expected the name as it stands in its address on GitHub.';
  return undefined;
}

async function register(setUp: SetUp, url: URL, response: ServerResponse): Promise<void> {
  const { state } = setUp;
  const code = url.searchParams.get('code');
  if (state === undefined || !same(url.searchParams.get('state'), state) || !code) {
    return send(response, 403, problemPage('Expected to come back from the registration that was begun here.'));
  }
  delete setUp.state;
  const { credentials, htmlUrl } = await exchangeCode(setUp.apiUrl, code);
  await writeEnvFile(setUp.envFile, credentials);
  response.once('close', () => setUp.done(credentials));
  send(response, 200, donePage(`${htmlUrl}/installations/new`));
}

async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  let text = '';
  for await (const chunk of request as AsyncIterable<Buffer>) {
    text += chunk.toString('utf8');
    if (text.length > formBytesMax) throw new Error(`expected a form of at most ${formBytesMax} bytes, got more`);
  }
  return new URLSearchParams(text);
}

function send(response: ServerResponse, status: number, html: string): void {
  response
    .writeHead(status, {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy':
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
      connection: 'close',
    })
    .end(html);
}

/** Takes as long whether the first or the last character differs. */
function same(got: string | null, wanted: string): boolean {
  const [left, right] = [Buffer.from(got ?? ''), Buffer.from(wanted)];
  return left.length === right.length && timingSafeEqual(left, right);
}

function deferred<Value>(): { promise: Promise<Value>; resolve(value: Value): void } {
  let resolve: (value: Value) => void = () => {};
  const promise = new Promise<Value>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
