import nock from 'nock';
import { describe, expect, test } from 'vitest';
import { compared, comparison, github, modified, nockedWorld, readFrom } from './nock-world.js';
import { job, mergeBase, operations } from './world.js';

const fileList = '/repos/octocat/hello/pulls/7/files';
const one = nockedWorld();

function listed(files: object[], page: number) {
  nock(github).get(fileList).query({ per_page: 100, page }).reply(200, files);
}

describe('the change', () => {
  test('comes from the patches, against the merge base and not the tip of the base branch', async () => {
    compared([
      modified('a/b.go'),
      modified('new.go', { status: 'added', deletions: 0, patch: '@@ -0,0 +1 @@\n+new' }),
      modified('gone.go', { status: 'removed', additions: 0, patch: '@@ -1 +0,0 @@\n-old' }),
      modified('after.go', { status: 'renamed', previous_filename: 'before.go' }),
      modified('copy.go', { status: 'copied', previous_filename: 'a/b.go' }),
    ]);
    const { change } = await one.host.readChange(job);
    const diff = { hunks: [{ oldStart: 1, oldLines: 2, newStart: 1, newLines: 2 }], added: [1], removed: [1] };
    expect(change).toMatchObject({
      mergeBase,
      head: job.headSha,
      files: [
        { basePath: 'a/b.go', headPath: 'a/b.go', diff },
        { headPath: 'new.go', diff: { added: [1], removed: [] } },
        { basePath: 'gone.go', diff: { added: [], removed: [1] } },
        { basePath: 'before.go', headPath: 'after.go', diff },
        { headPath: 'copy.go', diff },
      ],
    });
    expect(change.files[1]).not.toHaveProperty('basePath');
    expect(change.files[2]).not.toHaveProperty('headPath');
    expect(change.files[4]).not.toHaveProperty('basePath');
    expect(operations(one.sent)).toEqual([comparison]);
  });

  test('of more files than a comparison shows is read page by page', async () => {
    const files = Array.from({ length: 430 }, (_, index) => modified(`f${index}.go`));
    compared(files.slice(0, 300));
    for (const page of [1, 2, 3, 4, 5]) listed(files.slice((page - 1) * 100, page * 100), page);
    const { change } = await one.host.readChange(job);
    expect(change.files.map(({ headPath }) => headPath)).toEqual(files.map(({ filename }) => filename));
  });

  test('of as many files as GitHub ever lists says that there may be more', async () => {
    const files = Array.from({ length: 3_000 }, (_, index) => modified(`f${index}.go`));
    compared(files.slice(0, 300));
    for (let page = 1; page <= 30; page++) listed(files.slice((page - 1) * 100, page * 100), page);
    const { change } = await one.host.readChange(job);
    expect(change.files).toHaveLength(3_001);
    expect(change.files.at(-1)).toEqual({
      diff: { unknown: 'GitHub lists 3000 files of a pull request, and this one has as many or more' },
    });
  });

  test('is rebuilt from the blobs where the patch is missing, even when GitHub counts no change', async () => {
    const { change } = await readFrom(
      one,
      [
        modified('a.go', { patch: undefined }),
        modified('b.go', { patch: undefined, additions: 0, deletions: 0 }),
        modified('new/name.go', {
          patch: undefined,
          status: 'renamed',
          previous_filename: 'old/name.go',
          additions: 0,
        }),
        modified('c.go', { additions: 5 }),
        modified('logo.png', { patch: undefined }),
        modified('d.go', { patch: undefined }),
      ],
      { 'a.go': 'a\nb\n', 'b.go': 'b\n', 'old/name.go': 'same\n', 'c.go': 'c\n', 'd.go': { binary: true } },
      {
        'a.go': 'a\nB\n',
        'b.go': 'B\n',
        'new/name.go': 'same\n',
        'c.go': 'C\n',
        'd.go': 'd\n',
        'logo.png': { binary: true },
      },
    );
    expect(change.files.map(({ diff }) => diff)).toMatchObject([
      { added: [2], removed: [2] },
      { added: [1], removed: [1] },
      { added: [], removed: [], hunks: [] },
      { added: [1], removed: [1] },
      { unknown: 'GitHub shows no diff of it' },
      { unknown: 'binary' },
    ]);
    expect(operations(one.sent)).toEqual([comparison, 'ReadObjects']);
  });

  test('without a common ancestor is an error that says so', async () => {
    nock(github)
      .get(comparison.slice(4))
      .query(true)
      .reply(404, { message: `No common ancestor between ${job.baseSha} and ${job.headSha}.` });
    await expect(one.host.readChange(job)).rejects.toThrow(
      /expected a change from base to head, got none: its branches have no common ancestor/,
    );
  });
});
