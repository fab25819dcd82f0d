import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { diffFromTexts } from '../../src/diff/diff-from-texts.js';
import { memoryTree } from '../../src/go/memory-tree.js';
import { ownIncidentsPath, readOwnIncidents } from '../../src/incidents/own-incidents.js';
import { analyseChange } from '../../src/review/analyse-change.js';

const fixtures = resolve(import.meta.dirname, '../../fixtures/incidents');

/** A folder of fixtures as an organisation has it, with its incident.yml changed. */
async function ownFolder(slug: string, change: (yaml: string) => string = (yaml) => yaml) {
  const read = (file: string) => readFile(join(fixtures, slug, file), 'utf8');
  return readOwnIncidents(
    memoryTree({
      [`${ownIncidentsPath}/${slug}/incident.yml`]: change(await read('incident.yml')),
      [`${ownIncidentsPath}/${slug}/comment.md`]: await read('comment.md'),
    }),
  );
}

/** What an incident of a team finds in the code of a folder of fixtures: `file:line`. */
async function foundIn(slug: string, change?: (yaml: string) => string): Promise<string[]> {
  const { incidents, problems } = await ownFolder(slug, change);
  expect(problems).toEqual([]);
  const before = join(fixtures, slug, 'before');
  const entries = await readdir(before, { recursive: true, withFileTypes: true });
  const paths = entries.filter((each) => each.isFile()).map((each) => join(each.parentPath, each.name));
  const texts = Object.fromEntries(
    await Promise.all(paths.map(async (path) => [path.slice(before.length + 1), await readFile(path, 'utf8')])),
  );
  const files = Object.entries<string>(texts).map(([headPath, text]) => ({
    headPath,
    diff: diffFromTexts(undefined, text),
  }));
  const trees = { base: memoryTree({}), head: memoryTree(texts) };
  const { findings } = await analyseChange({ change: { mergeBase: 'base', head: 'head', files }, ...trees }, incidents);
  return findings.map(({ at }) => `${at.path}:${at.line}`);
}

async function problemsOf(slug: string, change: (yaml: string) => string): Promise<string[]> {
  const { problems } = await ownFolder(slug, change);
  return problems.map(({ line, message }) => `${line}: ${message}`);
}

describe('roots of concurrency of a team', () => {
  const callbacks = 'nicknames-kept-by-callbacks-of-every-connection';
  const answers = 'containers-found-while-names-are-asked-for';

  it('are functions that run what they are handed', async () => {
    expect(await foundIn(callbacks)).toEqual(['bridge/bridge.go:19']);
    expect(await foundIn(callbacks, (yaml) => yaml.replace('AddCallback', 'AddOther'))).toEqual([]);
  });

  it('are methods of an interface', async () => {
    expect(await foundIn(answers)).toEqual(['discovery/discovery.go:26']);
    expect(await foundIn(answers, (yaml) => yaml.replace('ServeDNS', 'Name'))).toEqual([]);
  });

  it('count where a conflict is swallowed', async () => {
    const yaml = `title: A conflict is answered with success
project: acme/billing
date: 2025-03-01
links: { report: 'https://acme.example/1', fix: 'https://acme.example/2' }
family: stale-write
severity: error
detector: stale-write
params:
  conflicts: { retry: [acme.example/x/retry.Do], conflict: [IsConflict], read: [Get], write: [Update] }
  roots: { registrars: [acme.example/x/bus.Bus.Subscribe] }
`;
    const code = `package p

import (
	"acme.example/x/bus"
	"acme.example/x/store"
)

type S struct{ client *store.Client }

func (s *S) Start(b *bus.Bus) { b.Subscribe("orders", s.onOrder) }

func (s *S) onOrder(o *store.Order) error {
	if err := s.client.Update(o); err != nil {
		if store.IsConflict(err) {
			return nil
		}
		return err
	}
	return nil
}
`;
    const count = async (text: string) => {
      const { incidents } = await readOwnIncidents(
        memoryTree({
          [`${ownIncidentsPath}/swallowed/incident.yml`]: text,
          [`${ownIncidentsPath}/swallowed/comment.md`]: 'x\n',
        }),
      );
      const files = [{ headPath: 'p/p.go', diff: diffFromTexts(undefined, code) }];
      const head = memoryTree({ 'go.mod': 'module m\n', 'p/p.go': code });
      const change = { mergeBase: 'base', head: 'head', files };
      const { findings } = await analyseChange({ change, base: memoryTree({}), head }, incidents);
      return findings.length;
    };
    expect(await count(yaml)).toBe(1);
    expect(await count(yaml.replace('Subscribe', 'Publish'))).toBe(0);
  });
});

