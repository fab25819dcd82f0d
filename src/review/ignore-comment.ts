import { didYouMean } from '../incidents/closest-name.js';

/** What one `//hindsight:ignore INCIDENT -- reason [until=DATE]` says. */
export interface IgnoreText {
  /** An incident or a family. */
  incident: string;
  reason: string;
  /** The last day (YYYY-MM-DD) on which it holds. */
  until?: string;
  /** Why it is none: what was expected and what was got. */
  mistake?: string;
}

/** A word of every comment that is one, or was meant to be. */
export const ignoreWord = 'hindsight:ignore';

/** Characters of a reason that are repeated. */
const reasonCharactersMax = 200;
const shape = /^\/\/(\s*)hindsight:ignore(?![\w-])[ \t]*([\s\S]*)$/;
const untilAtEnd = /(?:^|\s)until=(\S*)$/;

/** Reads a line comment; nothing when it is about something else. `known`: the names that may be ignored. */
export function readIgnore(comment: string, known: readonly string[]): IgnoreText | undefined {
  const [, blank = '', rest = ''] = shape.exec(comment) ?? [];
  if (!shape.test(comment)) return undefined;
  const [names = '', ...said] = rest.split(/(?:^|\s)--(?=\s|$)/);
  const incident = names.trim();
  const text = said.join(' -- ').trim();
  const until = untilAtEnd.exec(text)?.[1];
  const reason = text.replace(untilAtEnd, '').trim().slice(0, reasonCharactersMax);
  const mistake = mistakeIn({ blank, incident, reason, until }, known);
  return {
    incident,
    reason,
    ...(until === undefined ? {} : { until }),
    ...(mistake === undefined ? {} : { mistake }),
  };
}

interface Parts {
  blank: string;
  incident: string;
  reason: string;
  until: string | undefined;
}

function mistakeIn({ blank, incident, reason, until }: Parts, known: readonly string[]): string | undefined {
  if (blank !== '') return 'expected //hindsight:ignore without a space after the slashes, as Go writes directives';
  if (incident === '') return 'expected the name of an incident after //hindsight:ignore, got nothing';
  if (!known.includes(incident))
    return `expected an incident or a family of incidents, got ${shown(incident)}${didYouMean(incident, known)}`;
  if (reason === '') return 'expected a reason after the name, as in "-- closed by the caller", got none';
  if (until !== undefined && !isDay(until)) return `expected a day such as until=2030-01-31, got until=${shown(until)}`;
  return undefined;
}

function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

function shown(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}
