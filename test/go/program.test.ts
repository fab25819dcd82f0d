import { describe, expect, it } from 'vitest';
import { declarationsOf } from '../../src/go/declarations-of.js';
import type { GoFile } from '../../src/go/go-file.js';
import { memoryTree } from '../../src/go/memory-tree.js';
import { Program, packagesMax } from '../../src/go/program.js';
import { formOf } from '../../src/go/type-of.js';
import { asked, declared, opened } from './loaded.js';
import { recordingTree } from './recording-tree.js';

const modules = {
  'go.mod': 'module m\n\nreplace example.com/n => ./nested\n',
  'a/a.go': 'package a\n\nimport "m/b"\n\nfunc f() { b.New() }\n',
  'a/other.go': 'package a\n\ntype T struct{}\n',
  'b/b.go': 'package b\n\nimport "example.com/n/c"\n\nfunc New() c.T { return c.T{} }\n',
  'nested/go.mod': 'module example.com/n\n',
  'nested/c/c.go': 'package c\n\ntype T struct{}\n',
  'unused/d.go': 'package d\n',
};

async function names(program: Program, importPath: string, name: string): Promise<string[]> {
  const found = await asked(program, () => program.importedPackage(importPath)?.declarations(name, { tests: false }));
  return (found ?? []).map((each) => each.file.path);
}

describe('opening', () => {
  it('reads the files asked for, and every go.mod and go.work above them, at once', async () => {
    const { tree, asked: calls } = recordingTree(modules);
    const program = await Program.open(tree, ['a/a.go'], new Map());
    expect(calls).toEqual(['read a/a.go a/go.mod a/go.work go.mod go.work']);
    expect(program.file('a/a.go')?.packageName).toBe('a');
    expect(program.file('a/other.go')).toBeUndefined();
  });

  it('passes by files that do not exist, and says which cannot be read', async () => {
    const { tree } = recordingTree({ 'a.go': 'package a\n', 'b.go': 'package a\n' }, ['b.go']);
    const program = await Program.open(tree, ['a.go', 'b.go', 'gone.go'], new Map());
    expect(program.skipped).toEqual([{ path: 'b.go', reason: 'it is not UTF-8' }]);
    expect(program.file('b.go')).toBeUndefined();
  });

  it('says when a go.mod names no module', async () => {
    const program = await opened({ 'go.mod': 'go 1.22\n', 'a.go': 'package a\n' });
    expect(program.skipped).toEqual([{ path: 'go.mod', reason: 'no module directive' }]);
  });
});

describe('loading', () => {
  it('goes in rounds, and lists and reads every directory once', async () => {
    const { tree, asked: calls } = recordingTree(modules);
    const program = await Program.open(tree, ['a/a.go'], new Map());
    calls.length = 0;
    expect(await names(program, 'm/b', 'New')).toEqual(['b/b.go']);
    expect(await names(program, 'example.com/n/c', 'T')).toEqual(['nested/c/c.go']);
    expect(await names(program, 'm/b', 'New')).toEqual(['b/b.go']);
    expect(calls).toEqual(['list b', 'read b/b.go', 'list nested/c', 'read nested/c/c.go']);
  });

  it('asks for the rest of a package only when a name is not in the files that are there', async () => {
    const { tree, asked: calls } = recordingTree(modules);
    const program = await Program.open(tree, ['a/a.go'], new Map());
    calls.length = 0;
    const file = program.file('a/a.go') as GoFile;
    expect(declarationsOf(program, 'f', file)).toHaveLength(1);
    expect(await program.load()).toBe(false);
    expect(await asked(program, () => declarationsOf(program, 'T', file).map((each) => each.file.path))).toEqual([
      'a/other.go',
    ]);
    expect(calls).toEqual(['list a', 'read a/other.go']);
  });

  it('takes what the go command takes', async () => {
    const program = await opened(
      {
        'go.mod': 'module m\n',
        'a/a.go': 'package a\n',
        'a/_old.go': 'package a\n\nfunc f() {}\n',
        'a/.#a.go': 'package a\n\nfunc f() {}\n',
        'a/f.go.txt': 'package a\n\nfunc f() {}\n',
        'a/sub/f.go': 'package sub\n\nfunc f() {}\n',
      },
      ['a/a.go'],
    );
    expect(await names(program, 'm/a', 'f')).toEqual([]);
  });

  it('says once what cannot be read', async () => {
    const { tree } = recordingTree(modules, ['a/a.go', 'a/other.go']);
    const program = await Program.open(tree, ['a/a.go'], new Map());
    await names(program, 'm/a', 'T');
    expect(program.skipped).toEqual(['a/a.go', 'a/other.go'].map((path) => ({ path, reason: 'it is not UTF-8' })));
  });

  it('stops at a number of packages, and says which it left out', async () => {
    const many = Array.from({ length: packagesMax + 2 }, (_, index) => `p${String(index).padStart(3, '0')}`);
    const files = Object.fromEntries(many.map((name) => [`${name}/x.go`, `package ${name}\n\nfunc F() {}\n`]));
    const program = await opened({ 'go.mod': 'module m\n', 'a.go': 'package a\n', ...files }, ['a.go']);
    const found = await asked(program, () =>
      many.filter((name) => program.importedPackage(`m/${name}`)?.declarations('F', { tests: false }).length),
    );
    expect(found).toHaveLength(packagesMax);
    expect(program.skipped).toEqual(
      many.slice(packagesMax).map((path) => ({ path, reason: `more than ${packagesMax} packages are needed` })),
    );
  });

  it('finds nothing in a directory that is not there', async () => {
    const program = await opened({ 'go.mod': 'module m\n', 'a.go': 'package a\n' });
    expect(await names(program, 'm/gone', 'F')).toEqual([]);
    expect(await names(program, 'elsewhere.org/x', 'F')).toEqual([]);
    expect(program.skipped).toEqual([]);
  });
});

