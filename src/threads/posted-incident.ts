import { detectors } from '../detectors/all-detectors.js';
import type { Incident } from '../incidents/incident.js';

/** An incident as it can be posted to a thread: the detector is a function there and here, so only its name goes over. */
export interface PostedIncident extends Omit<Incident, 'detector'> {
  detector: string;
}

export function asPosted(incident: Incident): PostedIncident {
  return { ...incident, detector: incident.detector.name };
}

/** The same incident on the other side, with what its detector needs loaded. Its parameters were checked before they were posted. */
export async function fromPosted(posted: PostedIncident): Promise<Incident> {
  const detector = detectors.find(({ name }) => name === posted.detector);
  if (!detector) throw new Error(`expected the name of a detector, got "${posted.detector}"`);
  await detector.prepare?.();
  return { ...posted, detector };
}
