import type { RepositoryConfig } from '../config/config-schema.js';
import type { Incident } from '../incidents/incident.js';
import { editsConfig } from '../review/edits-config.js';
import type { Analysis } from '../review/finding.js';
import type { PlanInput } from '../review/plan-review.js';
import type { ConfigPreview, PreviewInput } from '../review/preview-config.js';
import type { ReadChange } from '../review/review-host.js';
import type { ReviewPlan } from '../review/review-plan.js';
import { actionsReport } from './actions-report.js';
import { githubReport } from './github-report.js';
import { jsonReport } from './json-report.js';
import { noColours, type Paint } from './paint.js';
import { rdjsonReport } from './rdjson-report.js';
import type { ReviewResult } from './review-result.js';
import type { AskedFor, RepositoryRules } from './rules-of-repository.js';
import { sarifReport } from './sarif-report.js';
import { textReport } from './text-report.js';

export const reportFormats = ['text', 'json', 'github', 'sarif', 'rdjson', 'actions'] as const;

export interface ReviewOptions {
  repo: string;
  base: string;
  head: string;
  format: ReportFormat;
  /** Reports to write to files besides the one that is printed. */
  write: readonly ReportFile[];
  /** A file with a configuration. */
  config?: string;
  /** Incidents that the app has demoted. */
  shadow?: readonly string[];
}

export type ReportFormat = (typeof reportFormats)[number];

export interface ReportFile {
  format: ReportFormat;
  file: string;
}

/** What the command needs of the rest; each loads its code when it is called. */
export interface ReviewPorts {
  /** `trusted`: the files of the commit that `base` names. */
  readChange(range: {
    repo: string;
    base: string;
    head: string;
  }): Promise<ReadChange & { trusted: ReadChange['base']; close(): Promise<void> }>;
  loadIncidents(): Promise<readonly Incident[]>;
  readRules(trusted: ReadChange['base'], builtIn: readonly Incident[], asked: AskedFor): Promise<RepositoryRules>;
  analyse(read: ReadChange, incidents: readonly Incident[], config: RepositoryConfig): Promise<Analysis>;
  previewConfig(input: PreviewInput): Promise<ConfigPreview>;
  plan(input: PlanInput): Promise<ReviewPlan>;
  /** Rejects with a ReportFileError. */
  writeReport(file: string, text: string): Promise<void>;
  /** YYYY-MM-DD, UTC. */
  today(): string;
  /** Milliseconds, from any start. */
  now(): number;
}

/** Reviews one change of a repository on disk as the app would, and says it as a report. `exitCode` is 1 when a finding blocks. */
export async function reviewCommand(options: ReviewOptions, ports: ReviewPorts, paint: Paint) {
  const started = ports.now();
  const timings: Record<string, number> = {};
  const timed = async <Value>(step: string, work: Promise<Value>): Promise<Value> => {
    const start = ports.now();
    const value = await work;
    timings[step] = ports.now() - start;
    return value;
  };
  const { repo, base, head, config, shadow } = options;
  const reading = timed('readChange', ports.readChange({ repo, base, head }));
  const loading = timed('loadIncidents', ports.loadIncidents());
  const [outcome, loaded] = await Promise.allSettled([reading, loading]);
  if (outcome.status === 'rejected') throw outcome.reason;
  const read = outcome.value;
  try {
    if (loaded.status === 'rejected') throw loaded.reason;
    const rules = await timed('readRules', ports.readRules(read.trusted, loaded.value, { config, shadow }));
    const analysis = await timed('analyse', ports.analyse(read, rules.incidents, rules.config));
    const preview = editsConfig(read.change)
      ? await timed('previewConfig', ports.previewConfig({ read, ...rules, analyse: ports.analyse }))
      : undefined;
    const input = {
      analysis,
      change: read.change,
      posted: [],
      decisions: { triaged: [], today: ports.today() },
      ...rules,
      ...(preview ? { preview } : {}),
    };
    const plan = await timed('plan', ports.plan(input));
    const total = ports.now() - started;
    const result: ReviewResult = {
      read,
      ...rules,
      ...(preview ? { preview } : {}),
      analysis,
      plan,
      timings: { ...timings, ...analysis.timings, total },
    };
    for (const { format, file } of options.write)
      await ports.writeReport(file, `${await reports[format](result, noColours)}\n`);
    const report = await reports[options.format](result, paint);
    return { report: `${report}\n`, exitCode: plan.check.conclusion === 'failure' ? 1 : 0 };
  } finally {
    await read.close();
  }
}

const reports: Record<ReportFormat, (result: ReviewResult, paint: Paint) => string | Promise<string>> = {
  text: textReport,
  json: jsonReport,
  github: githubReport,
  sarif: sarifReport,
  rdjson: rdjsonReport,
  actions: actionsReport,
};
