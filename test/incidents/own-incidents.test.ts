import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { memoryTree } from '../../src/go/memory-tree.js';
import { builtInIncidents, loadIncidents } from '../../src/incidents/load-incidents.js';
import {
  incidentsFromFiles,
  joinIncidents,
  ownIncidentsBytesMax,
  ownIncidentsMax,
  ownIncidentsPath,
  readOwnIncidents,
} from '../../src/incidents/own-incidents.js';

const yaml = `title: A session is opened and never closed
project: acme/billing
date: 2025-03-01
links:
  report: https://acme.example/post-mortems/17
  fix: https://acme.example/billing/pull/4
  introduced: https://acme.example/billing/pull/2
family: handle-leak
severity: error
detector: handle-leak
params:
  resources:
    - type: acme.example/billing/db.Session
      acquire: [acme.example/billing/db.Open]
      release: [Close]
`;
const comment = 'Here {{handle}} stays open.\n';
const good = { 'incident.yml': yaml, 'comment.md': comment };

/** Folders by slug, as files of a repository. */
function files(folders: Record<string, Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(folders).flatMap(([slug, parts]) =>
      Object.entries(parts).map(([name, text]) => [`${ownIncidentsPath}/${slug}/${name}`, text]),
    ),
  );
}

const read = (folders: Record<string, Record<string, string>>) => readOwnIncidents(memoryTree(files(folders)));

describe('incidents of a repository', () => {
  it('are loaded as those that come with Hindsight', async () => {
    const { incidents, problems } = await read({ 'session-never-closed': good });
    expect(problems).toEqual([]);
    expect(incidents).toMatchObject([{ slug: 'session-never-closed', project: 'acme/billing', severity: 'error' }]);
  });

  it('are none where there is no folder', async () => {
    expect(await readOwnIncidents(memoryTree({ 'go.mod': 'module a\n' }))).toEqual({ incidents: [], problems: [] });
  });

  it('are the built-in ones too, when they stand there', async () => {
    const builtIn = await loadIncidents();
    const folders = builtIn.map(async ({ slug }) => {
      const parts = (await readdir(join(builtInIncidents, slug), { recursive: true, withFileTypes: true }))
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name));
      const texts = parts.map(async (path) => [
        `${ownIncidentsPath}/${path.slice(builtInIncidents.length + 1)}`,
        await readFile(path, 'utf8'),
      ]);
      return Promise.all(texts);
    });
    const texts: Record<string, string> = Object.fromEntries((await Promise.all(folders)).flat());
    expect(await readOwnIncidents(memoryTree(texts))).toEqual({ incidents: builtIn, problems: [] });
  });

  it('are told with file, line, expected and got when they are bad, and leave the others alone', async () => {
    const { incidents, problems } = await read({
      bad: { ...good, 'incident.yml': yaml.replace('handle-leak\nparams', 'handel-leak\nparams') },
      'session-never-closed': good,
      unsaid: { ...good, 'comment.md': 'Here\n{{hundle}} <!-- hindsight -->\n' },
      empty: { 'before/a.go': 'package a\n' },
    });
    expect(incidents.map(({ slug }) => slug)).toEqual(['session-never-closed']);
    expect(problems.map(({ file, line, message }) => `${file}:${line}: ${message}`)).toEqual([
      expect.stringMatching(
        /^\.github\/hindsight\/incidents\/bad\/incident\.yml:10: detector: expected .* got "handel-leak"; did you mean "handle-leak"\?$/,
      ),
      `${ownIncidentsPath}/empty/incident.yml:undefined: expected this file in the incident folder, got nothing`,
      expect.stringMatching(/unsaid\/comment\.md:2: expected one of .*, got {{hundle}}; did you mean "handle"\?$/),
      expect.stringMatching(/unsaid\/comment\.md:2: expected no HTML comment, which nobody would see, got <!--$/),
    ]);
  });

  it('say where they come from', async () => {
    const broken = new Map([[`${ownIncidentsPath}/a/incident.yml`, { unreadable: 'it is binary' }]]);
    const { problems } = await incidentsFromFiles(broken, { source: 'acme/.github:' });
    expect(problems).toEqual([
      {
        file: `acme/.github:${ownIncidentsPath}/a/incident.yml`,
        message: 'expected a text, got something else: it is binary',
      },
    ]);
  });
});

it('the closest incident of a name wins', async () => {
  const [own] = (await read({ 'session-never-closed': good })).incidents;
  if (!own) throw new Error('expected an incident');
  const theirs = { ...own, title: 'Theirs' };
  const other = { ...own, slug: 'other' };
  expect(joinIncidents([theirs, other], [own])).toEqual([own, other]);
});

