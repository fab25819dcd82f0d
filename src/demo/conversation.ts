import type { CheckRunView, ReviewView, ThreadView } from '../localhost/local-github.js';
import { diffLines } from './diff-lines.js';
import { box, narrower, type Page, wrapped } from './page.js';
import { terminalMarkdown } from './terminal-markdown.js';

/** Lines of code above a comment. */
const linesAboveComment = 5;

/** What stands above all comments of one review. */
export function drawReviewBody({ author, body }: ReviewView, page: Page): string[] {
  const title = `${page.ink('bold', author)} ${page.ink('dim', 'reviewed')}`;
  return [title, ...terminalMarkdown(body, page), ''];
}

/** A comment below the code it stands on. */
export function drawThread(thread: ThreadView, page: Page): string[] {
  const { path, line, startLine, side, diffHunk, comments } = thread;
  const sign = side === 'LEFT' ? '-' : '+';
  const lines = startLine === undefined ? `line ${sign}${line}` : `lines ${sign}${startLine} to ${sign}${line}`;
  const where = line === undefined ? '' : ` on ${lines}`;
  const title = page.ink('bold', `${path}`) + page.ink('dim', `  comment${where}`);
  const code = diffLines(diffHunk, page).slice(-linesAboveComment);
  return [title, ...code, ...comments.flatMap((comment) => drawComment(comment, page))];
}

function drawComment({ author, body, edited, minimized }: ThreadView['comments'][number], page: Page): string[] {
  const { ink } = page;
  const marks = [edited ? 'edited' : '', minimized === undefined ? '' : `hidden as ${minimized}`].filter(Boolean);
  const title = ink('bold', author) + ink('dim', ['', ...marks].join(' · '));
  return box(page, title, terminalMarkdown(body, narrower(page, 4)));
}

/** A check: its line below the pull request, then the page behind it. */
export function drawCheck({ name, conclusion, title, summary }: CheckRunView, page: Page): string[] {
  const { ink } = page;
  const passed = conclusion === 'success';
  const sign = ink(passed ? 'green' : 'red', passed ? '✓' : '✗');
  const line = `${sign} ${ink('bold', name)}  ${title ?? ''}  ${ink('dim', `(${conclusion})`)}`;
  const details = terminalMarkdown(summary ?? '', narrower(page, 2));
  return [...wrapped(line, page.width, '  '), '', ...details.map((text) => (text === '' ? '' : `  ${text}`))];
}
