import { describe, expect, test } from 'vitest';
import { defaultConfig } from '../../src/config/config-schema.js';
import { finding, head, incident, left, mergeBase, plan, posted, repositoryUrl, right } from './world.js';

const advice = { blocks: false } as const;
const fingerprint = '00000000000000bb';

const { limit } = defaultConfig.comments;

describe('comments', () => {
  test('stand where the finding was placed', () => {
    const location = left('pkg/mtu.go', 5, 6);
    const findings = [
      finding({ placement: { on: 'line', location } }),
      finding({ fingerprint, placement: { on: 'file', path: 'pkg/mtu.go' } }),
    ];
    const { post } = plan({ findings });
    expect(post.map(({ path, location }) => ({ path, location }))).toEqual([
      { path: 'pkg/mtu.go', location },
      { path: 'pkg/mtu.go', location: undefined },
    ]);
    expect(post[1]).not.toHaveProperty('location');
  });

  test('say what happens, show the evidence by line at its commit, and name the source', () => {
    const evidence = [
      { ...right('pkg/mtu.go', 12), role: 'acquire', note: 'opens it' },
      { ...left('pkg/link.go', 5, 7), role: 'removed', note: 'closed it' },
    ];
    expect(plan({ findings: [finding({ evidence })] }).post[0]?.body).toBe(
      [
        '`nlHandle` is opened and not closed.',
        '',
        '**How it comes about**',
        `- [\`mtu.go:12\`](${repositoryUrl}/blob/${head}/pkg/mtu.go#L12): opens it`,
        `- [\`pkg/link.go:5\`](${repositoryUrl}/blob/${mergeBase}/pkg/link.go#L5-L7) (before this change): closed it`,
        '',
        '<sub>The incident: A handle is never closed (example/project, 2024-12-14): [report](https://example.com/report), [fix](https://example.com/fix).</sub><br>',
        '<sub>Wrong, or wanted as it is? Answer with `/hindsight not-useful REASON` or `/hindsight accept REASON`.</sub>',
      ].join('\n'),
    );
  });

  test('say so when they do not fail the check', () => {
    expect(plan({ findings: [finding(advice)] }).post[0]?.body).toContain('This comment does not fail the check.');
  });

  test('name lines without linking them where there is no repository to link to', () => {
    const evidence = [{ ...right('pkg/mtu.go', 12), role: 'acquire', note: 'opens it' }];
    const input = { findings: [finding({ evidence })], repositoryUrl: undefined } as never;
    expect(plan(input).post[0]?.body).toContain('- `mtu.go:12`: opens it');
  });

  test('list at most eight lines of evidence', () => {
    const evidence = Array.from({ length: 10 }, (_, index) => ({
      ...right('pkg/mtu.go', index + 1),
      role: 'exit',
      note: 'leaves',
    }));
    const body = plan({ findings: [finding({ evidence })] }).post[0]?.body;
    expect(body?.match(/leaves/g)).toHaveLength(8);
    expect(body).toContain('- and 2 more');
  });

  test('are posted by one review that says what they are', () => {
    expect(plan().reviewBody).toBeUndefined();
    expect(plan({ findings: [finding()] }).reviewBody).toMatch(/^A change here/);
    expect(plan({ findings: [finding(), finding({ fingerprint })] }).reviewBody).toMatch(/^2 changes here/);
  });

  test('are at most thirty, the gravest, and the rest is listed once in the check', () => {
    const findings = Array.from({ length: limit + 3 }, (_, index) =>
      finding({
        fingerprint: index.toString(16).padStart(16, '0'),
        at: right('pkg/mtu.go', index + 1),
        severity: index < 3 ? 'notice' : 'error',
      }),
    );
    const { post, check, findings: said } = plan({ findings });
    expect(post).toHaveLength(limit);
    expect(post[0]?.location?.line).toBe(4);
    expect(said).toHaveLength(findings.length);
    expect(check.annotations).toHaveLength(findings.length);
    expect(check.summary.match(/only here/g)).toHaveLength(3);
    expect(check.summary).toContain('3 findings without a comment of their own');
  });

  test('that stand open already count towards the thirty', () => {
    const prints = Array.from({ length: limit + 1 }, (_, index) => index.toString(16).padStart(16, '0'));
    const findings = prints.map((fingerprint) => finding({ fingerprint }));
    const before = prints.slice(1).map((fingerprint, index) => posted({ id: String(index), fingerprint }));
    expect(plan({ findings, posted: before }).post).toEqual([]);
    expect(plan({ findings, posted: before.slice(1) }).post).toHaveLength(1);
  });

  test('that are closed say by which commit, and keep what they said', () => {
    const body = plan({ posted: [posted()] }).edit[0]?.body;
    expect(body).toContain(`[\`aaaaaaaa\`](${repositoryUrl}/commit/${head})`);
    expect(body).toContain('what we said');
  });

  test('of an incident that is switched off, or gone, are not called repaired', () => {
    const { slug } = incident;
    const bodyWith = (given: Parameters<typeof plan>[0]) => plan(given).edit[0]?.body;
    const off = { ...defaultConfig, incidents: { [slug]: 'off' } } as const;
    expect(bodyWith({ posted: [posted({ incident: slug })] })).toContain('**Repaired as of ');
    for (const input of [
      { posted: [posted({ incident: slug })], config: off },
      { posted: [posted({ incident: 'taken-out' })] },
    ]) {
      expect(bodyWith(input)).toContain('**No longer looked for.**');
      expect(bodyWith(input)).not.toContain('Repaired');
      expect(bodyWith(input)).toContain('what we said');
    }
  });

  test('that come back say it anew', () => {
    const [edit] = plan({ findings: [finding()], posted: [posted({ state: 'closed' })] }).edit;
    expect(edit?.body).toContain('`nlHandle` is opened and not closed.');
    expect(edit?.body).not.toContain('what we said');
  });
});
