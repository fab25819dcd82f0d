import { createHash } from 'node:crypto';
import { ConfigError } from '../config/config-error.js';
import { configPath } from '../config/config-path.js';
import { defaultConfig, type RepositoryConfig } from '../config/config-schema.js';
import { knownNames } from '../config/incident-mode.js';
import { mergeConfig } from '../config/merge-config.js';
import { parseConfig } from '../config/parse-config.js';
import { GitObjects } from '../git/git-objects.js';
import { GitSourceTree } from '../git/git-source-tree.js';
import { readWorkTree, workTreeOf } from '../git/work-tree-files.js';
import type { SourceTree } from '../go/source-tree.js';
import type { Incident } from '../incidents/incident.js';
import { IncidentError } from '../incidents/incident-error.js';
import { loadIncidents } from '../incidents/load-incidents.js';
import { joinIncidents, readOwnIncidents } from '../incidents/own-incidents.js';
import type { Rules } from './replay-pull.js';

/** Where a repository's own rules are read: at a revision, else in its work tree as it stands on the disk, else (bare) at HEAD. */
export interface RulesSource {
  rev?: string;
}

/**
 * The built-in incidents, those of the repository, and its configuration. Unlike a review, which goes on with what is right, a backtest of rules that
 * are wrong would tell nothing: it throws an IncidentError or a ConfigError, or a GitError when the revision cannot be read.
 */
export async function loadRules(repo: string, { rev }: RulesSource): Promise<Rules> {
  const top = rev === undefined ? await workTreeOf(repo) : undefined;
  if (top !== undefined) return rulesOf(await readWorkTree(top, '.github'));
  const objects = new GitObjects(repo);
  try {
    const { tree } = await objects.commit('the rules', rev ?? 'HEAD');
    return await rulesOf(new GitSourceTree(objects, tree));
  } finally {
    await objects.close();
  }
}

async function rulesOf(tree: SourceTree): Promise<Rules> {
  const [builtIn, own] = await Promise.all([loadIncidents(), readOwnIncidents(tree)]);
  if (own.problems.length > 0) throw new IncidentError(own.problems);
  const incidents = joinIncidents(builtIn, own.incidents);
  return { incidents, config: await configOf(tree, incidents) };
}

async function configOf(tree: SourceTree, incidents: readonly Incident[]): Promise<RepositoryConfig> {
  const file = (await tree.read([configPath])).get(configPath);
  if (!file) return defaultConfig;
  if (!('text' in file))
    throw new ConfigError([{ file: configPath, message: `expected a text, got something else: ${file.unreadable}` }]);
  const parsed = await parseConfig(file.text, configPath, knownNames(incidents));
  if ('problems' in parsed) throw new ConfigError(parsed.problems);
  return mergeConfig(parsed.settings);
}

/** Changes when anything does that a verdict depends on, but for the code of the detectors: that has the version for it. */
export function rulesDigest({ incidents, config }: Rules, version: string): string {
  const data = incidents.map(({ detector, ...rest }) => ({ ...rest, detector: detector.name }));
  return createHash('sha256')
    .update(JSON.stringify([version, data, config]))
    .digest('hex');
}
