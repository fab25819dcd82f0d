import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { detectors } from '../../src/detectors/all-detectors.js';
import type { Incident } from '../../src/incidents/incident.js';
import { type KeptIncidents, keepIncident, keptIncident } from '../../src/incidents/kept-incidents.js';
import { builtInIncidents, loadIncidents } from '../../src/incidents/load-incidents.js';

const yamlOf = ({ slug }: Incident) => readFileSync(join(builtInIncidents, slug, 'incident.yml'), 'utf8');
const textsOf = (incident: Incident) => ({ slug: incident.slug, yaml: yamlOf(incident), comment: incident.comment });

describe('incidents that the build keeps', () => {
  let incidents: Incident[];
  let kept: KeptIncidents;
  beforeAll(async () => {
    incidents = await loadIncidents();
    const entries = incidents.flatMap((incident) =>
      [keepIncident(incident, yamlOf(incident))].filter((each) => !!each),
    );
    kept = JSON.parse(JSON.stringify(Object.fromEntries(entries)));
  });

  it('are the same when they come back', () => {
    expect(incidents.map((incident) => keptIncident(kept, textsOf(incident), detectors))).toEqual(incidents);
  });

  it.each(['slug', 'yaml', 'comment'] as const)('are not taken for one with another %s', (part) => {
    for (const incident of incidents) {
      const texts = textsOf(incident);
      expect(keptIncident(kept, { ...texts, [part]: `${texts[part]} ` }, detectors)).toBeUndefined();
    }
  });

  it('need their detector', () => {
    for (const incident of incidents) expect(keptIncident(kept, textsOf(incident), [])).toBeUndefined();
  });

  it('do not hold what JSON cannot say', () => {
    const [incident] = incidents;
    if (!incident) throw new Error('expected an incident');
    expect(keepIncident({ ...incident, params: { limit: Number.NaN } }, yamlOf(incident))).toBeUndefined();
  });
});
