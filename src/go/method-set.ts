import type { GoType } from './go-type.js';
import type { Program } from './program.js';
import { memberOf, underlying } from './type-of.js';

/** `any`, `error`, and every type whose literal is that of an interface. */
export function isInterface(program: Program, type: GoType): boolean {
  return (type.kind === 'named' && type.home === '') || underlying(program, type).kind === 'interface';
}

/** A method that an interface wants, and the package of the interface that says so, which may be one that it embeds. */
export interface WantedMethod {
  type: GoType;
  home: string;
}

/** All methods of an interface, by name; undefined when not all that it embeds is known. */
export function methodsWanted(
  program: Program,
  type: GoType,
  home = '',
  seen = new Set<string>(),
): Map<string, WantedMethod> | undefined {
  const own = type.kind === 'named' ? type.home : home;
  if (type.kind === 'named') {
    if (own === '') return new Map(type.name === 'error' ? [['Error', { type: { kind: 'unknown' }, home: '' }]] : []);
    const name = `${own}.${type.name}`;
    if (seen.has(name)) return new Map();
    seen.add(name);
  }
  const shape = underlying(program, type);
  if (shape.kind !== 'interface') return undefined;
  const found = new Map([...shape.methods].map(([name, each]) => [name, { type: each, home: own }]));
  for (const each of shape.embedded) {
    const inner = methodsWanted(program, each, own, seen);
    if (!inner) return undefined;
    for (const [name, method] of inner) found.set(name, method);
  }
  return found;
}

/** Whether a type, or the pointer to it, has all methods with the same parameters and results. What is not known of them counts as the same. */
export function hasMethods(program: Program, type: GoType, wanted: ReadonlyMap<string, WantedMethod>): boolean {
  return [...wanted].every(([name, { type: shape }]) => {
    const own = memberOf(program, type, name);
    return own?.kind === 'method' && isSame(own.type, shape);
  });
}

function isSame(a: GoType, b: GoType): boolean {
  if (a.kind === 'unknown' || b.kind === 'unknown') return true;
  if (isEmptyInterface(a) && isEmptyInterface(b)) return true;
  switch (a.kind) {
    case 'basic':
      return b.kind === 'basic' && a.name === b.name;
    case 'named':
      return b.kind === 'named' && a.name === b.name && a.home === b.home;
    case 'function':
      return b.kind === 'function' && areSame(a.parameters, b.parameters) && areSame(a.results, b.results);
    case 'map':
      return b.kind === 'map' && isSame(a.key, b.key) && isSame(a.element, b.element);
    default:
      return a.kind === b.kind && (!('element' in a) || !('element' in b) || isSame(a.element, b.element));
  }
}

function areSame(a: readonly GoType[], b: readonly GoType[]): boolean {
  return a.length === b.length && a.every((each, index) => isSame(each, b[index] ?? each));
}

function isEmptyInterface(type: GoType): boolean {
  if (type.kind === 'named') return type.home === '' && type.name === 'any';
  return type.kind === 'interface' && type.methods.size === 0 && type.embedded.length === 0;
}
