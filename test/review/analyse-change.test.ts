import { describe, expect, it } from 'vitest';
import { analysed, goFile, opening, places } from './analysed.js';

const leaking = opening('f');
const closing = opening('f', 'defer h.Close()');

describe('a leak', () => {
  it('that a new file brings is found on its line', async () => {
    const { findings, analysed: paths } = await analysed({}, { 'a/a.go': goFile(leaking) });
    expect(places(findings)).toEqual(['RIGHT a/a.go:6']);
    expect(findings[0]).toMatchObject({
      incident: 'leak',
      function: 'f',
      severity: 'error',
      confidence: 'proof',
      blocks: true,
      names: { handle: 'h', acquire: 'lib.Open', release: 'Close', exit: 'return h.List()' },
      evidence: [
        { role: 'acquire', line: 6, side: 'RIGHT' },
        { role: 'exit', line: 10, side: 'RIGHT' },
      ],
    });
    expect(paths).toEqual(['a/a.go']);
  });

  it('that comes back because its release is deleted is found where the release stood', async () => {
    const { findings } = await analysed({ 'a.go': goFile(closing) }, { 'a.go': goFile(leaking) });
    expect(places(findings)).toEqual(['LEFT a.go:10']);
    expect(findings[0]?.evidence[0]).toMatchObject({ role: 'release', line: 10, side: 'LEFT' });
    expect(findings[0]?.evidence[0]?.note).toBe('this gave h back, and the change removes it');
  });

  it('that comes back because its release now runs on some ways only is found', async () => {
    const conditional = opening('f', 'if h.Ready() {', '\tdefer h.Close()', '}');
    const { findings } = await analysed({ 'a.go': goFile(closing) }, { 'a.go': goFile(conditional) });
    expect(findings).toHaveLength(1);
  });

  it('that a new exit makes is found, though the acquisition is an old line', async () => {
    const before = opening('f', 'use()', 'use()', 'use()', 'use()', 'defer h.Close()');
    const after = opening(
      'f',
      'use()',
      'use()',
      'use()',
      'use()',
      'if early() {',
      '\treturn nil',
      '}',
      'defer h.Close()',
    );
    const { findings } = await analysed({ 'a.go': goFile(before) }, { 'a.go': goFile(after) });
    expect(places(findings)).toEqual(['RIGHT a.go:15']);
  });

  it('that was there before is not', async () => {
    const touched = opening('f', 'use()');
    const { findings } = await analysed({ 'a.go': goFile(leaking) }, { 'a.go': goFile(touched) });
    expect(findings).toEqual([]);
  });

  it('that is repaired is not', async () => {
    const { findings } = await analysed({ 'a.go': goFile(leaking) }, { 'a.go': goFile(closing) });
    expect(findings).toEqual([]);
  });

  it('in a function that the change does not touch is not', async () => {
    const { findings } = await analysed(
      { 'a.go': goFile(leaking, opening('g', 'defer h.Close()')) },
      { 'a.go': goFile(leaking, opening('g', 'use()', 'defer h.Close()')) },
    );
    expect(findings).toEqual([]);
  });

  it('that was there before and is only written in other lines is not', async () => {
    const before = goFile(leaking);
    const wrapped = goFile(leaking.replace('return h.List()', 'for {\n\t\treturn h.List()\n\t}'));
    expect((await analysed({ 'a.go': before }, { 'a.go': wrapped })).findings).toEqual([]);
    expect((await analysed({ 'a.go': before }, { 'a.go': before.replaceAll('\n', '\r\n') })).findings).toEqual([]);
    expect((await analysed({ 'a.go': before }, { 'a.go': before.replaceAll('\t', '  ') })).findings).toEqual([]);
  });
});

