/** Control characters, which a terminal would obey, and those that make text look other than it is (https://trojansource.codes). */
const unprintable = /[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu;

const tab = '    ';

/** Text from a repository as one line that is safe on a terminal. */
export function printable(text: string): string {
  return text.replaceAll('\t', tab).replace(unprintable, '\ufffd');
}

/** Text of several lines, with its tabs, that is safe on a terminal. */
export function printableLines(text: string): string {
  return text
    .replace(/\r\n/g, '\n')
    .replace(unprintable, (found) => (found === '\n' || found === '\t' ? found : '\ufffd'));
}

/** JSON that is safe on a terminal: JSON.stringify leaves the controls above U+007E as they are. */
export function printableJson(value: unknown): string {
  return JSON.stringify(value, null, 2).replace(unprintable, (found) => (found === '\n' ? found : escaped(found)));
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
