import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Params } from '../../src/detectors/handle-leak/params.js';
import type { Incident } from '../../src/incidents/incident.js';
import { readExample } from '../../src/incidents/incident-example.js';
import { builtInIncidents, loadIncidents } from '../../src/incidents/load-incidents.js';
import { replaysOf } from '../../src/incidents/replay.js';
import { analyseChange } from '../../src/review/analyse-change.js';
import type { Finding } from '../../src/review/finding.js';

/** Without the incident that goes by conventions: what a function itself shows is no knowledge of a library. */
const incidents = (await loadIncidents()).filter(
  ({ detector, params }) => detector.name === 'handle-leak' && !(params as Params).conventions,
);
const examples = await Promise.all(incidents.map(({ slug }) => readExample(join(builtInIncidents, slug))));
const introductions = examples.flatMap(replaysOf).filter(({ name }) => name === 'introduced');

const all = await findingsWith(incidents);
const libraries = [...new Set(incidents.flatMap(resourcesOf).map(({ type }) => moduleOf(type)))].filter(isThirdParty);

/** Nothing about a library is in code: without its parameters exactly its findings are gone. */
describe('the parameters of one library', () => {
  it.each(libraries)('%s', async (library) => {
    const left = await findingsWith(incidents.map((incident) => without(incident, library)));
    const isOfLibrary = ({ names }: Finding) => moduleOf(names.type ?? '') === library;
    expect(left.map(fingerprint)).toEqual(all.filter((each) => !isOfLibrary(each)).map(fingerprint));
  });

  it('are those of several libraries, and some of them have findings', () => {
    expect(libraries.length).toBeGreaterThan(5);
    const found = libraries.filter((library) => all.some(({ names }) => moduleOf(names.type ?? '') === library));
    expect(found.length).toBeGreaterThan(3);
  });
});

describe('the code', () => {
  // What runs at the same time (go/concurrency) is asked of libraries by name; resources and channels are not.
  it.each([
    'detectors/handle-leak',
    'detectors/double-close',
    'detectors/released-twice',
    'detectors/blocked-goroutine',
    'go',
    'go/channels',
    'go/flow',
    'go/lower',
    'go/ownership',
  ])('of %s names no package of anybody else', async (folder) => {
    const path = resolve(import.meta.dirname, '../../src', folder);
    for (const file of (await readdir(path)).filter((each) => each.endsWith('.ts'))) {
      const code = (await readFile(join(path, file), 'utf8')).replace(/^\s*(\*|\/\*|\/\/).*$/gm, '');
      // The message of a schema shows what a name looks like.
      const named = [...code.matchAll(/['"`](?!example\.com\/)[\w-]+\.(com|org|io|in)\/[\w./-]+/g)].map(
        ([text]) => text,
      );
      expect({ file, named }).toEqual({ file, named: [] });
    }
  });
});

async function findingsWith(known: readonly Incident[]): Promise<Finding[]> {
  const analyses = await Promise.all(introductions.map((replay) => analyseChange(replay, known)));
  return analyses.flatMap(({ findings }) => findings);
}

function without(incident: Incident, library: string): Incident {
  const left = resourcesOf(incident).filter(({ type }) => moduleOf(type) !== library);
  return { ...incident, params: { ...(incident.params as Params), resources: left } };
}

function resourcesOf({ params }: Incident) {
  return (params as Params).resources ?? [];
}

/** The host and the two parts after it name a library well enough; `net/http` has no host. */
function moduleOf(type: string): string {
  const path = type.slice(0, type.lastIndexOf('.'));
  return path.split('/').slice(0, 3).join('/');
}

function isThirdParty(module: string): boolean {
  return module.split('/')[0]?.includes('.') ?? false;
}

function fingerprint(finding: Finding): string {
  return `${finding.fingerprint} ${finding.at.path}`;
}
