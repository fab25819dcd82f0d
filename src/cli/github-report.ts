import type { CommentToPost } from '../review/review-plan.js';
import { printable, printableLines } from './printable.js';
import type { ReviewResult } from './review-result.js';

/** What `--format github` prints: the check run and each comment as Markdown, as they would be posted. */
export function githubReport({ plan }: ReviewResult): string {
  const { conclusion, title, summary } = plan.check;
  const parts = [`# Check: ${title}`, `Conclusion: **${conclusion}**`, summary];
  if (plan.reviewBody !== undefined) parts.push('# Review', plan.reviewBody);
  for (const comment of plan.post) parts.push('---', `## ${where(comment)}`, comment.body);
  return printableLines(parts.join('\n\n'));
}

function where({ path, location }: CommentToPost): string {
  const file = printable(path);
  if (!location) return `Comment on the file ${file}`;
  const { line, endLine, side } = location;
  return `Comment on ${file}, ${line === endLine ? `line ${line}` : `lines ${line} to ${endLine}`}, ${side}`;
}
