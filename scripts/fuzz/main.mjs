// npm run fuzz -- --seed N --cases N [--from N] [--threads N] [--minutes N]: mutated Go files, patches, webhook payloads, configurations and incident folders.
// Every outcome has to be a result or a skip with its reason. A case depends on its seed and number only: one that fails or hangs is told by its number,
// and `--from NUMBER --cases 1` runs it again. `--minutes` ends the run earlier, with the figures of what was run.
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';

const hangMilliseconds = 30_000;
const partCases = 100;

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    cases: { type: 'string', default: '10000' },
    from: { type: 'string', default: '0' },
    threads: { type: 'string', default: String(availableParallelism()) },
    minutes: { type: 'string', default: '1000' },
  },
});
const [seed, cases, from, threads, minutes] = ['seed', 'cases', 'from', 'threads', 'minutes'].map((name) =>
  Number(values[name]),
);
if ([seed, cases, from, threads, minutes].some((each) => !(each >= 0)))
  throw new Error('expected numbers, got something else: see the top of this file');
const end = from + cases;
const next = new SharedArrayBuffer(4);
Atomics.store(new Int32Array(next), 0, from);
const total = {};
const failures = [];
const started = performance.now();
const ending = setTimeout(() => Atomics.store(new Int32Array(next), 0, end), minutes * 60_000);
await Promise.all(Array.from({ length: threads }, runThread));
clearTimeout(ending);

for (const { number, subject, error } of failures)
  console.log(`case ${number} of seed ${seed} (${subject}): ${error}\n`);
console.table(total);
const run = Object.values(total).reduce((sum, { result, skip, failure }) => sum + result + skip + failure, 0);
console.log(
  `${run} cases of seed ${seed} in ${((performance.now() - started) / 1000).toFixed(0)} s: ${failures.length} failed`,
);
process.exitCode = failures.length > 0 ? 1 : 0;

/** Ends with the thread: when no cases are left, or with a case that takes it down. */
function runThread() {
  const at = new SharedArrayBuffer(4);
  const current = new Int32Array(at);
  const worker = new Worker(new URL('./thread.mjs', import.meta.url), {
    workerData: { seed, end, part: partCases, next, at },
  });
  return new Promise((resolve) => {
    let seen = { number: -1, since: performance.now() };
    const watch = setInterval(() => {
      const number = Atomics.load(current, 0);
      if (number !== seen.number) seen = { number, since: performance.now() };
      else if (performance.now() - seen.since > hangMilliseconds) finish(`no outcome within ${hangMilliseconds} ms`);
    }, 1000);
    const finish = (error) => {
      clearInterval(watch);
      if (error) failures.push({ number: Atomics.load(current, 0), subject: 'its thread ended with it', error });
      resolve(worker.terminate());
    };
    worker.on('message', (message) => (message === 'done' ? finish() : add(message)));
    worker.on('error', (error) => finish(error.stack));
  });
}

function add(part) {
  failures.push(...part.failures);
  for (const [subject, counts] of Object.entries(part.outcomes)) {
    total[subject] ??= { result: 0, skip: 0, failure: 0 };
    for (const kind of Object.keys(counts)) total[subject][kind] += counts[kind];
  }
}
