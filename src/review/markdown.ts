/**
 * Values from a pull request (identifiers, code, file names) inside Markdown that we sign with our name. They are hostile: each function here
 * gives Markdown that renders as the value and as nothing else, on one line and of bounded length.
 */

/** Characters of one value; a longer one is cut and ends in an ellipsis. */
export const valueCharactersMax = 100;

/** Not seen by people, seen by parsers: it parts what GitHub would turn into a mention, an issue link or a link. */
const zeroWidthSpace = '\u200B';

/** The value as inline code. GitHub makes no mentions, issue links or HTML of what stands in code: https://github.github.com/gfm/#code-spans */
export function codeSpan(value: string, charactersMax = valueCharactersMax): string {
  const code = oneLine(value, charactersMax);
  const longestRun = Math.max(0, ...Array.from(code.matchAll(/`+/g), (run) => run[0].length));
  const fence = '`'.repeat(longestRun + 1);
  const padding = /^[` ]|[` ]$/.test(code) ? ' ' : '';
  return `${fence}${padding}${code}${padding}${fence}`;
}

/** The value for a place that is code already (between backticks or in a fenced block): it cannot end that code. */
export function insideCode(value: string, charactersMax = valueCharactersMax): string {
  return oneLine(value, charactersMax).replaceAll('`', "'").replace(/~{3,}/g, '~~');
}

/** The value as running text. */
export function plainText(value: string, charactersMax = valueCharactersMax): string {
  return (
    oneLine(value, charactersMax)
      .replace(/[\\`*_[\]~|$]/g, '\\$&')
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      // A backslash does not help against these, since GitHub looks for them in the rendered text:
      // https://docs.github.com/en/get-started/writing-on-github/working-with-advanced-formatting/autolinked-references-and-urls
      .replaceAll('@', `@${zeroWidthSpace}`)
      .replace(/#(?=\d)/g, `#${zeroWidthSpace}`)
      .replace(/GH-(?=\d)/gi, `$&${zeroWidthSpace}`)
      .replaceAll('://', `:${zeroWidthSpace}//`)
      .replace(/www(?=\.)/gi, `$&${zeroWidthSpace}`)
  );
}

/** A link with a label that is Markdown already; the label alone when there is no address that is safe to link. */
export function link(label: string, url: string | undefined): string {
  const address = url === undefined ? undefined : webAddress(url);
  return address === undefined ? label : `[${label}](${address})`;
}

/** A row of a table. Only rendered Markdown comes here; a `|` ends a cell even inside code, so another bar takes its place. */
export function tableRow(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('\\|', '¦').replaceAll('|', '¦')).join(' | ')} |`;
}

/** Visible characters on one line. Format characters go: with them the text could read otherwise than it is written (https://trojansource.codes). */
function oneLine(value: string, charactersMax: number): string {
  const visible = value
    .slice(0, charactersMax * 4)
    .replace(/\p{Cf}/gu, '')
    .replace(/\p{Cs}/gu, '\uFFFD')
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim()
    // Nothing that looks like a hidden mark of ours may stand in our own comment, not even in code.
    .replaceAll('<!--', '<! --')
    .replaceAll('-->', '-- >');
  // Inline code cannot be empty, and a gap in a sentence would puzzle.
  if (visible === '') return '…';
  const characters = Array.from(visible);
  return characters.length <= charactersMax && value.length <= charactersMax * 4
    ? visible
    : `${characters.slice(0, charactersMax - 1).join('')}…`;
}

function webAddress(url: string): string | undefined {
  if (!URL.canParse(url)) return undefined;
  const { protocol, href } = new URL(url);
  if (protocol !== 'https:' && protocol !== 'http:') return undefined;
  return href.replace(/[()|<>[\]\s]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}
