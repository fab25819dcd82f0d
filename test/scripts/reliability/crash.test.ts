import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, expect, test } from 'vitest';

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

test(
  'killed at any step of a review, the app says in the end what it says undisturbed, and says it once',
  async () => {
    // Plain JavaScript without types, as all scripts are.
    const { crashCycles } = await import(
      new URL('../../../scripts/reliability/crash-cycles.mjs', import.meta.url).href
    );
    const directory = await mkdtemp(join(tmpdir(), 'hindsight-crash-'));
    try {
      // The steps that write: the check is made, the comments are posted, the verdict is given; before GitHub has it and after.
      const { cycles, steps, wrong, violations } = await crashCycles({
        cycles: 6,
        jobs: { HINDSIGHT_DATA: directory },
        inTurn: true,
        only: /POST .*(check-runs|reviews)|PATCH .*check-runs/,
      });
      expect(cycles).toBe(6);
      expect(steps.size).toBe(6);
      expect(wrong).toEqual([]);
      expect(violations).toEqual([]);
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  },
  waitMilliseconds,
);
