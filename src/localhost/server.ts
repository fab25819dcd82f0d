import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { authenticate, authorize, type Caller } from './access.js';
import type { ContractRequest, Violation } from './contract.js';
import type { GraphqlRequest } from './contract-graphql.js';
import type { Failures } from './failures.js';
import { GitHubError, notFound } from './github-error.js';
import { runGraphql } from './graphql.js';
import { GraphqlLimitError, RateLimit, type Resource } from './rate-limit.js';
import { apps } from './rest/apps.js';
import { branches } from './rest/branches.js';
import type { Answer, Call } from './rest/call.js';
import { checks } from './rest/checks.js';
import { collaborators } from './rest/collaborators.js';
import { pulls } from './rest/pulls.js';
import { repositories } from './rest/repositories.js';
import { reviewComments } from './rest/review-comments.js';
import type { State } from './state.js';
import type { RequestRecord } from './world.js';

const repositoryHandlers = { ...branches, ...checks, ...collaborators, ...pulls, ...repositories, ...reviewComments };

/** The operations that are served; a test holds them against those of the contract. */
export const servedOperations = [...Object.keys(apps), ...Object.keys(repositoryHandlers)];

interface Received extends ContractRequest {
  headers: IncomingMessage['headers'];
  /** As sent, with query. */
  target: string;
  query: Record<string, string>;
}

/** The HTTP side: reads, checks against the contract, authenticates, answers, checks the answer. */
export class LocalServer {
  readonly #state: State;
  readonly #failures: Failures;
  readonly #rateLimit: RateLimit;
  readonly #server: Server;

  constructor(state: State, failures: Failures) {
    this.#state = state;
    this.#failures = failures;
    this.#rateLimit = new RateLimit(state);
    this.#server = createServer((request, response) => void this.#serve(request, response));
  }

