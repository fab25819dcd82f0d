import { reasonCharactersMax } from './triage.js';

/** What a reply asks for; `problem` says, as the end of a sentence, why nothing can be done about it. */
export type TriageCommand =
  | { decision: 'not-useful' | 'accept'; reason: string; until?: string }
  | { decision: 'undo' }
  | { problem: string };

const command = /^ {0,3}\/hindsight(?:[ \t]+(.*))?$/i;
const fence = /^ {0,3}(`{3,}|~{3,})/;

/**
 * The first command of a reply; absent when there is none. It stands at the beginning of a line, and only where a reader of the page sees it as the
 * writer's own words: not in code, not in a quotation (https://github.github.com/gfm/#block-quotes, with the lines that go on lazily), not in an
 * HTML comment. `today` as YYYY-MM-DD.
 */
export function readCommand(body: string, today: string): TriageCommand | undefined {
  for (const line of ownLines(body)) {
    const found = command.exec(line);
    if (found) return parsed((found[1] ?? '').trim(), today);
  }
  return undefined;
}

function ownLines(body: string): string[] {
  const own: string[] = [];
  let fenced: string | undefined;
  let hidden = false;
  let quoted = false;
  for (const line of body.split(/\r\n|\r|\n/)) {
    const [, marks] = fence.exec(line) ?? [];
    if (fenced !== undefined) {
      if (marks?.startsWith(fenced) && line.trim() === marks) fenced = undefined;
      continue;
    }
    if (hidden) {
      hidden = !line.includes('-->');
      continue;
    }
    quoted = /^ {0,3}>/.test(line) || (quoted && line.trim() !== '' && marks === undefined);
    if (quoted) continue;
    fenced = marks;
    hidden = line.lastIndexOf('<!--') > line.lastIndexOf('-->');
    if (fenced === undefined && !/^( {4}|\t)/.test(line)) own.push(line);
  }
  return own;
}

function parsed(words: string, today: string): TriageCommand {
  const [, verb = '', rest = ''] = /^(\S*)\s*(.*)$/.exec(words) ?? [];
  switch (verb.toLowerCase()) {
    case 'undo':
      return { decision: 'undo' };
    case 'not-useful':
      return rest === '' ? { problem: 'a reason is missing' } : { decision: 'not-useful', reason: cut(rest) };
    case 'accept':
      return accepted(rest, today);
    case '':
      return { problem: 'it says nothing to do' };
    default:
      return { problem: 'it is none that is known' };
  }
}

/** `REASON until DATE`: what follows the last `until` as the last word has to be a date, since a decision for ever is not what was meant. */
function accepted(text: string, today: string): TriageCommand {
  const [, reason = text, until] = /^(.*?)\s*(?<!\S)until\s+(\S+)$/i.exec(text) ?? [];
  if (reason === '') return { problem: 'a reason is missing' };
  if (until === undefined) return { decision: 'accept', reason: cut(reason) };
  if (!isDay(until)) return { problem: 'what follows `until` is no date; it is written as in 2027-01-31' };
  if (until < today) return { problem: 'the date is over' };
  return { decision: 'accept', reason: cut(reason), until };
}

function isDay(text: string): boolean {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  // 2027-02-30 is read as a day of March.
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

function cut(reason: string): string {
  const characters = Array.from(reason.replace(/\s+/g, ' '));
  return characters.length <= reasonCharactersMax
    ? characters.join('')
    : `${characters.slice(0, reasonCharactersMax - 1).join('')}…`;
}
