import { posix } from 'node:path';
import { GoFile } from './go-file.js';
import { type GoModule, parseGoMod, parseGoWork } from './go-module.js';
import { GoPackage } from './go-package.js';
import { type GoParser, goParser } from './go-parser.js';
import { knowledgeOf } from './knowledge.js';
import { type SkippedSource, skippedSource } from './skipped-source.js';
import type { SourceTree } from './source-tree.js';

/** More than a person could follow; keeps the cost of one pull request independent of the size of its repository. */
export const packagesMax = 60;

/** Parsed files by git object id: a file that is the same at base and head is parsed once. */
export type FileCache = Map<string, GoFile>;

/** Answers by question; one that is not final holds for as many loads. */
class Answers extends Map<string, { value: unknown; final: boolean; loads: number }> {}

/**
 * The Go code of one commit, read as far as it is asked for. Questions are answered at once from what is loaded; what was missed is noted and
 * `load` reads it in one batch, after which the question is asked again. So detectors never wait, and a host is asked few times.
 */
export class Program {
  readonly #tree: SourceTree;
  readonly #parser: GoParser;
  readonly #cache: FileCache;
  readonly #modules: GoModule[] = [];
  readonly #packages = new Map<string, GoPackage>();
  readonly #wanted = new Set<string>();
  readonly #external = new Map<string, GoPackage | undefined>();
  readonly skipped: SkippedSource[] = [];
  readonly #ids = new Map<string, string>();
  readonly #homes = new Map<string, GoPackage>();
  readonly #memo = new Answers();
  readonly #memoOf = new WeakMap<object, Answers>();
  readonly #directories = new Map<string, string | undefined>();
  /** Directories of the files that the program was opened with. */
  readonly #opened = new Set<string>();
  /** Counts what was missed so far, so that an answer which missed something is not kept for good. */
  misses = 0;
  #loads = 0;

  private constructor(tree: SourceTree, parser: GoParser, cache: FileCache) {
    this.#tree = tree;
    this.#parser = parser;
    this.#cache = cache;
  }

  /** Reads the given files (paths of *.go files) and the go.mod and go.work files above them. */
  static async open(tree: SourceTree, paths: readonly string[], cache: FileCache): Promise<Program> {
    const program = new Program(tree, await goParser(), cache);
    const above = [...new Set(paths.flatMap(directoriesAbove))];
    const texts = await tree.read([
      ...paths,
      ...above.flatMap((each) => [join(each, 'go.mod'), join(each, 'go.work')]),
    ]);
    const uses: string[] = [];
    for (const each of above) {
      const work = texts.get(join(each, 'go.work'));
      if (work && 'text' in work) uses.push(...parseGoWork(work.text, each));
      const mod = texts.get(join(each, 'go.mod'));
      if (mod && 'text' in mod) program.#addModule(mod.text, each);
    }
    await program.#readWorkspace(uses);
    for (const path of paths) {
      program.#opened.add(directoryOf(path));
      const source = texts.get(path);
      if (source && 'text' in source) program.#enter(path, source);
      else if (source) program.skipped.push(skippedSource(path, source));
    }
    return program;
  }

  file(path: string): GoFile | undefined {
    return this.#packages.get(directoryOf(path))?.file(path);
  }

  /** The package that a file of the repository belongs to. */
  packageOf(file: GoFile): GoPackage {
    const known = this.#homes.get(file.path);
    if (!known) throw new Error(`expected a file of this program, got ${file.path}`);
    return known;
  }

  /** The package that a named type says it is of: an import path, or `./` and a directory where no module holds it. */
  packageAt(home: string): GoPackage | undefined {
    return home.startsWith('./') ? this.#directoryPackage(home.slice(2)) : this.importedPackage(home);
  }

  /**
   * A package by import path: of the repository's modules, else of the table of knowledge. Undefined when nobody knows it or when it is not
   * loaded yet; then it is noted as wanted.
   */
  importedPackage(importPath: string): GoPackage | undefined {
    const directory = this.#directoryOfImport(importPath);
    return directory === undefined ? this.#knowledge(importPath) : this.#directoryPackage(directory);
  }

