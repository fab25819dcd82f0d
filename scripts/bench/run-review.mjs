import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const probe = fileURLToPath(new URL('probe.cjs', import.meta.url));
const program = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
/** Whatever takes longer is no review any more. */
const millisecondsMax = 120_000;

/**
 * Runs `hindsight review` as a user would, in a process of its own. Times are in ms; `cpu` and `memory` (bytes, the peak of the resident set)
 * are those of the Node process, without the git processes that it starts. `report` is what it printed, undefined when it could not review.
 */
export async function runReview({ repo, base, head }) {
  const started = performance.now();
  const options = ['review', '--repo', repo, '--base', base, '--head', head, '--format', 'json'];
  const child = spawn(process.execPath, ['--require', probe, program, ...options], {
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    timeout: millisecondsMax,
  });
  const [out, err, usage] = [1, 2, 3].map((descriptor) => textOf(child.stdio[descriptor]));
  const code = await new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  const wall = performance.now() - started;
  const used = (await usage) === '' ? undefined : JSON.parse(await usage);
  const report = code === 0 || code === 1 ? JSON.parse(await out) : undefined;
  return {
    wall,
    cpu: used ? (used.userCPUTime + used.systemCPUTime) / 1000 : undefined,
    memory: used ? used.maxRSS * 1024 : undefined,
    report,
    failure: report ? undefined : (await err).trim() || `ended by ${child.signalCode}`,
  };
}

async function textOf(stream) {
  const chunks = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
