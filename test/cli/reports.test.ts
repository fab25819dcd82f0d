import { expect, test } from 'vitest';
import { finding, head, review, run } from './stub-ports.js';

const findings = [finding()];
const format = (name: string) => [...review, '--format', name];

test('json: all that a program needs, the lines being those of the comment', async () => {
  const skipped = [{ path: 'vendor', reason: 'too large' }];
  const { out } = await run(format('json'), { findings, skipped });
  expect(JSON.parse(out)).toEqual({
    findings: [
      {
        incident: 'handle-never-closed',
        family: 'handle-leak',
        severity: 'error',
        confidence: 'proof',
        blocks: true,
        fingerprint: '0123456789abcdef',
        function: 'f',
        names: { handle: 'h' },
        path: 'a.go',
        line: 5,
        endLine: 5,
        side: 'LEFT',
        placement: findings[0]?.placement,
        evidence: findings[0]?.evidence,
      },
    ],
    shadow: [],
    ignored: [],
    ignoreProblems: [],
    mergeBase: 'b'.repeat(40),
    head: 'c'.repeat(40),
    analysed: ['a.go'],
    skipped,
    incidentProblems: [],
    configProblems: [],
    timings: { readChange: 0, loadIncidents: 0, readRules: 0, analyse: 0, plan: 0, parse: 1.3, total: 0 },
  });
});

test('json: a finding that no line takes a comment on stands where it is', async () => {
  const { out } = await run(format('json'), { findings: [finding({ placement: { on: 'check' } })] });
  expect(JSON.parse(out).findings[0]).toMatchObject({ line: 4, endLine: 4, side: 'RIGHT', placement: { on: 'check' } });
});

test('text: the code, and the evidence with its code', async () => {
  const { out } = await run(review, { findings, skipped: [{ path: 'x.go', reason: 'it is binary' }] });
  expect(out).toBe(`error A handle is opened and never closed
a.go:5 (before this change) in f
      3 | func f() {
      4 |     h := open()
>     5 |     defer h.Close()
      6 |     use(h)
      7 | }
  - h is opened here
    a.go:4
        4 |     h := open()
  - its release was removed
    a.go:5 (before this change)
        5 |     defer h.Close()
  the last time: https://example.com/report

1 change would let a known incident happen again
1 Go file analysed, 1 skipped, bbbbbbbbbb..cccccccccc, 0.0 s
  skipped x.go: it is binary
`);
});

test('text: nothing found is said too', async () => {
  const { out } = await run(review);
  expect(out).toMatch(/^No known incident comes back\n1 Go file analysed, 0 skipped/);
});

test('text: many skipped paths are counted', async () => {
  const skipped = Array.from({ length: 14 }, (_, index) => ({ path: `${index}.go`, reason: 'x' }));
  expect((await run(review, { skipped })).out).toMatch(/skipped 9\.go: x\n {2}and 4 more/);
});

test('text: what the pull request wrote cannot drive the terminal', async () => {
  const hostile = '\u001b]0;owned\u0007\u009b2J\u202egnp.exe\r';
  const [acquire] = finding().evidence;
  const evil = finding({
    function: `f${hostile}`,
    evidence: [{ ...acquire!, path: `a${hostile}.go\nb`, note: `h${hostile}` }],
    placement: { on: 'line', location: { path: 'a.go', line: 1, endLine: 1, side: 'RIGHT' } },
  });
  for (const name of ['text', 'json', 'github']) {
    const { out } = await run(format(name), { findings: [evil], headText: `package a // ${hostile}\n${head}` });
    const unprintable = /[\p{Cc}\p{Bidi_Control}]/gu;
    expect(new Set(out.match(unprintable)), name).toEqual(new Set(['\n']));
  }
});

test('text: long lines and long findings are cut', async () => {
  const headText = `${'x'.repeat(500)}\n`.repeat(50);
  const placement = { on: 'line', location: { path: 'a.go', line: 3, endLine: 40, side: 'RIGHT' } } as const;
  const { out } = await run(review, { findings: [finding({ placement, evidence: [] })], headText });
  const code = out.split('\n').filter((line) => line.includes('xxx'));
  expect(code).toHaveLength(12);
  expect(Math.max(...code.map((line) => line.length))).toBeLessThan(180);
});

test('text: colour on a terminal only, and not against NO_COLOR', async () => {
  const control = '\u001b[';
  expect((await run(review, { findings })).out).not.toContain(control);
  expect((await run(review, { findings, isTTY: true })).out).toContain(`${control}31merror`);
  const environment = { NO_COLOR: '1' };
  expect((await run(review, { findings, isTTY: true, environment })).out).not.toContain(control);
});

test('github: the check and the comments as they would be posted', async () => {
  const { out } = await run(format('github'), { findings });
  expect(out).toMatch(/^# Check: 1 change would let a known incident happen again\n\nConclusion: \*\*failure\*\*/);
  expect(out).toContain('## Comment on a.go, line 5, LEFT');
  expect(out).toContain('The handle `h` is not given back.');
  const onFile = finding({ placement: { on: 'file', path: 'a.go' } });
  expect((await run(format('github'), { findings: [onFile] })).out).toContain('## Comment on the file a.go');
});
