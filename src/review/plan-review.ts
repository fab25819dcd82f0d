import type { RepositoryConfig } from '../config/config-schema.js';
import { modeOf } from '../config/incident-mode.js';
import type { ConfigProblem } from '../config/parse-config.js';
import type { Confidence } from '../detectors/detector.js';
import type { Change } from '../diff/change.js';
import type { Incident } from '../incidents/incident.js';
import type { IncidentProblem } from '../incidents/incident-error.js';
import { blockedByIgnores, byIgnores, ignoreAnnotations, ignoresPart } from './by-ignores.js';
import { byMode } from './by-mode.js';
import type { FindingFacts } from './check-facts.js';
import { count, lookedAt, whatOf, whereOf } from './check-summary.js';
import { closedBody, commentBody, notLookedForBody } from './comment-body.js';
import { configAnnotations, previewPart, trustedProblemPart } from './config-part.js';
import { demotionPart, demotionsHere } from './demotions.js';
import type { Analysis, Finding, Severity } from './finding.js';
import { headLinesOf } from './head-line.js';
import type { LinkSource } from './line-link.js';
import type { ConfigPreview } from './preview-config.js';
import type { Annotation, CommentToEdit, CommentToPost, PostedComment, ReviewPlan } from './review-plan.js';
import { withKnownFingerprints } from './same-comment.js';
import { suggestionBlock } from './suggestion.js';
import type { TrackRecord } from './track-record.js';
import { withNote, withoutNote } from './triage-note.js';
import { type Decisions, writeCheck } from './write-check.js';

/** All that the decision rests on. `repositoryUrl` (https://host/owner/name) makes links of lines; without it they are plain text. */
export interface PlanInput {
  analysis: Analysis;
  change: Change;
  incidents: readonly Incident[];
  /** What is wrong with incidents that were left out. */
  incidentProblems?: readonly IncidentProblem[];
  /** What we said on this pull request before; empty on the command line. */
  posted: readonly PostedComment[];
  repositoryUrl?: string;
  /** What people decided about findings of this pull request; absent on the command line. */
  decisions?: Decisions;
  /** What the trusted side wants to be done about findings. */
  config: RepositoryConfig;
  /** What became of findings of these incidents before; of an incident that is not among them nothing is known. */
  records?: readonly TrackRecord[];
  /** What is wrong with files of the trusted side that therefore set nothing. */
  configProblems?: readonly ConfigProblem[];
  /** For a change that edits the configuration. */
  preview?: ConfigPreview;
}

const noDecisions: Decisions = { triaged: [], today: '' };

/** A finding with all that is known of it when it is to be said. */
interface Told {
  finding: Finding;
  incident: Incident;
  record?: TrackRecord;
  /** Our comment of the same fingerprint. */
  posted?: PostedComment;
  say: 'post' | 'keep' | 'reopen' | 'over the limit' | 'nowhere';
}

