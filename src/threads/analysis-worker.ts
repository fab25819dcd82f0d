import type { MessagePort } from 'node:worker_threads';
import type { RepositoryConfig } from '../config/config-schema.js';
import type { Change } from '../diff/change.js';
import { analyseChange } from '../review/analyse-change.js';
import type { Analysis } from '../review/finding.js';
import { fromPosted, type PostedIncident } from './posted-incident.js';
import { treesBehind } from './posted-trees.js';

export interface AnalysisTask {
  change: Change;
  incidents: readonly PostedIncident[];
  config: RepositoryConfig;
  /** Where the files of both commits are asked for. */
  port: MessagePort;
}

/** One task of the pool. What goes wrong ends the thread, since it may have spoiled the memory of the grammar; the pool starts another. */
export default async function analyse({ change, incidents, config, port }: AnalysisTask): Promise<Analysis> {
  try {
    const known = await Promise.all(incidents.map(fromPosted));
    const analysis = await analyseChange({ change, ...treesBehind(port) }, known, config);
    port.close();
    return analysis;
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
    return new Promise(() => {});
  }
}
