import {
  brokenDeclaration,
  Declaration,
  type DeclarationKind,
  declarationsOfNode,
  type NodeReader,
} from './declaration.js';
import type { GoParser } from './go-parser.js';
import { type Piece, splitDeclarations } from './split-declarations.js';
import { child, LineTable, type Syntax } from './syntax.js';

export interface Import {
  /** The name that the file uses: an alias, `.`, `_`, or absent when it is the imported package's own name. */
  alias?: string;
  path: string;
}

interface Part {
  piece: Piece;
  declarations?: Declaration[];
}

/** One file. It is cut into top-level declarations at once; each of them is parsed when it is asked for. */
export class GoFile {
  readonly path: string;
  readonly text: string;
  readonly lines: LineTable;
  readonly packageName: string;
  readonly isTest: boolean;
  /** `// Code generated … DO NOT EDIT.`, https://go.dev/s/generatedcode; it stands above the package clause. */
  readonly isGenerated: boolean;
  readonly #parser: GoParser;
  readonly #parts: Part[];
  readonly #stray: Declaration[];
  #imports: Import[] | undefined;
  #partsByName: Map<string, Part[]> | undefined;
  readonly #named = new Map<string, readonly Declaration[]>();
  #importPaths: Map<string, string> | undefined;

  constructor(parser: GoParser, path: string, text: string) {
    this.#parser = parser;
    this.path = path;
    this.text = text;
    this.lines = new LineTable(text);
    this.isTest = path.endsWith('_test.go');
    const { pieces, stray } = splitDeclarations(text);
    this.#parts = pieces.map((piece) => ({ piece }));
    this.#stray = stray.map((each) => brokenDeclaration(this, 'function', each));
    const [clause] = this.#piecesOf('package');
    this.packageName = /^package\s+([\p{L}\p{N}_]+)/u.exec(this.#textOf(clause))?.[1] ?? '';
    this.isGenerated = /^\/\/ Code generated .* DO NOT EDIT\.\r?$/m.test(text.slice(0, clause?.start));
  }

  /** The text of a 1-based line. */
  lineText(line: number): string {
    const { start, end } = this.lines.extentOf(line);
    return this.text.slice(start, end);
  }

  get imports(): readonly Import[] {
    this.#imports ??= this.#piecesOf('import').flatMap((piece) => this.#importsOf(piece));
    return this.#imports;
  }

  /** The import path that a package name stands for here. */
  importPathOf(name: string): string | undefined {
    this.#importPaths ??= new Map(this.imports.map((each) => [each.alias ?? usualName(each.path), each.path]));
    return this.#importPaths.get(name);
  }

  /** Declarations of this name: functions, methods of any type, types, variables and constants. */
  named(name: string): readonly Declaration[] {
    const known = this.#named.get(name);
    if (known) return known;
    this.#partsByName ??= this.#index();
    const parts = this.#partsByName.get(name) ?? [];
    const found = parts.flatMap((part) => this.#declarationsOf(part)).filter((each) => each.name === name);
    // Most names that a file is asked for are not declared in it; they would fill the map.
    if (found.length > 0) this.#named.set(name, found);
    return found;
  }

  methodsOf(receiver: string): Declaration[] {
    return this.#parts
      .filter(({ piece }) => piece.keyword === 'func')
      .flatMap((part) => this.#declarationsOf(part))
      .filter((each) => each.receiver === receiver);
  }

  /** Functions, methods and variables whose text has this word. */
  mentioning(word: string): Declaration[] {
    const shape = new RegExp(`(?<![\\p{L}\\p{N}_])${word}(?![\\p{L}\\p{N}_])`, 'u');
    return this.#parts
      .filter(({ piece }) => (piece.keyword === 'func' || piece.keyword === 'var') && shape.test(this.#textOf(piece)))
      .flatMap((part) => this.#declarationsOf(part))
      .filter((each) => shape.test(this.text.slice(each.start, each.end)));
  }

  /** Declarations for whose lines `test` holds. Lines are 1-based and inclusive; those of a group (`var ( … )`) are the group's while asking. */
  within(test: (line: number, endLine: number) => boolean): Declaration[] {
    return this.#parts
      .filter(({ piece }) => piece.keyword !== 'package' && piece.keyword !== 'import')
      .filter(({ piece }) =>
        test(this.lines.lineOf(piece.start), this.lines.lineOf(Math.max(piece.start, piece.end - 1))),
      )
      .flatMap((part) => this.#declarationsOf(part))
      .concat(this.#stray)
      .filter((each) => test(each.line, each.endLine));
  }

  #declarationsOf(part: Part): Declaration[] {
    part.declarations ??= this.#read(part.piece);
    return part.declarations;
  }

  #read(piece: Piece): Declaration[] {
    const kinds: Record<string, DeclarationKind> = {
      func: 'function',
      type: 'type',
      var: 'variable',
      const: 'constant',
    };
    const kind = kinds[piece.keyword];
    if (!kind) return [];
    const reader: NodeReader = {
      skeleton: () => this.#parser.piece(this.text, piece.start, piece.end, false),
      whole: () => this.#parser.piece(this.text, piece.start, piece.end, true),
    };
    const single = singleName(this.#textOf(piece));
    if (single)
      return [
        new Declaration(this, { ...single, kind: single.receiver === undefined ? kind : 'method' }, piece, reader),
      ];
    return declarationsOfNode(this, kind, piece, reader);
  }

  /** A group is found by every word at the beginning of a line or after a comma, semicolon or bracket in it. */
  #index(): Map<string, Part[]> {
    const index = new Map<string, Part[]>();
    for (const part of this.#parts) {
      const text = this.#textOf(part.piece);
      const single = singleName(text);
      const names = single
        ? [single.name]
        : [...text.matchAll(/(?:^(?:var|const|type)\b|^|[,;(])\s*([\p{L}_][\p{L}\p{N}_]*)/gmu)].map(
            (match) => match[1] ?? '',
          );
      for (const name of new Set(names)) index.set(name, [...(index.get(name) ?? []), part]);
    }
    return index;
  }

  #piecesOf(keyword: Piece['keyword']): Piece[] {
    return this.#parts.map(({ piece }) => piece).filter((piece) => piece.keyword === keyword);
  }

  #textOf(piece: Piece | undefined): string {
    return piece ? this.text.slice(piece.start, piece.end) : '';
  }

  #importsOf(piece: Piece): Import[] {
    const found: Import[] = [];
    const slice = (part: Syntax | undefined) => (part ? this.text.slice(part.start, part.end) : '');
    const visit = (node: Syntax): void => {
      if (node.kind !== 'import_spec') return node.children.forEach(visit);
      const alias = child(node, 'name');
      const path = slice(child(node, 'path')).slice(1, -1);
      found.push(alias ? { alias: slice(alias), path } : { path });
    };
    for (const node of this.#parser.piece(this.text, piece.start, piece.end, false)) visit(node);
    return found;
  }
}

/** The name of a function, or of the only specification of a declaration without parentheses. */
function singleName(text: string): { name: string; receiver?: string } | undefined {
  const method =
    /^func\s*\(\s*(?:[\p{L}\p{N}_]+\s+)?\*?\s*([\p{L}\p{N}_]+)(?:\[[^\]]*\])?\s*\)\s*([\p{L}\p{N}_]+)/u.exec(text);
  if (method?.[1] !== undefined && method[2] !== undefined) return { name: method[2], receiver: method[1] };
  const other = /^(?:func|type|var|const)\s+([\p{L}\p{N}_]+)(?!\s*,|[\p{L}\p{N}_])/u.exec(text);
  return other?.[1] === undefined ? undefined : { name: other[1] };
}

/** A package is usually called like the last part of its path, without a version and without `go-`. */
function usualName(path: string): string {
  const parts = path.split('/');
  const last = parts.at(-1) ?? '';
  const name = /^v\d+$/.test(last) ? (parts.at(-2) ?? last) : last;
  return name
    .replace(/\.v\d+$/, '')
    .replace(/^go-/, '')
    .replace(/[-.]go$/, '')
    .replaceAll('-', '_');
}
