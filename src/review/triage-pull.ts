import type { CheckFacts } from './check-facts.js';
import type { OutcomeLog } from './outcome-log.js';
import type { PostedComment } from './review-plan.js';
import type { ReviewLog } from './review-pull.js';
import { dayOf, isSetAside, latestTriage, type Triage, type TriagedFinding } from './triage.js';
import type { ToldCheck, TriagedPull, TriageHost } from './triage-host.js';
import type { TriageJob } from './triage-job.js';
import { withNote, withoutNote } from './triage-note.js';
import { announced, helpFor, noWriteAccess } from './triage-words.js';
import { writeCheck } from './write-check.js';

export interface TriagePorts {
  host: TriageHost;
  log: ReviewLog;
  now(): Date;
  /** Absent where nothing is kept. */
  outcomes?: Pick<OutcomeLog, 'decided'>;
}

/** How long a review that is running is waited for. After that the decision is noted, and the next review follows it. */
const patienceMilliseconds = 120_000;

/** Why a decision was made from the check: a button takes no words. */
const reasonOfButton = 'with the button of the check';

export type TriageOutcome =
  | 'no such comment of ours'
  | 'closed'
  | 'superseded'
  | 'followed before'
  | 'no write access'
  | 'help given'
  | 'nothing to decide'
  /** Nothing was done: its verdict does not know the decision yet. To be tried again. */
  | 'a review is running'
  /** Noted; the check stays as it is, or is written by the review that is to come. */
  | 'noted'
  | 'check changed';

/**
 * Follows a reply or a button: a few requests, no analysis. Who may not decide is answered and changes nothing. The comment says what was decided, its
 * mark keeps it, and a new check run says what follows; a second time the same changes nothing.
 */
export async function triagePull(job: TriageJob, ports: TriagePorts): Promise<TriageOutcome> {
  const pull = await ports.host.readPull(job);
  const outcome = !pull?.open ? 'closed' : await decide(job, pull, ports);
  ports.log.info({ outcome, from: job.asked.from }, 'triaged');
  return outcome;
}

function decide(job: TriageJob, pull: TriagedPull, ports: TriagePorts): Promise<TriageOutcome> {
  return job.asked.from === 'reply'
    ? decideByReply(job, job.asked, pull, ports)
    : decideByButton(job, job.asked, pull, ports);
}

type Asked<From> = Extract<TriageJob['asked'], { from: From }>;

async function decideByReply(
  job: TriageJob,
  { id, thread, command }: Asked<'reply'>,
  pull: TriagedPull,
  ports: TriagePorts,
): Promise<TriageOutcome> {
  const { host } = ports;
  const comment = pull.comments.find((each) => each.id === String(thread));
  if (!comment) return 'no such comment of ours';
  // A delivery may come twice, or late.
  if ((comment.triage?.reply ?? 0) > id) return 'followed before';
  if (!(await host.mayWrite(job))) {
    await host.reply(job, comment, pull.headSha, noWriteAccess(job.by));
    return 'no write access';
  }
  if ('problem' in command) {
    await host.reply(job, comment, pull.headSha, helpFor(command.problem));
    return 'help given';
  }
  const check = await host.readCheck(job, pull.headSha);
  if (check && !check.completed && isPatient(job, ports)) return 'a review is running';
  const followed = comment.triage?.reply === id ? comment.triage : undefined;
  const triage: Triage = followed ?? { reason: '', ...command, by: job.by, at: job.at, reply: id };
  await note(job, comment, triage, host);
  return conclude(job, pull, check, [...pull.triaged, { fingerprint: comment.fingerprint, triage }], ports);
}

/** A comment that says it already is left alone by the host. */
async function note(job: TriageJob, comment: PostedComment, triage: Triage, host: TriageHost): Promise<void> {
  const { id, fingerprint, body } = comment;
  const text = withNote(withoutNote(body, comment.triage), triage);
  await host.edit(job, { id, fingerprint, body: text, triage, change: 'keep' });
}

async function decideByButton(
  job: TriageJob,
  { button, headSha }: Asked<'button'>,
  pull: TriagedPull,
  ports: TriagePorts,
): Promise<TriageOutcome> {
  if (headSha !== pull.headSha) return 'superseded';
  const { host, now } = ports;
  if (!(await host.mayWrite(job))) return 'no write access';
  const check = await host.readCheck(job, headSha);
  if (check && !check.completed && isPatient(job, ports)) return 'a review is running';
  const facts = check?.facts;
  if (!facts) return 'nothing to decide';
  if (pull.followed.includes(job.delivery)) return conclude(job, pull, check, pull.triaged, ports);
  const latest = latestTriage(pull.triaged);
  const today = dayOf(now());
  const accept = button === 'accept-findings';
  const meant = facts.findings.filter(({ fingerprint, blocks }) => {
    const setAside = isSetAside(latest.get(fingerprint), today);
    return accept ? blocks && !setAside : setAside;
  });
  if (meant.length === 0) return 'nothing to decide';
  const decision = accept ? 'accept' : 'undo';
  const triage: Triage = { decision, by: job.by, reason: accept ? reasonOfButton : '', at: job.at };
  const findings = [...new Set(meant.map(({ fingerprint }) => fingerprint))];
  const body = announced(
    job.by,
    decision,
    meant.map(({ where }) => where),
  );
  await host.announce(job, headSha, body, findings, triage);
  const triaged = [...pull.triaged, ...findings.map((fingerprint) => ({ fingerprint, triage }))];
  return conclude(job, pull, check, triaged, ports);
}

function isPatient(job: TriageJob, { now, log }: TriagePorts): boolean {
  const patient = now().getTime() - Date.parse(job.at) < patienceMilliseconds;
  if (!patient) log.info({ delivery: job.delivery }, 'a review is still running: the next one follows the decision');
  return patient;
}

async function conclude(
  job: TriageJob,
  pull: TriagedPull,
  told: ToldCheck | undefined,
  triaged: TriagedFinding[],
  { host, now, outcomes }: TriagePorts,
): Promise<TriageOutcome> {
  await outcomes?.decided(job, triaged);
  if (!told?.completed || !told.facts) return 'noted';
  const check = writeCheck(withComments(told.facts, pull.comments), { triaged, today: dayOf(now()) });
  return (await host.conclude(job, pull.headSha, check)) ? 'check changed' : 'noted';
}

/** When the check was written first, the addresses of the comments were not known. */
function withComments(facts: CheckFacts, comments: readonly PostedComment[]): CheckFacts {
  const urls = new Map(comments.map(({ fingerprint, url }) => [fingerprint, url]));
  return {
    ...facts,
    findings: facts.findings.map((finding) => {
      const commentUrl = urls.get(finding.fingerprint);
      return commentUrl === undefined ? finding : { ...finding, commentUrl };
    }),
  };
}
