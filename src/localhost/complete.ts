import type { Description, Schema } from './contract-schemas.js';

type Json = Record<string, unknown>;

/**
 * Fills in what the description requires and nobody here reads: `gravatar_id`, `keys_url` and hundreds more. What is
 * given stands; what is missing gets the plainest value of its type.
 */
export function complete(description: Description, name: string, given: Json): Json {
  return fill(description, { $ref: `#/components/schemas/${name}` }, given) as Json;
}

function fill(description: Description, schema: Schema, given: unknown): unknown {
  if (given === null) return null;
  const resolved = resolve(description, schema);
  if (given === undefined && (schema.nullable || resolved.nullable)) return null;
  if (Array.isArray(given)) return given.map((item) => fill(description, (resolved.items ?? {}) as Schema, item));
  if (resolved.properties || resolved.allOf) return fillObject(description, resolved, given);
  return given === undefined ? plainest(description, resolved) : given;
}

function fillObject(description: Description, schema: Schema, given: unknown): unknown {
  if (given !== undefined && typeof given !== 'object') return given;
  const filled: Json = { ...(given as Json | undefined) };
  for (const part of (schema.allOf ?? []) as Schema[]) Object.assign(filled, fill(description, part, filled));
  const properties = (schema.properties ?? {}) as Record<string, Schema>;
  const required = new Set((schema.required ?? []) as string[]);
  for (const [name, property] of Object.entries(properties)) {
    if (required.has(name) || filled[name] !== undefined) filled[name] = fill(description, property, filled[name]);
  }
  return filled;
}

function resolve(description: Description, schema: Schema): Schema {
  if (typeof schema.$ref !== 'string') return schema;
  const name = schema.$ref.replace('#/components/schemas/', '');
  const target = description.schemas[name];
  if (!target) throw new Error(`expected a schema ${name} in the description, got none`);
  return target;
}

function plainest(description: Description, schema: Schema): unknown {
  const [alternative] = (schema.oneOf ?? schema.anyOf ?? []) as Schema[];
  if (alternative) return fill(description, alternative, undefined);
  const [value] = (schema.enum ?? []) as unknown[];
  if (value !== undefined) return value;
  if (schema.type === 'string') return texts[String(schema.format)] ?? '';
  return { boolean: false, integer: 0, number: 0, array: [] }[String(schema.type)] ?? {};
}

const texts: Record<string, string> = { uri: 'http://127.0.0.1/', 'date-time': '2024-01-01T00:00:00Z' };
