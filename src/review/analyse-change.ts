import type { Incident } from '../incidents/incident.js';
import type { Analysis } from './finding.js';
import type { ReadChange } from './review-host.js';

/** Findings(head) minus findings(merge base), attributed to the change, fingerprinted and placed. The app and the command line both call this. */
export async function analyseChange(_read: ReadChange, _incidents: readonly Incident[]): Promise<Analysis> {
  throw new Error('analyseChange is not written yet');
}
