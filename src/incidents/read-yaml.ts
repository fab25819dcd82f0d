import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { YamlData, YamlFault } from './yaml-data.js';

/** What YAML texts say, by their digest. The build keeps it beside the compiled code; where there is none, every text is parsed. */
export type KeptYaml = Record<string, unknown>;

/** The same file from dist/incidents and from dist/bundle. */
export const keptYamlFile = new URL('../incidents/kept-yaml.json', import.meta.url);

let kept: Promise<KeptYaml> | undefined;

/**
 * Like parseYamlData, which takes as long for our own incidents as a whole review of a small change, so that theirs is read from what the build
 * kept. It cannot be stale: another text has another digest. Lines of values are known only of what is parsed.
 */
export async function readYaml(text: string): Promise<YamlData | { faults: YamlFault[] }> {
  kept ??= readFile(keptYamlFile, 'utf8').then(
    (json): KeptYaml => JSON.parse(json),
    () => ({}),
  );
  const data = (await kept)[yamlDigest(text)];
  if (data !== undefined) return { data, lineOf: () => undefined, lineOfKey: () => undefined };
  const { parseYamlData } = await import('./yaml-data.js');
  return parseYamlData(text);
}

export function yamlDigest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
