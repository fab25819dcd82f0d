import { drawCheck, drawReviewBody, drawThread } from './conversation.js';
import type { DemoPull } from './demo-pull.js';
import type { DemoWorld, Review } from './demo-world.js';
import { diffLines } from './diff-lines.js';
import { box, narrower, type Page, wrapped } from './page.js';

interface Teller {
  page: Page;
  write(lines: readonly string[]): void;
}

/** Opens the pull request, shows what is said of it, pushes the repair, and shows what is said then. Throws when anything else happens than is told. */
export async function tellStory(shown: DemoPull, world: DemoWorld, { page, write }: Teller): Promise<void> {
  const tell = (...lines: string[]) => write(lines.flatMap((line) => (line === '' ? '' : wrapped(line, page.width))));
  write(opening(page));
  write(heading(1, 'A pull request is opened', page));
  write(drawPull(shown, await world.open(), page));
  tell('', 'It compiles and reads well. GitHub sends its signed webhook, the app reviews …');

  const first = await world.review();
  demandComment(first);
  tell(said(first));
  write(heading(2, 'What Hindsight says on the pull request', page));
  write(drawReview(first, page));
  tell('', page.ink('dim', 'Where this check is required, the pull request cannot be merged.'));

  write(heading(3, 'The author pushes the repair', page));
  write(drawDiff(shown.repair, await world.repair(), page));
  const second = await world.review();
  demandClosed(second);
  tell('', said(second), '');
  write(drawReview(second, page));
  demandNoViolation(world.violations());
  write(heading(4, 'On your own code', page));
  write(nextSteps(page));
}

function opening({ ink, width }: Page): string[] {
  return [
    '',
    ...wrapped(ink('bold', 'Hindsight: production incidents come back. It remembers them.'), width),
    '',
    ...wrapped(
      'This runs on your machine alone: a small GitHub on localhost, the real app in front of it, and a repository with a node agent that watches the MTU of its host.',
      width,
    ),
  ];
}

function heading(number: number, text: string, { ink, width }: Page): string[] {
  const title = `${number}  ${text} `;
  return ['', '', ink('bold', title) + ink('gray', '━'.repeat(width - title.length)), ''];
}

function drawPull({ title, body, author, branch, owner, repository }: DemoPull, diff: string, page: Page): string[] {
  const { ink } = page;
  return [
    `${ink('bold', title)} ${ink('dim', '#1')}`,
    ...wrapped(
      ink('dim', `${author} wants to merge 1 commit into ${owner}/${repository}:main from ${branch}`),
      page.width,
    ),
    '',
    ...wrapped(body, page.width),
    '',
    ...drawDiff('', diff, page),
  ];
}

function drawDiff(title: string, diff: string, page: Page): string[] {
  const paths = [...diff.matchAll(/^\+\+\+ b\/(.*)$/gm)].map(([, path]) => path);
  const label = [title, paths.join(', ')].filter(Boolean).join(' · ');
  return box(page, label, diffLines(diff, narrower(page, 4)));
}

function drawReview({ view, check }: Review, page: Page): string[] {
  const reviews = view.reviews.filter(({ body }) => body !== '');
  return [
    ...reviews.flatMap((review) => drawReviewBody(review, page)),
    ...view.threads.flatMap((thread) => [...drawThread(thread, page), '']),
    ...drawCheck(check, page),
  ];
}

const said = ({ seconds, requests }: Review): string =>
  `Reviewed in ${seconds.toFixed(1)} s, with ${requests} requests to GitHub.`;

function demandComment({ view, check }: Review): void {
  demand(
    'one comment on a line',
    `${view.threads.length}`,
    view.threads.length === 1 && view.threads[0]?.line !== undefined,
  );
  demand('a check that fails', check.conclusion, check.conclusion === 'failure');
}

function demandClosed({ view, check }: Review): void {
  const reasons = view.threads.flatMap(({ comments }) =>
    comments.map(({ minimized }) => minimized ?? 'a comment that is shown'),
  );
  demand(
    'the comment to be closed',
    reasons.join(', '),
    reasons.every((reason) => reason === 'resolved'),
  );
  demand('a check that passes', check.conclusion, check.conclusion === 'success');
}

function demandNoViolation(violations: readonly string[]): void {
  demand("requests and answers that fit GitHub's description of its API", violations[0], violations.length === 0);
}

function demand(expected: string, got: string | undefined, met: boolean): void {
  if (!met) throw new Error(`expected ${expected}, got ${got ?? 'none'}`);
}

function nextSteps({ ink, width }: Page): string[] {
  const command = (text: string) => ['', `    ${ink('cyan', text)}`, ''];
  return [
    'Review what is on your disk, before you push:',
    ...command('node dist/cli/main.js review --repo DIR --base origin/main --head HEAD'),
    ...wrapped('Review the pull requests of a repository on GitHub. This registers a private app of your own:', width),
    ...command('npm start'),
    ...wrapped('README.md says more under "On the command line" and "As a GitHub App".', width),
    '',
  ];
}
