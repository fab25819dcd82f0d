// The app as a process of its own, to be killed. It is what `npm start` starts, but for the pace: GitHub's one write per second is kept against GitHub only, and
// of jobs in PostgreSQL a dead process is found as soon as pg-boss allows. Tells `{ url, milliseconds, rss }` when it takes webhooks.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { startApp } from '../../dist/app/app.js';
import { reviewsAtOnceMax } from '../../dist/app/review-kind.js';
import { openDurableJobs } from '../../dist/queue/durable-jobs.js';
import { createAnalysisPool } from '../../dist/threads/analysis-pool.js';

const { DATABASE_URL: url, HINDSIGHT_DATA: directory, RETRIES, RECONCILE } = process.env;
const timing = { heartbeatSeconds: 10, superviseSeconds: 1, retries: Number(RETRIES ?? 6) };

const eventLoop = monitorEventLoopDelay({ resolution: 5 });
eventLoop.enable();
const app = await startApp({
  env: process.env,
  analyse: createAnalysisPool(reviewsAtOnceMax).analyse,
  throttle: false,
  reconcile: RECONCILE !== 'no',
  jobs: (watch) => openDurableJobs(url ? { url } : { directory }, watch, timing),
});
process.send?.({ url: app.url, milliseconds: performance.now(), rss: process.memoryUsage().rss });
process.on('message', (message) => {
  if (message !== 'figures') return;
  const { user, system } = process.cpuUsage();
  process.send?.({
    rss: process.memoryUsage().rss,
    maxRss: process.resourceUsage().maxRSS * 1024,
    cpu: (user + system) / 1e6,
    loop: eventLoop.percentile(99) / 1e6,
  });
  eventLoop.reset();
});
process.on('SIGTERM', () => app.close().then(() => process.exit(0)));
process.on('disconnect', () => process.exit(1)); // whoever wanted it is gone
