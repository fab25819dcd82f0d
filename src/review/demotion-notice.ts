import { configPath } from '../config/config-path.js';
import { codeSpan, tableRow } from './markdown.js';
import { effectivelyFalse, falsePercentMax, outcomesMin, type Tally } from './track-record.js';

/** An incident that was demoted and of which nobody was told yet. */
export interface NewDemotion {
  incident: string;
  /** ISO time. */
  since: string;
  tally: Tally;
  /** Pull requests of this repository on which a finding helped nobody; of others only their number. */
  pulls: number[];
  pullsElsewhere: number;
}

/** Pull requests that one row lists. */
const pullsMax = 15;
/** Incidents that one notice lists; the check lists them all. */
const demotionsMax = 20;

/** What an installation is told once about incidents that were demoted, as Markdown for a pull request. */
export function demotionNotice(demotions: readonly NewDemotion[]): string {
  const shown = demotions.slice(0, demotionsMax);
  const left = demotions.length - shown.length;
  const one = demotions.length === 1;
  return [
    `**${one ? 'An incident was' : `${demotions.length} incidents were`} demoted to shadow.** Too many findings of ${one ? 'it' : 'them'} were of no use here, so from now on ${one ? 'it is' : 'they are'} only looked for and recorded in this installation, and no longer said: no comment, no failing check.`,
    [
      tableRow(['incident', 'outcomes', 'called not useful', 'merged unchanged', 'of no use', 'where']),
      '| --- | --- | --- | --- | --- | --- |',
      ...shown.map(row),
    ].join('\n'),
    ...(left > 0 ? [`and ${left} more`] : []),
    `That happens when more than ${falsePercentMax} % of at least ${outcomesMin} outcomes were of no use. Whoever looks after the rules can set ${one ? 'it' : 'them'} back to ${one ? 'its mode' : 'their modes'} in \`${configPath}\` of a repository or, for all of them, of the repository \`.github\`:`,
    `\`\`\`yaml\ndemotion:\n  keep: [${shown.map(({ incident }) => incident).join(', ')}]\n\`\`\``,
    '<sub>This is said once. Every check lists what is demoted.</sub>',
  ].join('\n\n');
}

function row({ incident, tally, pulls, pullsElsewhere }: NewDemotion): string {
  const percent = Math.round((1000 * effectivelyFalse(tally)) / tally.outcomes) / 10;
  const { outcomes, notUseful, unheeded } = tally;
  return tableRow([
    codeSpan(incident),
    `${outcomes}`,
    `${notUseful}`,
    `${unheeded}`,
    `${percent} %`,
    where(pulls, pullsElsewhere),
  ]);
}

function where(pulls: readonly number[], elsewhere: number): string {
  const left = pulls.length - pullsMax;
  const named = pulls.slice(0, pullsMax).map((pull) => `#${pull}`);
  return [
    ...named,
    ...(left > 0 ? [`${left} more here`] : []),
    ...(elsewhere > 0 ? [`${elsewhere} in other repositories`] : []),
  ].join(', ');
}
