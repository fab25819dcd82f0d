/** One way in which a request or an answer departs from GitHub's description of itself. */
export interface Violation {
  /** For example `pulls/create-review`. */
  operation: string;
  /** Where: `request.body/comments/0/side`, `response.body/id`, `request.query/per_page`. */
  pointer: string;
  expected: string;
  got: string;
}

/** GitHub's description, pruned to the operations in use. */
export interface Contract {
  /** `path` without query. A missing answer is an empty list. */
  checkRequest(request: { method: string; path: string; query?: Record<string, string>; body?: unknown }): Violation[];
  checkResponse(request: { method: string; path: string }, response: { status: number; body?: unknown }): Violation[];
}
