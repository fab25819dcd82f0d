import { prepareAnalysis } from '../review/analyse-change.js';
import { loadRules, type RulesSource } from './load-rules.js';
import type { MergedPull } from './merged-pulls.js';
import { type Rules, replayPull } from './replay-pull.js';
import type { ReplayedPull } from './replayed-pull.js';

export interface ReplayTask {
  repo: string;
  pull: MergedPull;
  rules: RulesSource;
}

const loaded = new Map<string, Promise<Rules>>();

/** One task of the pool: rules are loaded once in each thread, since detectors are functions and cannot be handed over. */
export default async function replay({ repo, pull, rules }: ReplayTask): Promise<ReplayedPull> {
  const key = JSON.stringify([repo, rules]);
  const loading = loaded.get(key) ?? loadRules(repo, rules);
  loaded.set(key, loading);
  const [known] = await Promise.all([loading, prepareAnalysis()]);
  return replayPull(repo, pull, known);
}
