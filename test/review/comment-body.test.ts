import { expect, test } from 'vitest';
import { commentBody } from '../../src/review/comment-body.js';
import { finding, head, incident, mergeBase, repositoryUrl, right } from './world.js';

const source = { repositoryUrl, head, mergeBase };

function filled(comment: string, names: Record<string, string>): string {
  return commentBody(finding({ names }), { ...incident, comment }, source).split('\n\n<sub>')[0] ?? '';
}

test.each([
  ['{{handle}} leaks', { handle: 'h' }, '`h` leaks'],
  ['{{handle}} leaks', { handle: '`@octocat`' }, '`` `@octocat` `` leaks'],
  // The template has made code of it already.
  ['`{{handle}}.Close()`', { handle: 'h' }, '`h.Close()`'],
  ['`{{handle}}.Close()`', { handle: '` @octocat `' }, "`' @octocat '.Close()`"],
  ['``{{handle}}.Close()``', { handle: '``x``' }, "``''x''.Close()``"],
  ['```go\ndefer {{handle}}.Close()\n```', { handle: 'h' }, '```go\ndefer h.Close()\n```'],
  ['```go\n{{handle}}\n```', { handle: '```\n@octocat' }, "```go\n''' @octocat\n```"],
  ['~~~\n{{handle}}\n~~~', { handle: '~~~' }, '~~~\n~~\n~~~'],
  ['`a` {{handle}} `b`', { handle: 'h' }, '`a` `h` `b`'],
  ['**`{{handle}}` is open.** {{handle}}', { handle: 'h' }, '**`h` is open.** `h`'],
  ['an open ` and {{handle}}', { handle: 'h' }, 'an open ` and `h`'],
  // A value is not a template.
  ['{{handle}} {{other}}', { handle: '{{other}}', other: 'o' }, '`{{other}}` `o`'],
  // The loader refuses a placeholder that the detector does not give; here it must not throw.
  ['{{unknown}} {{constructor}}', {}, '`unknown` `constructor`'],
])('%j with %j is %j', (template, names, expected) => {
  expect(filled(template, names as Record<string, string>)).toBe(expected);
});

test('a hostile path stays in its link', () => {
  const path = 'a](https://evil.example)/`b` @octocat\n<!-- x -->/%2e%2e/(c)/ü.go';
  const evidence = [{ ...right(path, 3), role: 'exit', note: '@octocat fixes #1' }];
  const body = commentBody(finding({ evidence }), incident, source);
  const line = body.split('\n').find((one) => one.startsWith('- '));
  expect(line).toBe(
    '- [``a](https://evil.example)/`b` @octocat <! -- x -- >/%2e%2e/(c)/ü.go:3``](https://github.com/octocat/hello/blob/' +
      `${head}/a%5D%28https%3A//evil.example%29/%60b%60%20%40octocat%0A%3C%21--%20x%20--%3E/%252e%252e/%28c%29/%C3%BC.go#L3): @\u200Boctocat fixes #\u200B1`,
  );
});

test('a path too long for an address is named by its end and not linked', () => {
  const evidence = [{ ...right(`${'long/'.repeat(300)}file.go`, 3), role: 'exit', note: 'leaves' }];
  const body = commentBody(finding({ evidence }), incident, source);
  expect(body).toMatch(/^- `….*\/file\.go:3`: leaves$/m);
});

test('a path that climbs cannot make an address elsewhere', () => {
  const evidence = [{ ...right('../../../../evil', 3), role: 'exit', note: 'leaves' }];
  const body = commentBody(finding({ evidence }), incident, source);
  expect(body).toContain('- `../../../../evil:3`: leaves');
});
