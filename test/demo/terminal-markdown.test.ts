import { expect, test } from 'vitest';
import { coloured, plain } from '../../src/demo/ink.js';
import { terminalMarkdown } from '../../src/demo/terminal-markdown.js';

const drawn = (markdown: string, width = 40) => terminalMarkdown(markdown, { width, ink: plain, colours: false });

test('words are wrapped, blocks parted by a line', () => {
  expect(drawn('# Title\n\nOne two three\nfour', 9)).toEqual(['Title', '', 'One two', 'three', 'four']);
});

test('code keeps its backticks where there is no colour for it', () => {
  expect(drawn('use `h.Close()`')).toEqual(['use `h.Close()`']);
  const [line] = terminalMarkdown('use `h.Close()`', { width: 40, ink: coloured, colours: true });
  expect(line).toBe('use \u001b[36mh.Close()\u001b[39m');
});

test('an address is written out once, and never that of the GitHub on this machine', () => {
  expect(drawn('[a](https://x.example/) [b](https://x.example/) [c](http://127.0.0.1:80/d)')).toEqual([
    'a <https://x.example/> b c',
  ]);
});

test('items are indented below their mark', () => {
  expect(drawn('**Why**\n- one two\n- three', 7)).toEqual(['Why', '', '• one', '  two', '• three']);
});

test('details are folded, and what is not to be seen is not seen', () => {
  const markdown =
    'Gone.\n\n<details><summary>What was said</summary>\n\n**Old**\n\n</details>\n\n<!-- mark -->\n\nEnd';
  expect(drawn(markdown)).toEqual(['Gone.', '', '▸ What was said', '', 'End']);
});

test('text reads as it was written before it was made safe', () => {
  expect(drawn('<sub>a &lt;b&gt; \\*c\\* &amp; @\u200Bd</sub>')).toEqual(['a <b> *c* & @d']);
});

test('a table fits by breaking its widest column', () => {
  expect(drawn('| | what |\n| --- | --- |\n| blocks | [one two three](https://x.example/) |', 16)).toEqual([
    '        what',
    '────────────────',
    'blocks  one two',
    '        three',
  ]);
});

test('code in a fence and quotes keep their lines', () => {
  expect(drawn('```go\na\n  b\n```\n\n> said')).toEqual(['    a', '      b', '', '│ said']);
});
