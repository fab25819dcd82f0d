import { describe, expect, test } from 'vitest';
import { createMergeGroupHost } from '../../src/github/merge-group-host.js';
import { ownIncidentsBytesMax, ownIncidentsMax } from '../../src/incidents/own-incidents.js';
import type { FileMap } from '../../src/localhost/world.js';
import { leakingPull } from './local-world.js';
import { operations } from './world.js';

const configPath = '.github/hindsight.yml';
const incidents = '.github/hindsight/incidents';
const start = leakingPull();

/** What is read of a pull request whose base branch has these files; `.github` of the same owner too where it is given. */
async function trusted(files: FileMap, organisation?: FileMap) {
  const one = await start();
  await one.repository.commit('main', files);
  if (organisation) await one.github.createRepository({ name: '.github', files: organisation });
  const sent = one.sent.length;
  const places = await one.host.readTrusted(one.job());
  return {
    one,
    places: places.map(({ source, files: texts }) => ({ source, ...Object.fromEntries(texts) })),
    asked: operations(one.sent.slice(sent)).filter((name) => !name.endsWith('access_tokens')),
  };
}

describe('the trusted side', () => {
  test('is the base branch as it is now, and never the head', async () => {
    const { one, places, asked } = await trusted({ [configPath]: 'drafts: review\n' });
    await one.pull.push({ [configPath]: 'mode: off\n' });
    expect(places).toEqual([{ source: '', [configPath]: { text: 'drafts: review\n' } }]);
    expect(asked).toEqual(['ReadStart']);
    expect(await one.host.readTrusted(one.job())).toEqual([
      { source: '', files: new Map([[configPath, { text: 'drafts: review\n' }]]) },
    ]);
  });

  test('of a merge group is its branch too, and not the group before it', async () => {
    const { one } = await trusted({ [configPath]: 'drafts: review\n' });
    const baseSha = await one.repository.commit('before', { [configPath]: 'mode: off\n' });
    const mergeGroup = { headRef: 'refs/heads/gh-readonly-queue/main/pr-2-abc', baseRef: 'refs/heads/main' };
    const host = createMergeGroupHost(one.options);
    expect(await host.readTrusted({ ...one.job(), pull: 0, baseSha, mergeGroup })).toEqual([
      { source: '', files: new Map([[configPath, { text: 'drafts: review\n' }]]) },
    ]);
  });

  test('is empty where nobody has set anything', async () => {
    const { one, places } = await trusted({});
    expect(places).toEqual([{ source: '' }]);
    expect(one.logged).toEqual([expect.stringContaining('the configuration of the owner cannot be seen')]);
  });

  test("has what the owner's repository .github says before it, in the same request", async () => {
    const { places, asked } = await trusted({}, { [configPath]: 'mode: comment\n' });
    expect(places).toEqual([{ source: 'octocat/.github:', [configPath]: { text: 'mode: comment\n' } }, { source: '' }]);
    expect(asked).toEqual(['ReadStart']);
  });

  test('has the two files of each incident that a review reads, with one more request', async () => {
    const { places, asked } = await trusted({
      [`${incidents}/a/incident.yml`]: 'title: A\n',
      [`${incidents}/a/comment.md`]: 'Do not.\n',
      [`${incidents}/a/README.md`]: 'not read\n',
      [`${incidents}/a/before/a.go`]: 'package a\n',
      [`${incidents}/b/incident.yml`]: 'title: B\n',
      [`${incidents}/README.md`]: 'not read\n',
    });
    expect(places).toEqual([
      {
        source: '',
        [`${incidents}/a/comment.md`]: { text: 'Do not.\n' },
        [`${incidents}/a/incident.yml`]: { text: 'title: A\n' },
        [`${incidents}/b/incident.yml`]: { text: 'title: B\n' },
      },
    ]);
    expect(asked).toEqual(['ReadStart', 'ReadObjects']);
  });

  test('is no symbolic link, no binary and nothing too large', async () => {
    const { places } = await trusted({
      [configPath]: { symlink: '../other.yml' },
      [`${incidents}/a/incident.yml`]: { symlink: 'b' },
      [`${incidents}/b/incident.yml`]: new Uint8Array([0, 1, 2]),
      [`${incidents}/c/incident.yml`]: `# ${'x'.repeat(ownIncidentsBytesMax)}\n`,
    });
    expect(places[0]).toEqual({
      source: '',
      [configPath]: { unreadable: 'a symbolic link, a folder or a submodule' },
      [`${incidents}/a/incident.yml`]: { unreadable: 'a symbolic link, a folder or a submodule' },
      [`${incidents}/b/incident.yml`]: { unreadable: 'binary data' },
      [`${incidents}/c/incident.yml`]: { unreadable: `at most ${ownIncidentsBytesMax} bytes of incidents are read` },
    });
  });

  test('is bounded in number', async () => {
    const files = Array.from({ length: ownIncidentsMax + 1 }, (_, index) => [
      `${incidents}/i${String(index).padStart(3, '0')}/incident.yml`,
      'title: x\n',
    ]);
    const { places, asked } = await trusted(Object.fromEntries(files));
    const last = places[0]?.[`${incidents}/i${ownIncidentsMax}/incident.yml` as 'source'];
    expect(last).toEqual({ unreadable: `at most ${ownIncidentsMax} incidents are read` });
    expect(asked).toEqual(['ReadStart', 'ReadObjects']);
  });
});
