import { directivesAbove } from '../directives.js';
import type { FunctionForm } from '../form.js';
import type { GoType } from '../go-type.js';
import { knowledgeOf } from '../knowledge.js';
import { isKnowledge } from '../ownership/known-effects.js';
import type { Program } from '../program.js';
import { typeDeclaration, underlying } from '../type-of.js';

/** `concurrent`: run for many at the same time. `alongside`: one after the other, at the same time as the rest of the program. */
export type KnownRoot = 'concurrent' | 'alongside';

/** Libraries are told by the types of the first parameters: all that the table of knowledge says is run so has one of its own among these. */
const parametersMax = 3;

interface Signature {
  /** Of a method. */
  name: string | undefined;
  parameters: readonly GoType[];
  root: KnownRoot;
}

/**
 * Whether a library runs the function, as the types of its parameters tell: those of a type of functions, or of a method of an interface, that
 * the table of knowledge says is run so. More parameters may follow, as in what such a function calls.
 */
export function knownRoot(program: Program, { declaration, outer, type }: FunctionForm): KnownRoot | undefined {
  const own = outer ? undefined : declaration.replace(/^.*\./, '');
  const homes = new Set(type.parameters.slice(0, parametersMax).flatMap((each) => namedIn(each)?.home || []));
  return [...homes]
    .flatMap((home) => signaturesOf(program, home))
    .find(({ name, parameters }) => (name === undefined || name === own) && begins(type.parameters, parameters))?.root;
}

/** Whether a library runs the functions in the fields of a struct: `cache.ResourceEventHandlerFuncs{AddFunc: …}`. */
export function knownRootsIn(program: Program, type: GoType): KnownRoot | undefined {
  const named = namedIn(type);
  if (!named || program.holds(named.home) || !knowledgeOf(named.home)) return undefined;
  const declaration = typeDeclaration(program, named);
  return declaration && isKnowledge(declaration) ? rootAbove(declaration.file.text, declaration.start) : undefined;
}

function signaturesOf(program: Program, home: string): Signature[] {
  if (home.startsWith('./') || program.holds(home)) return [];
  return program.once(`signatures run by ${home}`, () => {
    const known = program.importedPackage(home);
    const names = [...(knowledgeOf(home)?.text.matchAll(/^type (\w+)/gm) ?? [])].map((match) => match[1] ?? '');
    return names.flatMap((name): Signature[] => {
      const declaration = known?.declarations(name, { tests: false }).find((each) => each.kind === 'type');
      const root = declaration && rootAbove(declaration.file.text, declaration.start);
      if (!root) return [];
      const shape = underlying(program, { kind: 'named', home, name });
      if (shape.kind === 'function') return [{ name: undefined, parameters: shape.parameters, root }];
      if (shape.kind !== 'interface') return [];
      return [...shape.methods].flatMap(([method, each]): Signature[] =>
        each.kind === 'function' ? [{ name: method, parameters: each.parameters, root }] : [],
      );
    });
  });
}

function rootAbove(text: string, start: number): KnownRoot | undefined {
  const directives = directivesAbove(text, start);
  return (['concurrent', 'alongside'] as const).find((each) => directives.includes(each));
}

function begins(parameters: readonly GoType[], wanted: readonly GoType[]): boolean {
  return wanted.every((each, index) => {
    const [here, there] = [namedIn(parameters[index]), namedIn(each)];
    return there ? here?.home === there.home && here.name === there.name : parameters[index] !== undefined;
  });
}

function namedIn(type: GoType | undefined): (GoType & { kind: 'named' }) | undefined {
  if (type?.kind === 'pointer' || type?.kind === 'channel') return namedIn(type.element);
  return type?.kind === 'named' ? type : undefined;
}
