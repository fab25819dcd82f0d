import { runCommandLine } from '../../src/cli/command-line.js';
import type { ReviewPorts } from '../../src/cli/review-command.js';
import { rulesOfRepository } from '../../src/cli/rules-of-repository.js';
import type { Detector } from '../../src/detectors/detector.js';
import { diffFromTexts } from '../../src/diff/diff-from-texts.js';
import type { Incident } from '../../src/incidents/incident.js';
import type { Analysis, Evidence, Finding } from '../../src/review/finding.js';
import { planReview } from '../../src/review/plan-review.js';
import { previewConfig } from '../../src/review/preview-config.js';
import { known } from '../diff/texts.js';

export const base = 'package a\n\nfunc f() {\n\th := open()\n\tdefer h.Close()\n\tuse(h)\n}\n';
export const head = 'package a\n\nfunc f() {\n\th := open()\n\tuse(h)\n}\n';

export const incident: Incident = {
  slug: 'handle-never-closed',
  title: 'A handle is opened and never closed',
  project: 'example/project',
  date: '2024-01-01',
  links: {
    report: 'https://example.com/report',
    fix: 'https://example.com/fix',
    introduced: 'https://example.com/introduced',
  },
  family: 'handle-leak',
  severity: 'error',
  detector: { name: 'handle-leak' } as Detector,
  params: {},
  comment: 'The handle {{handle}} is not given back.',
};

export function finding(changed: Partial<Finding> = {}): Finding {
  const path = 'a.go';
  const evidence: Evidence[] = [
    { role: 'acquire', path, line: 4, endLine: 4, side: 'RIGHT', note: 'h is opened here' },
    { role: 'release', path, line: 5, endLine: 5, side: 'LEFT', note: 'its release was removed' },
  ];
  return {
    incident: incident.slug,
    family: 'handle-leak',
    severity: 'error',
    confidence: 'proof',
    blocks: true,
    at: { path, line: 4, endLine: 4, side: 'RIGHT' },
    evidence,
    function: 'f',
    names: { handle: 'h' },
    fingerprint: '0123456789abcdef',
    likeness: 'ffffffffffffffff',
    placement: { on: 'line', location: { path, line: 5, endLine: 5, side: 'LEFT' } },
    ...changed,
  };
}

interface World {
  findings?: Finding[];
  skipped?: Analysis['skipped'];
  /** Texts at head; the base always has `base`. */
  headText?: string;
  ports?: Partial<ReviewPorts>;
  isTTY?: boolean;
  environment?: NodeJS.ProcessEnv;
}

/** Runs a command line against stubs and gives what it wrote. */
export async function run(args: string[], world: World = {}) {
  const text = { out: '', err: '' };
  const into = (stream: 'out' | 'err') => (written: string) => {
    text[stream] += written;
  };
  let closed = 0;
  const tree = (content: string) => ({
    list: async () => new Map(),
    read: async (paths: readonly string[]) => new Map(paths.map((path) => [path, { id: '1', text: content }])),
  });
  const ports: ReviewPorts = {
    readChange: async () => ({
      change: {
        mergeBase: 'b'.repeat(40),
        head: 'c'.repeat(40),
        files: [{ basePath: 'a.go', headPath: 'a.go', diff: known(diffFromTexts(base, world.headText ?? head)) }],
      },
      base: tree(base),
      head: tree(world.headText ?? head),
      trusted: { list: async () => new Map(), read: async () => new Map() },
      close: async () => {
        closed++;
      },
    }),
    loadIncidents: async () => [incident],
    readRules: rulesOfRepository,
    previewConfig,
    analyse: async () => ({
      findings: world.findings ?? [],
      analysed: ['a.go'],
      skipped: world.skipped ?? [],
      timings: { parse: 1.26 },
    }),
    plan: async (input) => planReview(input),
    writeReport: async () => {},
    today: () => '2026-06-15',
    now: () => 0,
    ...world.ports,
  };
  const { environment = {}, isTTY = false } = world;
  const terminal = { out: { isTTY, write: into('out') }, err: { write: into('err') }, environment };
  const exitCode = await runCommandLine(args, terminal, ports);
  return { ...text, exitCode, closed };
}

export const review = ['review', '--base', 'main', '--head', 'HEAD'];
