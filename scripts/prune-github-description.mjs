// Cuts GitHub's description of its own API down to what Hindsight uses.
//
// The full packages stay out of package.json: @octokit/openapi is 473 MB installed, @octokit/graphql-schema takes a
// quarter of a second and 100 MB to build a schema from. What this script writes is committed and small. To refresh it,
// or after adding an operation to src/localhost/contract/operations.json:
//
//   directory=$(mktemp -d)
//   npm install --prefix "$directory" --ignore-scripts @octokit/openapi @octokit/graphql-schema
//   node scripts/prune-github-description.mjs \
//     "$directory/node_modules/@octokit/openapi/generated/api.github.com.json" \
//     "$directory/node_modules/@octokit/graphql-schema/schema.graphql"
//
// The same input gives the same bytes: keys are sorted, nothing says when it ran.

import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { assertValidSchema, buildASTSchema, Kind, parse, print, visit } from 'graphql';

const contract = new URL('../src/localhost/contract/', import.meta.url);
const inUse = JSON.parse(readFileSync(new URL('operations.json', contract), 'utf8'));

const [openapiPath, sdlPath] = process.argv.slice(2);
if (!openapiPath || !sdlPath) {
  console.error('usage: node scripts/prune-github-description.mjs <api.github.com.json> <schema.graphql>');
  process.exit(2);
}

/** The version of the package that a file lies in, as `name@version`. */
function packageOf(path) {
  for (let directory = dirname(path); directory !== dirname(directory); directory = dirname(directory)) {
    try {
      const { name, version } = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8'));
      return `${name}@${version}`;
    } catch (error) {
      if (error.code !== 'ENOENT') throw error;
    }
  }
  throw new Error(`expected ${path} to lie in an npm package, got no package.json above it`);
}

const prose = new Set(['description', 'example', 'examples', 'summary', 'title', 'x-github']);

/** Without prose and with sorted keys. A property may be called `description`: below `properties` every key stays. */
function tidy(value, isMap = false) {
  if (Array.isArray(value)) return value.map((item) => tidy(item));
  if (value === null || typeof value !== 'object') return value;
  const keys = Object.keys(value).sort();
  const kept = keys.filter((key) => isMap || !prose.has(key));
  return Object.fromEntries(kept.map((key) => [key, tidy(value[key], !isMap && key === 'properties')]));
}

function pruneRest() {
  const full = JSON.parse(readFileSync(openapiPath, 'utf8'));
  const resolve = (value) => (value?.$ref ? value.$ref.slice(2).split('/').reduce((at, key) => at[key], full) : value);
  const jsonSchema = (body) => resolve(body)?.content?.['application/json']?.schema;
  const operations = {};
  for (const [path, methods] of Object.entries(full.paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      if (!inUse.rest.includes(operation.operationId)) continue;
      const body = jsonSchema(operation.requestBody);
      operations[operation.operationId] = {
        method: method.toUpperCase(),
        path,
        documentation: operation.externalDocs.url,
        parameters: operation.parameters.map(resolve),
        ...(body && { body, bodyRequired: operation.requestBody.required ?? false }),
        responses: Object.fromEntries(
          Object.entries(operation.responses).map(([status, response]) => [status, jsonSchema(response) ?? null]),
        ),
      };
    }
  }
  const webhooks = {};
  for (const name of inUse.webhooks) webhooks[name] = jsonSchema(full['x-webhooks'][name].post.requestBody);
  const missing = inUse.rest.filter((id) => !operations[id]);
  if (missing.length > 0) throw new Error(`expected operations ${missing.join(', ')} in ${openapiPath}, got none`);
  const schemas = {};
  const reach = (value) => {
    if (value === null || typeof value !== 'object') return;
    if (typeof value.$ref === 'string') {
      const name = value.$ref.replace('#/components/schemas/', '');
      if (schemas[name]) return;
      schemas[name] = resolve(value);
      reach(schemas[name]);
      return;
    }
    for (const [key, child] of Object.entries(value)) if (!prose.has(key) || Array.isArray(value)) reach(child);
  };
  const kept = { operations: sortMap(operations), webhooks: sortMap(webhooks) };
  reach(kept);
  return { source: packageOf(openapiPath), ...kept, schemas: sortMap(schemas) };
}

/** A map whose keys are names: every key stays, each value is tidied. */
function sortMap(map) {
  return Object.fromEntries(
    Object.keys(map)
      .sort()
      .map((key) => [key, tidy(map[key])]),
  );
}

const namedType = (type) => (type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type));

function pruneGraphql() {
  const full = parse(readFileSync(sdlPath, 'utf8'), { noLocation: true });
  const definitions = new Map(full.definitions.filter((d) => d.name).map((d) => [d.name.value, d]));
  const kept = new Map();
  const need = (name, from) => {
    if (kept.has(name) || ['Boolean', 'Float', 'ID', 'Int', 'String'].includes(name)) return;
    const definition = definitions.get(name);
    if (!definition) throw new Error(`expected a type ${name} in ${sdlPath}, needed by ${from}`);
    if (definition.fields && definition.kind !== Kind.INPUT_OBJECT_TYPE_DEFINITION) keepFields(name, definition, from);
    else keepWhole(name, definition);
  };
  const keepWhole = (name, definition) => {
    kept.set(name, definition);
    for (const field of definition.fields ?? []) need(namedType(field.type), `${name}.${field.name.value}`);
  };
  const keepFields = (name, definition, from) => {
    const wanted = inUse.graphql[name];
    if (!wanted) throw new Error(`${from} is of type ${name}: list the fields of ${name} in operations.json`);
    const fields = definition.fields.filter((field) => wanted.includes(field.name.value));
    if (fields.length !== wanted.length) {
      throw new Error(`expected fields ${wanted} of ${name}, got ${fields.map((field) => field.name.value)}`);
    }
    const covers = (type) => inUse.graphql[type.name.value]?.every((field) => wanted.includes(field));
    const interfaces = definition.interfaces.filter(covers);
    kept.set(name, { ...definition, fields, interfaces });
    for (const type of interfaces) need(type.name.value, name);
    for (const field of fields) {
      need(namedType(field.type), `${name}.${field.name.value}`);
      for (const argument of field.arguments) need(namedType(argument.type), `${name}.${field.name.value}`);
    }
  };
  for (const name of Object.keys(inUse.graphql)) need(name, 'operations.json');
  const sorted = [...kept.keys()].sort().map((name) => kept.get(name));
  const plain = visit(
    { kind: Kind.DOCUMENT, definitions: sorted },
    {
      // GitHub's own directives say where a part of the schema applies; nothing here reads them.
      Directive: (node) => (node.name.value === 'deprecated' ? undefined : null),
      leave: (node) => ('description' in node ? { ...node, description: undefined } : undefined),
    },
  );
  assertValidSchema(buildASTSchema(plain));
  return `# ${packageOf(sdlPath)}, pruned by scripts/prune-github-description.mjs. Do not edit.\n\n${print(plain)}\n`;
}

writeFileSync(new URL('github-rest.json', contract), `${JSON.stringify(pruneRest(), null, 1)}\n`);
writeFileSync(new URL('github.graphql', contract), pruneGraphql());
