import { z } from 'zod';
import { callName } from './named-calls.js';

/** Functions that a table written by hand may name. */
const namesMax = 60;

const names = z.array(callName).max(namesMax, `expected at most ${namesMax} names`).default([]);

/** Roots of concurrency that only a team knows, besides `go` statements, handlers and what libraries are known to run. */
export const rootParams = z
  .strictObject({
    registrars: names.describe(
      'Functions and methods that keep the functions they get and run them in several goroutines at once, such as `example.com/app/bus.Bus.Subscribe`',
    ),
    functions: names.describe(
      'Functions and methods that run in several goroutines at once, such as `example.com/app/jobs.Worker.Handle`; a method of an interface stands for that of every type with all of its methods, or, when the code of the interface is not there, with a method of that name in a file that imports its package',
    ),
  })
  .prefault({})
  .describe(
    'What runs at the same time as the rest, besides what is known: `go`, handlers of net/http, `Reconcile` and the like',
  );
