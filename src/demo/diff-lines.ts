import { type Page, padded } from './page.js';

const tab = '    ';

/** Hunks of a unified diff as GitHub shows them: both line numbers, then the line. What stands before the first hunk is left out. */
export function diffLines(diff: string, page: Page): string[] {
  let oldLine = 0;
  let newLine = 0;
  let inside = false;
  return diff
    .trimEnd()
    .split('\n')
    .flatMap((line) => {
      const header = /^@@ -(\d+)(?:,\d+)? \+(\d+)/.exec(line);
      if (header) {
        [oldLine, newLine, inside] = [Number(header[1]), Number(header[2]), true];
        return [page.ink('cyan', cut(line, page.width))];
      }
      if (line.startsWith('diff ')) inside = false;
      if (!inside || line.startsWith('\\')) return [];
      const sign = line.charAt(0);
      const numbers = `${number(sign === '+' ? undefined : oldLine)} ${number(sign === '-' ? undefined : newLine)}`;
      if (sign !== '+') oldLine++;
      if (sign !== '-') newLine++;
      return [codeLine(numbers, sign, line.slice(1), page)];
    });
}

function codeLine(numbers: string, sign: string, code: string, { ink, width }: Page): string {
  const text = cut(`${sign} ${code.replaceAll('\t', tab)}`, width - numbers.length - 1);
  const colour = sign === '+' ? 'green' : sign === '-' ? 'red' : undefined;
  return `${ink('gray', numbers)} ${colour ? ink(colour, text) : text}`;
}

const number = (line: number | undefined): string => padded('', 4 - String(line ?? '').length) + String(line ?? '');

const cut = (text: string, columns: number): string =>
  text.length <= columns ? text : `${text.slice(0, columns - 1)}…`;
