import { branchOf } from '../branches.js';
import { complete } from '../complete.js';
import { notFound } from '../github-error.js';
import { fullName } from '../state.js';
import { paginate, type RepositoryHandler } from './call.js';

/** What is required of a branch before something is merged into it. */
export const branches: Record<string, RepositoryHandler> = {
  'repos/get-branch': async ({ state, parameters }, repository) => {
    const sha = await branchOf(repository, parameters.branch ?? '');
    if (sha === undefined) throw notFound();
    const checks = repository.required.filter(({ by }) => by === 'protection');
    const required = {
      enforcement_level: 'non_admins',
      contexts: checks.map(({ context }) => context),
      checks: checks.map(({ context, appId }) => ({ context, app_id: appId ?? null })),
    };
    const protection = { enabled: checks.length > 0, required_status_checks: required };
    const branch = { name: parameters.branch, commit: { sha }, protected: checks.length > 0, protection };
    return { status: 200, body: complete(state.contract.description, 'branch-with-protection', branch) };
  },

  /** "Returns all active rules that apply to the specified branch. The branch does not need to exist": https://docs.github.com/en/rest/repos/rules#get-rules-for-a-branch */
  'repos/get-branch-rules': (call, repository) => {
    const rules = repository.required
      .filter(({ by }) => by === 'ruleset')
      .map(({ context, appId }, index) => ({
        type: 'required_status_checks',
        parameters: {
          required_status_checks: [{ context, ...(appId !== undefined && { integration_id: appId }) }],
          strict_required_status_checks_policy: false,
        },
        ruleset_source_type: 'Repository',
        ruleset_source: fullName(repository),
        ruleset_id: index + 1,
      }));
    const queue = { type: 'merge_queue', ruleset_source_type: 'Repository', ruleset_source: fullName(repository) };
    const { items, headers } = paginate<object>(call, [
      ...rules,
      ...(repository.queueRequired ? [{ ...queue, ruleset_id: 100 }] : []),
    ]);
    return { status: 200, body: items, headers };
  },
};
