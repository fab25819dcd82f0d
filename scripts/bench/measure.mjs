import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runReview } from './run-review.mjs';
import { median, percentile } from './statistics.mjs';
import { writeRepository } from './write-repository.mjs';

/** Makes the repository of a scenario, reviews it `times` times, and removes it. */
export async function measureScenario({ name, make, goal }, times, compare) {
  const directory = mkdtempSync(join(tmpdir(), 'hindsight-bench-'));
  try {
    const range = writeRepository(join(directory, 'repo'), make());
    const runs = [];
    for (let time = 0; time < times; time++) runs.push(await runReview(range));
    const failure = runs.find((each) => each.failure !== undefined)?.failure;
    if (failure !== undefined) return { name, goal, failure };
    const { findings, analysed, skipped } = runs[0].report;
    return {
      name,
      goal,
      ...mediansOf(runs),
      findings: findings.length,
      analysed: analysed.length,
      skipped,
      ...(await compare(range)),
    };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function mediansOf(runs) {
  const of = (get) => median(runs.map(get));
  return {
    wall: of((each) => each.wall),
    cpu: of((each) => each.cpu),
    memory: of((each) => each.memory),
    read: of(readingOf),
    analyse: of((each) => each.report.timings.analyse),
  };
}

/** The diff and, after that, the files of it. What incidents take to load goes on at the same time. */
function readingOf({ report: { timings } }) {
  return timings.readChange + timings.read;
}

/** Reviews each row once. `parts` are rows `[what, p50, p95, max]`; `failures` name what could not be reviewed. */
export async function measureCorpus(rows, compare) {
  const runs = [];
  const failures = [];
  const reviewed = [];
  for (const [index, row] of rows.entries()) {
    const run = await runReview(row);
    if (run.failure !== undefined) failures.push(`${row.id}: ${run.failure}`);
    else {
      runs.push(run);
      reviewed.push(row);
    }
    if (process.stderr.isTTY) process.stderr.write(`\r${index + 1} of ${rows.length} `);
  }
  // Afterwards: what this process compiles and collects in the background would take a core from the next review.
  const ratios = [];
  for (const row of reviewed) ratios.push(await compare(row));
  const spread = (what, values) => [what, ...[0.5, 0.95, 1].map((part) => percentile(values, part))];
  return {
    failures,
    runs: runs.length,
    milliseconds: [
      spread(
        'whole process',
        runs.map((each) => each.wall),
      ),
      spread(
        'processor time of it',
        runs.map((each) => each.cpu),
      ),
      spread('reading the change', runs.map(readingOf)),
      spread(
        'analysis',
        runs.map((each) => each.report.timings.analyse),
      ),
    ],
    memory: spread(
      'peak memory',
      runs.map((each) => each.memory),
    ),
    ratio: spread(
      'analysis against the bare parse',
      ratios.map(({ warm, parse }) => warm / parse),
    ),
    ratioOfSums: sum(ratios, 'warm') / sum(ratios, 'parse'),
    megabytes: sum(ratios, 'bytes') / 1024 ** 2,
  };
}

function sum(list, key) {
  return list.reduce((total, each) => total + each[key], 0);
}
