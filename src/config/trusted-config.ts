import type { FileText } from '../incidents/own-incidents.js';
import { configPath } from './config-path.js';
import { defaultConfig, type RepositoryConfig } from './config-schema.js';
import { mergeConfig } from './merge-config.js';
import { type ConfigProblem, type ConfigSettings, parseConfig } from './parse-config.js';

/** What one repository says about reviews, read at a commit that the author of a pull request has no hand in. */
export interface TrustedFiles {
  /** Put before the path of a file when its problems are told: empty for the repository itself, else `owner/name:`. */
  source: string;
  /** `.github/hindsight.yml` and the files of the incidents under `.github/hindsight/incidents`, by path. */
  files: ReadonlyMap<string, FileText>;
}

export interface TrustedConfig {
  config: RepositoryConfig;
  /** What is wrong with files that therefore set nothing. */
  problems: ConfigProblem[];
}

/**
 * The configuration that a review follows: what each place sets, the more general ones first. A file with a mistake sets nothing at all, since half of it
 * may be less safe than none; what is left are the other places and the defaults, which look for everything and block.
 */
export async function trustedConfig(places: readonly TrustedFiles[], known: readonly string[]): Promise<TrustedConfig> {
  const settings: ConfigSettings[] = [];
  const problems: ConfigProblem[] = [];
  for (const { source, files } of places) {
    const text = files.get(configPath);
    if (!text) continue;
    const parsed = await parseFile(text, `${source}${configPath}`, known);
    if ('problems' in parsed) problems.push(...parsed.problems);
    else settings.push(parsed.settings);
  }
  return { config: settings.length === 0 ? defaultConfig : mergeConfig(...settings), problems };
}

async function parseFile(file: FileText, path: string, known: readonly string[]) {
  if ('text' in file) return parseConfig(file.text, path, known);
  return { problems: [{ file: path, message: `expected a text, got something else: ${file.unreadable}` }] };
}
