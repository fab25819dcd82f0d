import { readdir, readFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import typescript from 'typescript';

const top = resolve(import.meta.dirname, '..');
const knowledge = join(top, 'src/go/knowledge');

/** Words that everybody uses so, and what much code calls the functions that wrap an error. */
const common = ['DeleteFunc', 'Empty', 'Options', 'Trace', 'Warning', 'WithMessagef', 'WithStack', 'Wrapf'];

/** Not those that an example in a message shows. */
const importPath =
  /(?<!(?:for example|such as) [`\w.-]*)\b(?!example\.com)[\w-]+\.(?:com|org|io|in|dev|net|sh)\/[\w./-]+/g;

/** `file: import path` for every one that a string, a template or a regular expression of the analysis names. */
export function libraryPathsInCode(): Promise<string[]> {
  return literalsWith(({ text }) => text.replaceAll('\\/', '/').replaceAll('\\.', '.').match(importPath) ?? []);
}

/** The same for names that only libraries declare, and Go's own packages do not. */
export async function libraryWordsInCode(): Promise<string[]> {
  const words = { own: new Set<string>(), standard: new Set(common) };
  const packages = await readdir(knowledge, { recursive: true, withFileTypes: true });
  for (const { parentPath, name } of packages.filter((each) => each.isFile())) {
    const code = (await readFile(join(parentPath, name), 'utf8')).replace(/\/\/.*/g, '');
    const isThirdParty = relative(knowledge, parentPath).split('/')[0]?.includes('.');
    for (const word of code.match(/\b[A-Z]\w{2,}/g) ?? []) words[isThirdParty ? 'own' : 'standard'].add(word);
  }
  const isOwn = (word: string) => words.own.has(word) && !words.standard.has(word);
  return literalsWith(({ text }) =>
    isSentence(text) ? [] : (text.replace(/\\[a-z]/g, ' ').match(/[A-Z]\w{2,}/g) ?? []).filter(isOwn),
  );
}

function isSentence(text: string): boolean {
  return / \w+ /.test(text);
}

/** `file: match`. What an import names is not looked at. */
async function literalsWith(wanted: (literal: { text: string }) => readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const folder of ['src/go', 'src/detectors']) {
    const entries = await readdir(join(top, folder), { recursive: true });
    for (const path of entries.filter((each) => each.endsWith('.ts')).map((each) => join(folder, each))) {
      const text = await readFile(join(top, path), 'utf8');
      visit(typescript.createSourceFile(path, text, typescript.ScriptTarget.Latest), (literal) =>
        found.push(...wanted(literal).map((match) => `${path}: ${match}`)),
      );
    }
  }
  return found;
}

function visit(node: typescript.Node, look: (literal: { text: string }) => void): void {
  if (typescript.isImportDeclaration(node)) return;
  if (
    typescript.isLiteralExpression(node) ||
    typescript.isTemplateHead(node) ||
    typescript.isTemplateMiddleOrTemplateTail(node)
  )
    look(node);
  typescript.forEachChild(node, (child) => visit(child, look));
}
