import type { Contract, Violation } from './contract.js';
import type { Limits } from './limits.js';

export type { Contract, Limits, Violation };

/** A file as it is committed. `null` removes it. */
export type LocalFile =
  | string
  | Uint8Array
  | { symlink: string }
  | { executable: string }
  | { submodule: string }
  | null;

/** Files by their path from the top of the repository. */
export type FileMap = Record<string, LocalFile>;

/** What a commit holds: a file map is laid over the parent's files; a directory of this machine replaces them all. */
export type TreeSource = FileMap | { directory: string };

/** Keys and levels as in app.yml, for example `{ checks: 'write' }`. */
export type Permissions = Record<string, 'read' | 'write'>;

export interface LocalGitHubOptions {
  /** Where signed deliveries are sent; without it they are only logged. Can be set later with `sendWebhooksTo`. */
  webhookUrl?: string;
  webhookSecret?: string;
  /** What the installation was granted. The default is what app.yml of Hindsight asks for. */
  permissions?: Permissions;
  /** Events the app is subscribed to; others are neither sent nor logged, but for those that come to every app. The default is what app.yml of Hindsight asks for. */
  events?: string[];
  /** GitHub's limits, lowered so that a test meets them with little. */
  limits?: Partial<Limits>;
  /** 0, the default, takes any free port. */
  port?: number;
  /** Reads the clock in milliseconds, so that a test can let an hour pass. */
  now?: () => number;
}

export interface LocalApp {
  id: number;
  slug: string;
  /** PEM, PKCS#1 as GitHub gives it out. */
  privateKey: string;
  webhookSecret: string;
  installationId: number;
  permissions: Permissions;
}

/** https://docs.github.com/organizations/managing-user-access-to-your-organizations-repositories/managing-repository-roles/repository-roles-for-an-organization */
export type Role = 'admin' | 'maintain' | 'write' | 'triage' | 'read' | 'none';

export interface RepositoryOptions {
  /** `octocat` and `hello` when left out. */
  owner?: string;
  name?: string;
  private?: boolean;
  /** What people may do, by login; the owner is `admin`, and everybody reads what is public. */
  roles?: Record<string, Role>;
  /** First commit of the default branch `main`. */
  files?: TreeSource;
  /** A git directory of this machine whose objects the repository shares; nothing is written to it. */
  objectsFrom?: string;
}

export interface CommitOptions {
  message?: string;
  author?: string;
  /** The branch is moved though the new commit does not descend from it: its parent is this commit. */
  forceFrom?: string;
}

export interface PullOptions {
  title?: string;
  body?: string;
  /** Login of the one who opens it; `octocat` when left out. */
  author?: string;
  draft?: boolean;
  /** Base branch, `main` when left out. */
  base?: string;
  /** Head branch, `topic-N` when left out. It is made from the base branch with `files` on top, or at `headSha`. */
  head?: string;
  files?: TreeSource;
  headSha?: string;
  /** Owner of a fork of the same name: the head branch is there. A repository's own pull request when left out. */
  fork?: string;
}

/** A merge group: what a pull request gives on top of its base branch and of those that stand before it in the queue. */
export interface LocalMergeGroup {
  headSha: string;
  baseSha: string;
  headRef: string;
  /** The queue forgets it, and its delivery is still to come. */
  leave(): void;
  /** Takes the group out of the queue; `merge_group.destroyed` is delivered. `merged` moves the base branch to it. */
  destroy(reason: 'merged' | 'invalidated' | 'dequeued'): Promise<void>;
  completedCheck(name: string, timeoutMilliseconds?: number): Promise<CheckRunView>;
}

/** A check without which nothing is merged; `appId` is the only app that it is taken from. */
export interface RequiredStatusCheck {
  context: string;
  appId?: number;
  by: 'protection' | 'ruleset';
}

export interface LocalRepository {
  owner: string;
  name: string;
  /** The bare repository on disk. */
  gitDirectory: string;
  /** Commits on a branch (made from `main` when it does not exist) and returns the commit's id. */
  commit(branch: string, files: TreeSource, options?: CommitOptions): Promise<string>;
  /** A first commit of its own on a branch. */
  commitOrphan(branch: string, files: TreeSource): Promise<string>;
  /** Moves or makes a branch, without a delivery. */
  setBranch(branch: string, sha: string): Promise<void>;
  openPull(options?: PullOptions): Promise<LocalPull>;
  /** Puts pull requests at the end of the merge queue of their base branch, as one group; `merge_group.checks_requested` is delivered once. */
  enqueue(...pulls: LocalPull[]): Promise<LocalMergeGroup>;
  /** What somebody may do from now on, in the words of a role. */
  setRole(login: string, role: Role): void;
  /** An admin requires a check. */
  requireCheck(check: RequiredStatusCheck): void;
  /** An admin makes a rule that all merges go through the queue. */
  requireMergeQueue(): void;
  /** Somebody presses "Re-run" on a check run of ours. */
  rerequestRun(id: number, person?: string): Promise<void>;
  /** Somebody presses "Re-run all checks" on a commit. */
  rerequestSuite(sha: string, person?: string): Promise<void>;
  /** Somebody presses a button of one of our check runs. */
  pressButton(id: number, identifier: string, person?: string): Promise<void>;
  checkRuns(sha: string): CheckRunView[];
}

