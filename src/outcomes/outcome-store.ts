import type { Database, Query } from '../queue/database.js';
import type { ToldReview } from '../review/outcome-log.js';
import type { ReviewJob } from '../review/review-job.js';
import type { Tally, TrackRecord } from '../review/track-record.js';
import type { TriagedFinding } from '../review/triage.js';
import type { TriageJob } from '../review/triage-job.js';
import { afterDecisions, afterMerge, afterReview } from './after-review.js';
import { demoteNoisy, liftTakenBack } from './demote.js';
import { type Insights, readInsights } from './insights.js';
import { type KeptFinding, outcomeOf, type PullKey, pullKeyOf } from './kept-finding.js';
import type { MergedPull } from './merged-pull.js';
import { migrateOutcomes, schema } from './outcome-tables.js';
import { readFindings, writeFindings } from './pull-findings.js';
import { tallies } from './tallies.js';
import { claimUntold, noteRefused, noteTold, readUntold, type UntoldDemotions } from './untold-demotions.js';

/** Whether a demotion waits to be told. */
export type Untold = boolean;

export interface OutcomeStore {
  recordsOf(job: ReviewJob, ofRepository: readonly string[]): Promise<TrackRecord[]>;
  reviewed(job: ReviewJob, review: ToldReview): Promise<Untold>;
  decided(job: TriageJob, triaged: readonly TriagedFinding[]): Promise<Untold>;
  merged(pull: MergedPull): Promise<Untold>;
  /** What has to be said, and where. */
  untold(installation: number): Promise<UntoldDemotions[]>;
  told(demotions: UntoldDemotions): Promise<void>;
  /** GitHub does not take it there: it is said on the next pull request of which something is learned. */
  refused(demotions: UntoldDemotions): Promise<void>;
  insights(): Promise<Insights>;
}

/** What became of findings, in the database of the jobs. */
export async function openOutcomes(database: Database): Promise<OutcomeStore> {
  await migrateOutcomes(database);
  const change = (key: PullKey, step: Step) => changePull(database, key, step);
  return {
    recordsOf: (job, ofRepository) => readRecords(database.query, pullKeyOf(job), ofRepository),
    reviewed(job, review) {
      const key = pullKeyOf(job);
      const reviewed = { head: job.headSha, repository: key.repository, now: new Date().toISOString() };
      return change(key, (kept) => afterReview(kept, review, reviewed));
    },
    decided: (job, triaged) => change(pullKeyOf(job), (kept) => afterDecisions(kept, triaged)),
    merged: (pull) => change(pullKeyOf(pull), (kept) => afterMerge(kept, pull.headSha)),
    untold: (installation) => readUntold(database.query, installation),
    told: (demotions) => noteTold(database.query, demotions),
    refused: (demotions) => noteRefused(database.query, demotions),
    insights: () => readInsights(database),
  };
}

type Step = (kept: readonly KeptFinding[]) => readonly KeptFinding[];

/**
 * Everything about one installation happens one after the other, in however many processes: else each could count without what the others add. What is
 * left undone when somebody dies here is done with the next news of the incident, but for the end of a demotion, which takes another `undo`.
 */
function changePull(database: Database, key: PullKey, step: Step): Promise<Untold> {
  return database.exclusively(`${schema} ${key.installation}`, async (query) => {
    const before = await readFindings(query, key);
    const after = step(before);
    if (JSON.stringify(after) !== JSON.stringify(before)) await writeFindings(query, key, after);
    await demoteNoisy(query, key, after);
    await liftTakenBack(query, key, takenBack(before, after));
    return claimUntold(query, key);
  });
}

/** Findings of incidents of which fewer are called not useful now. */
function takenBack(before: readonly KeptFinding[], after: readonly KeptFinding[]): KeptFinding[] {
  const notUseful = (rows: readonly KeptFinding[], incident: string) =>
    rows.filter((row) => row.incident === incident && outcomeOf(row) === 'not-useful').length;
  return before.filter(({ incident }) => notUseful(after, incident) < notUseful(before, incident));
}

async function readRecords(query: Query, key: PullKey, ofRepository: readonly string[]): Promise<TrackRecord[]> {
  const isMeant = (incident: string, scope: string) =>
    scope === (ofRepository.includes(incident) ? key.repository : '');
  const counted = (await tallies(query, key.installation)).filter(({ incident, scope }) => isMeant(incident, scope));
  const rows = await query(`SELECT * FROM ${schema}.demotion WHERE installation = $1`, [key.installation]);
  const demoted = new Map(
    rows
      .filter(({ incident, scope }) => isMeant(String(incident), String(scope)))
      .map((row) => [String(row.incident), row]),
  );
  return counted.map(({ incident, outcomes, notUseful, unheeded }): TrackRecord => {
    const row = demoted.get(incident);
    const record = { incident, outcomes, notUseful, unheeded };
    return row ? { ...record, demoted: { since: isoTime(row.since), tally: tallyOf(row) } } : record;
  });
}

function tallyOf(row: Record<string, unknown>): Tally {
  return { outcomes: Number(row.outcomes), notUseful: Number(row.not_useful), unheeded: Number(row.unheeded) };
}

function isoTime(value: unknown): string {
  return new Date(value as string | Date).toISOString();
}