  #directoryPackage(directory: string): GoPackage | undefined {
    const known = this.#packages.get(directory);
    if (known?.complete) return known;
    this.want(directory);
    return undefined;
  }

  /** Asks for all files of a directory at the next `load`. */
  want(directory: string): void {
    if (this.#packages.get(directory)?.complete) return;
    this.misses++;
    this.#wanted.add(directory);
  }

  /** Reads what was wanted. False when there was nothing to read, so that asking again would give the same answers. */
  async load(): Promise<boolean> {
    const directories = [...this.#wanted].filter((each) => !this.#packages.get(each)?.complete);
    this.#wanted.clear();
    this.#loads++;
    const room = packagesMax - [...this.#packages.values()].filter((each) => each.complete).length;
    for (const each of directories.splice(Math.max(0, room)))
      this.#giveUp(each, `more than ${packagesMax} packages are needed`);
    if (directories.length === 0) return false;
    const listed = await this.#tree.list(directories);
    const paths = directories.flatMap((directory) =>
      (listed.get(directory) ?? [])
        .filter((entry) => entry.kind === 'file' && isSource(entry.name))
        .map((entry) => join(directory, entry.name))
        .filter((path) => !this.#homes.has(path)),
    );
    const texts = await this.#tree.read(paths);
    for (const directory of directories) this.#package(directory).complete = true;
    for (const [path, source] of texts) {
      if ('text' in source) this.#enter(path, source);
      else this.skip(skippedSource(path, source));
    }
    return true;
  }

  /**
   * Packages that import another one, among those of the files that the program was opened with: to find all, the whole repository would have
   * to be read.
   */
  importersOf(importPath: string): GoPackage[] {
    const opened = [...this.#opened].flatMap((each) => this.#packages.get(each) ?? []);
    return opened.filter((each) => each.imports(importPath));
  }

  /** True when the code of an import path stands in this repository. */
  holds(importPath: string): boolean {
    return importPath.startsWith('./') || this.#directoryOfImport(importPath) !== undefined;
  }

  /** Paths of the modules of the repository and of those that they require. */
  requiredModules(): string[] {
    return [...new Set(this.#modules.flatMap(({ path, requires }) => [path, ...requires]))];
  }

  requires(modulePath: string): boolean {
    return this.#modules.some((each) => each.path === modulePath || each.requires.includes(modulePath));
  }

  /** Computes an answer once; one that missed something and may be better after the next `load` is kept until then. */
  once<T>(key: string, compute: () => T): T {
    return this.#answer(this.#memo, key, compute);
  }

  /** The same for a question about one part of a form or one declaration, which is told by its identity. */
  onceFor<T>(subject: object, key: string, compute: () => T): T {
    const answers = this.#memoOf.get(subject) ?? new Answers();
    this.#memoOf.set(subject, answers);
    return this.#answer(answers, key, compute);
  }

  #answer<T>(answers: Answers, key: string, compute: () => T): T {
    const known = answers.get(key);
    if (known && (known.final || known.loads === this.#loads)) {
      // Whoever asks now has missed the same, and must not keep an answer for good.
      if (!known.final) this.misses++;
      return known.value as T;
    }
    const before = this.misses;
    const value = compute();
    answers.set(key, { value, final: this.misses === before, loads: this.#loads });
    return value;
  }

  skip(what: SkippedSource): void {
    if (!this.skipped.some((each) => each.path === what.path && each.reason === what.reason)) this.skipped.push(what);
  }

  /**
   * A module that is replaced by a directory has the path of the directive, so that its go.mod, which would cost a request, is not needed; what it
   * requires the main module requires too (https://go.dev/ref/mod#graph-pruning), and its own directives do not count (https://go.dev/ref/mod#go-mod-file-replace).
   */
  async #readWorkspace(uses: readonly string[]): Promise<void> {
    const isMissing = (directory: string) => !this.#modules.some((module) => module.directory === directory);
    const missing = uses.filter(isMissing);
    const texts = missing.length === 0 ? undefined : await this.#tree.read(missing.map((each) => join(each, 'go.mod')));
    for (const each of missing) {
      const mod = texts?.get(join(each, 'go.mod'));
      if (mod && 'text' in mod) this.#addModule(mod.text, each);
    }
    for (const { path, directory } of this.#modules.flatMap((each) => each.replaced))
      if (isMissing(directory)) this.#modules.push({ path, directory, replaced: [], requires: [] });
  }

  #addModule(text: string, directory: string): void {
    const module = parseGoMod(text, directory);
    if (module) this.#modules.push(module);
    else this.skipped.push({ path: join(directory, 'go.mod'), reason: 'no module directive' });
  }

  #directoryOfImport(importPath: string): string | undefined {
    if (!this.#directories.has(importPath)) this.#directories.set(importPath, this.#findDirectory(importPath));
    return this.#directories.get(importPath);
  }

  #findDirectory(importPath: string): string | undefined {
    // https://go.dev/ref/mod#go-mod-file-ident: such a path is none, and must not lead out of the repository.
    if (importPath.split('/').some((part) => ['', '.', '..'].includes(part))) return undefined;
    const places = this.#modules.flatMap((each) => [{ path: each.path, directory: each.directory }, ...each.replaced]);
    const best = places
      .filter((each) => importPath === each.path || importPath.startsWith(`${each.path}/`))
      .sort((a, b) => b.path.length - a.path.length)[0];
    return best && join(best.directory, importPath.slice(best.path.length + 1));
  }

  #importPathOf(directory: string): string {
    const module = this.#modules
      .filter(
        (each) => each.directory === '' || directory === each.directory || directory.startsWith(`${each.directory}/`),
      )
      .sort((a, b) => b.directory.length - a.directory.length)[0];
    return module ? join(module.path, posix.relative(module.directory, directory)) : '';
  }

  #package(directory: string): GoPackage {
    const known = this.#packages.get(directory) ?? this.#newPackage(directory);
    this.#packages.set(directory, known);
    return known;
  }

  #newPackage(directory: string): GoPackage {
    return new GoPackage(directory, this.#importPathOf(directory), (path, text) => this.#parse(path, text));
  }

  #enter(path: string, source: { id: string; text: string }): void {
    const home = this.#package(directoryOf(path));
    this.#ids.set(path, source.id);
    this.#homes.set(path, home);
    home.add(path, source.text);
  }

  #parse(path: string, text: string): GoFile {
    const key = `${this.#ids.get(path) ?? ''} ${path}`;
    const known = this.#cache.get(key);
    if (known) return known;
    const file = new GoFile(this.#parser, path, text);
    this.#cache.set(key, file);
    return file;
  }

  #giveUp(directory: string, reason: string): void {
    this.skipped.push({ path: directory, reason });
    this.#package(directory).complete = true;
  }

  #knowledge(importPath: string): GoPackage | undefined {
    if (this.#external.has(importPath)) return this.#external.get(importPath);
    const source = knowledgeOf(importPath);
    const found = source && new GoPackage(source.path, importPath, (path, text) => this.#parse(path, text));
    if (found && source) {
      found.add(source.path, source.text);
      found.complete = true;
      this.#homes.set(source.path, found);
    }
    this.#external.set(importPath, found);
    return found;
  }
}

/** https://pkg.go.dev/cmd/go#hdr-Package_lists_and_patterns: files whose names begin with `_` or `.` are ignored. */
function isSource(name: string): boolean {
  return name.endsWith('.go') && !name.startsWith('_') && !name.startsWith('.');
}

function directoryOf(path: string): string {
  const cut = path.lastIndexOf('/');
  return cut < 0 ? '' : path.slice(0, cut);
}

function directoriesAbove(path: string): string[] {
  const directory = directoryOf(path);
  return directory === '' ? [''] : [directory, ...directoriesAbove(directory)];
}

function join(directory: string, name: string): string {
  return [directory, name].filter(Boolean).join('/');
}