describe('several leaks of one name', () => {
  const one = '\tif n > 0 {\n\t\th, _ := lib.Open()\n\t\th.List()\n\t}';
  const several = (count: number) =>
    goFile(`func f(n int) {\n${Array.from({ length: count }, () => one).join('\n')}\n}`);

  it('are as many as were added', async () => {
    expect((await analysed({}, { 'a.go': several(2) })).findings).toHaveLength(2);
    expect((await analysed({ 'a.go': several(1) }, { 'a.go': several(3) })).findings).toHaveLength(2);
    expect((await analysed({ 'a.go': several(2) }, { 'a.go': several(2) })).findings).toHaveLength(0);
    expect((await analysed({ 'a.go': several(3) }, { 'a.go': several(1) })).findings).toHaveLength(0);
  });

  it('are told apart by the lines that were added', async () => {
    const added = several(1).replace(
      '\tif n',
      '\tuse()\n\tif early() {\n\t\th, _ := lib.Open()\n\t\th.List()\n\t}\n\tif n',
    );
    const { findings } = await analysed({ 'a.go': several(1) }, { 'a.go': added });
    expect(places(findings)).toEqual(['RIGHT a.go:8']);
  });

  it('have fingerprints of their own', async () => {
    const { findings } = await analysed({}, { 'a.go': several(3) });
    expect(new Set(findings.map((each) => each.fingerprint)).size).toBe(3);
  });
});

describe('a file that is renamed', () => {
  it('keeps its leaks', async () => {
    const { findings } = await analysed(
      { 'old.go': goFile(leaking) },
      { 'new.go': goFile(opening('f', 'use()')) },
      {
        renamed: { 'new.go': 'old.go' },
      },
    );
    expect(findings).toEqual([]);
  });

  it('may bring a new one, or one that comes back', async () => {
    const renamed = { 'new/a.go': 'old/a.go' };
    const added = await analysed(
      { 'old/a.go': goFile(closing) },
      { 'new/a.go': goFile(closing, opening('g')) },
      { renamed },
    );
    expect(places(added.findings)).toEqual(['RIGHT new/a.go:15']);
    const undone = await analysed({ 'old/a.go': goFile(closing) }, { 'new/a.go': goFile(leaking) }, { renamed });
    // GitHub takes comments on the old side under the new path too, but knows the line by the old one.
    expect(undone.findings[0]?.evidence[0]).toMatchObject({
      role: 'release',
      path: 'old/a.go',
      line: 10,
      side: 'LEFT',
    });
  });
});

describe('a function that is moved', () => {
  it('inside of its file keeps its leaks', async () => {
    const other = 'func g() {\n\tuse()\n\tuse()\n\tuse()\n}';
    const { findings } = await analysed({ 'a.go': goFile(leaking, other) }, { 'a.go': goFile(other, leaking) });
    expect(findings).toEqual([]);
  });

  it('to another file keeps its leaks', async () => {
    const other = 'func g() {\n\tuse()\n}';
    const before = { 'a.go': goFile(leaking, other), 'b.go': goFile('func h() {}') };
    const after = { 'a.go': goFile(other), 'b.go': goFile('func h() {}', leaking) };
    expect((await analysed(before, after)).findings).toEqual([]);
    expect((await analysed(before, { 'c.go': goFile(leaking, other) })).findings).toEqual([]);
  });

  it('to another file may lose its release', async () => {
    const before = { 'a.go': goFile(closing), 'b.go': goFile('func h() {}') };
    const after = { 'a.go': goFile('func g() {}'), 'b.go': goFile('func h() {}', leaking) };
    expect(places((await analysed(before, after)).findings)).toEqual(['RIGHT b.go:8']);
  });

  it('is not one that was copied', async () => {
    const before = { 'a/a.go': goFile(leaking), 'b/b.go': goFile('func h() {}') };
    const after = { 'a/a.go': goFile(opening('f', 'use()')), 'b/b.go': goFile('func h() {}', leaking) };
    expect(places((await analysed(before, after)).findings)).toEqual(['RIGHT b/b.go:8']);
  });
});

describe('test code', () => {
  it.each([
    ['a_test.go', goFile(leaking)],
    [
      'helper.go',
      goFile(leaking).replace('import "example.com/lib"', 'import (\n\t"testing"\n\n\t"example.com/lib"\n)'),
    ],
    [
      'suite.go',
      goFile(leaking).replace(
        'import "example.com/lib"',
        'import (\n\t"example.com/lib"\n\t. "github.com/onsi/ginkgo/v2"\n)',
      ),
    ],
  ])('warns and does not block: %s', async (path, text) => {
    const { findings } = await analysed({}, { [path]: text });
    expect(findings).toMatchObject([{ severity: 'warning', blocks: false }]);
  });
});
