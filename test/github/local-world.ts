import { App, Octokit } from 'octokit';
import { startLocalGitHub } from '../../src/localhost/local-github.js';
import type {
  LocalGitHub,
  LocalGitHubOptions,
  LocalPull,
  LocalRepository,
  PullOptions,
  RepositoryOptions,
} from '../../src/localhost/world.js';
import type { ReviewJob } from '../../src/review/review-job.js';
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
export async function signedIn({ url, app: { id, privateKey, installationId } }: LocalGitHub): Promise<World> {
  const { settings, sent, violations } = recorder();
  const app = new App({ appId: id, privateKey, Octokit: Octokit.defaults({ ...settings, baseUrl: url }) });
  const octokit = await app.getInstallationOctokit(installationId);
  return { ...hostOn(octokit as unknown as Octokit, id), sent, violations };
}
