import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { cruise, type ICruiseResult, type IDependency } from 'dependency-cruiser';
import { beforeAll, describe, expect, it } from 'vitest';
import { configPages } from '../src/config/config-page.js';
import { incidentPages } from '../src/incidents/incident-page.js';
import { builtInIncidents } from '../src/incidents/load-incidents.js';
import { libraryPathsInCode, libraryWordsInCode } from './library-names.js';

/** Each folder of src and the folders it may import. ARCHITECTURE.md says what they are for; no arrow points back. */
const folders: Record<string, readonly string[]> = {
  go: [],
  diff: [],
  detectors: ['go', 'diff'],
  incidents: ['detectors', 'go', 'diff'],
  config: ['incidents', 'detectors'],
  review: ['config', 'incidents', 'detectors', 'go', 'diff'],
  git: ['review', 'go', 'diff'],
  github: ['review', 'config', 'incidents', 'go', 'diff'],
  queue: ['review'],
  threads: ['review', 'config', 'incidents', 'detectors', 'go', 'diff'],
  outcomes: ['queue', 'review'],
  app: ['threads', 'github', 'outcomes', 'queue', 'review', 'incidents'],
  backtest: ['git', 'review', 'config', 'incidents', 'go', 'diff'],
  authoring: ['review', 'incidents', 'detectors', 'go', 'diff'],
  cli: ['authoring', 'backtest', 'outcomes', 'queue', 'github', 'git', 'review', 'config', 'incidents', 'diff'],
  localhost: [],
  demo: ['localhost', 'app', 'queue'],
};

/** A dependency has one door, so that replacing it touches one folder. */
const doors: Record<string, readonly string[]> = {
  'web-tree-sitter': ['go'],
  'tree-sitter-go': ['go'],
  diff: ['diff'],
  yaml: ['incidents', 'app'],
  octokit: ['github', 'app'],
  probot: ['app'],
  'pg-boss': ['queue'],
  pg: ['queue'],
  'prom-client': ['app'],
  '@electric-sql/pglite': ['queue'],
  commander: ['cli'],
  'lru-cache': ['github'],
  piscina: ['backtest', 'threads'],
  ajv: ['localhost'],
  'ajv-formats': ['localhost'],
  graphql: ['localhost'],
  marked: ['demo'],
  'wrap-ansi': ['demo'],
};

/** What is run or used from outside src; every other file has to be reached from one of these. */
const entryPoints = [
  'src/app/main.ts',
  'src/backtest/replay-worker.ts', // a thread of replay-pool
  'src/cli/main.ts',
  'src/cli/run-bundle.ts', // what dist/cli/main.js becomes when main.ts is bundled
  'src/demo/main.ts',
  'src/go/print-form.ts', // test/go: the lowered form as text
  'src/config/config-page.ts', // npm run pages
  'src/outcomes/insights-worker.ts', // a thread of hindsight insights
  'src/incidents/incident-page.ts', // npm run pages
  'src/queue/embedded-first-start.ts', // a process of embedded-database
  'src/queue/embedded-thread.ts', // a thread of embedded-client
  'src/threads/analysis-worker.ts', // a thread of analysis-pool
];

/** Go's grammar is: an expression holds statements (a function literal), statements hold expressions. */
const recursive = /^src\/go\/lower\//;

const linesMax = 300;
const top = resolve(import.meta.dirname, '..');

let modules: ICruiseResult['modules'];
let files: string[];

beforeAll(async () => {
  const result = await cruise(['src'], {
    baseDir: top,
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true, // an import of a type is an arrow too
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
  });
  if (typeof result.output === 'string') throw new Error(`expected modules, got ${result.output}`);
  modules = result.output.modules.filter(({ source }) => source.startsWith('src/'));
  const directories = ['src', 'test', 'scripts'];
  const entries = await Promise.all(
    directories.map((name) => readdir(join(top, name), { recursive: true, withFileTypes: true })),
  );
  files = entries
    .flat()
    .filter((entry) => entry.isFile() && /\.(ts|mjs)$/.test(entry.name))
    .map((entry) => relative(top, join(entry.parentPath, entry.name)));
}, 120_000);

const folderOf = (path: string) => path.split('/')[1] ?? '';

function dependencies(wanted: (dependency: IDependency, folder: string, source: string) => boolean): string[] {
  return modules.flatMap(({ source, dependencies }) =>
    dependencies
      .filter((dependency) => wanted(dependency, folderOf(source), source))
      .map(({ resolved }) => `${source} -> ${resolved}`),
  );
}

async function withText(wanted: (text: string, path: string) => boolean): Promise<string[]> {
  const texts = await Promise.all(files.map(async (path) => ({ path, text: await readFile(join(top, path), 'utf8') })));
  return texts.filter(({ path, text }) => wanted(text, path)).map(({ path }) => path);
}

