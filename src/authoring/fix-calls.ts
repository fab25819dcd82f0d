import type { Site } from '../detectors/named-calls.js';
import { changesInside } from '../diff/changed-lines.js';
import { qualifiedCallee } from '../go/concurrency/qualified-callee.js';
import type { Declaration } from '../go/declaration.js';
import { type FunctionForm, withLiterals } from '../go/form.js';
import { type FileCache, Program } from '../go/program.js';
import { formOf } from '../go/type-of.js';
import type { ReadChange } from '../review/review-host.js';
import { unitName } from '../review/touched-forms.js';

/** Rounds of reading what was missed. */
const roundsMax = 6;

/** A call in a function that the fix touches. `name`: `import/path.Function` or `import/path.Type.Method`; never empty. */
export interface NamedCall extends Site {
  name: string;
  program: Program;
}

/** One function before and after a fix. */
export interface MendedFunction {
  path: string;
  before: Declaration;
  after: Declaration;
  defect: FunctionForm;
  repaired: FunctionForm;
  callsBefore: NamedCall[];
  callsAfter: NamedCall[];
}

export interface Fix {
  before: Program;
  after: Program;
  functions: MendedFunction[];
}

/** The functions that a fix touches, from the change that takes it back: its base has the fix, its head has not. */
export async function readFix({ change, base, head }: ReadChange): Promise<Fix> {
  const files = change.files.filter(
    ({ basePath, headPath, diff }) =>
      !('unknown' in diff) && [basePath, headPath].every((path) => path?.endsWith('.go') && !path.endsWith('_test.go')),
  );
  const cache: FileCache = new Map();
  const [after, before] = await Promise.all([
    Program.open(
      base,
      files.flatMap(({ basePath }) => basePath ?? []),
      cache,
    ),
    Program.open(
      head,
      files.flatMap(({ headPath }) => headPath ?? []),
      cache,
    ),
  ]);
  let functions: MendedFunction[] = [];
  for (let round = 0; round < roundsMax; round++) {
    functions = files.flatMap((file) => mended(before, after, file));
    const loaded = await Promise.all([before.load(), after.load()]);
    if (!loaded.includes(true)) break;
  }
  return { before, after, functions };
}

function mended(before: Program, after: Program, file: ReadChange['change']['files'][number]): MendedFunction[] {
  const [now, was] = [after.file(file.basePath ?? ''), before.file(file.headPath ?? '')];
  const { diff } = file;
  if (!now || !was || 'unknown' in diff) return [];
  return now
    .within((line, endLine) => changesInside(diff, { side: 'LEFT', line, endLine }))
    .flatMap((declaration): MendedFunction[] => {
      const other = was.named(declaration.name).find((each) => unitName(each) === unitName(declaration));
      const repaired = formOf(after, declaration);
      const defect = other && formOf(before, other);
      if (!other || !defect || !repaired || repaired.blocks.length === 0) return [];
      return [
        {
          path: file.headPath ?? '',
          before: other,
          after: declaration,
          defect,
          repaired,
          callsBefore: namedCalls(before, defect),
          callsAfter: namedCalls(after, repaired),
        },
      ];
    });
}

function namedCalls(program: Program, outer: FunctionForm): NamedCall[] {
  return withLiterals(outer)
    .flatMap((form) =>
      form.blocks.flatMap((block) =>
        block.operations.flatMap((operation, index): NamedCall[] => {
          const name = operation.op === 'call' ? qualifiedCallee(program, operation.call) : '';
          return operation.op === 'call' && name !== '' && !name.startsWith('.')
            ? [{ name, program, form, block, index, operation }]
            : [];
        }),
      ),
    )
    .sort((a, b) => a.operation.place.line - b.operation.place.line);
}

/** Calls of the one list that the other has not, by name, ways of calling and number. */
export function missingIn(calls: readonly NamedCall[], others: readonly NamedCall[]): NamedCall[] {
  const keyOf = ({ name, operation }: NamedCall) => `${operation.when} ${name}`;
  const left = new Map<string, number>();
  for (const each of others) left.set(keyOf(each), (left.get(keyOf(each)) ?? 0) + 1);
  return calls.filter((each) => {
    const count = left.get(keyOf(each)) ?? 0;
    left.set(keyOf(each), count - 1);
    return count <= 0;
  });
}
