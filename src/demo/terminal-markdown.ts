import { lexer, type MarkedToken, type Token, type Tokens } from 'marked';
import { columnsOf, narrower, type Page, padded, wrapped } from './page.js';

/** Markdown of a comment or a check as terminal lines, the way GitHub shows it: details stay folded, HTML comments unseen. */
export function terminalMarkdown(markdown: string, page: Page): string[] {
  return blocks(lexer(markdown), { page, seen: new Set() });
}

interface Rendering {
  page: Page;
  /** Addresses that were written out already. */
  seen: Set<string>;
}

function blocks(tokens: readonly Token[], rendering: Rendering): string[] {
  const drawn = withoutDetails(tokens)
    .map((token) => block(token, rendering))
    .filter((lines) => lines.length > 0);
  return drawn.flatMap((lines, index) => (index === 0 ? lines : ['', ...lines]));
}

/** Of `<details>` GitHub shows the summary only, until somebody opens it. */
function withoutDetails(tokens: readonly Token[]): Token[] {
  let depth = 0;
  return tokens.filter((token) => {
    const hidden = depth > 0;
    if (token.type === 'html') depth += count(token.raw, /<details\b/g) - count(token.raw, /<\/details>/g);
    return !hidden;
  });
}

const count = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;

function block(token: Token, rendering: Rendering): string[] {
  const { page } = rendering;
  const known = token as MarkedToken;
  switch (known.type) {
    case 'heading':
      return wrapped(page.ink(['bold', 'underline'], inline(known.tokens, rendering)), page.width);
    case 'paragraph':
      return wrapped(inline(known.tokens, rendering), page.width);
    case 'text':
      return wrapped(inline(known.tokens ?? [known], rendering), page.width);
    case 'list':
      return known.items.flatMap((item) => listItem(item, rendering));
    case 'code':
      // A tab is as wide as the terminal likes, and a frame stands around this.
      return known.text.split('\n').map((line) => page.ink('cyan', `    ${line.replaceAll('\t', '    ')}`));
    case 'blockquote':
      return blocks(known.tokens, { ...rendering, page: narrower(page, 2) }).map((line) => `│ ${line}`);
    case 'table':
      return table(known, rendering);
    case 'html': {
      const summary = /<summary>(.*?)<\/summary>/.exec(known.raw)?.[1];
      return summary === undefined ? [] : [page.ink('dim', `▸ ${readable(summary)}`)];
    }
    default:
      return [];
  }
}

function listItem(item: Tokens.ListItem, rendering: Rendering): string[] {
  const lines = blocks(item.tokens, { ...rendering, page: narrower(rendering.page, 2) });
  return lines.map((line, index) => (index === 0 ? `• ${line}` : `  ${line}`));
}

function inline(tokens: readonly Token[], rendering: Rendering): string {
  const { ink, colours } = rendering.page;
  let small = 0;
  const drawn = tokens.map((token) => {
    const known = token as MarkedToken;
    switch (known.type) {
      case 'strong':
        return ink('bold', inline(known.tokens, rendering));
      case 'em':
        return ink('italic', inline(known.tokens, rendering));
      case 'codespan':
        return colours ? ink('cyan', known.text) : `\`${known.text}\``;
      case 'link':
        return link(known, rendering);
      case 'br':
        return '\n';
      case 'html':
        small += count(known.raw, /<sub>/g) - count(known.raw, /<\/sub>/g);
        return '';
      case 'text':
      case 'escape': {
        const text = readable(known.text).replaceAll('\n', ' ');
        return small > 0 ? ink('dim', text) : text;
      }
      default:
        return readable(token.raw);
    }
  });
  return drawn.join('');
}

/** The label, and once the address, unless it leads to the GitHub on this machine, which is gone when somebody follows it. */
function link({ href, tokens }: Tokens.Link, rendering: Rendering): string {
  const { ink } = rendering.page;
  const label = ink('underline', inline(tokens, rendering));
  if (rendering.seen.has(href) || href.startsWith('http://127.0.0.1:')) return label;
  rendering.seen.add(href);
  return `${label} ${ink('dim', `<${href}>`)}`;
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };

/** Entities as what they stand for, and no characters that are not seen. */
function readable(text: string): string {
  return text
    .replace(/&(amp|lt|gt|quot|#39);/g, (entity, name: string) => entities[name] ?? entity)
    .replace(/\p{Cf}/gu, '');
}

/** Between two columns of a table. */
const gap = 2;

function table({ header, rows }: Tokens.Table, rendering: Rendering): string[] {
  const { page } = rendering;
  // Addresses would fill a narrow cell; who wants them finds them in the comment.
  const addresses = rows.flat().flatMap(({ tokens }) => tokens.filter(({ type }) => type === 'link'));
  for (const address of addresses) rendering.seen.add((address as Tokens.Link).href);
  const texts = [header, ...rows].map((row) => row.map((cell) => inline(cell.tokens, rendering)));
  const widths = columnWidths(texts, page.width - gap * (header.length - 1));
  const lines = texts.map((row) => tableRow(row, widths));
  const [head = [], ...body] = lines;
  return [
    ...head.map((line) => page.ink('bold', line)),
    page.ink('gray', '─'.repeat(tableWidth(widths))),
    ...body.flat(),
  ];
}

const tableWidth = (widths: readonly number[]): number => widths.reduce((sum, width) => sum + width + gap, -gap);

/** What each column would like to have; the widest gives way until all fit. */
function columnWidths(rows: readonly string[][], columns: number): number[] {
  const widths = (rows[0] ?? []).map((_, index) => Math.max(...rows.map((row) => columnsOf(row[index] ?? ''))));
  for (let over = widths.reduce((sum, width) => sum + width, -columns); over > 0; over--) {
    const widest = widths.indexOf(Math.max(...widths));
    widths[widest] = (widths[widest] ?? 1) - 1;
  }
  return widths;
}

function tableRow(cells: readonly string[], widths: readonly number[]): string[] {
  const columns = cells.map((cell, index) => wrapped(cell, widths[index] ?? 1));
  const height = Math.max(...columns.map((lines) => lines.length));
  return Array.from({ length: height }, (_, at) =>
    columns
      .map((lines, index) => padded(lines[at] ?? '', (widths[index] ?? 0) + gap))
      .join('')
      .trimEnd(),
  );
}
