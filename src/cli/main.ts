#!/usr/bin/env node
import { runCommandLine } from './command-line.js';
import { realPorts } from './real-ports.js';

// A reader that has seen enough (`hindsight review … | head`) closes the pipe; that is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

// Not process.exit, which would cut off what is still on its way to a pipe.
process.exitCode = await runCommandLine(
  process.argv.slice(2),
  { out: process.stdout, err: process.stderr, environment: process.env },
  realPorts,
);
