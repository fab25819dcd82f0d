import { changesInside } from '../diff/changed-lines.js';
import type { FileDiff, Side } from '../diff/file-diff.js';
import type { Declaration } from '../go/declaration.js';
import { type FunctionForm, withLiterals } from '../go/form.js';
import type { GoFile } from '../go/go-file.js';
import type { Program } from '../go/program.js';
import { formOf } from '../go/type-of.js';

/** A declaration with code that a change touches, and all function literals in it. */
export interface TouchedUnit {
  declaration: Declaration;
  forms: readonly FunctionForm[];
}

/** Declarations of a file in which a line was added or removed, or that `also` names: their counterparts were touched on the other side. */
export function touchedUnits(
  program: Program,
  file: GoFile,
  diff: FileDiff,
  side: Side,
  also: ReadonlySet<string>,
): TouchedUnit[] {
  const touched = file.within((line, endLine) => changesInside(diff, { side, line, endLine }));
  const named = [...also].flatMap((name) =>
    file.named(name.replace(/^.*\./, '')).filter((each) => unitName(each) === name),
  );
  return [...new Set([...touched, ...named])].flatMap((declaration) => {
    const form = hasCode(declaration) && formOf(program, declaration);
    return form ? [{ declaration, forms: withLiterals(form) }] : [];
  });
}

export function unitName({ name, receiver }: Declaration): string {
  return receiver === undefined ? name : `${receiver}.${name}`;
}

/** A variable has code when a function literal stands in its initial value. In a type there is none, unless it does not parse. */
function hasCode({ kind, start, end, file }: Declaration): boolean {
  return kind === 'function' || kind === 'method' || file.text.slice(start, end).includes('func');
}
