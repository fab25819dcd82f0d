import type { Finding, Location } from '../review/finding.js';
import type { ConfigPreview } from '../review/preview-config.js';
import { printableJson } from './printable.js';
import { type ReviewResult, shownAt } from './review-result.js';

/** What `--format json` prints, for programs: README.md documents the fields, so they only ever grow. */
export function jsonReport({
  read,
  analysis,
  plan,
  incidentProblems,
  configProblems,
  preview,
  timings,
}: ReviewResult): string {
  const { mergeBase, head } = read.change;
  return printableJson({
    findings: plan.findings.map(findingJson),
    shadow: (plan.shadow ?? []).map(findingJson),
    ignored: (plan.ignored ?? []).map(findingJson),
    ignoreProblems: plan.ignoreProblems ?? [],
    mergeBase,
    head,
    analysed: analysis.analysed,
    skipped: analysis.skipped,
    incidentProblems,
    configProblems,
    ...(preview ? { configPreview: previewJson(preview) } : {}),
    timings: Object.fromEntries(Object.entries(timings).map(([step, ms]) => [step, Math.round(ms * 10) / 10])),
  });
}

function previewJson({ problems, plan }: ConfigPreview) {
  if (!plan) return { problems };
  return { problems, findings: plan.findings.map(findingJson), shadow: (plan.shadow ?? []).map(findingJson) };
}

function findingJson(finding: Finding) {
  const { incident, family, severity, confidence, blocks, fingerprint, names, placement, evidence } = finding;
  return {
    incident,
    family,
    severity,
    confidence,
    blocks,
    fingerprint,
    function: finding.function,
    names,
    ...lines(shownAt(finding)),
    placement,
    evidence: evidence.map((one) => ({ role: one.role, ...lines(one), note: one.note })),
  };
}

function lines({ path, line, endLine, side }: Location): Location {
  return { path, line, endLine, side };
}