  /** Returns the port. */
  listen(port: number): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, '127.0.0.1', () => {
        const address = this.#server.address();
        resolve(typeof address === 'object' && address ? address.port : port);
      });
    });
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }

  async #serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const received = await read(incoming);
    const { method, target: path, body } = received;
    const operation = received.path === '/graphql' ? 'graphql' : this.#operationOf(received);
    const record: RequestRecord = { method, path, operation, status: 0, ...(body !== undefined && { body }) };
    this.#state.requests.push(record);
    const answer = await this.#failures.apply(received.method, path, () => this.#answer(received));
    const { status, headers } = this.#unlessKnown(received, answer);
    record.status = status;
    send(response, { ...answer, status, headers });
  }

  /**
   * 304 for what the client has already. An `etag` is that of one token: "it's currently expected for ETags to be auth token specific",
   * https://github.com/eclipse-csi/otterdog/issues/201
   */
  #unlessKnown(
    { method, headers: sent }: Received,
    answer: Answer,
  ): { status: number; headers: Record<string, string> } {
    const etag = `W/"${createHash('sha256')
      .update(bytesOf(answer))
      .update(sent.authorization ?? '')
      .digest('hex')}"`;
    const headers = { ...answer.headers, etag };
    if (method !== 'GET' || answer.status !== 200 || sent['if-none-match'] !== etag) {
      return { status: answer.status, headers };
    }
    return { status: 304, headers: { ...headers, ...this.#rateLimit.giveBack(answer.headers) } };
  }

  /** As if other clients of the installation had used up all but so many requests of this hour. */
  leaveRequests(resource: Resource, requests: number): void {
    this.#rateLimit.leave(resource, requests);
  }

  #operationOf({ method, path }: Received): string {
    return this.#state.contract.operationOf(method, path)?.id ?? 'unknown';
  }

  async #answer(received: Received): Promise<Answer> {
    try {
      const violations = this.#state.contract.checkRequest(received);
      violations.push(...checkAccept(received));
      if (violations.length > 0) return this.#outOfContract(violations);
      const answer = await this.#handle(received);
      return Buffer.isBuffer(answer.body) ? answer : this.#checked(received, answer);
    } catch (error) {
      if (error instanceof GraphqlLimitError)
        return {
          status: 200,
          body: { errors: [{ type: 'RATE_LIMITED', message: error.message }] },
          headers: error.headers,
        };
      if (!(error instanceof GitHubError)) return this.#broken(error);
      return this.#checked(received, this.#refusal(received, error));
    }
  }

  async #handle(received: Received): Promise<Answer> {
    if (received.headers['user-agent'] === undefined) {
      // https://docs.github.com/rest/using-the-rest-api/getting-started-with-the-rest-api#user-agent
      throw new GitHubError(
        403,
        'Request forbidden by administrative rules. Please make sure your request has a User-Agent header',
      );
    }
    const caller = authenticate(this.#state, received.headers.authorization);
    const headers = this.#rateLimit.take(caller, received.path === '/graphql' ? 'graphql' : 'core');
    const answer =
      received.path === '/graphql' ? await this.#graphql(received, caller) : await this.#rest(received, caller);
    return { ...answer, headers: { ...headers, ...answer.headers } };
  }

  async #graphql({ body }: Received, caller: Caller): Promise<Answer> {
    if (caller.kind === 'app') throw new GitHubError(401, 'Bad credentials');
    const context = { state: this.#state, token: caller.token, remaining: this.#rateLimit.remaining('graphql') };
    return { status: 200, body: await runGraphql(context, body as GraphqlRequest) };
  }

  async #rest(received: Received, caller: Caller): Promise<Answer> {
    const match = this.#state.contract.operationOf(received.method, received.path);
    if (!match) throw notFound();
    authorize(caller, match.id, match.parameters.repo);
    const call: Call = {
      state: this.#state,
      parameters: match.parameters,
      query: received.query,
      body: received.body,
      accept: received.headers.accept ?? '',
      url: `${this.#state.url}${received.path}`,
    };
    const ofApp = apps[match.id];
    if (ofApp) return ofApp(call);
    const repository = this.#state.repositories.get(`${match.parameters.owner}/${match.parameters.repo}`);
    const handler = repositoryHandlers[match.id];
    if (!repository || !handler) throw notFound();
    return handler(call, repository);
  }

  #refusal(received: Received, error: GitHubError): Answer {
    const { status, message, errors, headers } = error;
    const documentation = this.#state.contract.operationOf(received.method, received.path)?.operation.documentation;
    const body = {
      message,
      ...(errors && { errors }),
      documentation_url: documentation ?? 'https://docs.github.com/rest',
      status: String(status),
    };
    return { status, body, headers };
  }

  #checked(request: Received, answer: Answer): Answer {
    const violations = this.#state.contract.checkResponse(request, answer);
    return violations.length > 0 ? this.#outOfContract(violations) : answer;
  }

  /**
   * Loud: the violation is in the log that the test looks at, and in the answer. GitHub gives 400 for nothing that a
   * client may want to handle, and Octokit does not try again, as it does for half a minute after 500.
   */
  #outOfContract(violations: Violation[]): Answer {
    this.#state.violations.push(...violations);
    const [first] = violations;
    const message = `Against GitHub's description: ${first?.pointer} of ${first?.operation}: expected ${first?.expected}, got ${first?.got}`;
    return { status: 400, body: { message, violations } };
  }

  #broken(error: unknown): Answer {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return this.#outOfContract([{ operation: 'localhost', pointer: 'server', expected: 'an answer', got: text }]);
  }
}

/** The media types that are served: JSON, and `raw` for the bytes of a file. */
function checkAccept({ method, path, headers: { accept = '' } }: Received): Violation[] {
  if (!/\b(diff|patch|html|text|full|object)\b/.test(accept)) return [];
  return [{ operation: `${method} ${path}`, pointer: 'request.headers/accept', expected: 'json or raw', got: accept }];
}

async function read(incoming: IncomingMessage): Promise<Received> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString('utf8');
  const target = incoming.url ?? '/';
  const [path = '/', query = ''] = target.split('?');
  return {
    method: incoming.method ?? 'GET',
    path,
    target,
    query: Object.fromEntries(new URLSearchParams(query)),
    headers: incoming.headers,
    ...(text !== '' && { body: parse(text) }),
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text; // the contract says what it expected in its place
  }
}

function bytesOf({ body }: Answer): Buffer {
  return Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body));
}

function send(response: ServerResponse, answer: Answer): void {
  const isRaw = Buffer.isBuffer(answer.body);
  const type = isRaw ? 'application/vnd.github.raw+json; charset=utf-8' : 'application/json; charset=utf-8';
  response.writeHead(answer.status, {
    'content-type': type,
    'x-github-media-type': 'github.v3; format=json',
    ...answer.headers,
  });
  response.end(answer.status === 304 ? undefined : bytesOf(answer));
}
