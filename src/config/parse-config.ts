import { didYouMean } from '../incidents/closest-name.js';
import { boundedProblems, type IncidentProblem } from '../incidents/incident-error.js';
import { schemaProblems } from '../incidents/schema-problems.js';
import type { YamlData } from '../incidents/yaml-data.js';
import { configSchema } from './config-schema.js';

/** Bytes of the file. */
export const configBytesMax = 32 * 1024;

/** What one file sets, checked but not yet filled up, so that it can be laid over what another file sets. */
export type ConfigSettings = Readonly<Record<string, unknown>>;

/** Something wrong with a configuration: `file`, the 1-based `line` where it can be told, and what was expected and what was got. */
export type ConfigProblem = IncidentProblem;

/**
 * Reads one configuration file. `known` are the names that it may use: slugs and families. `file` is only spoken of in problems; all of them
 * are given at once, and a file that has any sets nothing.
 */
export async function parseConfig(
  text: string,
  file: string,
  known: readonly string[],
): Promise<{ settings: ConfigSettings } | { problems: ConfigProblem[] }> {
  const bytes = Buffer.byteLength(text);
  if (bytes > configBytesMax)
    return { problems: [{ file, message: `expected at most ${configBytesMax} bytes, got ${bytes}` }] };
  // Most repositories have no such file, and need no parser.
  const { parseYamlData } = await import('../incidents/yaml-data.js');
  const yaml = parseYamlData(text);
  if ('faults' in yaml) return { problems: boundedProblems(yaml.faults.map((fault) => ({ file, ...fault }))) };
  // A file with comments only sets nothing.
  const data = yaml.data ?? {};
  const parsed = configSchema.safeParse(data);
  const problems = [
    ...(parsed.success ? [] : schemaProblems(configSchema, parsed.error.issues, yaml, file, [])),
    ...unknownIncidents(yaml, file, known),
    ...unknownKept(yaml, file, known),
  ].sort((a, b) => (a.line ?? 0) - (b.line ?? 0));
  return problems.length > 0 ? { problems: boundedProblems(problems) } : { settings: data as ConfigSettings };
}

function unknownIncidents(yaml: YamlData, file: string, known: readonly string[]): ConfigProblem[] {
  const { incidents } = (yaml.data ?? {}) as { incidents?: unknown };
  if (typeof incidents !== 'object' || incidents === null || Array.isArray(incidents)) return [];
  return Object.keys(incidents)
    .filter((name) => !known.includes(name))
    .map((name) => unknownName(file, yaml.lineOfKey(['incidents'], name), 'incidents', name, known));
}

function unknownKept(yaml: YamlData, file: string, known: readonly string[]): ConfigProblem[] {
  const { demotion } = (yaml.data ?? {}) as { demotion?: { keep?: unknown } | null };
  const kept: unknown = demotion?.keep;
  if (!Array.isArray(kept)) return [];
  return kept.flatMap((name: unknown, index) =>
    typeof name === 'string' && !known.includes(name)
      ? [unknownName(file, yaml.lineOf(['demotion', 'keep', index]), `demotion.keep[${index}]`, name, known)]
      : [],
  );
}

function unknownName(file: string, line: number | undefined, key: string, name: string, known: readonly string[]) {
  const got = JSON.stringify(name.slice(0, 80));
  return {
    file,
    ...(line === undefined ? {} : { line }),
    message: `${key}: expected an incident or a family of incidents, got ${got}${didYouMean(name, known)}`,
  };
}
