import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasPostgres, startTestServer } from '../../queue/postgres.js';

const top = resolve(import.meta.dirname, '../../..');
const waitMilliseconds = 10 * 60_000;

// What is killed is a process of its own, so it is the built app. An older build would test an older app. (The command line is bundled, and not killed.)
beforeAll(async () => {
  if (await isBuilt()) return;
  await promisify(execFile)('npm', ['run', 'build'], { cwd: top });
}, waitMilliseconds);

async function isBuilt(): Promise<boolean> {
  const sources = (await readdir(join(top, 'src'), { recursive: true })).filter(
    (path) => path.endsWith('.ts') && !path.startsWith('cli/'),
  );
  const times = await Promise.all(
    sources.map(async (path) => {
      const source = await stat(join(top, 'src', path));
      const built = await stat(join(top, 'dist', path.replace(/\.ts$/, '.js'))).catch(() => undefined);
      return built !== undefined && built.mtimeMs >= source.mtimeMs;
    }),
  );
  return times.every(Boolean);
}

/** The steps that write: the check is made, the comments are posted, the verdict is given; before GitHub has it and after. */
const writing = { kinds: ['opened'], only: /POST .*(check-runs|reviews)|PATCH .*check-runs/, cycles: 6 };
/** Where GitHub is asked which reviews "Re-run all checks" means: the webhook was answered, and no review is queued yet. */
const fanningOut = { kinds: ['asked again'], only: /GET .*check-runs/, cycles: 2 };

async function crashed(
  given: object,
): Promise<{ cycles: number; steps: Map<string, number>; wrong: []; violations: [] }> {
  // Plain JavaScript without types, as all scripts are.
  const { crashCycles } = await import(new URL('../../../scripts/reliability/crash-cycles.mjs', import.meta.url).href);
  return crashCycles({ inTurn: true, ...given });
}

async function expectNoDifference(cases: { kinds: string[]; only: RegExp; cycles: number }, jobs: object) {
  const { cycles, steps, wrong, violations } = await crashed({ ...cases, jobs });
  expect(cycles).toBe(cases.cycles);
  expect(steps.size).toBe(cases.cycles);
  expect(wrong).toEqual([]);
  expect(violations).toEqual([]);
}

describe('killed at any step, the app says in the end what it says undisturbed, and says it once', () => {
  let directory: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'hindsight-crash-'));
  });
  afterAll(() => rm(directory, { recursive: true, force: true }));

  test('in a directory', () => expectNoDifference(writing, { HINDSIGHT_DATA: directory }), waitMilliseconds);

  test(
    'in a directory, between the answer to a webhook and the reviews that come of it',
    () => expectNoDifference(fanningOut, { HINDSIGHT_DATA: directory }),
    waitMilliseconds,
  );

  test.skipIf(!hasPostgres)(
    'in PostgreSQL',
    async () => {
      const server = await startTestServer();
      try {
        await expectNoDifference(writing, { DATABASE_URL: await server.createDatabase('hindsight') });
      } finally {
        await server.stop();
      }
    },
    waitMilliseconds,
  );
});
