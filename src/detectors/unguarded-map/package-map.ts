import { callersOf } from '../../go/concurrency/callers.js';
import { isRunByMany } from '../../go/concurrency/roots.js';
import type { FunctionForm } from '../../go/form.js';
import type { Program } from '../../go/program.js';
import type { Clue } from '../detector.js';
import { nameOf, runsBeforeSharing } from './before-sharing.js';
import { type Elsewhere, guardOf, isExported, outermost } from './elsewhere.js';

/** A registry is filled while the program starts, by functions that are called like this. */
const registers =
  /^(must)?_?(register|add|set|init|load|new|setup|install|reset|clear|enable|disable|use|with|override|define|declare|mock|fake|stub|main)/i;

/** `OnSessionOpen`: whoever keeps such a function decides in how many goroutines it runs. */
const isCalledBack = /^On[A-Z]/;

/**
 *     var seen = map[string]string{}
 *
 *     func Lookup(name string) string {
 *         if _, ok := seen[name]; !ok {     two goroutines come here
 *             seen[name] = …
 */
export function packageMap(
  program: Program,
  form: FunctionForm,
  elsewhere: Elsewhere,
  modules: readonly string[],
): { name: string; clues: Clue[] } | undefined {
  if (!isRunByMany(program, modules) || form.file.packageName === 'main' || registers.test(nameOf(form)))
    return undefined;
  const here = elsewhere.accesses.filter((each) => each.form.declaration === form.declaration);
  const read = here.find((each) => each.how === 'read');
  if (!read || elsewhere.accesses.some((each) => guardOf(program, each))) return undefined;
  const entry = exportedOver(program, form);
  if (!entry || registers.test(nameOf(entry)) || isCalledBack.test(nameOf(entry))) return undefined;
  const clues = [{ role: 'elsewhere', place: read.place }];
  if (entry !== form) clues.push({ role: 'root', place: { ...entry.place, endLine: entry.place.line } });
  return { name: entry.declaration, clues };
}

function exportedOver(program: Program, form: FunctionForm): FunctionForm | undefined {
  if (isExported(form)) return form;
  for (const caller of callersFrom(program, form)) if (isExported(caller) && !runsBeforeSharing(caller)) return caller;
  return undefined;
}

function callersFrom(program: Program, form: FunctionForm): FunctionForm[] {
  return (
    callersOf(program, form)
      ?.filter((each) => each.called)
      .map((each) => outermost(each.form)) ?? []
  );
}
