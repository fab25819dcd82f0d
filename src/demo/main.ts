import { netlinkPull } from './demo-pull.js';
import { coloured, inkFor } from './ink.js';
import { pageWidth } from './page.js';
import { playDemo } from './play-demo.js';

/** `npm run demo`. */
const { stdout, stderr } = process;

// A reader that has seen enough (`npm run demo | head`) closes the pipe; that is no failure.
stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

const stop = new AbortController();
// Once: a second signal ends the process at once.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => stop.abort());

const ink = inkFor(stdout, process.env);
const code = await playDemo(netlinkPull, {
  page: { width: pageWidth(stdout.columns), ink, colours: ink === coloured },
  write: (lines) => stdout.write(lines.map((line) => `${line}\n`).join('')),
  complain: (sentence) => stderr.write(`\n${sentence}\n`),
  stop: stop.signal,
});
// Probot's client keeps timers that would hold the process. The empty write comes after all others.
stdout.write('', () => process.exit(code));
