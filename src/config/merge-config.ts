import { configSchema, type RepositoryConfig } from './config-schema.js';
import type { ConfigSettings } from './parse-config.js';

/** One configuration out of several files, the more general ones first: what a later one sets wins, key by key; a list is taken whole. */
export function mergeConfig(...settings: readonly ConfigSettings[]): RepositoryConfig {
  // Each is valid, and no rule of the schema is about two keys at once; only of the names there may be too many together, which harms nobody.
  return configSchema.parse(settings.reduce(laidOver, {}));
}

function laidOver(below: ConfigSettings, above: ConfigSettings): ConfigSettings {
  const keys = Object.keys(above).map((key): [string, unknown] => {
    const [under, over] = [below[key], above[key]];
    return [key, isMapping(under) && isMapping(over) ? laidOver(under, over) : over];
  });
  return { ...below, ...Object.fromEntries(keys) };
}

function isMapping(value: unknown): value is ConfigSettings {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
