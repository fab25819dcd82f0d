import type { ContractRequest, Refuse } from './contract.js';
import type { Match } from './contract-paths.js';

type Body = Record<string, unknown>;
type Rule = (body: Body, refuse: Refuse) => void;

/** Largest page GitHub gives; more is cut down without a word. https://docs.github.com/rest/using-the-rest-api/using-pagination-in-the-rest-api */
const itemsPerPageMax = 100;

/** What GitHub refuses, or ignores without a word, though its description allows it. */
export function checkRules(match: Match, request: ContractRequest, refuse: Refuse): void {
  const perPage = Number(request.query?.per_page ?? 1);
  if (perPage < 1 || perPage > itemsPerPageMax) {
    refuse('request.query/per_page', `1 to ${itemsPerPageMax}`, request.query?.per_page);
  }
  rules[match.id]?.((request.body ?? {}) as Body, refuse);
}

const rules: Record<string, Rule> = {
  'checks/create': checkRun,
  'checks/update': checkRun,
  'pulls/create-review': review,
  'pulls/create-review-comment': (body, refuse) => {
    // https://docs.github.com/rest/pulls/comments#create-a-review-comment-for-a-pull-request
    if (body.in_reply_to !== undefined) return;
    if (body.subject_type === 'file') {
      if (body.line !== undefined) refuse('request.body/line', 'nothing beside subject_type file', body.line);
      return;
    }
    lines(body, 'request.body', refuse);
  },
};

const charactersOfTitleMax = 255;
const bytesOfMessageMax = 64 * 1024;

/** https://docs.github.com/rest/checks/runs#create-a-check-run: stated in prose, not in the schema. */
function checkRun(body: Body, refuse: Refuse): void {
  const completed = body.status === 'completed' || body.completed_at !== undefined;
  if (completed && body.conclusion === undefined) {
    refuse('request.body/conclusion', 'a conclusion, since the run is completed', body.conclusion);
  }
  if (body.conclusion === 'stale') refuse('request.body/conclusion', 'not stale, which only GitHub can set', 'stale');
  const output = body.output as { annotations?: Body[] } | undefined;
  for (const [index, annotation] of (output?.annotations ?? []).entries()) {
    checkAnnotation(annotation, `request.body/output/annotations/${index}`, refuse);
  }
}

function checkAnnotation(annotation: Body, pointer: string, refuse: Refuse): void {
  const start = Number(annotation.start_line);
  const end = Number(annotation.end_line);
  if (start < 1) refuse(`${pointer}/start_line`, 'at least 1', start);
  if (end < start) refuse(`${pointer}/end_line`, `at least start_line, ${start}`, end);
  if (start !== end) {
    for (const column of ['start_column', 'end_column']) {
      if (annotation[column] !== undefined)
        refuse(`${pointer}/${column}`, 'nothing on several lines', annotation[column]);
    }
  }
  if (String(annotation.title ?? '').length > charactersOfTitleMax) {
    refuse(`${pointer}/title`, `at most ${charactersOfTitleMax} characters`, annotation.title);
  }
  for (const text of ['message', 'raw_details']) {
    if (Buffer.byteLength(String(annotation[text] ?? '')) > bytesOfMessageMax) {
      refuse(`${pointer}/${text}`, `at most ${bytesOfMessageMax} bytes`, annotation[text]);
    }
  }
}

/** https://docs.github.com/rest/pulls/reviews#create-a-review-for-a-pull-request */
function review(body: Body, refuse: Refuse): void {
  if ((body.event === 'COMMENT' || body.event === 'REQUEST_CHANGES') && !body.body) {
    refuse('request.body/body', `a text, since the event is ${body.event}`, body.body);
  }
  for (const [index, comment] of ((body.comments ?? []) as Body[]).entries()) {
    lines(comment, `request.body/comments/${index}`, refuse);
  }
}

function lines(comment: Body, pointer: string, refuse: Refuse): void {
  if (comment.line === undefined) refuse(`${pointer}/line`, 'a line', comment.line);
  if (comment.position !== undefined) {
    refuse(`${pointer}/position`, 'line, since position is closing down', comment.position);
  }
  for (const side of ['side', 'start_side']) {
    const value = comment[side];
    if (value !== undefined && value !== 'LEFT' && value !== 'RIGHT')
      refuse(`${pointer}/${side}`, 'LEFT or RIGHT', value);
  }
  if (comment.start_side !== undefined && comment.start_line === undefined) {
    refuse(`${pointer}/start_line`, 'a line, since start_side is given', comment.start_line);
  }
}
