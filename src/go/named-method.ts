import type { FunctionForm } from './form.js';
import { homeOf, viewOf } from './go-package.js';
import type { GoType } from './go-type.js';
import type { Program } from './program.js';
import { underlying } from './type-of.js';

/**
 * Whether a declared function is the one of a name: `import/path.Function`, `import/path.Type.Method`, or the method of a type that has all
 * methods of the interface `import/path.Type`, where the file of the method knows that package. `trusted`: of an interface whose code nobody
 * has, the name of the method is enough.
 */
export function isFunctionNamed(
  program: Program,
  form: FunctionForm,
  name: string,
  { trusted = false }: { trusted?: boolean } = {},
): boolean {
  const own = form.declaration.replace(/^.*\./, '');
  if (form.outer || !name.endsWith(`.${own}`)) return false;
  const home = homeOf(program.packageOf(form.file));
  const type = receiverType(form);
  if (!type) return name === `${home}.${own}`;
  if (name === `${type.home}.${type.name}.${own}`) return true;
  const [, ofInterface = '', interfaceName = ''] = /^(.*)\.(\w+)\.\w+$/.exec(name) ?? [];
  if (ofInterface !== home && !form.file.imports.some(({ path }) => path === ofInterface)) return false;
  const wanted = { kind: 'named' as const, home: ofInterface, name: interfaceName };
  if (trusted && !program.holds(ofInterface) && underlying(program, wanted).kind === 'unknown') return true;
  return hasMethodsOf(program, form, type, wanted);
}

function receiverType({ receiver }: FunctionForm): (GoType & { kind: 'named' }) | undefined {
  const type = receiver?.type?.kind === 'pointer' ? receiver.type.element : receiver?.type;
  return type?.kind === 'named' ? type : undefined;
}

function hasMethodsOf(
  program: Program,
  form: FunctionForm,
  type: GoType & { kind: 'named' },
  wanted: GoType & { kind: 'named' },
): boolean {
  const shape = underlying(program, wanted);
  const home = program.packageAt(type.home);
  if (shape.kind !== 'interface' || shape.methods.size === 0 || !home) return false;
  const names = new Set(home.methods(type.name, viewOf(form.file)).map((each) => each.name));
  return [...shape.methods.keys()].every((each) => names.has(each));
}
