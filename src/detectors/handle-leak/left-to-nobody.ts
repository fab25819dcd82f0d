import { type FunctionForm, withLiterals } from '../../go/form.js';
import { operationsOf } from '../../go/form-values.js';
import { viewOf } from '../../go/go-package.js';
import type { Program } from '../../go/program.js';
import { formOf, memberOf, typeOf } from '../../go/type-of.js';
import { givenBack, type Thing } from './conventions.js';
import type { Conventions } from './params.js';

/**
 * A method that gives back what its receiver holds forgets one field, which no other function of the package gives back either:
 *
 *     func (s *Store) Close() {
 *         s.watcher.Stop()
 *     -   s.cache.Close()
 *     }
 */
export function isLeftToNobody(
  program: Program,
  form: FunctionForm,
  { root, fields }: Thing,
  conventions: Conventions,
): boolean {
  const [field] = fields;
  const method = form.name.replace(/^.*\./, '');
  const closes = conventions.release.some((each) => each.toLowerCase() === method.toLowerCase());
  if (field === undefined || root !== form.receiver || !closes) return false;
  const home = program.packageOf(form.file);
  if (!home.complete) {
    program.want(home.directory);
    return false;
  }
  const held = memberOf(program, typeOf(program, { kind: 'variable', variable: root }), field);
  if (held?.kind !== 'field') return false;
  const others = home.mentioning(field, viewOf(form.file)).flatMap((each) => formOf(program, each) ?? []);
  return !others
    .flatMap(withLiterals)
    .flatMap(operationsOf)
    .some((each) => givenBack(each, conventions)?.fields.at(-1) === field);
}