/** Decides what is said about one change. Pure: the same input gives the same plan. `findings` of the plan are those that are said, gravest first. */
export function planReview(given: PlanInput): ReviewPlan {
  const analysed = withKnownFingerprints(given.analysis.findings, given.posted, given.change);
  const input = { ...given, analysis: { ...given.analysis, findings: analysed } };
  const source: LinkSource = {
    head: input.change.head,
    mergeBase: input.change.mergeBase,
    ...(input.repositoryUrl === undefined ? {} : { repositoryUrl: input.repositoryUrl }),
  };
  const { config } = input;
  const demoted = demotionsHere(input.records ?? [], input.incidents, config);
  const { said, shadow } = byMode(input.analysis.findings, config, demoted);
  const decisions = input.decisions ?? noDecisions;
  const silenced = byIgnores(said, input.analysis.ignores ?? [], { config, today: decisions.today });
  const told = tell(silenced.counted, input);
  const findings = told.map(({ finding }) => finding);
  const post = told.filter(({ say }) => say === 'post').flatMap((one) => commentToPost(one, source));
  const facts = {
    findings: told.map((one) => factsOf(one, input.change, source)),
    skipped: input.analysis.skipped.length,
    missed: input.analysis.skipped.filter(({ missed }) => missed).length,
    passesMissed: config['on-error'] === 'pass',
    commentsMax: config.comments.limit,
    ...(shadow.length + silenced.ignored.length > 0 ? { unsaid: true as const } : {}),
    alsoAnnotated: [
      ...(input.preview ? configAnnotations(input.preview) : []),
      ...ignoreAnnotations(silenced.problems, config),
    ],
    ...blockedByIgnores(silenced.problems, config),
    rest: [
      ...ignoresPart(silenced, source),
      ...trustedProblemPart(input.configProblems ?? []),
      ...previewPart(input.preview, { findings, shadow }, source),
      ...demotionPart(demoted),
      lookedAt(input.analysis, input.incidentProblems ?? []),
    ].join('\n\n'),
  };
  return {
    post,
    ...(post.length > 0 ? { reviewBody: reviewBody(post.length) } : {}),
    edit: [...reopened(told, source), ...closed(input, source)],
    check: writeCheck(facts, decisions),
    findings,
    ...(shadow.length > 0 ? { shadow } : {}),
    ...(silenced.ignored.length > 0 ? { ignored: silenced.ignored } : {}),
    ...(silenced.problems.length > 0 ? { ignoreProblems: silenced.problems } : {}),
  };
}

/** What becomes of each finding that may be said at all, gravest first. */
function tell(findings: readonly Finding[], { incidents, posted, config, records = [] }: PlanInput): Told[] {
  const bySlug = new Map(incidents.map((incident) => [incident.slug, incident]));
  const postedBy = postedByFingerprint(posted);
  const sayable = findings.filter(({ confidence }) => confidence !== 'possible').sort(gravestFirst);
  const open = new Set(
    sayable.map(({ fingerprint }) => fingerprint).filter((one) => postedBy.get(one)?.state === 'open'),
  );
  let room = config.comments.limit - open.size;
  const seen = new Set<string>();
  return sayable.map((finding) => {
    const incident = bySlug.get(finding.incident);
    if (!incident)
      throw new Error(`expected the incident of a finding among the ${bySlug.size} loaded, got "${finding.incident}"`);
    const comment = postedBy.get(finding.fingerprint);
    const record = records.find((one) => one.incident === finding.incident);
    const base = { finding, incident, ...(record ? { record } : {}), ...(comment ? { posted: comment } : {}) };
    // The same mistake twice in one function has one fingerprint, and one comment speaks for both.
    if (comment?.state === 'open' || seen.has(finding.fingerprint)) return { ...base, say: 'keep' };
    if (finding.placement.on === 'check' && !comment) return { ...base, say: 'nowhere' };
    if (room <= 0) return { ...base, say: 'over the limit' };
    room--;
    seen.add(finding.fingerprint);
    return { ...base, say: comment ? 'reopen' : 'post' };
  });
}

/** Of several comments with one fingerprint an open one speaks for all, else the last. */
function postedByFingerprint(posted: readonly PostedComment[]): Map<string, PostedComment> {
  const by = new Map<string, PostedComment>();
  for (const comment of posted) {
    if (by.get(comment.fingerprint)?.state !== 'open') by.set(comment.fingerprint, comment);
  }
  return by;
}

const severities: Record<Severity, number> = { error: 0, warning: 1, notice: 2 };
const confidences: Record<Confidence, number> = { proof: 0, likely: 1, possible: 2 };

function gravestFirst(a: Finding, b: Finding): number {
  return (
    Number(b.blocks) - Number(a.blocks) ||
    severities[a.severity] - severities[b.severity] ||
    confidences[a.confidence] - confidences[b.confidence] ||
    // By code unit: the order must not depend on the locale of the machine.
    (a.at.path < b.at.path ? -1 : a.at.path > b.at.path ? 1 : a.at.line - b.at.line)
  );
}

