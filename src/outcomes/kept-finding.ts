/** What became of a finding. */
export type Outcome = 'repaired' | 'not-useful' | 'accepted' | 'merged';

/** One finding of one pull request, as long as its outcome is of interest. Nothing in it is code. */
export interface KeptFinding {
  /** 16 hexadecimal digits; `likeness` is the same without the path. */
  fingerprint: string;
  likeness: string;
  /** Slug. */
  incident: string;
  /** Empty, or the repository (owner/name, lower case) whose own incident it is: another one may use the same name. */
  scope: string;
  /** The commit at which it was last seen. */
  head: string;
  /** It was said on GitHub at some time, and not only recorded. */
  spoken: boolean;
  /** The check failed because of it when it was last said. */
  blocks: boolean;
  /** `ignored`: a comment in the code that counts asks for silence. `gone`: the code was looked at, and it is not there any more. */
  state: 'stands' | 'ignored' | 'gone';
  /** What somebody with write access has decided, if it was not taken back. */
  decision?: 'not-useful' | 'accept';
  /** ISO time of that decision, or of its being taken back. */
  decidedAt?: string;
  /** The pull request was merged while the finding stood at its head. */
  merged: boolean;
  /** ISO time. */
  firstSeen: string;
}

/** Absent as long as it is not known. What somebody has said of it counts more than what became of the code. */
export function outcomeOf({ decision, state, merged }: KeptFinding): Outcome | undefined {
  if (decision === 'not-useful') return 'not-useful';
  if (state === 'gone') return 'repaired';
  if (decision === 'accept' || state === 'ignored') return 'accepted';
  return merged ? 'merged' : undefined;
}

/** Which pull request is meant. */
export interface PullKey {
  installation: number;
  /** Owner and name, lower case: GitHub does not tell them apart by case. */
  repository: string;
  pull: number;
}

export function pullKeyOf(pull: { installation: number; owner: string; repo: string; pull: number }): PullKey {
  const { installation, owner, repo } = pull;
  return { installation, repository: `${owner}/${repo}`.toLowerCase(), pull: pull.pull };
}
