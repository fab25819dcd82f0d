import type { FunctionForm, Place } from '../form.js';
import { LimitError, loadedGoParser } from '../go-parser.js';
import type { Program } from '../program.js';

/** What a query captured: the text, and the lines that it stands on. */
export interface Captured {
  name: string;
  text: string;
  place: Place;
}

/** Everything in the declaration of a form that fits a query, each with its captures. What a limit cuts off is noted as skipped. */
export function matchesIn(program: Program, form: FunctionForm, query: string): Captured[][] {
  const { file, declaration } = form;
  const name = declaration.replace(/^.*\./, '');
  const declared = file.named(name).find(({ line, endLine }) => line <= form.place.line && form.place.line <= endLine);
  if (!declared) return [];
  try {
    const { matches, cut } = loadedGoParser().matches(file.text, declared.start, declared.end, query);
    if (cut) program.skip({ path: file.path, reason: `${declaration}: a query of an incident fits too often` });
    return matches.map(({ captures }) =>
      captures.map(({ name: capture, start, end }) => ({
        name: capture,
        text: file.text.slice(start, end),
        place: {
          path: file.path,
          line: file.lines.lineOf(start),
          endLine: file.lines.lineOf(Math.max(start, end - 1)),
        },
      })),
    );
  } catch (error) {
    // formOf has told of it.
    if (error instanceof LimitError) return [];
    throw error;
  }
}
