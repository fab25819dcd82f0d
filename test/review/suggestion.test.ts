import { expect, test } from 'vitest';
import { suggestionBlock } from '../../src/review/suggestion.js';
import { finding, plan, right } from './world.js';

const suggestion = { line: 12, endLine: 13, lines: ['\th := open()', '\tuse(h)', '\tdefer h.Close()'] };

test('stands between what happens and how it comes about, on its lines only', () => {
  const placement = { on: 'line', location: right('pkg/mtu.go', 12, 13) } as const;
  const [post] = plan({ findings: [finding({ placement, suggestion })] }).post;
  const block = '```suggestion\n\th := open()\n\tuse(h)\n\tdefer h.Close()\n```';
  expect(post?.bodyOnLines?.split('\n\n')[1]).toBe(block);
  expect(post?.body).toBe(post?.bodyOnLines?.replace(`${block}\n\n`, ''));
});

test('cannot be ended by the code in it', () => {
  expect(suggestionBlock({ line: 1, endLine: 1, lines: ['s := ````x````'] })).toBe(
    '`````suggestion\ns := ````x````\n`````',
  );
});
