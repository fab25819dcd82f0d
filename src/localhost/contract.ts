import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import type { GraphQLSchema } from 'graphql';
import { checkGraphql, type GraphqlRequest } from './contract-graphql.js';
import { type Match, Paths } from './contract-paths.js';
import { checkRules } from './contract-rules.js';
import { type Description, readDescription, readGraphqlSchema, type Schema, toJsonSchema } from './contract-schemas.js';

/** One way in which a request or an answer departs from GitHub's description of itself. */
export interface Violation {
  /** For example `pulls/create-review`. */
  operation: string;
  /** Where: `request.body/comments/0/side`, `response.body/id`, `request.query/per_page`. */
  pointer: string;
  expected: string;
  got: string;
}

export interface ContractRequest {
  method: string;
  /** Without query, parameters percent-encoded as they were sent. */
  path: string;
  query?: Record<string, string>;
  body?: unknown;
}

export interface ContractResponse {
  status: number;
  body?: unknown;
}

export type Refuse = (pointer: string, expected: string, got: unknown) => void;

/** Statuses that any operation may answer with, though the description lists them for few. */
const answeredAnywhere = new Set([304, 401, 403, 404, 422, 429, 500, 502, 503]);

/**
 * Checks requests and answers against GitHub's description, pruned to the operations in use. Bodies of requests are
 * closed: GitHub ignores a property it does not know, which is how misspellings survive. An empty list means no fault.
 */
export class Contract {
  readonly description: Description;
  readonly graphqlSchema: GraphQLSchema;
  readonly #paths: Paths;
  readonly #validators = new Map<Kind, Ajv>();
  readonly #compiled = new Map<string, ValidateFunction>();

  constructor(description = readDescription(), graphqlSchema = readGraphqlSchema()) {
    this.description = description;
    this.graphqlSchema = graphqlSchema;
    this.#paths = new Paths(description);
  }

  operationOf(method: string, path: string): Match | undefined {
    return this.#paths.match(method, path);
  }

  checkRequest(request: ContractRequest): Violation[] {
    if (request.path === '/graphql') {
      const [violations, refuse] = collector('graphql');
      checkGraphql(this.graphqlSchema, request.body as GraphqlRequest, refuse);
      return violations;
    }
    const match = this.operationOf(request.method, request.path);
    if (!match) return [unknownOperation(request)];
    const [violations, refuse] = collector(match.id);
    this.#checkParameters(match, 'path', match.parameters, refuse);
    this.#checkParameters(match, 'query', request.query ?? {}, refuse);
    this.#checkRequestBody(match, request.body, refuse);
    // Rules read the body as described, so they are asked only when it is.
    if (violations.length === 0) checkRules(match, request, refuse);
    return violations;
  }

  checkResponse(request: ContractRequest, response: ContractResponse): Violation[] {
    // Answers to GraphQL are typed by the schema as they are made.
    if (request.path === '/graphql') return [];
    const match = this.operationOf(request.method, request.path);
    if (!match) return [unknownOperation(request)];
    const [violations, refuse] = collector(match.id);
    const { responses } = match.operation;
    const schema = responses[response.status];
    if (schema) {
      const validate = this.#compile('response', `${match.id} ${response.status}`, schema);
      report(validate, response.body, 'response.body', refuse);
    } else if (schema === undefined && !answeredAnywhere.has(response.status)) {
      refuse('response.status', `one of ${Object.keys(responses).join(', ')}`, response.status);
    }
    return violations;
  }