function commentToPost({ finding, incident, record }: Told, source: LinkSource): CommentToPost[] {
  const { fingerprint, likeness, placement } = finding;
  const names = { fingerprint, likeness, incident: incident.slug };
  const body = commentBody(finding, incident, source, { record });
  if (placement.on === 'line') {
    const { location } = placement;
    const block = finding.suggestion && suggestionBlock(finding.suggestion);
    const onLines = block && { bodyOnLines: commentBody(finding, incident, source, { record, suggestion: block }) };
    return [{ ...names, path: location.path, location, body, ...onLines }];
  }
  return placement.on === 'file' ? [{ ...names, path: placement.path, body }] : [];
}

function reviewBody(comments: number): string {
  return comments === 1
    ? 'A change here would let a known incident happen again. The comment says what happened, and what to do instead.'
    : `${count(comments, 'change')} here would let known incidents happen again. Each comment says what happened, and what to do instead.`;
}

function reopened(told: readonly Told[], source: LinkSource): CommentToEdit[] {
  return told.flatMap(({ finding, incident, record, posted, say }) =>
    say === 'reopen' && posted
      ? [
          {
            id: posted.id,
            fingerprint: posted.fingerprint,
            body: withNote(commentBody(finding, incident, source, { record }), posted.triage),
            change: 'reopen',
          },
        ]
      : [],
  );
}

/** Comments whose finding is gone. One that is merely less certain now, or in a file that could not be read this time, is not gone. */
function closed({ analysis, posted, incidents, config }: PlanInput, source: LinkSource): CommentToEdit[] {
  const found = new Set(analysis.findings.map(({ fingerprint }) => fingerprint));
  const notLookedAt = (path: string) =>
    analysis.skipped.some(
      (skipped) => skipped.path === '' || path === skipped.path || path.startsWith(`${skipped.path}/`),
    );
  const lookedFor = new Set(incidents.filter((each) => modeOf(config, each) !== 'off').map(({ slug }) => slug));
  const closing = (body: string, incident: string | undefined) =>
    incident === undefined || lookedFor.has(incident) ? closedBody(body, source) : notLookedForBody(body);
  return posted
    .filter(({ state, fingerprint, path }) => {
      return state === 'open' && !found.has(fingerprint) && !(path !== undefined && notLookedAt(path));
    })
    .map(({ id, fingerprint, incident, body, triage }) => ({
      id,
      fingerprint,
      body: withNote(closing(withoutNote(body, triage), incident), triage),
      change: 'close',
    }));
}

function factsOf(told: Told, change: Change, source: LinkSource): FindingFacts {
  const { finding, incident, posted, say } = told;
  const { fingerprint, blocks } = finding;
  const [annotated] = annotation(told, change);
  return {
    fingerprint,
    blocks,
    where: whereOf(finding, source),
    what: whatOf(incident),
    ...(say === 'over the limit' ? { withoutComment: 'limit' } : {}),
    ...(say === 'nowhere' ? { withoutComment: 'place' } : {}),
    ...(posted?.url === undefined ? {} : { commentUrl: posted.url }),
    ...(annotated ? { annotation: annotated } : {}),
  };
}

/** Plain text: annotations know no Markdown. The names stay out of it, the comment has them. */
function annotation({ finding, incident }: Told, change: Change): Annotation[] {
  const lines = headLinesOf(finding, change);
  if (!lines) return [];
  const level = finding.blocks ? 'failure' : finding.severity === 'notice' ? 'notice' : 'warning';
  return [
    {
      path: lines.path,
      startLine: lines.line,
      endLine: lines.endLine,
      level,
      title: incident.title,
      message: `This would let a known incident of ${incident.project} happen again: ${incident.links.report}`,
    },
  ];
}
