import { type FunctionForm, type Origin, partsOf, type Value, type Variable, withLiterals } from './form.js';
import { operationsOf } from './form-values.js';
import { meetLimit } from './limits-met.js';

/**
 * Notes that a chain of values, each made from the one before, was followed to a limit only. One that turns in a circle, `x = next(x)`, has no
 * more to tell, so no limit is met there.
 */
export function meetChainLimit(value: Value, limit: string): undefined {
  const around = standsIn(value);
  if (around && !variablesIn(value).some((each) => turnsInCircle(each))) meetLimit(around, limit);
  return undefined;
}

/** The function in which a value stands, or the variable of a package that it begins with. */
export function standsIn(value: Value): Pick<FunctionForm, 'file' | 'declaration'> | undefined {
  for (const part of partsOf(value)) {
    if (part.kind === 'variable') return part.variable.owner;
    if (part.kind === 'name') return { file: part.file, declaration: part.name };
  }
  return undefined;
}

const circular = new WeakMap<Variable, boolean>();

/** Whether what a variable is made of leads back to itself, or to something that does. */
function turnsInCircle(variable: Variable, path: ReadonlySet<Variable> = new Set()): boolean {
  if (path.has(variable)) return true;
  const known = circular.get(variable);
  if (known !== undefined) return known;
  const inside = new Set([...path, variable]);
  const found = sourcesOf(variable)
    .flatMap(variablesIn)
    .some((each) => turnsInCircle(each, inside));
  circular.set(variable, found);
  return found;
}

function sourcesOf(variable: Variable): Value[] {
  const set = withLiterals(outermost(variable.owner))
    .flatMap(operationsOf)
    .flatMap((each) =>
      each.op === 'assign' && each.target.kind === 'variable' && each.target.variable === variable ? [each.value] : [],
    );
  return [...set, ...(variable.origin ? sourcesOfOrigin(variable.origin) : [])];
}

function sourcesOfOrigin(origin: Origin): Value[] {
  switch (origin.from) {
    case 'value':
      return [origin.value];
    case 'call':
      return [origin.call.callee, ...origin.call.arguments];
    case 'receive':
      return [origin.channel];
    case 'range':
      return [origin.over];
  }
}

function variablesIn(value: Value): Variable[] {
  return partsOf(value).flatMap((part) => (part.kind === 'variable' ? [part.variable] : []));
}

function outermost(form: FunctionForm): FunctionForm {
  return form.outer ? outermost(form.outer) : form;
}
