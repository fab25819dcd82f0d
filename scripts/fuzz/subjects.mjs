// What is fuzzed: from a mutated input to an outcome, `result` or `skip`. Whatever is neither is thrown.
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { workOf } from '../../dist/app/events/work-of.js';
import { defaultConfig } from '../../dist/config/config-schema.js';
import { knownNames } from '../../dist/config/incident-mode.js';
import { mergeConfig } from '../../dist/config/merge-config.js';
import { parseConfig } from '../../dist/config/parse-config.js';
import { matchesAny } from '../../dist/config/path-pattern.js';
import { acceptsComment } from '../../dist/diff/commentable-lines.js';
import { diffFromPatch } from '../../dist/diff/diff-from-patch.js';
import { diffFromTexts } from '../../dist/diff/diff-from-texts.js';
import { memoryTree } from '../../dist/go/memory-tree.js';
import { readExample } from '../../dist/incidents/incident-example.js';
import { builtInIncidents, loadIncidents } from '../../dist/incidents/load-incidents.js';
import { incidentsFromFiles, ownIncidentsPath } from '../../dist/incidents/own-incidents.js';
import { analyseChange } from '../../dist/review/analyse-change.js';
import { planReview } from '../../dist/review/plan-review.js';
import { mutated, mutatedData } from './mutate.mjs';
import { webhooks } from './webhooks.mjs';

const ownExamples = fileURLToPath(new URL('../../fixtures/incidents', import.meta.url));
const incidents = await loadIncidents();
const examples = await Promise.all(incidents.map(({ slug }) => readExample(`${builtInIncidents}/${slug}`)));
const folders = (await Promise.all([builtInIncidents, ownExamples].map(foldersOf))).flat();
const configuration = `mode: block
on-error: block
drafts: skip
generated: skip
vendored: skip
paths:
  include: ["**"]
  exclude: ["api/**/*.pb.go", "docs/*"]
incidents:
  handle-leak: comment
  ticker-never-stopped: shadow
comments:
  limit: 10
`;

export const subjects = { 'go file': goFile, patch, webhook, configuration: config, 'incident folder': incidentFolder };

/** A pull request that turns an example into something like it. Every finding has a place that GitHub takes, and every part that was left out a reason. */
async function goFile(random) {
  const example = random.of(examples);
  const base = random.below(2) === 0 ? example.after : example.before;
  const head = { ...base };
  const path = random.of(Object.keys(head));
  head[path] = mutated(head[path], random, { other: random.of(Object.values(random.of(examples).before)) });
  const read = changeOf(base, head);
  const analysis = await analyseChange(read, incidents, defaultConfig);
  checkAnalysis(analysis, read, incidents);
  return analysis.skipped.length > 0 ? 'skip' : 'result';
}

function patch(random) {
  const { before, after } = random.of(examples);
  const path = Object.keys(before).find((each) => each in after) ?? '';
  const lines = [...(before[path] ?? '').split('\n'), ...(after[path] ?? '').split('\n')];
  const text = `@@ -1,${lines.length} +1,${lines.length} @@ func\n${lines.map((line) => random.of([' ', '-', '+']) + line).join('\n')}`;
  const counts = random.below(2) === 0 ? withCounts(text) : text;
  const diff = diffFromPatch(random.below(4) === 0 ? counts : mutated(counts, random));
  if ('unknown' in diff) return 'skip';
  for (const lines of [diff.added, diff.removed]) {
    assert(
      lines.every((line, index) => Number.isInteger(line) && line > (lines[index - 1] ?? 0)),
      'lines that go up',
    );
  }
  return 'result';
}

/** The same with the counts that its lines have. */
function withCounts(text) {
  const [, ...lines] = text.split('\n');
  const count = (sign) => lines.filter((line) => !line.startsWith(sign)).length;
  return `@@ -1,${count('+')} +1,${count('-')} @@\n${lines.join('\n')}`;
}

