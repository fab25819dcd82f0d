import { readdir, readFile } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { detectors } from '../../src/detectors/all-detectors.js';
import { diffFromTexts } from '../../src/diff/diff-from-texts.js';
import { memoryTree } from '../../src/go/memory-tree.js';
import type { Incident } from '../../src/incidents/incident.js';
import { builtInIncidents, loadIncidents } from '../../src/incidents/load-incidents.js';
import { ownIncidentsPath, readOwnIncidents } from '../../src/incidents/own-incidents.js';
import { takeMarks } from '../../src/incidents/wanted-marks.js';
import { analyseChange } from '../../src/review/analyse-change.js';

const top = resolve(import.meta.dirname, '../..');
const knowledge = join(top, 'src/go/knowledge');

/** A library of which nothing is known for the moment. */
const hidden = vi.hoisted(() => ({ library: '' }));

vi.mock(import('../../src/go/knowledge.js'), async (original) => {
  const { knowledgeOf } = await original();
  return {
    knowledgeOf: (path: string) =>
      hidden.library !== '' && isOf(path, hidden.library) ? undefined : knowledgeOf(path),
  };
});

/** Go code that a pull request adds, and the incidents that are looked for in it. */
interface World {
  name: string;
  texts: Record<string, string>;
  incidents: readonly Incident[];
}

const builtIn = await loadIncidents();
const worlds = [...(await incidentWorlds()), ...(await shapeWorlds()), ...(await teamWorlds()), await libraryWorld()];
const before = new Map(await Promise.all(worlds.map(async (each) => [each, await findingsIn(each)] as const)));
const libraries = (await knownLibraries()).filter((library) => worlds.some((each) => uses(each, library)));

/**
 * Nothing about a library is in code: without its data there are exactly the findings that there are when the code uses a library that nobody
 * has heard of in its place.
 */
describe('without its parameters and its knowledge nothing is known of', () => {
  it.each(libraries)('%s', async (library) => {
    for (const world of worlds.filter((each) => uses(each, library))) {
      const left = await findingsWithout(world, library);
      expect({ world: world.name, left }).toEqual({
        world: world.name,
        left: await findingsIn(renamed(world, library)),
      });
    }
  });

  it('libraries of which each has findings, or keeps some from being made', async () => {
    const silent = [];
    for (const library of libraries) {
      const changed = worlds.filter((each) => uses(each, library)).map((each) => differs(each, library));
      if (!(await Promise.all(changed)).includes(true)) silent.push(library);
    }
    expect(libraries.length).toBeGreaterThan(18);
    expect(silent).toEqual([]);
  });
});

async function differs(world: World, library: string): Promise<boolean> {
  return (await findingsWithout(world, library)).join() !== before.get(world)?.join();
}

async function findingsWithout({ incidents, ...world }: World, library: string): Promise<string[]> {
  hidden.library = library;
  try {
    return await findingsIn({ ...world, incidents: incidents.map((each) => without(each, library)) });
  } finally {
    hidden.library = '';
  }
}

async function findingsIn({ texts, incidents }: World): Promise<string[]> {
  const files = Object.entries(texts).map(([headPath, text]) => ({ headPath, diff: diffFromTexts(undefined, text) }));
  const change = { mergeBase: 'base', head: 'head', files };
  const { findings } = await analyseChange({ change, base: memoryTree({}), head: memoryTree(texts) }, incidents);
  return findings.map(({ incident, at, names }) => `${incident} ${at.path}:${at.line} ${JSON.stringify(names)}`);
}

/** The same code on a library that has other import paths. Its packages keep their names. */
function renamed({ texts, ...world }: World, library: string): World {
  const path = new RegExp(`(["\\s])${library.replaceAll('.', '\\.')}(?=["/\\s])`, 'g');
  const entries = Object.entries(texts).map(([name, text]): [string, string] => [
    name,
    text.replace(path, `$1unheard.example/${library.split('/').slice(1).join('/')}`),
  ]);
  return { ...world, texts: Object.fromEntries(entries) };
}

function uses({ texts }: World, library: string): boolean {
  const path = new RegExp(`["\\s]${library.replaceAll('.', '\\.')}["/\\s]`);
  return Object.values(texts).some((text) => path.test(text));
}

function without(incident: Incident, library: string): Incident {
  return { ...incident, params: withoutNames(incident.params, library) };
}