/** The worst that a folder can do is to be refused; what a limit holds is counted, and the second is far from being reached. */
describe('a hostile folder is refused', () => {
  const refused = async (folders: Record<string, Record<string, string>>) => {
    const { incidents, problems } = await read(folders);
    expect(incidents).toEqual([]);
    expect(problems.length).toBeLessThanOrEqual(22);
    return problems.map(({ file, line, message }) => `${file.slice(ownIncidentsPath.length + 1)}:${line}: ${message}`);
  };

  it('with a name that leads out of it', async () => {
    const outside = new Map(
      ['..', '../../../src', 'a/../../b', 'A b', ''].map((slug) => [
        `${ownIncidentsPath}/${slug}/incident.yml`,
        { text: yaml },
      ]),
    );
    const { incidents, problems } = await incidentsFromFiles(outside);
    expect(incidents).toEqual([]);
    expect(problems.map(({ message }) => message).join('\n')).toContain('expected this file in the incident folder');
    const named = await refused({ '..': good, 'A b': good });
    expect(named.join('\n')).toContain(
      'expected a name of lower-case words with hyphens, at most 80 characters, got ".."',
    );
  });

  it('with anchors that multiply', async () => {
    const levels = Array.from({ length: 20 }, (_, n) => `a${n + 1}: &a${n + 1} [*a${n}, *a${n}, *a${n}, *a${n}]`);
    const bomb = `a0: &a0 [x, x, x, x]\n${levels.join('\n')}\nparams: *a20\n`;
    expect(await refused({ bomb: { ...good, 'incident.yml': bomb } })).toEqual([
      'bomb/incident.yml:undefined: expected plain YAML, got an alias (`*name`)',
    ]);
  });

  it('with parts that nest', async () => {
    const deep = `params: ${'['.repeat(5_000)}${']'.repeat(5_000)}`;
    expect(await refused({ deep: { ...good, 'incident.yml': deep } })).toEqual([
      'deep/incident.yml:1: expected a few levels of nesting, got far too many',
    ]);
  });

  it('with ten thousand parameters', async () => {
    const many = (count: number) => Array.from({ length: count }, (_, n) => `      - x${n.toString(36)}`).join('\n');
    const acquire = (count: number) => yaml.replace(/acquire: .*/, `acquire:\n${many(count)}`);
    expect(await refused({ many: { ...good, 'incident.yml': acquire(10_000) } })).toEqual([
      expect.stringMatching(/^many\/incident\.yml:undefined: expected at most 32768 bytes, got \d+$/),
    ]);
    // As many as fit are all wrong, and the first of them are told.
    const told = await refused({ many: { ...good, 'incident.yml': acquire(2_500) } });
    expect(told).toHaveLength(21);
    expect(told.at(-1)).toContain('and more');
  });

  it.each([
    ['(_)* @at', 'expected a query without repetitions'],
    [
      `(${Array.from({ length: 6 }, (_, n) => `(_)? @a${'x'.repeat(n)}`).join(' ')} (_) @at)`,
      'expected at most 2 parts with ?, got 6',
    ],
    [`${'('.repeat(3_000)}${')'.repeat(3_000)} @at`, 'expected a query of at most 4000 characters, got 6004'],
    [`${'(_ '.repeat(50)}(_) @at${')'.repeat(50)}`, 'expected at most 20 open brackets, got 51'],
    ['(_) @at '.repeat(30), 'expected at most 8 patterns, got 30'],
    ['((identifier) @at (#match? @at "(a+)+$"))', 'expected a regular expression in which no group is repeated'],
    ['((identifier) @at (#match? @at "a*a*a*$"))', 'expected a regular expression with at most 1 of * and +'],
    ['((identifier) @at (#run! @at "rm"))', 'expected a predicate of #eq?, #not-eq?'],
    ['(identifyer) @at', "expected a query of tree-sitter's, got: Bad node name"],
    ['(identifier) @name', 'expected a capture @at, where the comment goes, got none'],
  ])('with the query %#', async (query, message) => {
    const incident = yaml
      .replace(/family: .*/, 'family: broken-contract')
      .replace(/detector: [\s\S]*/, `detector: query\nparams:\n  query: ${JSON.stringify(query)}\n`);
    const told = await refused({ query: { 'incident.yml': incident, 'comment.md': 'Do not.\n' } });
    expect(told).toHaveLength(1);
    expect(told[0]).toContain(`query/incident.yml:12: params.query: ${message}`);
  });

  it('with more folders or bytes than a team writes', async () => {
    const count = ownIncidentsMax + 20;
    const folders = Object.fromEntries(Array.from({ length: count }, (_, n) => [`incident-${n + 1000}`, good]));
    const { incidents, problems } = await read(folders);
    expect(incidents).toHaveLength(ownIncidentsMax);
    expect(problems).toMatchObject([{ message: expect.stringMatching(/expected at most 100 incidents, got 120/) }]);

    const long = { ...good, 'comment.md': 'x'.repeat(16_000) };
    const heavy = await read(Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`incident-${n + 1000}`, long])));
    expect(heavy.incidents.length * 16_000).toBeLessThan(ownIncidentsBytesMax);
    expect(heavy.problems).toMatchObject([{ message: expect.stringMatching(/expected at most 393216 bytes/) }]);
  });
});
