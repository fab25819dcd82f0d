/** A pull request that was merged, at which head. */
export interface MergedPull {
  installation: number;
  owner: string;
  repo: string;
  pull: number;
  headSha: string;
  delivery: string;
}