/** Names of the library are taken out of every list, and what is about one of its types or modules alone altogether. */
function withoutNames(value: unknown, library: string): unknown {
  if (Array.isArray(value)) {
    return value
      .filter((each) => !(typeof each === 'string' && isOf(each, library)) && !isAbout(each, library))
      .map((each) => withoutNames(each, library));
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, withoutNames(each, library)]));
}

function isAbout(value: unknown, library: string): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { module, acquire } = value as { module?: string; acquire?: string[] };
  return (module !== undefined && isOf(module, library)) || (acquire?.every((each) => isOf(each, library)) ?? false);
}

/** Whether an import path, or a name with one before it, is of a library. */
function isOf(name: string, library: string): boolean {
  return name === library || name.startsWith(`${library}/`) || name.startsWith(`${library}.`);
}

async function knownLibraries(): Promise<string[]> {
  const packages = (await readdir(knowledge, { recursive: true, withFileTypes: true }))
    .filter((each) => each.isFile())
    .map((each) => relative(knowledge, each.parentPath).split(sep).join('/'));
  const named = worlds.flatMap(({ incidents }) => incidents.flatMap(({ params }) => namesIn(params)));
  return [...new Set([...packages, ...named].filter(isThirdParty).map(moduleOf))].sort();
}

function namesIn(value: unknown): string[] {
  if (typeof value === 'string') return value.includes('/') ? [value] : [];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(namesIn) : [];
}

function isThirdParty(path: string): boolean {
  const [host = ''] = path.split('/');
  return /\.(?!example$)[a-z]+$/.test(host) && host !== 'example.com';
}

/** github.com and golang.org/x have a name more than other hosts. */
function moduleOf(path: string): string {
  const [host = '', ...names] = path.split('/');
  const [first = '', second = ''] = names;
  const long = ['github.com', 'golang.org'].includes(host) && names.length > 1;
  return [host, ...(long ? [first, lastOf(second, names.length === 2)] : [lastOf(first, names.length === 1)])].join(
    '/',
  );
}

/** `pool.Get(.)` is a function of the package pool, and `fsnotify.v1` a package. */
function lastOf(name: string, isLast: boolean): string {
  return isLast ? name.replace(/(?<!\.v)\.(?!v\d).*$/, '') : name;
}

async function incidentWorlds(): Promise<World[]> {
  return Promise.all(
    builtIn.map(async ({ slug }) => ({
      name: slug,
      texts: await goTexts(join(builtInIncidents, slug, 'before')),
      incidents: builtIn,
    })),
  );
}

/** Libraries that none of the others uses, or with which they make no mistake. */
async function libraryWorld(): Promise<World> {
  return { name: 'libraries', texts: await goTexts(join(top, 'fixtures/libraries')), incidents: builtIn };
}

async function shapeWorlds(): Promise<World[]> {
  const folder = join(top, 'fixtures/shapes');
  return Promise.all(
    (await readdir(folder)).map(async (name) => {
      const detector = detectors.find((each) => each.name === name);
      const [some] = builtIn;
      if (!detector || !some) throw new Error(`expected a detector called ${name}`);
      const params = detector.params.parse(JSON.parse(await readFile(join(folder, name, 'params.json'), 'utf8')));
      const incident: Incident = { ...some, slug: name, detector, params };
      return { name: `shapes of ${name}`, texts: await goTexts(join(folder, name)), incidents: [incident] };
    }),
  );
}

async function teamWorlds(): Promise<World[]> {
  const folder = join(top, 'fixtures/incidents');
  return Promise.all(
    (await readdir(folder)).map(async (slug) => {
      const own = ['incident.yml', 'comment.md'].map(async (file) => [
        `${ownIncidentsPath}/${slug}/${file}`,
        await readFile(join(folder, slug, file), 'utf8'),
      ]);
      const { incidents } = await readOwnIncidents(memoryTree(Object.fromEntries(await Promise.all(own))));
      return { name: slug, texts: await goTexts(join(folder, slug, 'before')), incidents };
    }),
  );
}

async function goTexts(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((each) => each.isFile() && /\.go$|^go\.mod$/.test(each.name))
    .map((each) => join(each.parentPath, each.name));
  const texts = paths.map(async (path) => {
    const name = relative(folder, path).split(sep).join('/');
    return [name, takeMarks(name, await readFile(path, 'utf8')).text];
  });
  return Object.fromEntries(await Promise.all(texts));
}
