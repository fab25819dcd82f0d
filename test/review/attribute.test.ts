import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Detector, Sighting } from '../../src/detectors/detector.js';
import type { Finding } from '../../src/review/finding.js';
import { analysed, leak, places } from './analysed.js';

/**
 * Sees what is written: `bad(x)` is a defect with the key x, `maybe(x)` a possible one, `lost(x)` one that only counts when its guard is
 * removed, and `good(x)` the same thing done right.
 */
const literal: Detector = {
  name: 'literal',
  family: 'handle-leak',
  params: z.unknown(),
  names: ['what'],
  roles: { guard: 'this guarded {{what}}', here: '{{what}} is wrong here' },
  detect(form) {
    if (form.outer) return [];
    const { path, line, endLine } = form.place;
    return form.file.text
      .split('\n')
      .slice(line - 1, endLine)
      .flatMap((text, index): Sighting[] => {
        const [, word = '', what = ''] = /\b(bad|maybe|lost|good)\((\w+)\)/.exec(text) ?? [];
        if (word === '') return [];
        const at = { path, line: line + index, endLine: line + index };
        const role = word === 'good' ? 'guard' : 'here';
        return [
          {
            verdict: word === 'good' ? 'sound' : 'defect',
            confidence: word === 'maybe' ? 'possible' : 'proof',
            ...(word === 'lost' ? { onlyWhenGuardRemoved: true } : {}),
            key: what,
            at,
            clues: [{ role, place: at }],
            names: { what },
          },
        ];
      });
  },
};

const incident = { ...leak, detector: literal, params: {} };

async function findings(base: readonly string[], head: readonly string[]): Promise<Finding[]> {
  const text = (statements: readonly string[]) =>
    `package a\n\nfunc f() {\n${statements.map((each) => `\t${each}\n`).join('')}}\n`;
  const result = await analysed({ 'a.go': text(base) }, { 'a.go': text(head) }, { incidents: [incident] });
  return result.findings;
}

const filler = ['one()', 'two()', 'three()', 'four()', 'five()', 'six()', 'seven()', 'eight()'];

describe('a defect', () => {
  it('is the change’s own when the merge base does not have it', async () => {
    expect(places(await findings(['one()'], ['one()', 'bad(x)']))).toEqual(['RIGHT a.go:5']);
    expect(await findings(['bad(x)'], ['bad(x)', 'one()'])).toEqual([]);
  });

  it('is another one when it has another name', async () => {
    expect(places(await findings(['bad(x)'], ['bad(y)']))).toEqual(['RIGHT a.go:4']);
  });

  it('is spoken of where the guard was deleted', async () => {
    const [finding] = await findings(['good(x)', ...filler, 'use(x)'], [...filler, 'bad(x)']);
    expect(finding?.evidence).toMatchObject([
      { role: 'guard', side: 'LEFT', line: 4, note: 'this guarded x' },
      { role: 'here', side: 'RIGHT', line: 12, note: 'x is wrong here' },
    ]);
  });

  it('is not spoken of with a guard that is still there', async () => {
    const [finding] = await findings(['good(x)', 'good(y)'], ['good(x)', 'good(y)', 'bad(x)']);
    expect(finding?.evidence.map(({ side }) => side)).toEqual(['RIGHT']);
  });

  it('is spoken of with a deleted guard of another name, when none of its own was there', async () => {
    const [finding] = await findings(['good(y)'], ['bad(x)']);
    expect(finding?.evidence[0]).toMatchObject({ side: 'LEFT', line: 4 });
  });
});

describe('a possible defect', () => {
  it('does not block', async () => {
    expect(await findings([], ['maybe(x)'])).toMatchObject([{ confidence: 'possible', blocks: false }]);
  });

  it('is likely when its guard was deleted: whoever wrote that knew', async () => {
    expect(await findings(['good(x)'], ['maybe(x)'])).toMatchObject([{ confidence: 'likely', blocks: true }]);
    expect(await findings(['good(y)'], ['maybe(x)'])).toMatchObject([{ confidence: 'possible', blocks: false }]);
    expect(await findings(['good(x)'], ['maybe(x)', 'good(x)'])).toMatchObject([{ confidence: 'possible' }]);
  });
});

describe('a defect that counts only when its guard is deleted', () => {
  it('needs the same guard', async () => {
    expect(places(await findings(['good(x)', 'one()'], ['one()', 'lost(x)']))).toEqual(['RIGHT a.go:5']);
    expect(await findings([], ['lost(x)'])).toEqual([]);
    expect(await findings(['good(y)'], ['lost(x)'])).toEqual([]);
    expect(await findings(['good(x)'], ['good(x)', 'lost(x)'])).toEqual([]);
  });

  it('is said once for each guard', async () => {
    expect(await findings(['good(x)', 'one()'], ['one()', 'lost(x)', 'lost(x)'])).toHaveLength(1);
  });
});

describe('a function literal', () => {
  it('belongs to the function around it', async () => {
    const [finding] = await findings([], ['go func() {', '\tbad(x)', '}()']);
    expect(finding?.function).toBe('f');
  });
});
