import type { RepositoryConfig } from '../config/config-schema.js';
import type { ChangedFile } from '../diff/change.js';
import { readGitChange } from '../git/read-git-change.js';
import type { Incident } from '../incidents/incident.js';
import { analyseChange } from '../review/analyse-change.js';
import { type Excerpt, readExcerpts } from '../review/excerpts.js';
import type { Finding, Location } from '../review/finding.js';
import { planReview } from '../review/plan-review.js';
import type { MergedPull } from './merged-pulls.js';
import type { ReplayedFinding, ReplayedPull } from './replayed-pull.js';

/** Lines of code kept before and after those of a finding, for a reader who has not the repository at hand. */
const linesAround = 5;

/** What is looked for. */
export interface Rules {
  incidents: readonly Incident[];
  config: RepositoryConfig;
}

/** Reviews one merged pull request as if it were open, and keeps the code around each finding. Throws what the review throws. */
export async function replayPull(repo: string, pull: MergedPull, { incidents, config }: Rules): Promise<ReplayedPull> {
  const started = performance.now();
  const read = await readGitChange({ repo, base: pull.base, head: pull.head });
  try {
    const analysis = await analyseChange(read, incidents, config);
    const plan = planReview({ analysis, change: read.change, incidents, posted: [], config });
    const milliseconds = performance.now() - started;
    const shadow = plan.shadow ?? [];
    const locations = [...plan.findings, ...shadow].flatMap(({ at, evidence }) => [at, ...evidence]);
    const excerpt = await readExcerpts(read, locations);
    return {
      ...pull,
      milliseconds,
      changedGoLines: read.change.files.reduce((sum, file) => sum + changedLines(file), 0),
      findings: [
        ...plan.findings.map((finding) => replayed(finding, false, excerpt)),
        ...shadow.map((finding) => replayed(finding, true, excerpt)),
      ],
      skipped: analysis.skipped.length,
    };
  } finally {
    await read.close();
  }
}

function changedLines({ basePath, headPath, diff }: ChangedFile): number {
  const isGo = (headPath ?? basePath ?? '').endsWith('.go');
  return isGo && !('unknown' in diff) ? diff.added.length + diff.removed.length : 0;
}

function replayed(finding: Finding, shadow: boolean, excerpt: Excerpt): ReplayedFinding {
  const { incident, family, severity, confidence, blocks, fingerprint } = finding;
  const place = (at: Location, around: number) => {
    return { path: at.path, line: at.line, endLine: at.endLine, side: at.side, code: excerpt(at, around) };
  };
  const at = finding.placement.on === 'line' ? finding.placement.location : finding.at;
  return {
    ...place(at, linesAround),
    ...{ incident, family, severity, confidence, blocks, shadow, fingerprint },
    function: finding.function,
    evidence: finding.evidence.map((evidence) => ({ ...place(evidence, 1), note: evidence.note })),
  };
}
