import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readExample } from '../../src/incidents/incident-example.js';
import { builtInIncidents, loadIncidents } from '../../src/incidents/load-incidents.js';
import type { FileMap } from '../../src/localhost/world.js';
import { analyseChange } from '../../src/review/analyse-change.js';
import { reviewPull } from '../../src/review/review-pull.js';
import { type LocalWorld, localWorld } from './local-world.js';
import type { World } from './world.js';

/** What one review of a pull request like Calico's may cost, the token included. */
const requestsMax = 10;

const incidents = await loadIncidents();
const [incident] = incidents.filter(({ slug }) => slug.startsWith('netlink-handle'));
const { before, after, marks } = await readExample(join(builtInIncidents, incident?.slug ?? ''));

test('a known incident is found, repaired and brought back, each in at most 10 requests', async () => {
  const one = await localWorld({ files: { ...after } }, { files: laidOver(after, before) });
  try {
    const found = await reviewed(one, await one.restarted());
    expect(found.threads.map(({ comments }) => comments.length)).toEqual(marks.map(() => 1));
    expect(found.checkRuns).toMatchObject([{ status: 'completed', annotations: marks.map(() => ({})) }]);

    await one.pull.push(laidOver(before, after));
    const repaired = await reviewed(one, await one.restarted());
    expect(repaired.threads.map(({ comments }) => comments[0]?.minimized)).toEqual(marks.map(() => 'resolved'));
    expect(repaired.checkRuns).toMatchObject([{ conclusion: 'success' }]);
    expect(repaired.reviews).toHaveLength(1);

    await one.pull.push(laidOver(after, before));
    const back = await reviewed(one, await one.restarted());
    expect(back.threads.map(({ comments }) => comments[0]?.minimized)).toEqual(marks.map(() => undefined));
    expect(back.reviews).toHaveLength(1);
    expect(one.github.violations).toEqual([]);
  } finally {
    await one.github.close();
  }
});

async function reviewed({ job, pull }: LocalWorld, { host, sent, violations }: World) {
  const failures: unknown[] = [];
  const log = { info() {}, error: (fields: object) => failures.push(fields) };
  const outcome = await reviewPull(job(), { host, incidents, analyse: analyseChange, log });
  expect(failures).toEqual([]);
  expect(outcome).toHaveProperty('reviewed');
  expect(violations).toEqual([]);
  // Edits are one PATCH each and grow with what was said before.
  const edits = sent.filter(({ method, path }) => method === 'PATCH' && path.includes('/pulls/comments/'));
  expect(sent.length - edits.length).toBeLessThanOrEqual(requestsMax);
  return pull.view();
}

/** What turns the files of one side into those of the other. */
function laidOver(from: Readonly<Record<string, string>>, to: Readonly<Record<string, string>>): FileMap {
  return { ...Object.fromEntries(Object.keys(from).map((path) => [path, null])), ...to };
}