describe('folders', () => {
  it('are those of the table', async () => {
    const entries = await readdir(join(top, 'src'), { withFileTypes: true });
    expect(entries.map(({ name }) => name).sort()).toEqual(Object.keys(folders).sort());
  });

  it('are told in ARCHITECTURE.md with the same arrows', async () => {
    const text = await readFile(join(top, 'ARCHITECTURE.md'), 'utf8');
    const rows = [...text.matchAll(/^\| `(\w+)` \| ([^|]*) \|/gm)].map(([, name, imports]) => [
      name,
      [...(imports ?? '').matchAll(/\w+/g)].map(([folder]) => folder),
    ]);
    expect(Object.fromEntries(rows)).toEqual(folders);
  });

  it('import along the arrows only', () => {
    const backwards = dependencies(({ resolved }, folder) => {
      const target = folderOf(resolved);
      return resolved.startsWith('src/') && target !== folder && !folders[folder]?.includes(target);
    });
    expect(backwards).toEqual([]);
  });

  it('have no cycles, but for what is recursive by nature', () => {
    // The import of a type ties nothing together when the program runs.
    const cycles = dependencies(({ circular, cycle }, _folder, source) => {
      const tied = circular && !cycle?.some(({ dependencyTypes }) => dependencyTypes.includes('type-only'));
      return tied && !recursive.test(source);
    });
    expect(cycles).toEqual([]);
  });

  it('open each dependency through its door', async () => {
    const nameOf = ({ resolved }: IDependency) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(resolved)?.[1];
    const besides = dependencies((dependency, folder) => {
      const name = nameOf(dependency)?.replace(/^@octokit\/.*/, 'octokit') ?? '';
      return doors[name] !== undefined && !doors[name].includes(folder);
    });
    expect(besides).toEqual([]);
    // Found through require.resolve or a URL, these would not be seen as imports.
    const quoted = await withText(
      (text, path) => /^src\/(?!go\/)/.test(path) && /['"/](web-tree-sitter|tree-sitter-go)['"/]/.test(text),
    );
    expect(quoted).toEqual([]);
  });

  it('run without development dependencies, but for the demo and its GitHub', () => {
    const development = dependencies(
      ({ dependencyTypes }, folder) => dependencyTypes.includes('npm-dev') && !['demo', 'localhost'].includes(folder),
    );
    expect(development).toEqual([]);
  });
});

describe('files', () => {
  it('are imported by something', () => {
    const imports = new Map(modules.map(({ source, dependencies }) => [source, dependencies]));
    const reached = new Set<string>();
    const waiting = [...entryPoints];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      if (reached.has(next)) continue;
      reached.add(next);
      waiting.push(...(imports.get(next) ?? []).map(({ resolved }) => resolved));
    }
    expect(modules.map(({ source }) => source).filter((source) => !reached.has(source))).toEqual([]);
    expect(entryPoints.filter((entry) => !imports.has(entry))).toEqual([]);
  });

  it('resolve what they import', () => {
    expect(dependencies(({ couldNotResolve }) => couldNotResolve)).toEqual([]);
  });

  it(`are at most ${linesMax} lines long`, async () => {
    expect(await withText((text) => text.trimEnd().split('\n').length > linesMax)).toEqual([]);
  });

  it('are named for what they export', () => {
    expect(
      files.filter((path) => /(^|\/|-)(utils?|helpers?|common|misc)\.(ts|mjs)$|(^|\/)types?\.ts$/.test(path)),
    ).toEqual([]);
  });

  it('leave no test out', async () => {
    expect(await withText((text) => /\b(?:it|test|describe)\.(?:only|skip|todo)\b/.test(text))).toEqual([]);
  });
});

describe('libraries', () => {
  it('are named in data, and in code as examples only', async () => {
    expect(await libraryPathsInCode()).toEqual([]);
    expect(await libraryWordsInCode()).toEqual([]);
  });
});

describe('the lock file', () => {
  it('warns nobody who installs on the oldest Node that is promised', async () => {
    // pg-boss declares Node 22.12 and runs on 20.19; whoever updates it takes the word out of the lock file again.
    const lock: { packages: Record<string, { engines?: { node?: string } }> } = JSON.parse(
      await readFile(join(top, 'package-lock.json'), 'utf8'),
    );
    const newer = Object.entries(lock.packages).filter(([, { engines }]) => /^>=\s*2[1-9]/.test(engines?.node ?? ''));
    expect(newer.map(([path]) => path)).toEqual([]);
  });
});

describe('incidents', () => {
  it('are complete folders', async () => {
    const entries = await readdir(builtInIncidents, { withFileTypes: true });
    for (const { name } of entries.filter((entry) => entry.isDirectory())) {
      const parts = (await readdir(join(builtInIncidents, name))).sort();
      expect(parts, name).toEqual(['README.md', 'after', 'before', 'comment.md', 'incident.yml']);
    }
  });

  it('have fresh pages', async () => {
    for (const [path, page] of await incidentPages()) {
      const written = await readFile(path, 'utf8').catch(() => '');
      expect(written, `${relative(top, path)} is stale: npm run pages`).toBe(page);
    }
  });
});

describe('the configuration', () => {
  it('has fresh pages', async () => {
    for (const [path, page] of configPages()) {
      const written = await readFile(join(top, path), 'utf8').catch(() => '');
      expect(written, `${path} is stale: npm run pages`).toBe(page);
    }
  });
});

describe('documents', () => {
  it('link to files that exist', async () => {
    const pages = (await readdir(top, { recursive: true })).filter(
      (path) => path.endsWith('.md') && !/(^|\/)(node_modules|dist|\.git)\//.test(path),
    );
    for (const page of pages) {
      const text = await readFile(join(top, page), 'utf8');
      for (const [, target = ''] of text.matchAll(/\]\((?![a-z]+:|#)([^)#\s]+)[^)]*\)/g)) {
        await expect(
          readFile(resolve(top, dirname(page), target)).catch((error) => error.code),
          page,
        ).resolves.not.toBe('ENOENT');
      }
    }
  });
});
