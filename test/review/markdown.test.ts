import { describe, expect, test } from 'vitest';
import { codeSpan, insideCode, link, plainText, tableRow, valueCharactersMax } from '../../src/review/markdown.js';

describe('codeSpan', () => {
  test.each([
    ['nlHandle', '`nlHandle`'],
    ['a`b', '``a`b``'],
    ['a``b', '```a``b```'],
    ['`', '`` ` ``'],
    ['a`', '`` a` ``'],
    ['a\\`b', '``a\\`b``'],
    ['', '`…`'],
    [' \n\t ', '`…`'],
    ['a\nb\r\nc', '`a b c`'],
    ['a\u2028b\u2029c', '`a b c`'],
    ['\n\n# heading', '`# heading`'],
    // Written right to left, it would read otherwise than it is.
    ['a\u202Eb\u2066c\u200Bd\uFEFF', '`abcd`'],
    ['x<!-- hindsight: {} -->', '`x<! -- hindsight: {} -- >`'],
    ['<!-\u200B-', '`<! --`'],
    ['@octocat', '`@octocat`'],
    ['\uD800', '`\uFFFD`'],
  ])('%j is %j', (value, expected) => {
    expect(codeSpan(value)).toBe(expected);
  });

  test('cuts what is too long, by characters and not in the middle of one', () => {
    expect(codeSpan('x'.repeat(valueCharactersMax))).toBe(`\`${'x'.repeat(valueCharactersMax)}\``);
    expect(codeSpan('x'.repeat(valueCharactersMax + 1))).toBe(`\`${'x'.repeat(valueCharactersMax - 1)}…\``);
    expect(codeSpan('😀'.repeat(valueCharactersMax + 1))).toBe(`\`${'😀'.repeat(valueCharactersMax - 1)}…\``);
  });

  test('takes no time for a value without end', () => {
    const started = performance.now();
    codeSpan('`<!--'.repeat(2_000_000));
    expect(performance.now() - started).toBeLessThan(200);
  });

  test('is one span whatever stands in it', () => {
    const pieces = ['`', '``', '```', '\\', ' ', '\n', 'a', '<', '!--', '-->', '|', '@', '\u202E', '~~~'];
    let seed = 1;
    const next = () => {
      seed = (seed * 48_271) % 2_147_483_647;
      return pieces[seed % pieces.length];
    };
    for (let round = 0; round < 2000; round++) {
      const span = codeSpan(Array.from({ length: 8 }, next).join(''));
      const [, fence = '', content = '', closing] = /^(`+)(.*?[^`]|[^`])(`+)$/s.exec(span) ?? [];
      expect(closing, span).toBe(fence);
      // CommonMark ends the span at the first run of as many backticks; there is none before the last.
      expect(content.match(/`+/g) ?? [], span).not.toContain(fence);
      expect(span).not.toMatch(/<!--|-->|\n/);
    }
  });
});

describe('insideCode', () => {
  test.each([
    ['nlHandle', 'nlHandle'],
    ['a`b```', "a'b'''"],
    ['~~~', '~~'],
    ['a\n```\nb', "a ''' b"],
    ['', '…'],
  ])('%j is %j', (value, expected) => {
    expect(insideCode(value)).toBe(expected);
  });
});

describe('plainText', () => {
  test.each([
    ['opens the handle', 'opens the handle'],
    ['*T', '\\*T'],
    ['(*Type).Name', '(\\*Type).Name'],
    ['snake_case', 'snake\\_case'],
    ['[x](https://evil.example)', '\\[x\\](https:\u200B//evil.example)'],
    ['![x](y)', '!\\[x\\](y)'],
    ['<img src=x onerror=y>', '&lt;img src=x onerror=y&gt;'],
    ['<!-- hindsight: {} -->', '&lt;! -- hindsight: {} -- &gt;'],
    ['&lt;', '&amp;lt;'],
    ['@octocat and @org/team', '@\u200Boctocat and @\u200Borg/team'],
    ['fixes #12', 'fixes #\u200B12'],
    ['o/r#12', 'o/r#\u200B12'],
    ['GH-12 gh-3', 'GH-\u200B12 gh-\u200B3'],
    ['www.evil.example', 'www\u200B.evil.example'],
    ['`code`', '\\`code\\`'],
    ['a\\', 'a\\\\'],
    ['\\*', '\\\\\\*'],
    ['~~gone~~', '\\~\\~gone\\~\\~'],
    ['$x$', '\\$x\\$'],
    ['a | b', 'a \\| b'],
    ['a\n\n# b', 'a # b'],
  ])('%j is %j', (value, expected) => {
    expect(plainText(value)).toBe(expected);
  });
});

describe('link', () => {
  test.each([
    ['https://example.com/a', '[x](https://example.com/a)'],
    ['https://example.com/a(b)', '[x](https://example.com/a%28b%29)'],
    ['https://example.com/ a', '[x](https://example.com/%20a)'],
    ['javascript:alert(1)', 'x'],
    ['data:text/html,x', 'x'],
    ['not an address', 'x'],
    [undefined, 'x'],
  ])('%j is %j', (url, expected) => {
    expect(link('x', url)).toBe(expected);
  });
});

test('a cell of a table cannot be ended from inside', () => {
  expect(tableRow([codeSpan('a|b'), plainText('c|d'), codeSpan('e\\|f')])).toBe('| `a¦b` | c¦d | `e¦f` |');
});
