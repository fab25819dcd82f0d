// One thread of main.mjs: takes cases in parts until there are none, tells what became of each part, and which case it is at, so that a hang can be named.
import { parentPort, workerData } from 'node:worker_threads';
import { fuzz } from './fuzz.mjs';

const { seed, end, part, next, at } = workerData;
const free = new Int32Array(next);
const current = new Int32Array(at);
for (let from = Atomics.add(free, 0, part); from < end; from = Atomics.add(free, 0, part)) {
  const began = (number) => Atomics.store(current, 0, number);
  const { outcomes, failures } = await fuzz({ seed, from, to: Math.min(end, from + part), began });
  const told = failures.map((each) => ({ ...each, error: each.error?.stack ?? String(each.error) }));
  parentPort.postMessage({ outcomes, failures: told });
}
parentPort.postMessage('done');
