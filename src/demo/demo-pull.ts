import { resolve } from 'node:path';

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
  /** Directories with the whole repository as it is on the base branch, as the pull request makes it, and after the repair. */
  base: string;
  head: string;
  repaired: string;
}

const fixture = resolve(import.meta.dirname, '../../fixtures/pulls/netlink-handle-per-call');

/** The Calico incident in a small repository of our own. Its author wants to do well, as the author of the real one did. */
export const netlinkPull: DemoPull = {
  owner: 'acme',
  repository: 'node-agent',
  author: 'mona',
  branch: 'mtu-through-shim',
  title: 'mtu: ask the kernel through the shim',
  body: 'So that a test can put its own links there. No change in behaviour.',
  repair: 'mtu: give the handle back',
  base: resolve(fixture, 'base'),
  head: resolve(fixture, 'head'),
  repaired: resolve(fixture, 'repaired'),
};
