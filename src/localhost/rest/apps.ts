import { createToken } from '../access.js';
import { complete } from '../complete.js';
import { notFound } from '../github-error.js';
import { renderApp, renderRepository, renderUser, timestamp } from '../render.js';
import type { State } from '../state.js';
import type { Permissions } from '../world.js';
import { type AppHandler, paginate } from './call.js';
import { hookDeliveries } from './hook-deliveries.js';

export const apps: Record<string, AppHandler> = {
  ...hookDeliveries,

  'apps/list-installations': (call) => {
    const { state } = call;
    const [first] = state.repositories.values();
    // The description wants an account here that is a user and an enterprise at once.
    const enterprise = { name: '', slug: '', created_at: '2024-01-01T00:00:00Z', updated_at: '2024-01-01T00:00:00Z' };
    const account = first
      ? { account: { ...renderUser(state, first.owner), ...enterprise }, target_id: first.owner.id }
      : {};
    const installations = [
      complete(state.contract.description, 'installation', { ...renderInstallation(state), ...account }),
    ];
    const { items, headers } = paginate(call, installations);
    return { status: 200, body: items, headers };
  },

  'apps/list-repos-accessible-to-installation': (call) => {
    const all = [...call.state.repositories.values()];
    const { items, headers } = paginate(call, all);
    const repositories = items.map((repository) => renderRepository(call.state, repository));
    return { status: 200, body: { total_count: all.length, repositories }, headers };
  },

  'apps/get-authenticated': ({ state }) => ({ status: 200, body: renderApp(state) }),

  'apps/get-repo-installation': ({ state, parameters }) => {
    const repository = state.repositories.get(`${parameters.owner}/${parameters.repo}`);
    if (!repository) throw notFound();
    const installation = {
      ...renderInstallation(state),
      account: renderUser(state, repository.owner),
      target_id: repository.owner.id,
    };
    return { status: 200, body: complete(state.contract.description, 'installation', installation) };
  },

  'apps/create-installation-access-token': ({ state, parameters, body }) => {
    if (Number(parameters.installation_id) !== state.app.installationId) throw notFound();
    const wanted = (body ?? {}) as { repositories?: string[]; repository_ids?: number[]; permissions?: Permissions };
    const names = namesOf(state, wanted);
    const [token, { permissions, expiresAt }] = createToken(state, {
      ...(names && { repositories: names }),
      ...(wanted.permissions && { permissions: wanted.permissions }),
    });
    const answer = {
      token,
      expires_at: timestamp(new Date(expiresAt)),
      permissions,
      repository_selection: names ? 'selected' : 'all',
    };
    return { status: 201, body: complete(state.contract.description, 'installation-token', answer) };
  },
};

function namesOf(state: State, wanted: { repositories?: string[]; repository_ids?: number[] }): string[] | undefined {
  const { repositories: names, repository_ids: ids } = wanted;
  if (!names && !ids) return undefined;
  const all = [...state.repositories.values()];
  return all.filter(({ id, name }) => names?.includes(name) || ids?.includes(id)).map(({ name }) => name);
}

export function renderInstallation(state: State): Record<string, unknown> {
  return {
    id: state.app.installationId,
    app_id: state.app.id,
    app_slug: state.app.slug,
    target_type: 'User',
    repository_selection: 'all',
    events: state.events,
    permissions: state.app.permissions,
    html_url: `${state.url}/settings/installations/${state.app.installationId}`,
    access_tokens_url: `${state.url}/app/installations/${state.app.installationId}/access_tokens`,
    created_at: '2024-01-01T00:00:00Z',
    updated_at: '2024-01-01T00:00:00Z',
    suspended_by: null,
    suspended_at: null,
  };
}
