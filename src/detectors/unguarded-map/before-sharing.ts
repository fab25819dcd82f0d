import type { FunctionForm, Value, Variable } from '../../go/form.js';

/** Functions that run before a value is shared, or that make one. */
const prepares =
  /^((init|main|mock|fake|Test\w*|Benchmark\w*|Fuzz\w*)$|(New|new|Must|must|Init|init|Initialize|initialize|Setup|SetUp|setup|setUp|Default|default|DeepCopy|Unmarshal|Marshal|String|GoString|Configure|configure)([A-Z_]\w*|$))/;
const freshCallee =
  /(^|\.)(New|new|Make|make|Create|create|Default|default|Build|build|Clone|Copy|DeepCopy|Parse|parse|Empty|Init|init)\w*$/;

export function nameOf(form: FunctionForm): string {
  return form.declaration.replace(/^.*\./, '');
}

/** `NewStore`, `init`, `setupRoutes`: what they fill is not shared yet. */
export function runsBeforeSharing(form: FunctionForm): boolean {
  return prepares.test(nameOf(form));
}

/** `func (s *S) CopyTo(other *S)`: what is filled is no part of anything yet. */
const copies = /^(Deep)?(Copy|Clone)([A-Z]\w*)?$/i;

/** A value that the function itself has made, or has been handed to make it a copy: nobody else has it yet. */
export function isFresh(root: Variable | undefined): boolean {
  if (root?.kind === 'parameter') return copies.test(nameOf(root.owner));
  if (root?.kind !== 'local' && root?.kind !== 'temporary') return false;
  const { origin } = root;
  // `var s T`
  if (!origin) return root.kind === 'local' && root.type !== undefined && root.type.kind !== 'pointer';
  if (origin.from === 'call') return freshCallee.test(origin.call.text);
  return origin.from === 'value' && isMade(origin.value);
}

function isMade(value: Value): boolean {
  if (value.kind === 'composite') return true;
  if (value.kind === 'constant') return true;
  if (value.kind === 'pointer' || value.kind === 'converted' || value.kind === 'pointee') return isMade(value.of);
  return value.kind === 'variable' && isFresh(value.variable);
}
