import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { checkName, startApp } from '../app/app.js';
import {
  type CheckRunView,
  type LocalGitHub,
  type LocalPull,
  type LocalRepository,
  type PullView,
  startLocalGitHub,
} from '../localhost/local-github.js';
import { openMemoryJobs } from '../queue/memory-jobs.js';
import type { DemoPull } from './demo-pull.js';

/** What a reader of the pull request sees after a review, and what it took. */
export interface Review {
  view: PullView;
  check: CheckRunView;
  /** From the webhook's answer to the check's verdict. */
  seconds: number;
  /** Of the app to GitHub. */
  requests: number;
}

export interface DemoWorld {
  /** Opens the pull request. Gives what it changes, as a unified diff. */
  open(): Promise<string>;
  /** Pushes the repair to it. Gives what the repair changes. */
  repair(): Promise<string>;
  /** Waits for the verdict on what was pushed last. */
  review(): Promise<Review>;
  /** What broke GitHub's description of its API; one sentence each. */
  violations(): string[];
  close(): Promise<void>;
}

/** A review takes under a second; this is for a machine that has much else to do. */
const reviewMillisecondsMax = 30_000;

/** A GitHub on this machine with a repository, and the real app in front of it. */
export async function startDemoWorld(shown: DemoPull): Promise<DemoWorld> {
  const github = await startLocalGitHub();
  const closing = [() => github.close()];
  const close = async () => {
    for (const one of closing.splice(0).reverse()) await one();
  };
  try {
    const app = await startApp({ env: environmentOf(github), throttle: false, jobs: openMemoryJobs, reconcile: false });
    closing.push(() => app.close());
    github.sendWebhooksTo(`${app.url}/api/github/webhooks`);
    const { owner, repository: name } = shown;
    const repository = await github.createRepository({ owner, name, files: { directory: shown.base } });
    return { ...pullIn(github, repository, shown), close };
  } catch (error) {
    await close();
    throw error;
  }
}

function pullIn(github: LocalGitHub, repository: LocalRepository, shown: DemoPull): Omit<DemoWorld, 'close'> {
  let pull: LocalPull | undefined;
  let requestsBefore = 0;
  let answeredAt = 0;
  const delivered = async (push: () => Promise<unknown>) => {
    requestsBefore = github.requests.length;
    await push();
    answeredAt = performance.now();
    const status = github.deliveries.at(-1)?.status ?? 0;
    if (status < 200 || status > 299) throw new Error(`expected the app to take the webhook, got status ${status}`);
  };
  const opened = (): LocalPull => {
    if (!pull) throw new Error('expected an open pull request, got none');
    return pull;
  };
  return {
    async open() {
      const { title, body, author, branch } = shown;
      const files = { directory: shown.head };
      await delivered(async () => {
        pull = await repository.openPull({ title, body, author, head: branch, files });
      });
      return diffOf(repository, opened().baseSha, opened().headSha);
    },
    async repair() {
      const before = opened().headSha;
      await delivered(() => opened().push({ directory: shown.repaired }, { message: shown.repair }));
      return diffOf(repository, before, opened().headSha);
    },
    async review() {
      const check = await opened().completedCheck(checkName, reviewMillisecondsMax);
      const seconds = (performance.now() - answeredAt) / 1000;
      return { view: await opened().view(), check, seconds, requests: github.requests.length - requestsBefore };
    },
    violations: () =>
      github.violations.map(
        ({ operation, pointer, expected, got }) => `${pointer} of ${operation}: expected ${expected}, got ${got}`,
      ),
  };
}

/** All that the app needs; of what is set on this machine nothing is used. */
function environmentOf({ app, url }: LocalGitHub): Record<string, string> {
  return {
    APP_ID: String(app.id),
    PRIVATE_KEY: app.privateKey,
    WEBHOOK_SECRET: app.webhookSecret,
    GITHUB_API_URL: url,
    HOST: '127.0.0.1',
    PORT: '0',
    LOG_LEVEL: 'error',
  };
}

async function diffOf({ gitDirectory }: LocalRepository, from: string, to: string): Promise<string> {
  const options = ['--no-color', '--no-ext-diff', '--unified=3'];
  const { stdout } = await promisify(execFile)('git', ['--git-dir', gitDirectory, 'diff', ...options, from, to]);
  return stdout;
}
