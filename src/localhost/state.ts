import type { Contract, Violation } from './contract.js';
import type { GitStore } from './git-store.js';
import type { Limits } from './limits.js';
import type { Delivery, LocalApp, Permissions, RequestRecord, RequiredStatusCheck, Role } from './world.js';

/** A person or a bot. A bot's login ends with `[bot]`, as REST gives it. */
export interface Account {
  id: number;
  login: string;
  type: 'User' | 'Bot';
}

export interface ReviewComment {
  id: number;
  author: Account;
  body: string;
  createdAt: Date;
  updatedAt: Date;
  edited: boolean;
  reviewId: number;
  inReplyTo?: number;
  minimizedReason?: string;
  thread: Thread;
}

export interface Thread {
  id: number;
  path: string;
  subject: 'line' | 'file';
  side: 'LEFT' | 'RIGHT';
  /** As it was posted, in the file of `commit` or of `mergeBase`. Absent for a file. */
  line?: number;
  startLine?: number;
  startSide?: 'LEFT' | 'RIGHT';
  commit: string;
  mergeBase: string;
  diffHunk: string;
  resolved: boolean;
  comments: ReviewComment[];
}

export interface Review {
  id: number;
  author: Account;
  body: string;
  state: 'COMMENTED' | 'APPROVED' | 'CHANGES_REQUESTED' | 'PENDING';
  commit: string;
  submittedAt: Date;
}

export interface Pull {
  id: number;
  number: number;
  title: string;
  body: string;
  author: Account;
  state: 'open' | 'closed';
  draft: boolean;
  /** The commit that merged it. */
  mergedAs?: string;
  baseRef: string;
  baseSha: string;
  headRef: string;
  headSha: string;
  /** Where the head branch is, when that is a fork. */
  fork?: Account;
  createdAt: Date;
  updatedAt: Date;
  threads: Thread[];
  reviews: Review[];
}

export interface Annotation {
  path: string;
  start_line: number;
  end_line: number;
  start_column?: number;
  end_column?: number;
  annotation_level: string;
  message: string;
  title?: string;
  raw_details?: string;
}

export interface CheckRun {
  id: number;
  appId: number;
  name: string;
  headSha: string;
  status: 'queued' | 'in_progress' | 'completed';
  conclusion?: string;
  startedAt: Date;
  completedAt?: Date;
  detailsUrl?: string;
  externalId?: string;
  actions: { label: string; description: string; identifier: string }[];
  title?: string;
  summary?: string;
  text?: string;
  annotations: Annotation[];
}

export interface Repository {
  id: number;
  owner: Account;
  name: string;
  private: boolean;
  createdAt: Date;
  roles: Map<string, Role>;
  store: GitStore;
  pulls: Map<number, Pull>;
  checkRuns: CheckRun[];
  /** Of every branch. */
  required: RequiredStatusCheck[];
  /** In the order in which they will be merged. */
  mergeGroups: MergeGroup[];
  /** By a rule. */
  queueRequired: boolean;
}

export interface MergeGroup {
  id: number;
  pull: Pull;
  headSha: string;
  baseSha: string;
  headRef: string;
  baseRef: string;
}

/** An installation token: what it may do, and until when. */
export interface Token {
  permissions: Permissions;
  /** Names of repositories; absent for all. */
  repositories?: string[];
  /** Milliseconds since 1970. */
  expiresAt: number;
}

/** Everything this GitHub knows. Handlers read and change it; nothing else does. */
export interface State {
  url: string;
  app: LocalApp;
  /** Events that the app is subscribed to. */
  events: readonly string[];
  bot: Account;
  contract: Contract;
  limits: Limits;
  now: () => number;
  repositories: Map<string, Repository>;
  accounts: Map<string, Account>;
  tokens: Map<string, Token>;
  requests: RequestRecord[];
  violations: Violation[];
  deliveries: Delivery[];
  /** Sends a delivery of the log again. */
  redeliver: (guid: string) => Promise<unknown>;
  nextId: () => number;
}

export function accountOf(state: State, login: string): Account {
  const known = state.accounts.get(login);
  if (known) return known;
  const type = login.endsWith('[bot]') ? 'Bot' : 'User';
  const account: Account = { id: state.nextId(), login, type };
  state.accounts.set(login, account);
  return account;
}

export const fullName = (repository: Repository): string => `${repository.owner.login}/${repository.name}`;

/** Whole seconds, as GitHub keeps time. */
export const clock = (state: State): Date => new Date(Math.floor(state.now() / 1000) * 1000);

export const commentsOf = (pull: Pull): ReviewComment[] =>
  pull.threads.flatMap((thread) => thread.comments).sort((one, other) => one.id - other.id);
