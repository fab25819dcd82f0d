import { createPublicKey, randomUUID, verify } from 'node:crypto';
import { GitHubError, notAccessible, notFound } from './github-error.js';
import { jwtLifeSecondsMax, tokenLifeMilliseconds } from './limits.js';
import type { State, Token } from './state.js';
import type { Permissions } from './world.js';

export type Caller = { kind: 'app' } | { kind: 'installation'; token: Token };

/** Endpoints that take the app's JWT; all others take an installation token. */
const forTheApp = new Set([
  'apps/create-installation-access-token',
  'apps/get-authenticated',
  'apps/get-repo-installation',
  'apps/list-installations',
  'apps/list-webhook-deliveries',
  'apps/redeliver-webhook-delivery',
]);

/** https://docs.github.com/rest/authentication/permissions-required-for-github-apps */
const required: Record<string, Permissions> = {
  'apps/list-repos-accessible-to-installation': { metadata: 'read' },
  'checks/create': { checks: 'write' },
  'checks/get': { checks: 'read' },
  'checks/list-annotations': { checks: 'read' },
  'checks/list-for-ref': { checks: 'read' },
  'checks/update': { checks: 'write' },
  'git/get-blob': { contents: 'read' },
  'git/get-tree': { contents: 'read' },
  'pulls/create-review': { pull_requests: 'write' },
  'pulls/create-review-comment': { pull_requests: 'write' },
  'pulls/get': { pull_requests: 'read' },
  'pulls/list-files': { pull_requests: 'read' },
  'pulls/list-review-comments': { pull_requests: 'read' },
  'pulls/list-reviews': { pull_requests: 'read' },
  'pulls/update-review-comment': { pull_requests: 'write' },
  'repos/compare-commits-with-basehead': { contents: 'read' },
  'repos/get-collaborator-permission-level': { metadata: 'read' },
  'repos/get-branch': { contents: 'read' },
  'repos/get-branch-rules': { metadata: 'read' },
  'repos/get': { metadata: 'read' },
  'repos/get-content': { contents: 'read' },
};

export function allows(token: Token, permissions: Permissions): boolean {
  return Object.entries(permissions).every(
    ([name, level]) => token.permissions[name] === 'write' || token.permissions[name] === level,
  );
}

/** Who calls, by the `authorization` header. Throws 401 when the credentials are not good. */
export function authenticate(state: State, authorization: string | undefined): Caller {
  const [, scheme, credentials = ''] = /^(bearer|token) (.+)$/i.exec(authorization ?? '') ?? [];
  if (scheme === undefined) throw new GitHubError(401, 'Requires authentication');
  if (credentials.split('.').length === 3) {
    verifyJwt(state, credentials);
    return { kind: 'app' };
  }
  const token = state.tokens.get(credentials);
  // "Using an expired token produces a status code of 401": the description of apps/create-installation-access-token.
  if (!token || token.expiresAt <= state.now()) throw new GitHubError(401, 'Bad credentials');
  return { kind: 'installation', token };
}

/** Throws unless the caller may use the operation on the repository, which is named `name`. */
export function authorize(caller: Caller, operation: string, repository: string | undefined): void {
  if (forTheApp.has(operation)) {
    if (caller.kind === 'app') return;
    throw new GitHubError(401, 'A JSON web token could not be decoded');
  }
  if (caller.kind === 'app') throw notAccessible('an installation token');
  const { token } = caller;
  if (repository !== undefined && token.repositories && !token.repositories.includes(repository)) throw notFound();
  const permissions = required[operation] ?? {};
  if (!allows(token, permissions)) {
    throw notAccessible(
      Object.entries(permissions)
        .map((entry) => entry.join('='))
        .join(','),
    );
  }
}

interface Claims {
  iat?: unknown;
  exp?: unknown;
  iss?: unknown;
}

/** RS256 by the app's key, issued in the past, good for at most ten minutes. The messages are GitHub's: https://github.com/octokit/auth-app.js/issues/698 */
function verifyJwt(state: State, jwt: string): void {
  const [header = '', payload = '', signature = ''] = jwt.split('.');
  const key = createPublicKey(state.app.privateKey);
  const signed = Buffer.from(`${header}.${payload}`);
  const { alg } = decode<{ alg?: unknown }>(header);
  if (alg !== 'RS256' || !verify('sha256', signed, key, Buffer.from(signature, 'base64url'))) {
    throw new GitHubError(401, 'A JSON web token could not be decoded');
  }
  const { iat, exp, iss } = decode<Claims>(payload);
  const now = Math.floor(state.now() / 1000);
  if (String(iss) !== String(state.app.id)) throw new GitHubError(404, 'Integration not found');
  if (typeof iat !== 'number' || iat > now) {
    throw new GitHubError(
      401,
      "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued",
    );
  }
  if (typeof exp !== 'number' || exp <= now) {
    throw new GitHubError(
      401,
      "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires",
    );
  }
  if (exp > now + jwtLifeSecondsMax) {
    throw new GitHubError(401, "'Expiration time' claim ('exp') is too far in the future");
  }
}

function decode<T>(part: string): T {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString()) as T;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new GitHubError(401, 'A JSON web token could not be decoded');
  }
}

/** A token for the repositories and permissions asked for, at most for what the installation was granted. */
export function createToken(
  state: State,
  wanted: { repositories?: string[]; permissions?: Permissions },
): [string, Token] {
  const granted = state.app.permissions;
  const permissions = wanted.permissions ?? granted;
  if (!allows({ permissions: granted, expiresAt: 0 }, permissions)) {
    throw new GitHubError(422, 'The permissions requested are not granted to this installation.', []);
  }
  const expiresAt = Math.floor((state.now() + tokenLifeMilliseconds) / 1000) * 1000;
  const token: Token = { permissions: { ...permissions, metadata: 'read' }, expiresAt };
  if (wanted.repositories) token.repositories = wanted.repositories;
  const text = `ghs_${randomUUID().replaceAll('-', '')}`;
  state.tokens.set(text, token);
  return [text, token];
}
