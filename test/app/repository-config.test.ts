import { afterEach, describe, expect, test } from 'vitest';
import type { FileMap } from '../../src/localhost/world.js';
import { closes, opens, startWorld, until, use } from './world.js';

let world: Awaited<ReturnType<typeof startWorld>>;
afterEach(async () => {
  await world.close();
  expect(world.github.violations).toEqual([]);
});

const configPath = '.github/hindsight.yml';

/** What is said of a pull request that deletes a release, where the base branch, the owner and the head have these configurations. */
async function reviewed({ base, owner, head }: { base?: string; owner?: string; head?: string }) {
  world = await startWorld();
  const files: FileMap = { 'mtu.go': closes + use, ...(base === undefined ? {} : { [configPath]: base }) };
  const repository = await world.github.createRepository({ files });
  if (owner !== undefined) await world.github.createRepository({ name: '.github', files: { [configPath]: owner } });
  const pull = await repository.openPull({
    files: { 'mtu.go': opens + use, ...(head === undefined ? {} : { [configPath]: head }) },
  });
  await until(async () => (await pull.view()).checkRuns.some(({ status }) => status === 'completed'));
  const { threads, checkRuns } = await pull.view();
  return { comments: threads.length, check: checkRuns[0] };
}

describe('the configuration of the base branch rules', () => {
  test('what is only commented does not fail the check', async () => {
    const { comments, check } = await reviewed({ base: 'incidents: { handle-leak: comment }\n' });
    expect(comments).toBe(1);
    expect(check).toMatchObject({ conclusion: 'success', title: 'Nothing blocks; 1 finding to read' });
  });

  test('what is in shadow is only in the log', async () => {
    const { comments, check } = await reviewed({ base: 'mode: shadow\n' });
    expect(comments).toBe(0);
    expect(check).toMatchObject({ conclusion: 'success', title: 'Nothing to report', annotations: [] });
    expect(check?.summary).not.toContain('mtu.go');
    await until(() => world.said('reviewed').length > 0);
    expect(world.said('reviewed')).toMatchObject([{ findings: 0, shadow: [{ incident: 'leak' }] }]);
  });

  test("over that of the owner's repository .github, key by key", async () => {
    const { comments, check } = await reviewed({ owner: 'mode: shadow\n', base: 'incidents: { leak: comment }\n' });
    expect(comments).toBe(1);
    expect(check).toMatchObject({ conclusion: 'success' });
  });

  test("and that of the owner's where the repository has none", async () => {
    expect(await reviewed({ owner: 'mode: shadow\n' })).toMatchObject({
      comments: 0,
      check: { conclusion: 'success' },
    });
  });

  test('unless it has a mistake: then all blocks, and the check says why', async () => {
    const { comments, check } = await reviewed({ base: 'mode: off\n\nincidents:\n  handle-leek: off\n' });
    expect(comments).toBe(1);
    expect(check?.conclusion).toBe('failure');
    expect(check?.summary).toContain('### The configuration has mistakes');
    expect(check?.summary).toContain(
      '| `.github/hindsight.yml:4` | incidents: expected an incident or a family of incidents, got "handle-leek"; did you mean "handle-leak"? |',
    );
  });
});

describe('the configuration of the head rules nothing', () => {
  test('one that turns everything off changes nothing, and the check tells what it would do', async () => {
    const { comments, check } = await reviewed({ head: 'mode: off\n' });
    expect(comments).toBe(1);
    expect(check?.conclusion).toBe('failure');
    expect(check?.summary).toContain(
      [
        '### The configuration that this pull request brings',
        '',
        'It counts when it is merged: this review followed the one of the base branch. With the new one the check would succeed: 0 findings, 0 of which block.',
        '',
        '| where | incident | now | with the new configuration |',
        '| --- | --- | --- | --- |',
      ].join('\n'),
    );
    expect(check?.summary).toContain('in `Find` | `leak` | blocks | not reported |');
  });

  test('one that is stricter changes nothing either', async () => {
    const { comments, check } = await reviewed({ base: 'mode: shadow\n', head: 'mode: block\n' });
    expect(comments).toBe(0);
    expect(check?.conclusion).toBe('success');
    expect(check?.summary).toContain('With the new one the check would fail: 1 finding, 1 of which blocks.');
    expect(check?.summary).toContain('| `leak` | recorded only | blocks |');
  });

  test('one with mistakes is told all of them, on their lines', async () => {
    const { check } = await reviewed({ head: 'drafts: yes\nincidents:\n  leak: of\n' });
    expect(check?.conclusion).toBe('failure');
    expect(check?.summary).toContain('It has 2 mistakes, and would set nothing as it is.');
    expect(check?.annotations).toMatchObject([
      { path: 'mtu.go' },
      { path: configPath, startLine: 1, level: 'warning', message: 'drafts: expected "skip" or "review", got "yes"' },
      {
        path: configPath,
        startLine: 3,
        message: expect.stringMatching(/^incidents\.leak: expected .*, got "of"; did you mean "off"\?$/),
      },
    ]);
  });

  test('one that says the same in other words is told so', async () => {
    const { check } = await reviewed({ head: '# nothing yet\n' });
    expect(check?.summary).toContain('For this change both say the same.');
  });
});