describe('what a team says is guarded', () => {
  it('is a type that does not keep order by itself', async () => {
    const types = 'random-source-shared-by-all-callers';
    expect(await foundIn(types)).toEqual(['names/names.go:20']);
    expect(await foundIn(types, (yaml) => yaml.replace('rand.Rand', 'rand.Zipf'))).toEqual([]);
  });

  it('is a field with its lock', async () => {
    const fields = 'applications-listed-by-the-health-checker';
    expect(await foundIn(fields)).toEqual(['scheduler/health.go:6']);
    // Another lock than the one that is held everywhere.
    const other = (yaml: string) => yaml.replace(/lock: .*/, 'lock: example.com/scheduler/scheduler.all');
    expect(await foundIn(fields, other)).toHaveLength(3);
  });
});

describe('types that keep order by themselves', () => {
  it('are left alone', async () => {
    const slug = 'containers-found-while-names-are-asked-for';
    const safe = (yaml: string) => `${yaml.trimEnd()}\n  safe: [example.com/discovery/discovery.Discovery]\n`;
    expect(await foundIn(slug, safe)).toEqual([]);
  });
});

describe('functions of a team that close', () => {
  it('close what they are handed first', async () => {
    const slug = 'quit-channel-closed-again-by-a-helper-called-safe';
    expect(await foundIn(slug)).toEqual(['enode/db.go:16', 'enode/db.go:9']);
    expect(await foundIn(slug, (yaml) => yaml.replace('common.SafeClose', 'common.Other'))).toEqual([]);
  });
});

describe('a mistake in the parameters', () => {
  it.each([
    ['nicknames-kept-by-callbacks-of-every-connection', 'registrars', 'registrar', 'did you mean "registrars"?'],
    ['nicknames-kept-by-callbacks-of-every-connection', 'roots', 'root', 'did you mean "roots"?'],
    ['random-source-shared-by-all-callers', 'outside-its-lock', 'outside-the-lock', 'did you mean "outside-its-lock"?'],
    ['random-source-shared-by-all-callers', 'types', 'type', 'did you mean "types"?'],
    ['random-source-shared-by-all-callers', 'math/rand.Rand', 'rand', 'expected an import path, a dot and a type'],
    ['quit-channel-closed-again-by-a-helper-called-safe', 'closers', 'closer', 'did you mean "closers"?'],
    [
      'quit-channel-closed-again-by-a-helper-called-safe',
      'github.com/ledgerwatch/erigon-lib/common.SafeClose',
      'SafeClose',
      'expected an import path, a dot and a name',
    ],
  ])('is told: %s, %s as %s', async (slug, right, wrong, message) => {
    const problems = await problemsOf(slug, (yaml) => yaml.replace(right, wrong));
    expect(problems).toEqual(expect.arrayContaining([expect.stringContaining(message)]));
  });

  it('is a shape without what it is about', async () => {
    const without = (yaml: string) => yaml.replace(/ {2}guarded:[\s\S]*/, '');
    expect(await problemsOf('random-source-shared-by-all-callers', without)).toEqual([
      expect.stringContaining('expected the shape outside-its-lock and guarded together, got one of them'),
    ]);
  });
});
