import { complete } from './complete.js';
import { renderUser } from './render.js';
import { renderInstallation } from './rest/apps.js';
import { accountOf, fullName, type Repository, type State } from './state.js';
import { deliver, type Receiver } from './webhooks.js';
import type { LocalRepository } from './world.js';

const named = (repository: Repository) => ({
  id: repository.id,
  node_id: `R_${repository.id}`,
  name: repository.name,
  full_name: fullName(repository),
  private: repository.private,
});

/** On all repositories that there are: https://docs.github.com/webhooks/webhook-events-and-payloads#installation */
export async function deliverInstallation(state: State, receiver: Receiver, person: string): Promise<void> {
  const sender = renderUser(state, accountOf(state, person));
  const payload = {
    action: 'created',
    installation: { ...renderInstallation(state), account: sender },
    repositories: [...state.repositories.values()].map(named),
    requester: null,
    sender,
  };
  await deliver(
    state,
    receiver,
    'installation',
    complete(state.contract.description, 'webhook-installation-created', payload),
  );
}

/** https://docs.github.com/webhooks/webhook-events-and-payloads#installation_repositories */
export async function deliverAddedRepositories(
  state: State,
  receiver: Receiver,
  added: readonly LocalRepository[],
  person: string,
): Promise<void> {
  const sender = renderUser(state, accountOf(state, person));
  const payload = {
    action: 'added',
    installation: { ...renderInstallation(state), account: sender },
    repository_selection: 'selected',
    repositories_added: [...state.repositories.values()]
      .filter(({ owner, name }) => added.some((each) => each.owner === owner.login && each.name === name))
      .map(named),
    repositories_removed: [],
    requester: null,
    sender,
  };
  const schema = 'webhook-installation-repositories-added';
  await deliver(state, receiver, 'installation_repositories', complete(state.contract.description, schema, payload));
}
