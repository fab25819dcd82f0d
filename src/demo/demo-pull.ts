import { join, resolve } from 'node:path';

/** A pull request to be shown: what its author wrote, and where its code is. */
export interface DemoPull {
  owner: string;
  repository: string;
  author: string;
  branch: string;
  title: string;
  body: string;
  /** Commit message of the repair. */
  repair: string;
  /** Holds the repository three times: base, head and repaired. */
  directory: string;
}

/** The Calico incident in a small repository of our own. Its author wants to do well, as the author of the real one did. */
export const netlinkPull: DemoPull = {
  owner: 'acme',
  repository: 'node-agent',
  author: 'mona',
  branch: 'mtu-through-shim',
  title: 'mtu: ask the kernel through the shim',
  body: 'So that a test can put its own links there. No change in behaviour.',
  repair: 'mtu: give the handle back',
  directory: resolve(import.meta.dirname, '../../fixtures/pulls/netlink-handle-per-call'),
};

export const versionOf = (pull: DemoPull, version: 'base' | 'head' | 'repaired') => ({
  directory: join(pull.directory, version),
});
