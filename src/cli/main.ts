#!/usr/bin/env node
import { runCommandLine } from './command-line.js';
import type { ReviewPorts } from './review-command.js';

/** Each is loaded when it is called, and the first two while git is at work: a review is short enough for imports to count. */
const ports: ReviewPorts = {
  readChange: async (range) => (await import('../git/read-git-change.js')).readGitChange(range),
  loadIncidents: async () => {
    const [{ loadIncidents }] = await Promise.all([
      import('../incidents/load-incidents.js'),
      import('../review/analyse-change.js'),
    ]);
    return loadIncidents();
  },
  analyse: async (read, incidents) => (await import('../review/analyse-change.js')).analyseChange(read, incidents),
  plan: async (input) => (await import('../review/plan-review.js')).planReview(input),
  now: () => performance.now(),
};

// A reader that has seen enough (`hindsight review … | head`) closes the pipe; that is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

// Not process.exit, which would cut off what is still on its way to a pipe.
process.exitCode = await runCommandLine(
  process.argv.slice(2),
  { out: process.stdout, err: process.stderr, environment: process.env },
  ports,
);
