import { complete } from '../complete.js';
import { notFound } from '../github-error.js';
import { renderUser } from '../render.js';
import type { Repository } from '../state.js';
import type { Role } from '../world.js';
import type { RepositoryHandler } from './call.js';

/** "The maintain role is mapped to write and the triage role is mapped to read": https://docs.github.com/rest/collaborators/collaborators#get-repository-permissions-for-a-user */
const baseRole: Record<Role, string> = {
  admin: 'admin',
  maintain: 'write',
  write: 'write',
  triage: 'read',
  read: 'read',
  none: 'none',
};

/** Anybody may read what is public. */
export function roleOf({ owner, private: isPrivate, roles }: Repository, login: string): Role {
  if (login === owner.login) return 'admin';
  return roles.get(login) ?? (isPrivate ? 'none' : 'read');
}

export const collaborators: Record<string, RepositoryHandler> = {
  'repos/get-collaborator-permission-level': ({ state, parameters }, repository) => {
    const account = state.accounts.get(parameters.username ?? '');
    if (!account) throw notFound();
    const role = roleOf(repository, account.login);
    const permission = baseRole[role];
    const answer = {
      permission,
      role_name: role,
      user: { ...renderUser(state, account), role_name: role },
    };
    return {
      status: 200,
      body: complete(state.contract.description, 'repository-collaborator-permission', answer),
    };
  },
};
