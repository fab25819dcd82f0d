import type { Place, Value } from '../../go/form.js';
import { viewOf } from '../../go/go-package.js';
import { meetLimit } from '../../go/limits-met.js';
import type { Program } from '../../go/program.js';
import { formOf } from '../../go/type-of.js';
import type { CallPoint } from './calls-in.js';
import { fieldsCalled, rebuilds } from './refreshed-elsewhere.js';
import { rootVariable } from './source-of.js';

/** More functions that speak of one field than this are not looked at. */
const usersMax = 20;

/**
 *     s.v4.Save()        all refreshes before are of other fields of the same value
 *     s.v6.Restore()     write-back
 *
 * Told only where another function of the package refreshes what is written back: a copy that nobody ever refreshes holds nothing but its own.
 */
export function refreshOfAnother(
  program: Program,
  write: CallPoint,
  refreshes: readonly CallPoint[],
  refresh: readonly string[],
): Place | undefined {
  const written = fieldOf(write.receiver);
  const [first] = refreshes;
  if (!written || !first || !refresh.includes(first.name)) return undefined;
  const isOther = ({ name, receiver }: CallPoint) => {
    const own = refresh.includes(name) ? fieldOf(receiver) : undefined;
    return own !== undefined && own.root === written.root && own.name !== written.name;
  };
  if (!refreshes.every(isOther) || rebuilds(write.form, written.name).length > 0) return undefined;
  const home = program.packageOf(write.form.file);
  if (!home.complete) {
    program.want(home.directory);
    return undefined;
  }
  const users = home.mentioning(written.name, viewOf(write.form.file));
  if (users.length > usersMax) meetLimit(write.form, `more than ${usersMax} functions that speak of a field`);
  const isRefreshed = users
    .slice(0, usersMax)
    .some((each) => fieldsCalled(formOf(program, each), refresh).has(written.name));
  return isRefreshed ? first.operation.place : undefined;
}

/** `v4` of `s.v4`; elements of a list and variables of a loop may be any. */
function fieldOf(value: Value | undefined) {
  if (value?.kind !== 'member') return undefined;
  const root = rootVariable(value.of);
  return root && value.of.kind === 'variable' ? { root, name: value.name } : undefined;
}
