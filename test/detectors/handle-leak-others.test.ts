import { expect, it } from 'vitest';
import { handleLeak } from '../../src/detectors/handle-leak/handle-leak.js';
import { diffFromTexts } from '../../src/diff/diff-from-texts.js';
import { memoryTree } from '../../src/go/memory-tree.js';
import type { Incident } from '../../src/incidents/incident.js';
import { analyseChange } from '../../src/review/analyse-change.js';

const incident: Incident = {
  slug: 'left-by-one',
  title: 'left by one',
  project: 'example/project',
  date: '2024-01-01',
  links: { report: '', fix: '', introduced: '' },
  family: 'handle-leak',
  severity: 'error',
  detector: handleLeak as Incident['detector'],
  params: { resources: [{ type: 'os.File', acquire: ['os.Open'], release: ['Close'] }] },
  comment: '',
};

/** `next` gives what came through a channel. */
const common = `package p

import "os"

type queue struct{ files chan *os.File }

func (q *queue) next() (*os.File, error) {
	file := <-q.files
	return file, nil
}

func (q *queue) Forgets() (string, error) {
	file, err := q.next()
	if err != nil {
		return "", err
	}
	return file.Name(), nil
}
`;

const closes = (index: number) => `
func (q *queue) Closes${index}() error {
	file, err := q.next()
	if err != nil {
		return err
	}
	return file.Close()
}
`;

async function reviewed(code: string) {
  const files = { 'go.mod': 'module example.com/p\n', 'p.go': code };
  const { findings, skipped } = await analyseChange(
    {
      change: {
        mergeBase: '1'.repeat(40),
        head: '2'.repeat(40),
        files: [{ headPath: 'p.go', diff: diffFromTexts('', code) }],
      },
      base: memoryTree({ 'go.mod': files['go.mod'] }),
      head: memoryTree(files),
    },
    [incident],
  );
  return { found: findings.map((each) => each.function), limits: skipped.map(({ reason }) => reason) };
}

const callers = (count: number) => common + Array.from({ length: count }, (_, index) => closes(index)).join('');

it.each([
  [1, []],
  [2, ['queue.Forgets']],
  [30, ['queue.Forgets']],
])('what one forgets and %i others give back', async (count, found) => {
  expect(await reviewed(callers(count))).toEqual({ found, limits: [] });
});

it('of more others than are asked nothing is said, and why', async () => {
  const { found, limits } = await reviewed(callers(31));
  expect(found).toEqual([]);
  expect(limits.join()).toContain('more than 30 others that may call next in queue.Forgets');
});
