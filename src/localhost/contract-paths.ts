import type { Description, Operation } from './contract-schemas.js';

export interface Match {
  id: string;
  operation: Operation;
  /** Path parameters, decoded. */
  parameters: Record<string, string>;
}

interface Route {
  id: string;
  operation: Operation;
  pattern: RegExp;
  names: string[];
  literals: number;
}

/** Finds the operation of a request; of several that fit, the one with the most literal segments. */
export class Paths {
  readonly #routes: Route[];

  constructor(description: Description) {
    this.#routes = Object.entries(description.operations).map(([id, operation]) => toRoute(id, operation));
    this.#routes.sort((one, other) => other.literals - one.literals);
  }

  /** `path` is without query, its parameters percent-encoded as they were sent. */
  match(method: string, path: string): Match | undefined {
    for (const { id, operation, pattern, names } of this.#routes) {
      const found = operation.method === method ? pattern.exec(path) : null;
      if (!found) continue;
      const values = found.slice(1).map((value) => decodeURIComponent(value));
      return { id, operation, parameters: Object.fromEntries(names.map((name, index) => [name, values[index] ?? ''])) };
    }
    return undefined;
  }
}

function toRoute(id: string, operation: Operation): Route {
  const names: string[] = [];
  const segments = operation.path.split('/').filter((segment) => segment !== '');
  const pattern = segments.map((segment) => {
    const name = /^\{(.+)\}$/.exec(segment)?.[1];
    if (name === undefined) return segment.replaceAll('.', '\\.');
    names.push(name);
    // Octokit encodes the slashes of `{ref}` and `{path}`, people do not, and GitHub takes both.
    const parameter = operation.parameters.find((candidate) => candidate.name === name);
    return parameter?.['x-multi-segment'] ? '(.*)' : '([^/]+)';
  });
  return {
    id,
    operation,
    names,
    pattern: new RegExp(`^/${pattern.join('/')}$`),
    literals: segments.length - names.length,
  };
}
