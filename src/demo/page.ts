import { stripVTControlCharacters } from 'node:util';
import wrapAnsi from 'wrap-ansi';
import type { Ink } from './ink.js';

/** Columns. Longer lines are hard to read, and shorter ones hold no code. */
const widthMax = 100;
const widthMin = 60;
const widthUnknown = 80;

/** What is drawn on: so many columns, with colours or without. */
export interface Page {
  width: number;
  ink: Ink;
  /** Without colours, what they would tell apart needs signs. */
  colours: boolean;
}

export function pageWidth(columns: number | undefined): number {
  return Math.min(Math.max(columns ?? widthUnknown, widthMin), widthMax);
}

/** The page inside a border or an indent. */
export const narrower = (page: Page, columns: number): Page => ({ ...page, width: page.width - columns });

/** Columns that styled text takes. */
export const columnsOf = (text: string): number => Array.from(stripVTControlCharacters(text)).length;

export const padded = (text: string, columns: number): string =>
  text + ' '.repeat(Math.max(0, columns - columnsOf(text)));

/** Breaks at words; `indent` is put before each line but the first. */
export function wrapped(text: string, width: number, indent = ''): string[] {
  const [first = '', ...rest] = wrapAnsi(text, width - indent.length, { hard: true }).split('\n');
  return [first, ...rest.map((line) => indent + line)];
}

/** A frame with a title in its upper edge. */
export function box({ width, ink }: Page, title: string, lines: readonly string[]): string[] {
  const edge = (text: string) => ink('gray', text);
  const top = `${edge('╭─')} ${title} ${edge(`${'─'.repeat(Math.max(0, width - columnsOf(title) - 5))}╮`)}`;
  const middle = lines.map((line) => `${edge('│')} ${padded(line, width - 4)} ${edge('│')}`);
  return [top, ...middle, edge(`╰${'─'.repeat(width - 2)}╯`)];
}
