import type { Change } from '../diff/change.js';
import type { Finding } from './finding.js';
import type { PostedComment } from './review-plan.js';

/**
 * The findings, each with the fingerprint of the comment that speaks of it already. A fingerprint holds the path, so after a rename it is another
 * one; then the comment whose finding is nowhere any more, whose file is gone and that is alike in all but the path, is about this one. Each
 * comment is taken once.
 */
export function withKnownFingerprints(
  findings: readonly Finding[],
  posted: readonly PostedComment[],
  change: Change,
): Finding[] {
  const found = new Set(findings.map(({ fingerprint }) => fingerprint));
  const said = new Set(posted.map(({ fingerprint }) => fingerprint));
  const paths = new Set(change.files.flatMap(({ headPath }) => headPath ?? []));
  const left = posted
    .filter(({ fingerprint, likeness }) => likeness !== undefined && !found.has(fingerprint))
    // An open comment is taken before one that was closed.
    .sort((a, b) => Number(a.state === 'closed') - Number(b.state === 'closed'));
  return findings.map((finding) => {
    if (said.has(finding.fingerprint)) return finding;
    // GitHub may name the file of a comment by its new path or, when the comment is outdated, by the one it was posted on.
    const moved = left.findIndex(
      ({ likeness, path }) =>
        likeness === finding.likeness && (path === undefined || path === finding.at.path || !paths.has(path)),
    );
    const [comment] = moved < 0 ? [] : left.splice(moved, 1);
    return comment ? { ...finding, fingerprint: comment.fingerprint } : finding;
  });
}
