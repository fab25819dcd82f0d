// npm run crash-test [-- --cycles 200] [--minutes 60] [--embedded] [--postgres]: kills the app at every step of a review, in both modes unless one is named.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { percentile } from '../bench/statistics.mjs';
import { crashCycles } from './crash-cycles.mjs';
import { findPostgres, startPostgres } from './postgres-server.mjs';

const { values } = parseArgs({
  options: {
    cycles: { type: 'string', default: '200' },
    minutes: { type: 'string' },
    embedded: { type: 'boolean' },
    postgres: { type: 'boolean' },
  },
});
const both = !values.embedded && !values.postgres;
const cycles = Number(values.cycles);
const limit = values.minutes === undefined ? {} : { minutes: Number(values.minutes) };
let failed = false;

if (both || values.embedded) {
  const directory = await mkdtemp(join(tmpdir(), 'hindsight-crash-'));
  try {
    await run('embedded', { HINDSIGHT_DATA: directory }, true);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
if (both || values.postgres) {
  const programs = await findPostgres();
  if (!programs) throw new Error('expected the programs of PostgreSQL on this machine, got none: npm run get-postgres');
  const server = await startPostgres(programs);
  try {
    await run('PostgreSQL', { DATABASE_URL: await server.createDatabase('hindsight') }, false);
  } finally {
    await server.stop();
  }
}
process.exitCode = failed ? 1 : 0;

async function run(name, jobs, inTurn) {
  const begun = performance.now();
  const result = await crashCycles({ cycles, ...limit, jobs, inTurn, say: (text) => console.error(`${name}: ${text}`) });
  const { steps, wrong, violations, startMilliseconds } = result;
  const start = (share) => Math.round(percentile(startMilliseconds, share));
  console.log(`${name}: ${result.cycles} kills at ${steps.size} different steps in ${Math.round((performance.now() - begun) / 1000)} s`);
  console.log(`  pull requests that differ from an undisturbed run: ${wrong.length}`);
  console.log(`  requests against GitHub's description: ${violations.length}`);
  console.log(`  start after a kill: ${start(0.5)} ms in the middle, ${start(1)} ms at most`);
  for (const [step, times] of [...steps].sort()) console.log(`    ${times} × ${step}`);
  for (const one of wrong.slice(0, 3)) console.log(JSON.stringify(one, undefined, 1));
  if (wrong.length + violations.length > 0) failed = true;
}
