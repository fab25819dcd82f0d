import { seenAssignedTo } from './assignments.js';
import { type FunctionForm, type Origin, partsOf, type Value, type Variable } from './form.js';
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

/** Variables that are looked at to tell a circle. Of a chain that is longer still, it does not matter whether it ends. */
const variablesMax = 200;

/** Whether what a variable is made of leads back to itself, or to something that does. */
function turnsInCircle(start: Variable): boolean {
  const path = new Set<Variable>();
  const seen = new Set<Variable>();
  const waiting: { variable: Variable; leaves?: true }[] = [{ variable: start }];
  for (let step = waiting.pop(); step; step = waiting.pop()) {
    const { variable } = step;
    if (step.leaves) path.delete(variable);
    else if (path.has(variable)) return true;
    else if (!seen.has(variable) && seen.size < variablesMax) {
      seen.add(variable);
      path.add(variable);
      const next = sourcesOf(variable).flatMap(variablesIn);
      waiting.push({ variable, leaves: true }, ...next.map((each) => ({ variable: each })));
    }
  }
  return false;
}

function sourcesOf(variable: Variable): Value[] {
  const { origin } = variable;
  return [...seenAssignedTo(variable), ...(origin ? sourcesOfOrigin(origin) : [])];
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
