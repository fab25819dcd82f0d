import type { Declaration } from './declaration.js';
import type { GoFile } from './go-file.js';

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
  }

  has(path: string): boolean {
    return this.#sources.has(path);
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

  /** All methods of a type. */
  methods(receiver: string, view: View): Declaration[] {
    return this.#matching(`methods of ${receiver}`, receiver, (file) => file.methodsOf(receiver)).filter(visible(view));
  }

  /** Functions, methods and variables whose text has this word. */
  mentioning(word: string, view: View): Declaration[] {
    if (!identifier.test(word)) return [];
    return this.#matching(`mentioning ${word}`, word, (file) => file.mentioning(word)).filter(visible(view));
  }

  #lookUp(name: string, view: View): Declaration[] {
    if (!identifier.test(name)) return [];
    return this.#matching(name, name, (file) => file.named(name)).filter(visible(view));
  }

  #matching(key: string, word: string, find: (file: GoFile) => Declaration[]): Declaration[] {
    const known = this.#found.get(key);
    if (known) return known;
    const files = this.#ordered().filter((source) => source.text.includes(word));
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

  #ordered(): Source[] {
    return [...this.#sources.values()].sort(
      (a, b) => platformRank(a.path) - platformRank(b.path) || (a.path < b.path ? -1 : 1),
    );
  }
}

function visible(view: View): (each: Declaration) => boolean {
  return (each) => seen(each.file, view);
}

function seen(file: GoFile, view: View): boolean {
  if (file.isTest && !view.tests) return false;
  return view.packageName === undefined || file.packageName === view.packageName;
}

/** https://pkg.go.dev/cmd/go#hdr-Build_constraints: a file name may end in `_GOOS`. Infrastructure code runs on Linux. */
function platformRank(path: string): number {
  const system =
    /_(aix|android|darwin|dragonfly|freebsd|illumos|ios|js|linux|netbsd|openbsd|plan9|solaris|unix|wasip1|windows)(_[a-z0-9]+)?(_test)?\.go$/.exec(
      path,
    )?.[1];
  if (system === undefined) return 1;
  return system === 'linux' || system === 'unix' ? 0 : 2;
}
