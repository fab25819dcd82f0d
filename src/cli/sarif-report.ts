import type { Incident } from '../incidents/incident.js';
import type { Evidence, Finding, Severity } from '../review/finding.js';
import { type HeadLines, headLinesOf } from '../review/head-line.js';
import { printable, printableJson } from './printable.js';
import type { ReviewResult } from './review-result.js';
import { version } from './version.js';

/** SARIF's word for a notice is a note: https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/sarif-v2.1.0-os.html#_Toc34317648 */
const levels: Record<Severity, 'error' | 'warning' | 'note'> = { error: 'error', warning: 'warning', notice: 'note' };

/**
 * What `--format sarif` prints: one run of SARIF 2.1.0 (https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html), for
 * code scanning and for viewers. The evidence of a finding is its code flow. SARIF knows one version of the code, so what stands on a
 * deleted line is shown where the gap is at the head.
 */
export function sarifReport({ read, incidents, analysis, plan }: ReviewResult): string {
  const { mergeBase, head } = read.change;
  const said = incidents.filter(({ slug }) => plan.findings.some(({ incident }) => incident === slug));
  const rules = said.map(rule);
  const results = plan.findings.map((finding) => {
    const ruleIndex = said.findIndex(({ slug }) => slug === finding.incident);
    return { ...result(finding, said[ruleIndex], headLinesOf(finding, read.change)), ruleIndex };
  });
  const notAnalysed = analysis.skipped.map(({ path, reason }) => ({
    level: 'note',
    message: text(`not analysed: ${reason}`),
    locations: [{ physicalLocation: { artifactLocation: artifact(path) } }],
  }));
  return printableJson({
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'Hindsight', semanticVersion: version(), rules } },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { SRCROOT: { description: text('The top of the repository at the head of the change.') } },
        invocations: [{ executionSuccessful: true, toolExecutionNotifications: notAnalysed }],
        results,
        properties: { mergeBase, head },
      },
    ],
  });
}

function rule({ slug, title, project, date, links, family, severity }: Incident) {
  const story = `An incident of ${project}, ${date}. Report: ${links.report} Fix: ${links.fix}`;
  return {
    id: slug,
    shortDescription: text(title),
    fullDescription: text(`${title}. ${story}`),
    help: text(story),
    helpUri: links.report,
    defaultConfiguration: { level: levels[severity] },
    properties: { tags: [family] },
  };
}

function result(finding: Finding, incident: Incident | undefined, lines: HeadLines | undefined) {
  const what = `${incident?.title ?? finding.incident} (in ${finding.function})`;
  const why = finding.evidence.map(({ note }) => note).join('; ');
  return {
    ruleId: finding.incident,
    level: levels[finding.severity],
    message: text(why === '' ? what : `${what}: ${why}`),
    locations: [{ physicalLocation: physical(lines ?? { path: finding.at.path }) }],
    // One that code scanning knows a finding by when its lines move.
    partialFingerprints: { 'hindsight/v1': finding.fingerprint },
    ...(finding.evidence.length > 0
      ? { codeFlows: [{ threadFlows: [{ locations: finding.evidence.map(step) }] }] }
      : {}),
    properties: { confidence: finding.confidence, blocks: finding.blocks },
  };
}

function step(evidence: Evidence) {
  const { path, line, endLine, side, note } = evidence;
  // A line of the merge base would be looked up in the head and show other code, so only its file is given.
  const location =
    side === 'RIGHT'
      ? { physicalLocation: physical({ path, line, endLine }), message: text(note) }
      : { physicalLocation: physical({ path }), message: text(`${note} (line ${line} before this change)`) };
  return { location };
}

function physical({ path, line, endLine }: { path: string } & Partial<HeadLines>) {
  return {
    artifactLocation: artifact(path),
    ...(line === undefined ? {} : { region: { startLine: line, endLine: endLine ?? line } }),
  };
}

function artifact(path: string) {
  // A lone surrogate would make encodeURIComponent throw.
  const uri = path
    .replace(/\p{Cs}/gu, '\uFFFD')
    .split('/')
    .map(encodeURIComponent)
    .join('/');
  return { uri, uriBaseId: 'SRCROOT' };
}

/** In a message of SARIF `[text](target)` is a link; names from the pull request make none. */
function text(plain: string) {
  return { text: printable(plain).replace(/[\\[\]]/g, '\\$&') };
}
