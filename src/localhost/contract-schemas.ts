import { readFileSync } from 'node:fs';
import { buildSchema, type GraphQLSchema } from 'graphql';

/** A JSON schema or a part of OpenAPI's dialect of one. */
export type Schema = { [key: string]: unknown };

export interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header';
  required?: boolean;
  schema: Schema;
  /** The value may span slashes. */
  'x-multi-segment'?: boolean;
}

export interface Operation {
  method: string;
  path: string;
  documentation: string;
  parameters: Parameter[];
  body?: Schema;
  bodyRequired?: boolean;
  /** By status; null where the answer has no JSON body. */
  responses: Record<string, Schema | null>;
}

/** What scripts/prune-github-description.mjs writes. */
export interface Description {
  source: string;
  operations: Record<string, Operation>;
  webhooks: Record<string, Schema>;
  schemas: Record<string, Schema>;
}

// Two levels up and down again, since the compiled file stands in dist/localhost and the data is not copied there.
const folder = new URL('../../src/localhost/contract/', import.meta.url);

/**
 * Where GitHub departs from its own description: the lines of an outdated comment are null, and so are those of one on a file.
 * https://github.com/github/rest-api-description/issues/1901, https://github.com/vitali87/croft/pull/454
 */
const nullable: [schema: string, properties: string[]][] = [['pull-request-review-comment', ['line', 'original_line']]];

export function readDescription(): Description {
  const description = JSON.parse(readFileSync(new URL('github-rest.json', folder), 'utf8')) as Description;
  for (const [schema, names] of nullable) {
    const properties = description.schemas[schema]?.properties as Record<string, Schema> | undefined;
    for (const name of names) Object.assign(properties?.[name] ?? {}, { nullable: true });
  }
  return description;
}

export function readGraphqlSchema(): GraphQLSchema {
  return buildSchema(readFileSync(new URL('github.graphql', folder), 'utf8'));
}

const isObject = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

interface Conversion {
  /** The `$id` of the schema that holds the named ones. */
  root: string;
  /** Objects with listed properties take no others. */
  closed: boolean;
}

/** OpenAPI 3.0 to JSON schema: `nullable` becomes a type, references point to `root`. */
export function toJsonSchema(schema: Schema, conversion: Conversion, isAlternative = false): Schema {
  if (typeof schema.$ref === 'string') {
    const ref = { $ref: `${conversion.root}${schema.$ref}` };
    return schema.nullable ? { anyOf: [ref, { type: 'null' }] } : ref;
  }
  const hasProperties = isObject(schema.properties);
  const converted: Schema = {};
  for (const [key, value] of Object.entries(schema)) {
    if (key === 'nullable' || key === 'discriminator' || key === 'deprecated' || key === 'default') continue;
    converted[key] = convertValue(key, value, conversion, hasProperties);
  }
  // An alternative beside `properties` speaks of some of them only, so it must stay open.
  if (conversion.closed && hasProperties && !isAlternative && schema.additionalProperties === undefined) {
    converted.additionalProperties = false;
  }
  return schema.nullable ? { anyOf: [converted, { type: 'null' }] } : converted;
}

function convertValue(key: string, value: unknown, conversion: Conversion, hasProperties: boolean): unknown {
  if (key === 'properties' && isObject(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([name, property]) => [name, toJsonSchema(property as Schema, conversion)]),
    );
  }
  if ((key === 'anyOf' || key === 'oneOf' || key === 'allOf') && Array.isArray(value)) {
    return value.map((alternative) => toJsonSchema(alternative, conversion, hasProperties || key === 'allOf'));
  }
  const isSchema = key === 'items' || key === 'additionalProperties' || key === 'not';
  return isSchema && isObject(value) ? toJsonSchema(value, conversion) : value;
}
