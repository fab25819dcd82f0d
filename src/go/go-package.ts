import type { Declaration } from './declaration.js';
import type { GoFile } from './go-file.js';
import { platformRank } from './platform-rank.js';

/** Names of forms are also made of other things, such as the title of a test. https://go.dev/ref/spec#Identifiers */
const identifier = /^[\p{L}_][\p{L}\p{N}_]*$/u;

/** Who looks a name up: tests see more than the rest of the package does. */
export interface View {
  packageName?: string;
  tests: boolean;
}

interface Source {
  path: string;
  text: string;
  parsed?: GoFile | undefined;
}

/**
 * All files of a directory. Of a file only those declarations are parsed that are asked for; most of a large package never are.
 */
export class GoPackage {
  readonly #sources = new Map<string, Source>();
  readonly #found = new Map<string, Declaration[]>();
  #ordered: Source[] | undefined;
  /** False while only the files that the pull request touches are known. */
  complete = false;
  readonly directory: string;
  /** The import path, or `''` when no module holds the directory. */
  readonly importPath: string;
  readonly #parse: (path: string, text: string) => GoFile | undefined;

  constructor(directory: string, importPath: string, parse: (path: string, text: string) => GoFile | undefined) {
    this.directory = directory;
    this.importPath = importPath;
    this.#parse = parse;
  }

  add(path: string, text: string): void {
    if (this.#sources.has(path)) return;
    this.#sources.set(path, { path, text });
    this.#found.clear();
    this.#ordered = undefined;
  }

  /** How many of its files are there. */
  get files(): number {
    return this.#sources.size;
  }

  has(path: string): boolean {
    return this.#sources.has(path);
  }

  /** True when a file that is loaded, and is no test, has the import path in quotes. */
  imports(importPath: string): boolean {
    return [...this.#sources.values()].some(
      ({ path, text }) => !path.endsWith('_test.go') && text.includes(`"${importPath}"`),
    );
  }

  file(path: string): GoFile | undefined {
    const source = this.#sources.get(path);
    return source && this.#read(source);
  }

  /** Declarations of a name at the top of the package; several where build constraints choose. Linux comes first. */
  declarations(name: string, view: View): Declaration[] {
    return this.#lookUp(name, view).filter((each) => each.receiver === undefined);
  }

  method(receiver: string, name: string, view: View): Declaration | undefined {
    return this.#lookUp(name, view).find((each) => each.receiver === receiver);
  }

  /** Methods of this name, whichever type has them. */
  methodsNamed(name: string, view: View): Declaration[] {
    return this.#lookUp(name, view).filter((each) => each.receiver !== undefined);
  }

  /** All methods of a type. */
  methods(receiver: string, view: View): Declaration[] {
    const find = (file: GoFile) => file.methodsOf(receiver);
    return this.#matching(`methods of ${receiver}`, (text) => text.includes(receiver), find).filter(visible(view));
  }

  /** Functions, methods and variables whose text has this word. */
  mentioning(word: string, view: View): Declaration[] {
    if (!identifier.test(word)) return [];
    const find = (file: GoFile) => file.mentioning(word);
    return this.#matching(`mentioning ${word}`, (text) => text.includes(word), find).filter(visible(view));
  }

  #lookUp(name: string, view: View): Declaration[] {
    if (!identifier.test(name)) return [];
    return this.#matching(
      name,
      (text) => mayDeclare(text, name),
      (file) => file.named(name),
    ).filter(visible(view));
  }

  /** `test` is asked of the text first: cutting a file into declarations takes longer. */
  #matching(
    key: string,
    test: (text: string) => boolean,
    find: (file: GoFile) => readonly Declaration[],
  ): Declaration[] {
    const known = this.#found.get(key);
    if (known) return known;
    this.#ordered ??= linuxFirst([...this.#sources.values()]);
    const files = this.#ordered.filter((source) => test(source.text));
    const found = files.flatMap((source) => {
      const file = this.#read(source);
      return file ? find(file) : [];
    });
    this.#found.set(key, found);
    return found;
  }

  #read(source: Source): GoFile | undefined {
    if (!('parsed' in source)) source.parsed = this.#parse(source.path, source.text);
    return source.parsed;
  }
}

/** What the code of a file sees of its own package. */
export function viewOf(file: GoFile): View {
  return { packageName: file.packageName, tests: file.isTest };
}

/** Where a package's types say that they are at home. */
export function homeOf(goPackage: GoPackage): string {
  return goPackage.importPath === '' ? `./${goPackage.directory}` : goPackage.importPath;
}

function linuxFirst(sources: readonly Source[]): Source[] {
  const ranks = new Map(sources.map((each) => [each, platformRank(each.path, each.text)]));
  const rank = (each: Source) => ranks.get(each) ?? 0;
  return sources.toSorted((a, b) => rank(a) - rank(b) || (a.path < b.path ? -1 : 1));
}

const dot = 0x2e;

/** An ASCII letter, a digit or `_`; NaN, which charCodeAt gives outside of the text, is none. */
function isWordCharacter(code: number): boolean {
  const lower = code | 0x20;
  return (lower >= 0x61 && lower <= 0x7a) || (code >= 0x30 && code <= 0x39) || code === 0x5f;
}

/** False when the name stands only behind a dot or inside of longer names, as in most files that call a method. */
function mayDeclare(text: string, name: string): boolean {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + name.length)) {
    const before = text.charCodeAt(at - 1);
    if (before !== dot && !isWordCharacter(before) && !isWordCharacter(text.charCodeAt(at + name.length))) return true;
  }
  return false;
}

function visible(view: View): (each: Declaration) => boolean {
  return (each) => seen(each.file, view);
}

function seen(file: GoFile, view: View): boolean {
  if (file.isTest && !view.tests) return false;
  return view.packageName === undefined || file.packageName === view.packageName;
}
