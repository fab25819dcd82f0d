import { readFile } from 'node:fs/promises';
import { ConfigError } from '../config/config-error.js';
import type { RepositoryConfig } from '../config/config-schema.js';
import { knownNames } from '../config/incident-mode.js';
import { mergeConfig } from '../config/merge-config.js';
import { parseConfig } from '../config/parse-config.js';
import type { Incident } from '../incidents/incident.js';

/** The configuration in a file that whoever runs the command line has named. Throws a ConfigError with all that is wrong with it. */
export async function readConfigFile(file: string, incidents: readonly Incident[]): Promise<RepositoryConfig> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new ConfigError([{ file, message: `expected a file that can be read, got ${error.code ?? error.message}` }]);
  });
  const parsed = await parseConfig(text, file, knownNames(incidents));
  if ('problems' in parsed) throw new ConfigError(parsed.problems);
  return mergeConfig(parsed.settings);
}
