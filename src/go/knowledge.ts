import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * What is known of packages outside the repository: declarations without bodies, as Go source, at `knowledge/<import path>/package.go`.
 * A parameter of such a function is only borrowed, unless a directive above the function says otherwise:
 *
 *     //hindsight:keeps NAME      stored by the callee: its owner is somebody else from now on
 *     //hindsight:releases NAME   given back by the callee
 *     //hindsight:carries NAME    inside the first result from now on
 *     //hindsight:starts NAME     run in a goroutine of its own
 *     //hindsight:once NAME       run at most once in all
 *     //hindsight:exits           the call does not return
 *     //hindsight:borrows         above a field of a struct: who sets it stays the owner of what it is set to
 *     //hindsight:open            above a channel in a struct: nobody closes it
 *     //hindsight:concurrent      above a type of functions, an interface or a struct of functions: they are run for many at the same time
 *     //hindsight:alongside       the same, for one after the other, at the same time as the rest of the program
 *     //hindsight:limits NAME     no more goroutines than this number are started at once
 *
 * and above the package clause:
 *
 *     //hindsight:concurrent             programs that require this module run their exported functions in several goroutines
 *     //hindsight:safe                   the types of the package keep order by themselves
 *     //hindsight:service embeds NAME    methods of a type that embeds such a generated type answer requests, each in its goroutine
 *     //hindsight:service registers NAME the same for a type that is handed to such a generated function
 *     //hindsight:service streams NAME   the last parameter of those that answer with a stream
 *
 * where `*` in such a NAME is the name of the service.
 *
 * `former-paths.json` has the import paths under which libraries were known before and still are in older code: they declare the same.
 */
const folder = fileURLToPath(new URL('../../src/go/knowledge/', import.meta.url));

/** Path segments of import paths, so that a hostile import cannot leave the folder. https://go.dev/ref/mod#go-mod-file-ident */
const segment = /^[A-Za-z0-9_~-][A-Za-z0-9._~-]*$/;

let formerPaths: [former: string, present: string][] | undefined;

export function knowledgeOf(importPath: string): { path: string; text: string } | undefined {
  if (!importPath.split('/').every((each) => segment.test(each))) return undefined;
  const text = declarationsAt(importPath) ?? formerDeclarations(importPath);
  return text === undefined ? undefined : { path: `knowledge:${importPath}`, text };
}

function declarationsAt(importPath: string): string | undefined {
  const file = `${folder}${importPath}/package.go`;
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

/** What a package of the library imports of it has the former path too. */
function formerDeclarations(importPath: string): string | undefined {
  formerPaths ??= Object.entries(JSON.parse(readFileSync(`${folder}former-paths.json`, 'utf8')));
  const moved = formerPaths.find(([former]) => importPath === former || importPath.startsWith(`${former}/`));
  if (!moved) return undefined;
  const [former, present] = moved;
  return declarationsAt(present + importPath.slice(former.length))?.replaceAll(`"${present}`, `"${former}`);
}
