import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';

export const cores = availableParallelism();

/** What figures depend on, without naming whose machine it is. */
export function machine() {
  const model = cpus()[0]?.model.trim() || 'unknown processor';
  const gigabytes = (totalmem() / 1024 ** 3).toFixed(0);
  return `${model}, ${cores} cores, ${gigabytes} GB, Node ${process.versions.node}, ${process.platform}`;
}

/** Processes that wanted a core in the last minute; more than cores means that wall times are too long. */
export function load() {
  return loadavg()[0] ?? 0;
}
