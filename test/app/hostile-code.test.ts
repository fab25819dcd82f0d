import { afterEach, expect, test } from 'vitest';
import { loadIncidents } from '../../src/incidents/load-incidents.js';
import type { AnalysisPool } from '../../src/threads/analysis-pool.js';
import { builtPool, manyFunctions } from '../threads/built-pool.js';
import { startWorld } from './world.js';

let world: Awaited<ReturnType<typeof startWorld>>;
let pool: AnalysisPool;
afterEach(async () => {
  await world.close();
  await pool.close();
  expect(world.github.violations).toEqual([]);
});

test('code that is too much to analyse costs its own check, and nobody else anything', async () => {
  const { createAnalysisPool } = await builtPool();
  pool = createAnalysisPool(2, { milliseconds: 300_000, heapMegabytes: 64 });
  world = await startWorld({ incidents: await loadIncidents(), analyse: pool.analyse });
  const repository = await world.github.createRepository({ files: { 'go.mod': 'module a\n\ngo 1.22\n' } });
  const hostile = await repository.openPull({ files: { 'a.go': manyFunctions(30_000) } });
  const leak = 'package b\n\nimport "os"\n\nfunc F() {\n\tf, _ := os.Open("a")\n\tf.Name()\n}\n';
  const ordinary = await repository.openPull({ files: { 'b/b.go': leak } });
  expect((await ordinary.completedCheck('Hindsight', 60_000)).annotations).toHaveLength(1);
  const check = await hostile.completedCheck('Hindsight', 60_000);
  expect(check).toMatchObject({ conclusion: 'failure', annotations: [] });
  expect(check.summary).toContain('the analysis needed more than 64 MB');
  expect((await fetch(`${world.app.url}/healthz`)).status).toBe(200);
}, 120_000);
