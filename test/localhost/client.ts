import { App, Octokit } from 'octokit';
import { expect } from 'vitest';
import type { LocalGitHub } from '../../src/localhost/local-github.js';

export const hello = { owner: 'octocat', repo: 'hello' };

/** The app as a real client sees it; without waiting between writes and without trying again, so that a test is quick. */
export function appOf(github: LocalGitHub, privateKey = github.app.privateKey): App {
  const defaults = { baseUrl: github.url, throttle: { enabled: false }, retry: { enabled: false } };
  return new App({
    appId: github.app.id,
    privateKey,
    // As a function: given as an object, `throttle` has no effect.
    Octokit: Octokit.defaults((options: object) => ({ ...options, ...defaults })),
  });
}

export const octokitOf = (github: LocalGitHub): Promise<Octokit> =>
  appOf(github).getInstallationOctokit(github.app.installationId) as Promise<Octokit>;

/** What GitHub said when it refused. */
export async function refusalOf(
  answer: Promise<unknown>,
): Promise<{ status: number; message: string; errors?: unknown }> {
  const error = (await answer.then(
    () => expect.fail('expected a refusal, got an answer'),
    (reason: unknown) => reason,
  )) as { status: number; response: { data: { message: string; errors?: unknown } } };
  const { message, errors } = error.response.data;
  return { status: error.status, message, ...(errors !== undefined && { errors }) };
}

export const lines = (from: number, to: number, text = 'line'): string =>
  Array.from({ length: to - from + 1 }, (_, index) => `${text} ${from + index}\n`).join('');
