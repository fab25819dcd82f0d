/**
 * GitHub did not do what was asked. The message says what was asked and what came. It is made anew, without the error it stands for: that
 * one carries the request with its body, which holds comments and code, into every log that prints causes.
 */
export class GitHubError extends Error {
  override readonly name = 'GitHubError';
  /** Status of the answer; 0 when none came, 200 for errors of GraphQL. */
  readonly status: number;
  /** Seconds after which GitHub wants to be asked again, when it said so. */
  readonly retryAfterSeconds: number | undefined;
  /** Which of GitHub's limits was met, when it was one. */
  readonly limit: Limit | undefined;

  constructor(message: string, status: number, wait?: { seconds: number; limit: Limit }) {
    super(message);
    this.status = status;
    this.retryAfterSeconds = wait?.seconds;
    this.limit = wait?.limit;
  }
}

/**
 * The primary limit of REST, that of GraphQL ("The GraphQL API also has a separate primary rate limit"), or a secondary one, of which GitHub does not say
 * what it counts: https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api
 */
export type Limit = 'rest' | 'graphql' | 'secondary';

/** Characters of GitHub's own words that an error repeats. */
const quotedCharactersMax = 300;

/** Runs one call to GitHub. `what` ends the sentence "GitHub refused to …". */
export async function asking<Answer>(what: string, call: () => Promise<Answer>): Promise<Answer> {
  try {
    return await call();
  } catch (error) {
    throw asGitHubError(what, error);
  }
}

/** 422: GitHub understood the request and does not accept what it says. */
export function isUnprocessable(error: unknown): error is GitHubError {
  return error instanceof GitHubError && error.status === 422;
}

/** Octokit's errors are told by their shape: its classes exist once per copy of the package that npm installs. */
function asGitHubError(what: string, error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { status, response, errors } = error as OctokitError;
  if (error.name === 'GraphqlResponseError' || isRateLimited(response?.data?.errors)) {
    const said = wordsOf(errors ?? response?.data?.errors ?? []);
    return new GitHubError(
      `GitHub refused to ${what}: expected data from GraphQL, got the errors ${said}`,
      200,
      waitOf(error as OctokitError),
    );
  }
  if (error.name !== 'HttpError') return error;
  if (!response) {
    return new GitHubError(
      `GitHub could not be asked to ${what}: expected an answer, got ${quoted(error.message) || 'none'}`,
      0,
    );
  }
  const said = [quoted(response.data?.message), wordsOf(response.data?.errors ?? [])].filter(Boolean).join(' ');
  return new GitHubError(
    `GitHub refused to ${what}: expected success, got status ${status ?? 0} ${said}`.trimEnd(),
    status ?? 0,
    waitOf(error as OctokitError),
  );
}

interface OctokitError extends Error {
  status?: number;
  response?: {
    headers?: Record<string, string | number | undefined>;
    data?: { message?: string; errors?: SaidError[] };
  };
  headers?: Record<string, string | number | undefined>;
  errors?: SaidError[];
}

type SaidError = string | { message?: string; type?: string; code?: string; field?: string };

/** The throttling plugin throws these with a plain Error. */
function isRateLimited(errors: readonly SaidError[] | undefined): boolean {
  return Array.isArray(errors) && errors.some((one) => typeof one === 'object' && one.type === 'RATE_LIMITED');
}

function wordsOf(errors: readonly SaidError[]): string {
  if (!Array.isArray(errors)) return '';
  const words = errors.map((one) =>
    typeof one === 'string' ? one : [one.type, one.field, one.code, one.message].filter(Boolean).join(' '),
  );
  return quoted(words.join('; '));
}

function quoted(text: string | undefined): string {
  return text ? JSON.stringify(text.slice(0, quotedCharactersMax)) : '';
}

/** "Otherwise, wait for at least one minute before retrying", for a secondary limit that names no time; same page as below. */
const unnamedWaitSeconds = 60;

/** https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#exceeding-the-rate-limit */
function waitOf(error: OctokitError): { seconds: number; limit: Limit } | undefined {
  const { status, response, headers, errors } = error;
  const given = response?.headers ?? headers ?? {};
  const ofGraphql = isRateLimited(errors ?? response?.data?.errors);
  const isUsedUp = String(given['x-ratelimit-remaining']) === '0';
  const primary = given['x-ratelimit-resource'] === 'graphql' ? 'graphql' : 'rest';
  const limit = ofGraphql ? 'graphql' : isUsedUp ? primary : 'secondary';
  const named = Number(given['retry-after'] ?? Number.NaN);
  if (Number.isFinite(named)) return { seconds: named, limit };
  if (status !== 403 && status !== 429 && !ofGraphql) return undefined;
  const reset = Number(given['x-ratelimit-reset'] ?? Number.NaN);
  if (isUsedUp && Number.isFinite(reset)) return { seconds: Math.max(1, Math.ceil(reset - Date.now() / 1000)), limit };
  const isSecondary = status === 429 || /secondary rate limit/i.test(response?.data?.message ?? '');
  return isSecondary ? { seconds: unnamedWaitSeconds, limit } : undefined;
}
