import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { type RunningApp, startApp } from '../../src/app/app.js';
import { variableNames } from '../../src/app/configuration.js';
import { createMetrics, metricsReader } from '../../src/app/metrics.js';
import { stopMillisecondsMax } from '../../src/app/stop-on-signals.js';
import { openMemoryJobs } from '../../src/queue/memory-jobs.js';
import { environment } from '../app/credentials.js';
import { logInto } from '../app/world.js';
import { incident } from '../review/world.js';

// No image is built here: this holds what can be told without a container engine.

const top = resolve(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(resolve(top, path), 'utf8');

const dockerfile = read('Dockerfile');
const compose = parse(read('compose.yml'));
const documents = parseAllDocuments(read('deploy/kubernetes.yml')).map((document) => {
  expect(document.errors).toEqual([]);
  return document.toJS();
});
const ofKind = (kind: string) => documents.find((document) => document.kind === kind);
const deployment = ofKind('Deployment').spec;
const pod = deployment.template.spec;
const container = pod.containers[0];
const healthPath = /HEALTHCHECK[\s\S]*?(\/[a-z]+z)\b/.exec(dockerfile)?.[1] ?? 'none';

let app: RunningApp;
beforeAll(async () => {
  app = await startApp({
    env: { ...environment, METRICS_PORT: '0' },
    incidents: [incident],
    jobs: openMemoryJobs,
    reconcile: false,
    log: logInto([]),
  });
});
afterAll(() => app.close());

describe('every address that is probed answers', () => {
  const probes = ['startupProbe', 'livenessProbe', 'readinessProbe'].map((name) => container[name].httpGet.path);
  test.each([...probes, healthPath])('%s', async (path) => {
    expect((await fetch(`${app.url}${path}`)).status).toBe(200);
  });

  test('by the command of the Dockerfile, which fails when the app is gone', async () => {
    const [program, ...rest] = JSON.parse(/HEALTHCHECK[^[]*(\[.*\])/.exec(dockerfile)?.[1] ?? '[]');
    expect([program, rest[0]]).toEqual(['node', '-e']);
    const exit = (port: string) =>
      new Promise((done) => {
        const process = { env: { PORT: port }, exit: done };
        new Function('process', 'fetch', rest[1])(process, fetch);
      });
    expect(await exit(new URL(app.url).port)).toBe(0);
    expect(await exit('1')).toBe(1);
  });

  test('on the ports that the app listens on unless it is told otherwise', () => {
    expect(container.ports).toContainEqual({ name: 'http', containerPort: 3000 });
    expect(dockerfile).toMatch(/^EXPOSE 3000$/m);
    expect(compose.services.hindsight.ports[0]).toBe('3000:3000');
    const port = container.env.find(({ name }: { name: string }) => name === 'METRICS_PORT').value;
    expect(container.ports).toContainEqual({ name: 'metrics', containerPort: Number(port) });
  });
});

describe('variables', () => {
  test('all exist in the configuration', () => {
    const ofImage = [...(/^ENV (.*)$/m.exec(dockerfile)?.[1] ?? '').matchAll(/(\w+)=/g)].map(([, name]) => name);
    expect(ofImage).toEqual(['NODE_ENV', 'HINDSIGHT_DATA']);
    const given = [
      ...ofImage.filter((name) => name !== 'NODE_ENV'),
      ...Object.keys(compose.services.hindsight.environment),
      ...container.env.map(({ name }: { name: string }) => name),
    ];
    expect(given.filter((name) => !variableNames.includes(name))).toEqual([]);
  });

  test('several replicas share one database', () => {
    expect(deployment.replicas).toBe(2);
    const names = container.env.map(({ name }: { name: string }) => name);
    expect(names).toEqual(expect.arrayContaining(['APP_ID', 'PRIVATE_KEY', 'WEBHOOK_SECRET', 'DATABASE_URL']));
  });

  test('no secret stands in the files', () => {
    for (const { name, value } of container.env) if (value !== undefined) expect(name).toMatch(/^METRICS_/);
    expect(compose.services.hindsight.environment.DATABASE_URL).toContain(':${POSTGRES_PASSWORD:?');
  });

  test.each(['README.md', 'docs/operations.md'])('%s tells each that is read', (path) => {
    const text = read(path);
    expect(variableNames.filter((name) => !text.includes(`\`${name}\``))).toEqual([]);
  });
});

test('the container is no root and cannot write to its own files', () => {
  const user = /^USER (\d+):(\d+)$/m.exec(dockerfile.split(/^FROM/m).at(-1) ?? '');
  expect(pod.securityContext).toMatchObject({
    runAsNonRoot: true,
    runAsUser: Number(user?.[1]),
    runAsGroup: Number(user?.[2]),
  });
  expect(container.securityContext).toEqual({
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ['ALL'] },
  });
  expect(compose.services.hindsight).toMatchObject({ read_only: true, cap_drop: ['ALL'] });
  expect(container.resources).toMatchObject({ requests: { memory: '256Mi' }, limits: { memory: '1Gi' } });
});

test('a stop has time to end in order', () => {
  const sleep = Number(/(\d+)\)/.exec(container.lifecycle.preStop.exec.command[2])?.[1]);
  expect(pod.terminationGracePeriodSeconds * 1000).toBeGreaterThan(stopMillisecondsMax + sleep);
  expect(Number.parseInt(compose.services.hindsight.stop_grace_period, 10) * 1000).toBeGreaterThan(stopMillisecondsMax);
});

test('the service and the budget mean the pods of the deployment, and metrics are not among what is served', () => {
  const { labels } = deployment.template.metadata;
  expect(deployment.selector.matchLabels).toEqual(labels);
  expect(ofKind('Service').spec.selector).toEqual(labels);
  expect(ofKind('PodDisruptionBudget').spec).toEqual({ minAvailable: 1, selector: { matchLabels: labels } });
  expect(ofKind('Service').spec.ports).toEqual([{ name: 'http', port: 80, targetPort: 'http' }]);
});

test('the image holds what the package does, and is built from nothing but what the repository holds', () => {
  const ignore = read('.dockerignore').split('\n');
  const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.*) \S+$/gm)].flatMap(
    ([, paths]) => paths?.split(' ') ?? [],
  );
  for (const path of copied) {
    expect(existsSync(resolve(top, path)), path).toBe(true);
    expect(ignore, path).toContain(`!${path.split('/')[0]}`);
  }
  const wanted: string[] = JSON.parse(read('package.json')).files;
  const data = wanted.filter((path) => !path.startsWith('!') && path !== 'dist' && path !== 'CHANGELOG.md');
  expect(data.filter((path) => !copied.includes(path))).toEqual([]);
  expect(ignore).toContain('*');
});

test('docs/operations.md tells each metric and no other', async () => {
  const { registry } = createMetrics([]);
  metricsReader(registry, openMemoryJobs({ failed() {}, gaveUp() {}, trouble() {} }));
  const names = registry.getMetricsAsArray().map(({ name }) => name);
  const told = [...read('docs/operations.md').matchAll(/^\| `(hindsight_\w+)`/gm)].map(([, name]) => name);
  expect(told.sort()).toEqual(names.filter((name) => name.startsWith('hindsight_')).sort());
});
