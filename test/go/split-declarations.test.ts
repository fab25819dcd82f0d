import { describe, expect, it } from 'vitest';
import { splitDeclarations } from '../../src/go/split-declarations.js';

/** The pieces as text. */
function pieces(text: string): string[] {
  return splitDeclarations(text).pieces.map(({ start, end }) => text.slice(start, end));
}

function stray(text: string): string[] {
  return splitDeclarations(text).stray.map(({ start, end }) => text.slice(start, end));
}

describe('a file that gofmt has written', () => {
  it('is cut at every declaration', () => {
    const text = `package a

import "b"
import (
	"c"
)

const x = 1

var (
	y = 2
)

type T struct {
	func_ int
}

func (t *T) f() {
	var z int
	type local int
}

func g() {}
`;
    expect(splitDeclarations(text).pieces.map((piece) => piece.keyword)).toEqual([
      'package',
      'import',
      'import',
      'const',
      'var',
      'type',
      'func',
      'func',
    ]);
    expect(pieces(text)[6]).toBe('func (t *T) f() {\n\tvar z int\n\ttype local int\n}');
    expect(stray(text)).toEqual([]);
  });

  it('has no declarations in raw strings, texts, runes and comments', () => {
    expect(pieces('package a\n\nvar t = `\nfunc no() {}\n`\n\nvar u = "\\"`" + `x`\n\nfunc f() {}\n')).toEqual([
      'package a',
      'var t = `\nfunc no() {}\n`',
      'var u = "\\"`" + `x`',
      'func f() {}',
    ]);
    expect(pieces('package a\n\n/*\nfunc no() {}\n\ntype no int\n*/\nfunc f() {}\n')).toEqual([
      'package a',
      'func f() {}',
    ]);
    expect(
      pieces("package a\n\nfunc f() rune {\n\treturn '`'\n}\n\nfunc g() rune {\n\treturn '\\''\n}\n"),
    ).toHaveLength(3);
    expect(pieces('package a\n\nfunc f() {\n\t// it`s\n}\n\nfunc g() {}\n')).toHaveLength(3);
  });

  it('gives comments between two declarations to neither', () => {
    const text = `// Package a.
package a // here

// f does.
func f() {
	// last
} // f

/* one
two */
// g does.
//
//go:noinline
func g() {}

// the end
`;
    expect(pieces(text)).toEqual(['package a', 'func f() {\n\t// last\n}', 'func g() {}']);
  });

  it('keeps what looks like a comment at the end of a raw string', () => {
    expect(pieces('package a\n\nvar t = `\n// done`\n\nfunc f() {}\n')[1]).toBe('var t = `\n// done`');
  });

  it('may have other line ends, a byte order mark and build constraints', () => {
    expect(pieces('//go:build linux\r\n\r\npackage a\r\n\r\nfunc f() {\r\n}\r\n')).toEqual([
      'package a',
      'func f() {\r\n}',
    ]);
    expect(pieces('\uFEFFpackage a\n')).toEqual(['package a']);
    expect(stray('\uFEFFpackage a\n')).toEqual([]);
    expect(pieces('\uFEFF// Package a.\npackage a\n')).toEqual(['package a']);
  });

  it('tells keywords from names that begin like them', () => {
    expect(pieces('package a\n\nvar x = f(\n\t1)\n')).toEqual(['package a', 'var x = f(\n\t1)']);
    expect(pieces('package a\nfunction()\nvariable := 1\n')).toEqual(['package a\nfunction()\nvariable := 1']);
  });
});

describe('a file that gofmt has not seen', () => {
  it('is cut by brackets', () => {
    expect(pieces('package a; import "b"; func f() { g(); var x = 1; type t int }; func g() {}')).toEqual([
      'package a',
      'import "b"',
      'func f() { g(); var x = 1; type t int }',
      'func g() {}',
    ]);
    expect(pieces('package a\n  func f() {\n    var x = 1\n  }\n\n  type T struct {}\n')).toEqual([
      'package a',
      'func f() {\n    var x = 1\n  }',
      'type T struct {}',
    ]);
  });

  it('may go on with a function on the next line', () => {
    expect(pieces('package a\n  var f =\n  func() {}\n  var g = 1 +\n // two\n  2\n')).toEqual([
      'package a',
      'var f =\n  func() {}',
      'var g = 1 +\n // two\n  2',
    ]);
  });

  it('may hold a local declaration at the beginning of a line', () => {
    expect(pieces('package a\n\nfunc f() {\nvar x = 1\nif x > 0 {\ntype t int\n}\n}\n')).toHaveLength(2);
    expect(pieces('package a\n  func f() {\nvar x = 1\ntype t int\ng(func() {\n})\n}\n')).toHaveLength(2);
  });

  it('is cut by lines when its brackets do not pair up', () => {
    expect(pieces('package a\n  func no() {\n\nfunc f() {\n\tg(\n}\n\nfunc g() {}\n')).toEqual([
      'package a\n  func no() {',
      'func f() {\n\tg(\n}',
      'func g() {}',
    ]);
    expect(pieces('package a\n  func no() }\n\nfunc g() {}\n')).toEqual(['package a\n  func no() }', 'func g() {}']);
  });
});

describe('code that belongs to no declaration', () => {
  it.each([
    ['above the first one', '<<<<<<< HEAD\npackage a\n', ['<<<<<<< HEAD']],
    ['after the package clause', 'package a\n\nfun main() {}\n', ['package a\n\nfun main() {}']],
    ['after an import', 'package a\n\nimport "b"\n\nfun main() {}\n', ['import "b"\n\nfun main() {}']],
    ['in place of them all', 'no Go at all', ['no Go at all']],
  ])('%s', (_where, text, wanted) => {
    expect(stray(text)).toEqual(wanted);
  });

  it('is nowhere in a file of comments, and in an empty one', () => {
    expect(splitDeclarations('// nothing\n/* func f() {} */\n')).toEqual({ pieces: [], stray: [] });
    expect(splitDeclarations('')).toEqual({ pieces: [], stray: [] });
  });

  it('is no comment and no alias of an import', () => {
    const text = 'package a // x\n\nimport (\n\tb "c" // d (e)\n\t. "f"\n)\n\nimport _ "g" /* h */\nimport ()\n';
    expect(stray(text)).toEqual([]);
  });
});

describe('hostile text', () => {
  it.each([
    ['a line of five million characters', `package a\n\nvar x = "${'x'.repeat(5_000_000)}"\n\nfunc f() {}\n`, 3],
    ['a million brackets', `package a\n\nvar x = ${'('.repeat(1_000_000)}\n\nfunc f() {}\n`, 3],
    ['a million escapes that end nowhere', `package a\n\nvar x = "${'\\'.repeat(1_000_001)}\n\nfunc f() {}\n`, 3],
    ['a million comments', `package a\n\n${'/**/ '.repeat(1_000_000)}\nfunc f() {}\n`, 2],
    ['a comment that ends nowhere', `package a\n\n/* ${'* '.repeat(1_000_000)}\nfunc f() {}\n`, 1],
    ['a million blank lines', `package a\n  func f() {}${' \n'.repeat(1_000_000)} func g() {}`, 3],
    ['blanks between statements', `package a\n  func f() {}${';\n'.repeat(500_000)}\n func g() {}`, 3],
  ])('%s', (_what, text, count) => {
    expect(pieces(text)).toHaveLength(count);
  });
});
