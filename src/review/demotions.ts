import type { RepositoryConfig } from '../config/config-schema.js';
import { isKept, modeOf } from '../config/incident-mode.js';
import type { Incident } from '../incidents/incident.js';
import { bounded } from './check-summary.js';
import { codeSpan, tableRow } from './markdown.js';
import { effectivelyFalse, type TrackRecord } from './track-record.js';

/** Bytes of the table of demoted incidents. */
const demotionTableBytesMax = 4_000;

/** An incident that was demoted and would be said otherwise. */
export interface Demoted {
  record: TrackRecord;
  /** The configuration keeps it in its mode. */
  kept: boolean;
}

/** Demotions that are of any consequence for this repository: of incidents that it looks for and has not itself set to `shadow`. */
export function demotionsHere(
  records: readonly TrackRecord[],
  incidents: readonly Incident[],
  config: RepositoryConfig,
): Demoted[] {
  const bySlug = new Map(incidents.map((incident) => [incident.slug, incident]));
  return records.flatMap((record) => {
    const incident = record.demoted && bySlug.get(record.incident);
    const mode = incident && modeOf(config, incident);
    return incident && (mode === 'comment' || mode === 'block') ? [{ record, kept: isKept(config, incident) }] : [];
  });
}

/** In every check, so that nobody takes silence for the absence of findings, and with what gives the same verdict elsewhere. */
export function demotionPart(demoted: readonly Demoted[]): string[] {
  if (demoted.length === 0) return [];
  const rows = demoted.map(({ record, kept }) =>
    tableRow([codeSpan(record.incident), sinceOf(record), whyOf(record), kept ? 'kept in its mode' : 'recorded only']),
  );
  const header = [tableRow(['incident', 'demoted since', 'because', 'here']), '| --- | --- | --- | --- |'];
  const silent = demoted.filter(({ kept }) => !kept).map(({ record }) => `--shadow ${record.incident}`);
  const same = `The command line knows nothing of demotions: \`hindsight review\` with ${codeSpan(silent.join(' '), demotionTableBytesMax)} gives this verdict.`;
  return [
    '### Demoted incidents',
    'Too many findings of these incidents were of no use in this installation of the app. They are looked for and recorded, and not said, unless `demotion` in the configuration keeps them in their mode.',
    bounded(header, rows, demotionTableBytesMax, 'incident'),
    ...(silent.length > 0 ? [same] : []),
  ];
}

function sinceOf({ demoted }: TrackRecord): string {
  return typeof demoted === 'object' ? demoted.since.slice(0, 10) : '';
}

function whyOf({ demoted }: TrackRecord): string {
  if (typeof demoted !== 'object') return 'asked for on the command line';
  const { outcomes, notUseful, unheeded } = demoted.tally;
  return `${effectivelyFalse(demoted.tally)} of ${outcomes} outcomes: ${notUseful} called not useful, ${unheeded} merged unchanged`;
}
