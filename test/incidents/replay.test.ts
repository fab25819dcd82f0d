import { expect, it } from 'vitest';
import { replaysOf } from '../../src/incidents/replay.js';

const example = {
  before: { 'go.mod': 'module x\n', 'a.go': 'open()\nuse()\n' },
  after: { 'go.mod': 'module x\n', 'a.go': 'open()\ndefer close()\nuse()\n', 'fine.go': 'fine()\n' },
  marks: [{ path: 'a.go', line: 1, facts: [] }],
};

it('makes three pull requests of an example', () => {
  const replays = replaysOf(example).map(({ name, change, wanted }) => ({
    name,
    wanted: wanted.length,
    files: change.files.map(({ basePath, headPath, diff }) => ({ basePath, headPath, ...diff })),
  }));
  expect(replays).toMatchObject([
    { name: 'introduced', wanted: 1, files: [{ headPath: 'a.go', added: [1, 2], removed: [] }] },
    {
      name: 'undone',
      wanted: 1,
      files: [
        {
          basePath: 'a.go',
          headPath: 'a.go',
          added: [],
          removed: [2],
          seams: [{ oldStart: 2, oldEnd: 2, newBefore: 1 }],
        },
        { basePath: 'fine.go', added: [], removed: [1] },
      ],
    },
    {
      name: 'fixed',
      wanted: 0,
      files: [
        { basePath: 'a.go', headPath: 'a.go', added: [2], removed: [] },
        { headPath: 'fine.go', added: [1], removed: [] },
      ],
    },
  ]);
});

it('reads each side from its own tree', async () => {
  const [, undone] = replaysOf(example);
  expect((await undone!.base.read(['fine.go'])).size).toBe(1);
  expect((await undone!.head.read(['fine.go'])).size).toBe(0);
});
