import type { LocalGitHub, LocalGitHubOptions } from './world.js';

export type * from './world.js';

/** A GitHub on this machine: small and strict, over real git objects. */
export async function startLocalGitHub(_options: LocalGitHubOptions = {}): Promise<LocalGitHub> {
  throw new Error('startLocalGitHub is not written yet');
}
