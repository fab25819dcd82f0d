import { plainText } from './markdown.js';
import { reasonCharactersMax, type Triage } from './triage.js';

/** The text of a comment with the decision above it. A note is the first paragraph of its comment, on one line. */
export function withNote(body: string, triage: Triage | undefined): string {
  return triage && triage.decision !== 'undo' ? `${noteOf(triage)}\n\n${body}` : body;
}

/** `triage`: what the comment's mark says; without it there is no note above the text. */
export function withoutNote(body: string, triage: Triage | undefined): string {
  if (!triage || triage.decision === 'undo') return body;
  const end = body.indexOf('\n\n');
  return end < 0 ? body : body.slice(end + 2);
}

function noteOf({ decision, by, reason, until }: Triage): string {
  const what = decision === 'accept' ? 'Accepted' : 'Not useful';
  const how = until === undefined ? '' : ` until ${until}`;
  return `> **${what}${how}**, says ${plainText(by)}: ${plainText(reason, reasonCharactersMax)} <br>The check does not count this. \`/hindsight undo\` takes it back.`;
}