  /** `action` with dashes or underscores. An event without schema in the description is not checked. */
  checkWebhook(event: string, action: string, payload: unknown): Violation[] {
    const name = `${event}-${action}`.replaceAll('_', '-');
    const schema = this.description.webhooks[name];
    const [violations, refuse] = collector(name);
    if (schema) report(this.#compile('webhook', name, schema), payload, 'payload', refuse);
    return violations;
  }

  #checkParameters(match: Match, place: 'path' | 'query', values: Record<string, string>, refuse: Refuse): void {
    const parameters = match.operation.parameters.filter((parameter) => parameter.in === place);
    const schema = {
      type: 'object',
      properties: Object.fromEntries(parameters.map((parameter) => [parameter.name, parameter.schema])),
      required: parameters.filter((parameter) => parameter.required).map((parameter) => parameter.name),
    };
    report(this.#compile('parameters', `${match.id} ${place}`, schema), { ...values }, `request.${place}`, refuse);
  }

  #checkRequestBody(match: Match, body: unknown, refuse: Refuse): void {
    const { body: schema, bodyRequired } = match.operation;
    if (body === undefined) {
      if (bodyRequired) refuse('request.body', 'a body', body);
    } else if (!schema) {
      refuse('request.body', 'no body', body);
    } else {
      report(this.#compile('request', match.id, schema), body, 'request.body', refuse);
    }
  }

  #compile(kind: Kind, name: string, schema: Schema): ValidateFunction {
    const key = `${kind} ${name}`;
    const known = this.#compiled.get(key);
    if (known) return known;
    const validate = this.#validatorOf(kind).compile(toJsonSchema(schema, { root: rootId, ...dialects[kind] }));
    this.#compiled.set(key, validate);
    return validate;
  }

  #validatorOf(kind: Kind): Ajv {
    const known = this.#validators.get(kind);
    if (known) return known;
    const { closed, ...options } = dialects[kind];
    const ajv = new Ajv({ strict: false, allErrors: true, logger: false, inlineRefs: false, ...options });
    // The default export of a CommonJS package, as Node and TypeScript see it.
    addFormats.default(ajv);
    const named = Object.entries(this.description.schemas);
    const schemas = named.map(([name, schema]) => [name, toJsonSchema(schema, { root: rootId, closed })]);
    ajv.addSchema({ $id: rootId, components: { schemas: Object.fromEntries(schemas) } });
    this.#validators.set(kind, ajv);
    return ajv;
  }
}

type Kind = keyof typeof dialects;

const dialects = {
  request: { closed: true },
  // A query is text; `page=2` is an integer all the same.
  parameters: { closed: true, coerceTypes: true },
  response: { closed: false },
  // The formats of webhook schemas are stricter than what GitHub sends: a repository without homepage fails `uri`.
  webhook: { closed: false, validateFormats: false },
};

const rootId = 'https://github.com/description';

function collector(operation: string): [Violation[], Refuse] {
  const violations: Violation[] = [];
  return [
    violations,
    (pointer, expected, got) => violations.push({ operation, pointer, expected, got: abbreviate(got) }),
  ];
}

function unknownOperation({ method, path }: ContractRequest): Violation {
  const expected = 'an operation of src/localhost/contract/operations.json';
  return { operation: 'unknown', pointer: 'request.path', expected, got: `${method} ${path}` };
}

function report(validate: ValidateFunction, value: unknown, pointer: string, refuse: Refuse): void {
  if (validate(value)) return;
  const errors = validate.errors ?? [];
  const telling = errors.filter((error) => !isEcho(error));
  for (const error of telling.length > 0 ? telling : errors) {
    const property = error.params.additionalProperty ?? error.params.missingProperty;
    const at = `${pointer}${error.instancePath}${property === undefined ? '' : `/${property}`}`;
    refuse(at, expectation(error), valueAt(value, error.instancePath, property));
  }
}

/** A choice fails along with its alternatives, and null is one of them wherever a value may be null. */
const isEcho = ({ keyword, params }: ErrorObject): boolean =>
  keyword === 'anyOf' || keyword === 'oneOf' || (keyword === 'type' && params.type === 'null');

function expectation(error: ErrorObject): string {
  if (error.keyword === 'additionalProperties') return 'no such property';
  if (error.keyword === 'required') return 'a value';
  if (error.keyword === 'enum') return `one of ${(error.params.allowedValues as unknown[]).join(', ')}`;
  return error.message ?? error.keyword;
}

function valueAt(value: unknown, instancePath: string, property: string | undefined): unknown {
  const keys = instancePath
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
  if (property !== undefined) keys.push(property);
  return keys.reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], value);
}

const charactersShownMax = 200;

function abbreviate(value: unknown): string {
  const text = typeof value === 'string' ? JSON.stringify(value) : (JSON.stringify(value) ?? 'nothing');
  return text.length > charactersShownMax ? `${text.slice(0, charactersShownMax)}… (${text.length} characters)` : text;
}
