import { readWorkTree, workTreeOf } from '../git/work-tree-files.js';
import type { Incident } from '../incidents/incident.js';
import { loadIncidents } from '../incidents/load-incidents.js';
import { joinIncidents, readOwnIncidents } from '../incidents/own-incidents.js';
import type { ReadChange } from '../review/review-host.js';

/** The built-in incidents and those of a repository in its work tree, as their author has them; of a bare clone those of `otherwise`. */
export async function incidentsAsTheyStand(repo: string, otherwise: ReadChange['base']): Promise<Incident[]> {
  const top = await workTreeOf(repo);
  const tree = top === undefined ? otherwise : await readWorkTree(top, '.github');
  const [builtIn, own] = await Promise.all([loadIncidents(), readOwnIncidents(tree)]);
  return joinIncidents(builtIn, own.incidents);
}