describe('modules', () => {
  it('are those above, those that are replaced, and those of the workspace', async () => {
    const program = await opened(
      {
        'go.work': 'use (\n\t./one\n\t./two\n)\n',
        'one/go.mod': 'module example.com/one\n',
        'one/a.go': 'package one\n',
        'two/go.mod': 'module example.com/two\n',
        'two/in/b.go': 'package in\n\nfunc F() {}\n',
      },
      ['one/a.go'],
    );
    expect(await names(program, 'example.com/two/in', 'F')).toEqual(['two/in/b.go']);
    expect(program.holds('example.com/two/x')).toBe(true);
    expect(program.holds('example.com/twofold')).toBe(false);
  });

  it('may stand in one another: the longest path wins', async () => {
    const program = await opened(
      {
        'go.mod': 'module m\n',
        'sub/go.mod': 'module m/sub\n',
        'sub/in/a.go': 'package in\n\nfunc F() {}\n',
        'sub/a.go': 'package sub\n',
      },
      ['sub/a.go'],
    );
    expect(await names(program, 'm/sub/in', 'F')).toEqual(['sub/in/a.go']);
    expect(program.packageOf(program.file('sub/a.go') as GoFile).importPath).toBe('m/sub');
  });

  it('are not needed: then a package is called by its directory', async () => {
    const program = await opened({ 'a/a.go': 'package a\n\nfunc F() {}\n' });
    expect(program.packageOf(program.file('a/a.go') as GoFile).importPath).toBe('');
    expect(await asked(program, () => program.packageAt('./a')?.declarations('F', { tests: false }).length)).toBe(1);
  });

  it.each(['../x', '/etc/passwd', 'm/../../x', '..', '.', '', 'm//x', 'a\0b', '__proto__'])(
    'hold no hostile import path: %j',
    async (path) => {
      const { tree, asked: calls } = recordingTree({ 'go.mod': 'module m\n', 'a.go': 'package a\n' });
      const program = await Program.open(tree, ['a.go'], new Map());
      calls.length = 0;
      expect(await names(program, path, 'F')).toEqual([]);
      expect(calls.filter((call) => call.includes('..'))).toEqual([]);
    },
  );
});

describe('a file that is the same at base and head', () => {
  it('is parsed once, by its blob', async () => {
    const cache = new Map();
    const files = { 'go.mod': 'module m\n', 'a.go': 'package a\n\nfunc f() {}\n', 'b.go': 'package a\n' };
    const head = await Program.open(memoryTree(files), ['a.go', 'b.go'], cache);
    const base = await Program.open(memoryTree({ ...files, 'b.go': 'package a // b\n' }), ['a.go', 'b.go'], cache);
    expect(base.file('a.go')).toBe(head.file('a.go'));
    expect(base.file('b.go')).not.toBe(head.file('b.go'));
    expect(declared(base, 'a.go', 'f')).toBe(declared(head, 'a.go', 'f'));
  });
});

describe('a form', () => {
  it('is lowered once, and not at all when the code does not parse or is too deep', async () => {
    const deep = `${'('.repeat(1_500)}x${')'.repeat(1_500)}`;
    const program = await opened({
      'a.go': `package a\n\nfunc good() {}\n\nfunc bad() {\n\tx := = 1\n}\n\nfunc deep() {\n\t_ = ${deep}\n}\n`,
    });
    const form = (name: string) => formOf(program, declared(program, 'a.go', name));
    expect(form('good')).toBe(form('good'));
    expect([form('bad'), form('bad'), form('deep')]).toEqual([undefined, undefined, undefined]);
    expect(program.skipped).toEqual([
      { path: 'a.go', reason: 'lines 5 to 7: this declaration does not parse', lines: { line: 5, endLine: 7 } },
      {
        path: 'a.go',
        reason: 'lines 9 to 11: expected code nested at most 1000 deep, got deeper nesting',
        lines: { line: 9, endLine: 11 },
      },
    ]);
  });

  it('may be as deep as code is allowed to be', async () => {
    const deep = `${'f('.repeat(450)}x${')'.repeat(450)}`;
    const chain = `x${'.f()'.repeat(450)}`;
    const blocks = `${'if x {\n'.repeat(300)}${'}\n'.repeat(300)}`;
    const program = await opened({ 'a.go': `package a\n\nfunc f() {\n\t_ = ${deep}\n\t_ = ${chain}\n${blocks}}\n` });
    expect(formOf(program, declared(program, 'a.go', 'f'))?.blocks.length).toBeGreaterThan(300);
  });
});
