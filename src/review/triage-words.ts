import { count } from './check-summary.js';
import { codeSpan, plainText } from './markdown.js';

/** Findings that one announcement lists. */
const listedMax = 20;

const commands = [
  '- `/hindsight accept REASON`: it is true, and you take it as it is. `until 2027-01-31` at the end limits that.',
  '- `/hindsight not-useful REASON`: it is wrong, or helps nobody.',
  '- `/hindsight undo`: it counts again.',
].join('\n');

export function helpFor(problem: string): string {
  return `I cannot follow this command: ${problem}. In this thread I know:\n\n${commands}`;
}

export function noWriteAccess(by: string): string {
  return `Thank you, ${codeSpan(by)}. Whether this counts is for people with write access to this repository to decide, so nothing has changed. Your reply stays here for them to read.`;
}

/** `isNoted`: the comment says the decision already, and only the check does not follow it yet. */
export function givenUp(by: string, reason: string, isNoted: boolean): string {
  return isNoted
    ? `${codeSpan(by)}: your decision is noted above, but the check could not be written anew: ${reason}. The next review follows it; "Re-run" at the check starts one.`
    : `${codeSpan(by)}: I could not follow this: ${reason}. Nothing has changed. Please write it once more.`;
}

/** `where`: the findings as the check names them, in Markdown. */
export function announced(by: string, decision: 'accept' | 'undo', where: readonly string[]): string {
  const what =
    decision === 'accept'
      ? `has accepted ${count(where.length, 'finding')} with the button of the check; the check does not count ${where.length === 1 ? 'it' : 'them'} any more`
      : `has taken back what was decided about ${count(where.length, 'finding')}; the check counts ${where.length === 1 ? 'it' : 'them'} again`;
  const left = where.length - listedMax;
  return [
    `${plainText(by)} ${what}:`,
    [...where.slice(0, listedMax).map((each) => `- ${each}`), ...(left > 0 ? [`- and ${left} more`] : [])].join('\n'),
  ].join('\n\n');
}
