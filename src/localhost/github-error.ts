/** A refusal as GitHub words it. `errors` are objects at most endpoints and plain sentences at some. */
export class GitHubError extends Error {
  readonly status: number;
  readonly errors: unknown[] | undefined;
  readonly headers: Record<string, string>;

  constructor(status: number, message: string, errors?: unknown[], headers: Record<string, string> = {}) {
    super(message);
    this.name = 'GitHubError';
    this.status = status;
    this.errors = errors;
    this.headers = headers;
  }
}

export const notFound = (): GitHubError => new GitHubError(404, 'Not Found');

export const notAccessible = (accepted: string): GitHubError =>
  // The header: https://docs.github.com/rest/using-the-rest-api/troubleshooting-the-rest-api#resource-not-accessible
  new GitHubError(403, 'Resource not accessible by integration', undefined, {
    'x-accepted-github-permissions': accepted,
  });
