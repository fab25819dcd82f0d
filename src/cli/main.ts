#!/usr/bin/env node
import { runCommandLine } from './command-line.js';
import { realPorts } from './real-ports.js';

// A reader that has seen enough (`hindsight review … | head`) closes the pipe; that is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

void run();

// Not at the top level, since a bundle of one script cannot wait there.
async function run(): Promise<void> {
  const exitCode = await runCommandLine(
    process.argv.slice(2),
    { out: process.stdout, err: process.stderr, environment: process.env },
    realPorts,
  );
  // V8 goes on to optimise the grammar's WebAssembly, and Node would wait for that: a sixth of a short review. But process.exit cuts off what is
  // still on its way to a pipe, so that goes first.
  await Promise.all([taken(process.stdout), taken(process.stderr)]);
  process.exit(exitCode);
}

function taken(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    if (stream.destroyed) resolve();
    else stream.write('', () => resolve());
  });
}