export interface LocalPull {
  number: number;
  readonly headSha: string;
  readonly baseSha: string;
  /** Commits on the head branch; `pull_request.synchronize` is delivered. Returns the new head. */
  push(files: TreeSource, options?: CommitOptions): Promise<string>;
  /** Force-pushes the head branch to a commit that exists. */
  forcePush(sha: string): Promise<void>;
  close(): Promise<void>;
  /** Merges it with a merge commit; `pull_request.closed` is delivered with `merged`. */
  merge(): Promise<void>;
  reopen(): Promise<void>;
  readyForReview(): Promise<void>;
  /** Changes the title or the base branch; `pull_request.edited` is delivered. */
  edit(change: { title?: string; base?: string }): Promise<void>;
  /** A person answers a review comment. Returns the id of the reply. */
  reply(commentId: number, author: string, body: string): Promise<number>;
  /** A person writes a comment of their own on a line of the diff. Returns its id. */
  commentOn(
    line: { path: string; line: number; side?: 'LEFT' | 'RIGHT' },
    author: string,
    body: string,
  ): Promise<number>;
  /** The conversation as a person sees it now. */
  view(): Promise<PullView>;
  /** Waits until the newest check run of that name on the head is completed; throws after the timeout, 10 seconds if none is given. */
  completedCheck(name: string, timeoutMilliseconds?: number): Promise<CheckRunView>;
}

export interface CommentView {
  id: number;
  /** For example `octocat` or `hindsight[bot]`. */
  author: string;
  body: string;
  /** GitHub's reason in its own letters, for example `resolved`; absent when the comment is shown. */
  minimized?: string;
  edited: boolean;
}

export interface ThreadView {
  path: string;
  subject: 'line' | 'file';
  side?: 'LEFT' | 'RIGHT';
  /** Absent when the thread is outdated or on a file. */
  line?: number;
  startLine?: number;
  /** The hunk down to the line that was commented. */
  diffHunk: string;
  outdated: boolean;
  resolved: boolean;
  comments: CommentView[];
}

export interface ReviewView {
  id: number;
  author: string;
  state: string;
  body: string;
  commentIds: number[];
}

export interface AnnotationView {
  path: string;
  startLine: number;
  endLine: number;
  level: string;
  title: string;
  message: string;
}

export interface CheckRunView {
  id: number;
  name: string;
  headSha: string;
  status: string;
  conclusion?: string;
  title?: string;
  summary?: string;
  text?: string;
  externalId?: string;
  /** Labels of its buttons. */
  buttons: string[];
  annotations: AnnotationView[];
}

export interface PullView {
  title: string;
  state: 'open' | 'closed';
  headSha: string;
  reviews: ReviewView[];
  threads: ThreadView[];
  /** Of the head commit. */
  checkRuns: CheckRunView[];
}

export interface Delivery {
  /** Of this attempt; a redelivery has the GUID of the first and an id of its own. */
  id: number;
  guid: string;
  /** Milliseconds since 1970. */
  deliveredAt: number;
  event: string;
  action: string;
  redelivery: boolean;
  payload: Record<string, unknown>;
  /** The body as sent and its signature header. */
  body: string;
  signature: string;
  /** Status of the receiver's answer; 0 when it could not be reached; absent when there is no webhook URL. */
  status?: number;
}

export interface RequestRecord {
  method: string;
  /** Path with query. */
  path: string;
  /** For example `pulls/create-review`, or `graphql`. */
  operation: string;
  status: number;
  body?: unknown;
}

/** The next `times` requests that match are answered so, or only later. */
export interface Failure {
  method?: string;
  /** A part of the path, or an expression over it. */
  path?: string | RegExp;
  /** Left out: the request is served as usual, after the delay. */
  status?: number;
  headers?: Record<string, string>;
  body?: unknown;
  times?: number;
  delayMilliseconds?: number;
  /** True: the request is carried out first, and only its answer is lost. */
  afterCarryingOut?: boolean;
}

export interface LocalGitHub {
  /** For example `http://127.0.0.1:41234`: the `baseUrl` of Octokit; GraphQL answers at `/graphql` below it. */
  url: string;
  app: LocalApp;
  contract: Contract;
  requests: RequestRecord[];
  /** What broke GitHub's description in a request, an answer or a delivery. A test asserts that it is empty. */
  violations: Violation[];
  deliveries: Delivery[];
  createRepository(options?: RepositoryOptions): Promise<LocalRepository>;
  /** Somebody installs the app on all repositories that there are, or adds repositories to the installation. */
  install(person?: string): Promise<void>;
  addToInstallation(repositories: readonly LocalRepository[], person?: string): Promise<void>;
  sendWebhooksTo(url: string, secret?: string): void;
  /** Sends a delivery of the log again: same GUID, same body. */
  redeliver(guid: string): Promise<Delivery>;
  /** Sends an event that no method of the world brings about; undefined when the app is not subscribed to it. */
  deliver(event: string, payload: Record<string, unknown>): Promise<Delivery | undefined>;
  failNext(failure: Failure): void;
  /** As if other clients of the installation had used up all but so many requests of this hour. */
  leaveRequests(resource: 'core' | 'graphql', requests: number): void;
  /** All installation tokens given out so far are refused from now on. */
  expireTokens(): void;
  /** Changes what the installation was granted, for tokens made from now on. */
  grant(permissions: Permissions): void;
  close(): Promise<void>;
}
