import type { Declaration } from '../go/declaration.js';
import type { GoFile } from '../go/go-file.js';
import { viewOf } from '../go/go-package.js';
import type { Program } from '../go/program.js';
import type { Files } from '../incidents/incident-example.js';
import type { Fix } from './fix-calls.js';

/** Declarations that one file keeps besides those that the fix touches. */
const keptMax = 40;
const identifier = /[\p{L}_][\p{L}\p{N}_]*/gu;

/** The functions that a fix touches with what they need of their package, before and after it, as Go modules. */
export function reduceFix({ before, after, functions }: Fix, module: string): { before: Files; after: Files } {
  const goMod = { 'go.mod': `module ${module}\n\ngo 1.22\n` };
  return {
    before: {
      ...goMod,
      ...reduced(
        before,
        functions.map((each) => each.before),
      ),
    },
    after: {
      ...goMod,
      ...reduced(
        after,
        functions.map((each) => each.after),
      ),
    },
  };
}

function reduced(program: Program, wanted: readonly Declaration[]): Files {
  const byFile = new Map<GoFile, Declaration[]>();
  const kept = new Set<Declaration>();
  const keep = (declaration: Declaration) => {
    if (kept.has(declaration) || (kept.size >= keptMax && !wanted.includes(declaration))) return;
    kept.add(declaration);
    byFile.set(declaration.file, [...(byFile.get(declaration.file) ?? []), declaration]);
    // Of what a function calls, the code is enough; of what that calls in turn, nothing.
    const follow = wanted.includes(declaration) || !isCode(declaration);
    if (follow) for (const each of neededBy(program, declaration)) keep(each);
  };
  for (const declaration of wanted) keep(declaration);
  return Object.fromEntries([...byFile].map(([file, declarations]) => [file.path, textOf(file, declarations)]));
}

function isCode({ kind }: Declaration): boolean {
  return kind === 'function' || kind === 'method';
}

/** What a declaration names of its package. Methods are told by their names, for types that it knows of. */
function neededBy(program: Program, declaration: Declaration): Declaration[] {
  const { file, start, end } = declaration;
  const home = program.packageOf(file);
  const text = file.text.slice(start, end);
  const names = [...new Set(text.match(identifier) ?? [])].filter((name) => name !== declaration.name);
  const found = names.flatMap((name) => home.declarations(name, viewOf(file)).slice(0, 1));
  const receivers = [declaration.receiver, ...found.filter(({ kind }) => kind === 'type').map(({ name }) => name)];
  const methods = names
    .filter((name) => text.includes(`.${name}(`))
    .flatMap((name) =>
      receivers.flatMap((receiver) =>
        receiver === undefined ? [] : (home.method(receiver, name, viewOf(file)) ?? []),
      ),
    );
  const own =
    declaration.receiver === undefined ? [] : home.declarations(declaration.receiver, viewOf(file)).slice(0, 1);
  return [...own, ...found, ...methods].filter((each) => !each.file.isTest);
}

function textOf(file: GoFile, declarations: readonly Declaration[]): string {
  const ordered = declarations.toSorted((a, b) => a.start - b.start);
  const code = [...new Set(ordered.map((each) => written(file, each)))].join('\n\n');
  const qualifiers = new Set(
    [...code.matchAll(/([\p{L}_][\p{L}\p{N}_]*)\./gu)].map((match) => file.importPathOf(match[1] ?? '')),
  );
  const imports = file.imports.filter(({ path, alias }) => alias !== '_' && (alias === '.' || qualifiers.has(path)));
  const lines = imports.map(({ alias, path }) => `\t${alias === undefined ? '' : `${alias} `}"${path}"`);
  const block = lines.length === 0 ? '' : `import (\n${lines.join('\n')}\n)\n\n`;
  return `package ${file.packageName}\n\n${block}${code}\n`;
}

/** A specification out of a group needs the word before it. */
function written(file: GoFile, { kind, start, end }: Declaration): string {
  const text = file.text.slice(start, end).replace(/^\t+(?=[^\n]*$)/, '');
  const word = { function: '', method: '', type: 'type ', variable: 'var ', constant: 'const ' }[kind];
  return word === '' || text.startsWith(word) ? text : `${word}${text}`;
}
