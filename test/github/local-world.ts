import { App, Octokit } from 'octokit';
import { afterEach, expect } from 'vitest';
import { startLocalGitHub } from '../../src/localhost/local-github.js';
import type {
  FileMap,
  LocalGitHub,
  LocalGitHubOptions,
  LocalPull,
  LocalRepository,
  PullOptions,
  RepositoryOptions,
} from '../../src/localhost/world.js';
import type { ReviewJob } from '../../src/review/review-job.js';
import type { CommentToPost } from '../../src/review/review-plan.js';
import { hostOn, recorder, type World } from './world.js';

/** A pull request on a GitHub of this machine, and the adapter signed in there as the app. */
export interface LocalWorld extends World {
  github: LocalGitHub;
  repository: LocalRepository;
  pull: LocalPull;
  /** For the head as it is now; a new one each time, as each delivery makes one. */
  job(): ReviewJob;
  /** The app after a crash: it remembers nothing. */
  restarted(): Promise<World>;
}

export async function localWorld(
  repositoryOptions: RepositoryOptions,
  pullOptions: PullOptions,
  options: LocalGitHubOptions = {},
): Promise<LocalWorld> {
  const github = await startLocalGitHub(options);
  const repository = await github.createRepository(repositoryOptions);
  const pull = await repository.openPull(pullOptions);
  const job = () => ({
    installation: github.app.installationId,
    owner: repository.owner,
    repo: repository.name,
    pull: pull.number,
    headSha: pull.headSha,
    baseSha: pull.baseSha,
    delivery: 'd-1',
  });
  const restarted = () => signedIn(github);
  return { ...(await restarted()), github, repository, pull, job, restarted };
}

/** The token is asked for with the first request that needs it. */
async function signedIn({ url, app: { id, privateKey, installationId } }: LocalGitHub): Promise<World> {
  const { settings, sent, violations } = recorder();
  const app = new App({ appId: id, privateKey, Octokit: Octokit.defaults({ ...settings, baseUrl: url }) });
  const octokit = await app.getInstallationOctokit(installationId);
  return { ...hostOn(octokit as unknown as Octokit, id), sent, violations };
}

export const filesAtBase: FileMap = {
  'go.mod': 'module example.com/node\n\ngo 1.24\n',
  'link/link.go': 'package link\n\nfunc Open() {\n\th := open()\n\tdefer h.Delete()\n\th.Use()\n}\n',
  'link/other.go': 'package link\n\nfunc open() *handle { return nil }\n',
  'README.md': '# Node\n',
};
export const leaking = 'package link\n\nfunc Open() {\n\th := open()\n\th.Use()\n}\n';

export const onDeletedLine: CommentToPost = {
  fingerprint: 'aaaaaaaaaaaaaaaa',
  path: 'link/link.go',
  location: { path: 'link/link.go', line: 5, endLine: 5, side: 'LEFT' },
  body: 'The handle is not closed any more.',
};
export const onRange: CommentToPost = {
  fingerprint: 'bbbbbbbbbbbbbbbb',
  path: 'link/link.go',
  location: { path: 'link/link.go', line: 4, endLine: 5, side: 'RIGHT' },
  body: 'Opened here.',
};

/** Starts the world of a test, whose pull request does not close the handle any more; at its end nothing may have broken GitHub's description. */
export function leakingPull(): (files?: FileMap) => Promise<LocalWorld> {
  let one: LocalWorld | undefined;
  afterEach(async () => {
    const violations = [...(one?.github.violations ?? []), ...(one?.violations ?? [])];
    await one?.github.close();
    expect(violations).toEqual([]);
  });
  return async (files = { 'link/link.go': leaking }) => {
    one = await localWorld({ files: filesAtBase }, { files });
    return one;
  };
}
