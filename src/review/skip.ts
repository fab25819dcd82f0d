/**
 * Why nothing was done, to be counted: `superseded` (a newer head, or a merge group that is gone), `reviewed` (this head has its verdict), `unseen`
 * (GitHub does not show it to us). The rest says itself.
 */
export type SkipKind =
  | 'nothing to review'
  | 'unexpected payload'
  | 'no installation'
  | 'draft'
  | 'closed'
  | 'superseded'
  | 'reviewed'
  | 'unseen';

/** What was not done, and why: a value, so that whoever asked can say it. */
export interface Skip {
  kind: SkipKind;
  skip: string;
}
