import { defaultConfig } from '../../src/config/config-schema.js';
import type { Change } from '../../src/diff/change.js';
import type { Incident } from '../../src/incidents/incident.js';
import type { Analysis, Finding, Location } from '../../src/review/finding.js';
import { type PlanInput, planReview } from '../../src/review/plan-review.js';
import type { PostedComment } from '../../src/review/review-plan.js';

export const head = 'a'.repeat(40);
export const mergeBase = 'b'.repeat(40);
export const repositoryUrl = 'https://github.com/octocat/hello';

export const incident: Incident = {
  slug: 'leak',
  title: 'A handle is never closed',
  project: 'example/project',
  date: '2024-12-14',
  links: { report: 'https://example.com/report', fix: 'https://example.com/fix', introduced: 'https://example.com/pr' },
  family: 'handle-leak',
  severity: 'error',
  // The plan asks nothing of it.
  detector: { name: 'handle-leak' } as Incident['detector'],
  params: {},
  comment: '{{handle}} is opened and not closed.',
};

export function right(path: string, line: number, endLine = line): Location {
  return { path, line, endLine, side: 'RIGHT' };
}

export function left(path: string, line: number, endLine = line): Location {
  return { path, line, endLine, side: 'LEFT' };
}

export function finding(given: Partial<Finding> = {}): Finding {
  const at = given.at ?? right('pkg/mtu.go', 12);
  return {
    incident: 'leak',
    family: 'handle-leak',
    severity: 'error',
    confidence: 'proof',
    blocks: true,
    at,
    evidence: [],
    function: 'findMTU',
    names: { handle: 'nlHandle' },
    fingerprint: '00000000000000aa',
    likeness: '00000000000000ff',
    placement: { on: 'line', location: at },
    ...given,
  };
}

export function analysis(findings: Finding[], given: Partial<Analysis> = {}): Analysis {
  return { findings, analysed: ['pkg/mtu.go'], skipped: [], timings: { total: 1234 }, ...given };
}

export function posted(given: Partial<PostedComment> = {}): PostedComment {
  return {
    id: '1',
    fingerprint: '00000000000000aa',
    body: 'what we said',
    state: 'open',
    path: 'pkg/mtu.go',
    ...given,
  };
}

/** mtu.go: the old lines 5 and 6 are deleted, the new lines 10 to 12 are added. */
export const change: Change = {
  mergeBase,
  head,
  files: [
    {
      basePath: 'pkg/mtu.go',
      headPath: 'pkg/mtu.go',
      diff: {
        hunks: [],
        removed: [5, 6],
        added: [10, 11, 12],
        seams: [{ oldStart: 5, oldEnd: 6, newBefore: 4 }],
      },
    },
  ],
};

export function plan(given: Partial<PlanInput> & { findings?: Finding[] } = {}) {
  const { findings = [], ...rest } = given;
  return planReview({
    analysis: analysis(findings),
    change,
    incidents: [incident],
    posted: [],
    config: defaultConfig,
    repositoryUrl,
    ...rest,
  });
}
