import { generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';
import { Contract } from './contract.js';
import { Failures } from './failures.js';
import { deliverAddedRepositories, deliverInstallation } from './installation-webhooks.js';
import { githubLimits } from './limits.js';
import { createRepository } from './local-repository.js';
import { LocalServer } from './server.js';
import { accountOf, type State } from './state.js';
import { deliver, type Receiver, redeliver } from './webhooks.js';
import type { LocalGitHub, LocalGitHubOptions, Permissions } from './world.js';

export { contractFetch } from './contract-fetch.js';
export { secondaryLimit } from './failures.js';
export type * from './world.js';

/** As app.yml of Hindsight asks for. */
const defaultPermissions: Permissions = {
  metadata: 'read',
  contents: 'read',
  pull_requests: 'write',
  checks: 'write',
  merge_queues: 'read',
};

const defaultEvents = ['check_run', 'check_suite', 'merge_group', 'pull_request', 'pull_request_review_comment'];

// A key takes up to half a second to find, and a schema 20 ms to build: once for a process is enough.
let key: Promise<string> | undefined;
let contract: Contract | undefined;

async function generateKey(): Promise<string> {
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  return privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();
}

/**
 * A GitHub on this machine: small and strict, over real git objects. It serves the operations of
 * contract/operations.json and GraphQL at `/graphql`, and holds every request and every answer against GitHub's own
 * description. The methods of the world stand for what people do on github.com.
 */
export async function startLocalGitHub(options: LocalGitHubOptions = {}): Promise<LocalGitHub> {
  const state = await createState(options);
  const failures = new Failures();
  const server = new LocalServer(state, failures);
  const receiver: Receiver = { secret: state.app.webhookSecret };
  if (options.webhookUrl !== undefined) receiver.url = options.webhookUrl;
  state.redeliver = (guid) => redeliver(state, receiver, guid);
  state.url = `http://127.0.0.1:${await server.listen(options.port ?? 0)}`;
  return {
    url: state.url,
    app: state.app,
    contract: state.contract,
    requests: state.requests,
    violations: state.violations,
    deliveries: state.deliveries,
    createRepository: (repository = {}) => createRepository(state, receiver, repository),
    install: (person = 'octocat') => deliverInstallation(state, receiver, person),
    addToInstallation: (repositories, person = 'octocat') =>
      deliverAddedRepositories(state, receiver, repositories, person),
    sendWebhooksTo(url, secret = receiver.secret) {
      Object.assign(receiver, { url, secret });
      state.app.webhookSecret = secret;
    },
    redeliver: (guid) => redeliver(state, receiver, guid),
    deliver: (event, payload) => deliver(state, receiver, event, payload),
    failNext: (failure) => failures.add(failure),
    leaveRequests: (resource, requests) => server.leaveRequests(resource, requests),
    expireTokens: () => state.tokens.clear(),
    grant(permissions) {
      state.app.permissions = permissions;
    },
    async close() {
      await server.close();
      await Promise.all([...state.repositories.values()].map(({ store }) => store.delete()));
    },
  };
}

async function createState(options: LocalGitHubOptions): Promise<State> {
  key ??= generateKey();
  contract ??= new Contract();
  let lastId = 1000;
  const state: State = {
    url: '',
    app: {
      id: 4242,
      slug: 'hindsight',
      privateKey: await key,
      webhookSecret: options.webhookSecret ?? 'secret of the localhost',
      installationId: 7001,
      permissions: options.permissions ?? defaultPermissions,
    },
    events: options.events ?? defaultEvents,
    bot: { id: 77, login: 'hindsight[bot]', type: 'Bot' },
    contract,
    limits: { ...githubLimits, ...options.limits },
    now: options.now ?? Date.now,
    repositories: new Map(),
    accounts: new Map(),
    tokens: new Map(),
    requests: [],
    violations: [],
    deliveries: [],
    redeliver: async () => {},
    nextId: () => ++lastId,
  };
  state.bot = accountOf(state, 'hindsight[bot]');
  return state;
}
