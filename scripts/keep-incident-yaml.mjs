// Reads the YAML of our own incidents once, at the build, so that no review has to (src/incidents/read-yaml.ts). Mistakes in them are left
// to whoever loads them.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { builtInIncidents } from '../dist/incidents/load-incidents.js';
import { keptYamlFile, yamlDigest } from '../dist/incidents/read-yaml.js';
import { parseYamlData } from '../dist/incidents/yaml-data.js';

const kept = {};
for (const slug of readdirSync(builtInIncidents)) {
  const file = `${builtInIncidents}/${slug}/incident.yml`;
  if (!existsSync(file)) continue;
  const text = readFileSync(file, 'utf8');
  const { data } = parseYamlData(text);
  // Not what JSON cannot say, such as `.nan`.
  if (data !== undefined && isDeepStrictEqual(JSON.parse(JSON.stringify(data)), data)) kept[yamlDigest(text)] = data;
}
writeFileSync(keptYamlFile, JSON.stringify(kept));
