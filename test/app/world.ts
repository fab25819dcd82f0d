import { createRequire } from 'node:module';
import { Writable } from 'node:stream';
import type { Logger } from 'probot';
import { type AppOptions, startApp } from '../../src/app/app.js';
import { type LocalGitHub, type LocalGitHubOptions, startLocalGitHub } from '../../src/localhost/local-github.js';
import { openMemoryJobs } from '../../src/queue/memory-jobs.js';
import type { Finding } from '../../src/review/finding.js';
import type { ReadChange } from '../../src/review/review-host.js';
import { analysis, finding, incident, left, right } from '../review/world.js';

/** The logger that Probot uses; its own copy, since we do not depend on it otherwise. */
const pino = createRequire(import.meta.resolve('probot'))('pino') as (options: object, to: Writable) => Logger;

/** A log that keeps its lines. */
export function logInto(lines: string[]): Logger {
  const to = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk));
      done();
    },
  });
  return pino({ level: 'trace' }, to);
}

/** Go code in which the handle is closed or not; the close stands on line 9. */
export const opens =
  'package mtu\n\nimport "handles"\n\nfunc Find() int {\n\th, err := handles.Open()\n\tif err != nil { return 0 }\n';
export const closes = `${opens}\n\tdefer h.Close()\n`;
export const use = '\treturn h.MTU()\n}\n';

/** In place of the Go front-end, so that these tests are about what is said and not about what is found. */
export async function analyse({ change, head }: ReadChange) {
  const findings: Finding[] = [];
  for (const { headPath, diff } of change.files) {
    if (headPath === undefined || 'unknown' in diff) continue;
    const source = (await head.read([headPath])).get(headPath);
    if (!source || !('text' in source) || !source.text.includes('Open()') || source.text.includes('Close()')) continue;
    const line = source.text.split('\n').findIndex((text) => text.includes('Open()')) + 1;
    const seam = diff.seams[0];
    const location = diff.added.includes(line) || !seam ? right(headPath, line) : left(headPath, seam.oldEnd);
    findings.push(
      finding({
        at: right(headPath, line),
        function: 'Find',
        names: { handle: 'h' },
        placement: { on: 'line', location },
      }),
    );
  }
  return analysis(findings, { analysed: change.files.flatMap(({ headPath }) => headPath ?? []) });
}

interface WorldOptions extends Partial<AppOptions> {
  /** Of the environment, besides those that the world needs. */
  variables?: Record<string, string>;
}

/** A GitHub on this machine and the real app in front of it. */
export async function startWorld({ variables, ...given }: WorldOptions = {}, localhost: LocalGitHubOptions = {}) {
  const github = await startLocalGitHub(localhost);
  const lines: string[] = [];
  const app = await startApp({
    env: {
      APP_ID: String(github.app.id),
      PRIVATE_KEY: github.app.privateKey,
      WEBHOOK_SECRET: github.app.webhookSecret,
      GITHUB_API_URL: github.url,
      PORT: '0',
      HOST: '127.0.0.1',
      ...variables,
    },
    incidents: [incident],
    analyse,
    throttle: false,
    jobs: openMemoryJobs,
    reconcile: false,
    log: logInto(lines),
    ...given,
  });
  github.sendWebhooksTo(`${app.url}/api/github/webhooks`);
  return {
    github,
    lines,
    app,
    /** Lines of the log that match, as data. */
    said: (message: string) => lines.map((line) => JSON.parse(line)).filter(({ msg }) => msg === message),
    async close() {
      await app.close();
      await github.close();
    },
  };
}

/** Requests that change something, in order. */
export function writes(github: LocalGitHub): string[] {
  return github.requests
    .filter(({ method, operation, body }) =>
      operation === 'graphql'
        ? JSON.stringify(body).includes('mutation')
        : method !== 'GET' && !operation.startsWith('apps/'),
    )
    .map(({ operation, status }) => (status < 300 ? operation : `${operation} ${status}`));
}

/** Waits for what the app does behind the delivery. */
export async function until(condition: () => boolean | Promise<boolean>, millisecondsMax = 10_000): Promise<void> {
  const end = performance.now() + millisecondsMax;
  while (!(await condition())) {
    if (performance.now() > end) throw new Error(`expected this within ${millisecondsMax} ms: ${condition}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
