import type { Octokit } from 'octokit';

/**
 * The part of Octokit that this folder uses, so that Probot's `context.octokit` and a plain Octokit both fit. It comes signed in as an
 * installation of our app; waiting for rate limits and trying again is the work of its plugins, not of this folder.
 */
export interface GitHubClient {
  request: Octokit['request'];
  graphql<T>(query: string, variables?: Record<string, unknown>): Promise<T>;
}

/** Part of every call that makes something: its answer may be lost after GitHub carried it out, and a blind second try would say it twice. */
export const once = { request: { retries: 0 } };

/** What `pino` and Probot's log have. Fields and messages must not hold code of the repository. */
export interface Log {
  info(fields: Record<string, unknown>, message: string): void;
  warn(fields: Record<string, unknown>, message: string): void;
}
