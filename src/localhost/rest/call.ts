import { GitHubError, notFound } from '../github-error.js';
import { itemsPerPage } from '../limits.js';
import type { Pull, Repository, State } from '../state.js';

/** A request that has passed the contract, authentication and permissions. */
export interface Call {
  state: State;
  /** Path parameters, decoded. */
  parameters: Record<string, string>;
  query: Record<string, string>;
  body: unknown;
  /** The `accept` header. */
  accept: string;
  /** Full URL without query, for links to other pages. */
  url: string;
}

export interface Answer {
  status: number;
  body: unknown;
  headers?: Record<string, string>;
}

export type AppHandler = (call: Call) => Promise<Answer> | Answer;
export type RepositoryHandler = (call: Call, repository: Repository) => Promise<Answer> | Answer;
export type PullHandler = (call: Call, repository: Repository, pull: Pull) => Promise<Answer> | Answer;

/** A handler of something below a pull request. */
export const ofPull =
  (handler: PullHandler): RepositoryHandler =>
  (call, repository) => {
    const pull = repository.pulls.get(Number(call.parameters.pull_number));
    if (!pull) throw notFound();
    return handler(call, repository, pull);
  };

/** The id of the commit that a ref or an id names; undefined when there is none. */
export const commitOf = (repository: Repository, ref: string): Promise<string | undefined> =>
  repository.store.resolve(`${ref}^{commit}`);

export interface Page<T> {
  items: T[];
  headers: Record<string, string>;
  number: number;
}

/** https://docs.github.com/rest/using-the-rest-api/using-pagination-in-the-rest-api */
export function paginate<T>(call: Call, items: readonly T[], perPageDefault = itemsPerPage.default): Page<T> {
  const perPage = Math.min(Number(call.query.per_page ?? perPageDefault), itemsPerPage.max);
  const number = Math.max(Number(call.query.page ?? 1), 1);
  const last = Math.max(Math.ceil(items.length / perPage), 1);
  const link = (page: number, rel: string): string => {
    const query = new URLSearchParams({ ...call.query, page: String(page) });
    return `<${call.url}?${query}>; rel="${rel}"`;
  };
  const links = [
    ...(number > 1 ? [link(number - 1, 'prev'), link(1, 'first')] : []),
    ...(number < last ? [link(number + 1, 'next'), link(last, 'last')] : []),
  ];
  return {
    items: items.slice((number - 1) * perPage, number * perPage),
    headers: links.length > 0 ? { link: links.join(', ') } : {},
    number,
  };
}

/** https://docs.github.com/rest/using-the-rest-api/troubleshooting-the-rest-api#validation-failed */
export const validationFailed = (errors: Record<string, unknown>[]): GitHubError =>
  new GitHubError(422, 'Validation Failed', errors);
