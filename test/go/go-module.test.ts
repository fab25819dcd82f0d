import { describe, expect, it } from 'vitest';
import { parseGoMod, parseGoWork } from '../../src/go/go-module.js';

describe('go.mod', () => {
  it('says where the module stands, what it requires and what it replaces', () => {
    const text = `// Deprecated: use v2.
module example.com/a/v2 // the module

go 1.22

toolchain go1.22.1

require example.com/b v1.0.0 // indirect

require (
	example.com/c v1.2.3
	"example.com/d" v0.0.0-20240101000000-abcdefabcdef // indirect
	// example.com/no v1.0.0
)

exclude example.com/e v1.0.0

replace example.com/b => ./b

replace (
	example.com/c v1.2.3 => ../c
	example.com/d => example.com/fork/d v1.0.0
	example.com/f => /srv/f
	"example.com/g" => "./in/g"
)

retract [v1.0.0, v1.9.9]
`;
    expect(parseGoMod(text, 'mods/a')).toEqual({
      path: 'example.com/a/v2',
      directory: 'mods/a',
      requires: ['example.com/b', 'example.com/c', 'example.com/d'],
      replaced: [
        { path: 'example.com/b', directory: 'mods/a/b' },
        { path: 'example.com/c', directory: 'mods/c' },
        { path: 'example.com/g', directory: 'mods/a/in/g' },
      ],
    });
  });

  it('may be written without blanks, with carriage returns and with a block for the module', () => {
    expect(
      parseGoMod('module(\r\n\texample.com/a\r\n)\r\nrequire(\r\n\texample.com/b v1.0.0\r\n)\r\n', ''),
    ).toMatchObject({
      path: 'example.com/a',
      requires: ['example.com/b'],
    });
  });

  it.each(['', 'go 1.22\n', 'module\n', '// module example.com/a\n', '<<<<<<< HEAD'])(
    'without a module is none: %j',
    (text) => {
      expect(parseGoMod(text, '')).toBeUndefined();
    },
  );

  it.each([
    ['./', 'a'],
    ['.', 'a'],
    ['..', ''],
    ['./b/../../c/', 'c'],
    ['../..', undefined],
    ['../../etc/passwd', undefined],
    ['./b/../../../c', undefined],
    ['/etc', undefined],
    ['', undefined],
    ['b', undefined],
  ])('never replaces by what is outside the repository: %j', (target, directory) => {
    const module = parseGoMod(`module m\nreplace x => ${target}\n`, 'a');
    expect(module?.replaced.map((each) => each.directory)).toEqual(directory === undefined ? [] : [directory]);
  });
});

describe('go.work', () => {
  it('uses directories inside the repository only', () => {
    const text =
      'go 1.22\n\nuse .\nuse (\n\t./a // first\n\t"./b"\n\tc\n\t../d\n\t../../e\n\t/f\n)\n\nreplace x => ./y\n';
    expect(parseGoWork(text, 'w')).toEqual(['w', 'w/a', 'w/b', 'w/c', 'd']);
  });

  it('may be empty', () => {
    expect(parseGoWork('', '')).toEqual([]);
    expect(parseGoWork('use\nuse (\n)\n', '')).toEqual([]);
  });
});