function webhook(random) {
  const { name, payload } = random.of(webhooks);
  const work = workOf({
    id: 'delivery',
    name: random.below(20) === 0 ? '__proto__' : name,
    payload: mutatedData(payload, random),
  });
  if ('skip' in work) {
    assert(work.kind !== '' && work.skip !== '', 'a kind and a reason for what is skipped');
    return 'skip';
  }
  const wanted = Object.values(work)[0];
  assert(Number.isInteger(wanted.installation), 'an installation to work for');
  if ('headSha' in wanted) assert(/^[0-9a-f]{40,64}$/.test(wanted.headSha), 'a commit by its full id');
  return 'result';
}

async function config(random) {
  const parsed = await parseConfig(
    mutated(configuration, random, { changesMax: 1 }),
    'hindsight.yml',
    knownNames(incidents),
  );
  if ('problems' in parsed) {
    checkProblems(parsed.problems);
    return 'skip';
  }
  const { paths } = mergeConfig(parsed.settings);
  matchesAny(mutated('api/v1/types.pb.go', random), [...paths.include, ...paths.exclude]);
  return 'result';
}

/** One that is taken is also used, on the example that it was made from. */
async function incidentFolder(random) {
  const { slug, example, texts } = random.of(folders);
  const changed = Object.fromEntries(
    Object.entries(texts).map(([name, text]) => [name, random.below(3) === 0 ? text : mutated(text, random)]),
  );
  const files = new Map(
    Object.entries(changed).map(([name, text]) => [`${ownIncidentsPath}/${slug}/${name}`, { text }]),
  );
  const own = await incidentsFromFiles(files);
  assert.equal(own.incidents.length === 1, own.problems.length === 0, 'an incident or its problems');
  if (own.problems.length > 0) {
    checkProblems(own.problems);
    return 'skip';
  }
  const read = changeOf({}, example.before);
  checkAnalysis(await analyseChange(read, own.incidents, defaultConfig), read, own.incidents);
  return 'result';
}

function changeOf(base, head) {
  const paths = Object.keys({ ...base, ...head }).filter((path) => base[path] !== head[path]);
  const files = paths.map((path) => ({
    ...(path in base ? { basePath: path } : {}),
    ...(path in head ? { headPath: path } : {}),
    diff: diffFromTexts(base[path], head[path]),
  }));
  return { change: { mergeBase: 'base', head: 'head', files }, base: memoryTree(base), head: memoryTree(head) };
}

function checkAnalysis(analysis, { change }, known) {
  for (const { reason } of analysis.skipped)
    assert(typeof reason === 'string' && reason !== '', 'a reason for what is skipped');
  for (const { placement } of analysis.findings) {
    if (placement.on !== 'line') continue;
    const file = change.files.find(({ basePath, headPath }) => placement.location.path === (headPath ?? basePath));
    assert(file && acceptsComment(file.diff, placement.location), 'a place that GitHub takes');
  }
  const plan = planReview({ analysis, change, incidents: known, posted: [], config: defaultConfig });
  assert(['success', 'failure'].includes(plan.check.conclusion), 'a verdict');
  for (const { body } of plan.post) assert(!body.includes('<!--'), 'no hidden mark from outside');
}

function checkProblems(problems) {
  for (const { file, message } of problems) assert(file !== '' && message !== '', 'a file and a message');
}

async function foldersOf(directory) {
  const entries = await readdir(directory, { withFileTypes: true });
  return Promise.all(
    entries
      .filter((entry) => entry.isDirectory())
      .map(async ({ name: slug }) => ({
        slug,
        example: await readExample(`${directory}/${slug}`),
        texts: {
          'incident.yml': await readFile(`${directory}/${slug}/incident.yml`, 'utf8'),
          'comment.md': await readFile(`${directory}/${slug}/comment.md`, 'utf8'),
        },
      })),
  );
}
