import { loopsAround } from '../../go/flow/loops.js';
import type { FunctionForm } from '../../go/form.js';
import type { Acquisition } from '../../go/ownership/owned-results.js';
import { writtenRelease } from '../../go/ownership/release.js';
import type { InsertedLine } from '../detector.js';

const giveBack = /^[\w.]+\(\w*\)$/;
/** The last statement of a block that is not gone on from. */
const leaves = /^\s*(return\b|panic\(|os\.Exit\(|\w+(\.\w+)*\.Fatal(f|ln)?\()/;

/**
 *     h, err := Open()
 *     if err != nil {
 *         return err
 *     }
 *     defer h.Close()         this line, where nothing gives h back and nobody else has it
 *
 * Undefined where one line would not do, or might do harm: in a loop deferred calls pile up; what is returned, kept or released on some path
 * would be released once too often; before the error is looked at there may be nothing to release.
 */
export function repairOf(form: FunctionForm, acquisition: Acquisition, handle: string): InsertedLine | undefined {
  const { operation, owned, outcome } = acquisition;
  const { leaks, releases, moves, returned } = outcome;
  if (releases.length + moves.length + returned.length > 0 || leaks.some(({ how }) => how !== 'return'))
    return undefined;
  const call = writtenRelease(handle, owned.release[0] ?? '');
  if (!/^\w+$/.test(handle) || !giveBack.test(call)) return undefined;
  const block = form.blocks.find(({ operations }) => operations.includes(operation));
  if (!block || loopsAround(form, block).length > 0) return undefined;
  const lines = form.file.text.split('\n');
  const [, indentation, names = ''] = /^(\s*)([\w, ]+?) :?= /.exec(lines[operation.place.line - 1] ?? '') ?? [];
  if (indentation === undefined || !isDeclaredIn(form, handle)) return undefined;
  const results = names.split(/, */);
  if (results[owned.index] !== handle) return undefined;
  const error = results.length > 1 ? results.at(-1) : undefined;
  const below =
    error === undefined ? operation.place.endLine : errorCheckEnd(lines, operation.place.endLine, indentation, error);
  return below === undefined ? undefined : { below, text: `${indentation}defer ${call}` };
}

/** A variable of an outer function lives on when this one ends. */
function isDeclaredIn(form: FunctionForm, handle: string): boolean {
  const assigned = form.blocks.flatMap(({ operations }) =>
    operations.flatMap((each) => (each.op === 'assign' && each.target.kind === 'variable' ? each.target.variable : [])),
  );
  return assigned.some(({ name, owner, kind }) => name === handle && owner === form && kind === 'local');
}

/** The line that ends `if err != nil { … }`, when it follows at once and its block is not gone on from. Code is taken as gofmt writes it. */
function errorCheckEnd(lines: readonly string[], line: number, indentation: string, error: string): number | undefined {
  if (lines[line] !== `${indentation}if ${error} != nil {`) return undefined;
  const end = lines.findIndex((text, index) => index > line && text.startsWith(`${indentation}}`));
  const statements = lines.slice(line + 1, end).filter((text) => new RegExp(`^${indentation}\t[^\\s)}]`).test(text));
  return lines[end] === `${indentation}}` && leaves.test(statements.at(-1) ?? '') ? end + 1 : undefined;
}
