import { netlinkPull } from './demo-pull.js';
import { coloured, inkFor } from './ink.js';
import { pageWidth } from './page.js';
import { playDemo } from './play-demo.js';

/** `npm run demo`. */
const { stdout, stderr } = process;

// A reader that has seen enough (`npm run demo | head`) closes the pipe, or the terminal (EIO). What was begun is still cleared away.
for (const stream of [stdout, stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error;
  });
}

/** Milliseconds in which a signal counts as the same one: npm passes on what the terminal has sent to both. */
const sameSignalMax = 500;

const stop = new AbortController();
let asked = 0;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (stop.signal.aborted && performance.now() - asked > sameSignalMax) process.exit(1);
    asked ||= performance.now();
    stop.abort();
  });
}

const ink = inkFor(stdout, process.env);
const code = await playDemo(netlinkPull, {
  page: { width: pageWidth(stdout.columns), ink, colours: ink === coloured },
  write: (lines) => stdout.write(lines.map((line) => `${line}\n`).join('')),
  complain: (sentence) => stderr.write(`\n${sentence}\n`),
  stop: stop.signal,
});
// Probot's client keeps timers that would hold the process. The empty write comes after all others.
stdout.write('', () => process.exit(code));
