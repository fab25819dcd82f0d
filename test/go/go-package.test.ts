import { describe, expect, it } from 'vitest';
import { declarationsOf, importedDeclarations } from '../../src/go/declarations-of.js';
import type { GoFile } from '../../src/go/go-file.js';
import { platformRank } from '../../src/go/platform-rank.js';
import type { Program } from '../../src/go/program.js';
import { asked, opened } from './loaded.js';

const files = {
  'go.mod': 'module m\n',
  'a/a.go': 'package a\n\nfunc New() {}\n\nfunc own() {}\n',
  'a/a_test.go': 'package a\n\nfunc helper() {}\n\nfunc New2() {}\n',
  'a/out_test.go': 'package a_test\n\nimport . "m/a"\n\nfunc helper() {}\n\nfunc Outer() { New() }\n',
  'a/gen.go': '//go:build ignore\n\npackage main\n\nfunc New() {}\n\nfunc main() {}\n',
  'b/b.go': 'package b\n\nimport "m/a"\n\nfunc f() { a.New() }\n',
};

async function seenFrom(path: string, name: string): Promise<string[]> {
  const program = await opened(files, [path]);
  const found = await asked(program, () => declarationsOf(program, name, program.file(path) as GoFile));
  return found.map((each) => each.file.path);
}

describe('a name in a package', () => {
  it.each([
    ['a/a.go', 'own', ['a/a.go']],
    ['a/a.go', 'helper', []],
    ['a/a.go', 'main', []],
    ['a/a_test.go', 'own', ['a/a.go']],
    ['a/a_test.go', 'helper', ['a/a_test.go']],
    ['a/out_test.go', 'helper', ['a/out_test.go']],
    ['a/out_test.go', 'own', []],
    ['a/out_test.go', 'New', ['a/a.go']],
    ['a/gen.go', 'New', ['a/gen.go']],
  ])('seen from %s: %s', async (path, name, wanted) => {
    expect(await seenFrom(path, name)).toEqual(wanted);
  });

  it('that is imported is no test and no program beside the package', async () => {
    const program = await opened(files, ['b/b.go']);
    const paths = async (name: string) =>
      (await asked(program, () => importedDeclarations(program, 'm/a', name))).map((each) => each.file.path);
    expect(await paths('New')).toEqual(['a/a.go']);
    expect(await paths('New2')).toEqual([]);
    expect(await paths('main')).toEqual([]);
    expect(await paths('not a name (')).toEqual([]);
  });
});

describe('methods', () => {
  it('of a type stand in any file of the package', async () => {
    const program: Program = await opened({
      'go.mod': 'module m\n',
      'a.go': 'package a\n\ntype T struct{}\n\nfunc (t *T) One() {}\n',
      'b.go': 'package a\n\nfunc (T) Two() {}\n\nfunc (u *U) Three() {}\n\ntype U int\n',
    });
    const home = program.packageOf(program.file('a.go') as GoFile);
    expect(home.methods('T', { tests: false }).map((each) => each.name)).toEqual(['One', 'Two']);
    expect(home.method('U', 'Three', { tests: false })?.file.path).toBe('b.go');
    expect(home.method('T', 'Three', { tests: false })).toBeUndefined();
  });
});

describe('of several files that build constraints choose from', () => {
  it.each([
    ['a_linux.go', '', 0],
    ['a_linux_amd64.go', '', 0],
    ['a_unix_test.go', '', 0],
    ['a.go', '//go:build linux', 0],
    ['a.go', '//go:build linux && !cgo', 0],
    ['a.go', '// Copyright.\n\n//go:build (linux || darwin) && amd64', 0],
    ['a.go', '', 1],
    ['linux.go', '', 1],
    ['a.go', '//go:build cgo', 1],
    ['a.go', '//go:build !windows', 1],
    ['a_windows.go', '', 2],
    ['a_darwin_arm64.go', '//go:build cgo', 2],
    ['a.go', '//go:build !linux', 2],
    ['a.go', '//go:build windows || darwin', 2],
    ['a.go', '//go:build ignore', 3],
  ])('%s %s has the rank %i', (path, above, rank) => {
    expect(platformRank(path, `${above}\n\npackage a\n\nvar x = \`\n//go:build windows\n\``)).toBe(rank);
  });
});
