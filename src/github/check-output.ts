import { type CheckButton, checkButtonsMax } from '../review/check-buttons.js';
import type { CheckFacts } from '../review/check-facts.js';
import { codeSpan } from '../review/markdown.js';
import type { Annotation, CheckToWrite } from '../review/review-plan.js';
import { cutToBytes, splitAtBytes } from './cut-text.js';
import { factsMark } from './hidden-mark.js';
import type { DemotedComment } from './post-comments.js';

/**
 * Of `summary` and of `text` each. The description says characters, GitHub counts bytes: "summary exceeds a maximum bytesize of 65535",
 * https://github.com/github/docs/issues/35252
 */
export const checkTextBytesMax = 65_535;
/** "The Checks API limits the number of annotations to a maximum of 50 per API request", https://docs.github.com/en/rest/checks/runs#update-a-check-run */
export const annotationsPerRequestMax = 50;
/** "The title that represents the annotation. The maximum size is 255 characters", same page. For the title of the check none is written; the same is kept. */
const titleBytesMax = 255;
/** "A short description of the feedback for these lines of code. The maximum size is 64 KB", same page. */
const messageBytesMax = 64_000;

const continued = '\n\n… Continued below, under the details.';
const cut = '\n\n… Cut here: GitHub shows no more in a check. `hindsight review` on the command line shows all of it.';

/** The page of a check run: what does not fit into the summary goes on in the details, after the comments that found no place in the diff. */
export function checkOutput(
  { title, summary, details = '', facts }: CheckToWrite,
  demoted: readonly DemotedComment[],
): { title: string; summary: string; text?: string } {
  const [head, rest] =
    Buffer.byteLength(summary) <= checkTextBytesMax
      ? [summary, '']
      : splitAtBytes(summary, checkTextBytesMax - Buffer.byteLength(continued));
  const text = withFacts([...demoted.map(demotedText), details, rest].filter(Boolean).join('\n\n'), facts);
  return {
    title: cutToBytes(title, titleBytesMax, '…'),
    summary: rest ? head + continued : head,
    ...(text ? { text } : {}),
  };
}

/** The facts stand below what people read, and go first where both do not fit. Without them a decision needs a new review, no more. */
function withFacts(text: string, facts: CheckFacts | undefined): string {
  const mark = facts && factsMark(facts);
  const shown = cutToBytes(text, checkTextBytesMax, cut);
  return mark && Buffer.byteLength(shown) + Buffer.byteLength(mark) + 2 <= checkTextBytesMax
    ? [shown, mark].filter(Boolean).join('\n\n')
    : shown;
}

/** GitHub's form of a button. */
export function checkActions({ buttons = [] }: CheckToWrite): CheckButton[] {
  return buttons.slice(0, checkButtonsMax);
}

function demotedText({ comment, reason }: DemotedComment): string {
  const { path, location } = comment;
  const place = location ? `${codeSpan(path)}, line ${location.line}` : codeSpan(path);
  return `### ${place}\n\nGitHub did not take this comment on the pull request: ${reason}.\n\n${comment.body}`;
}

/** GitHub's form of an annotation. */
export function checkAnnotation({ path, startLine, endLine, level, title, message }: Annotation) {
  return {
    path,
    start_line: startLine,
    end_line: endLine,
    annotation_level: level,
    title: cutToBytes(title, titleBytesMax, '…'),
    message: cutToBytes(message, messageBytesMax, '…'),
  };
}
