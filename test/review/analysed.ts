import { mergeConfig } from '../../src/config/merge-config.js';
import type { ConfigSettings } from '../../src/config/parse-config.js';
import { handleLeak } from '../../src/detectors/handle-leak/handle-leak.js';
import type { ChangedFile } from '../../src/diff/change.js';
import { diffFromTexts } from '../../src/diff/diff-from-texts.js';
import { memoryTree } from '../../src/go/memory-tree.js';
import type { Incident } from '../../src/incidents/incident.js';
import { analyseChange } from '../../src/review/analyse-change.js';
import type { Analysis, Finding } from '../../src/review/finding.js';
import { incident } from './world.js';

export type Files = Record<string, string>;

/** A handle of a library that is no part of the repository must be closed. */
export const leak: Incident = {
  ...incident,
  detector: handleLeak as Incident['detector'],
  params: {
    resources: [{ type: 'example.com/lib.Handle', acquire: ['example.com/lib.Open'], release: ['Close'] }],
  },
};

/** What a pull request gets that turns `base` into `head`. `renamed`: the old path by the new one. */
export async function analysed(
  base: Files,
  head: Files,
  {
    renamed = {},
    incidents = [leak],
    config = {},
  }: { renamed?: Record<string, string>; incidents?: readonly Incident[]; config?: ConfigSettings } = {},
): Promise<Analysis> {
  const files = [
    ...Object.keys(head).map((path) => changedFile(base, head, renamed[path] ?? path, path)),
    ...Object.keys(base)
      .filter((path) => head[path] === undefined && !Object.values(renamed).includes(path))
      .map((path) => changedFile(base, head, path, undefined)),
  ];
  const change = { mergeBase: 'base', head: 'head', files: files.flatMap((each) => each ?? []) };
  return analyseChange({ change, base: memoryTree(base), head: memoryTree(head) }, incidents, mergeConfig(config));
}

function changedFile(
  base: Files,
  head: Files,
  basePath: string,
  headPath: string | undefined,
): ChangedFile | undefined {
  const [before, after] = [base[basePath], headPath === undefined ? undefined : head[headPath]];
  if (before === after && basePath === headPath) return undefined;
  return {
    ...(before === undefined ? {} : { basePath }),
    ...(headPath === undefined ? {} : { headPath }),
    diff: diffFromTexts(before, after),
  };
}

/** A Go file with these functions; `func` of each is at the beginning of a line. */
export function goFile(...functions: string[]): string {
  return `package a\n\nimport "example.com/lib"\n\n${functions.join('\n\n')}\n`;
}

/** A function that opens `h`, with statements before and after its use. */
export function opening(name: string, ...statements: string[]): string {
  const lines = ['h, err := lib.Open()', 'if err != nil {', '\treturn err', '}', ...statements, 'return h.List()'];
  return `func ${name}() error {\n${lines.map((line) => `\t${line}`).join('\n')}\n}`;
}

/** Where findings are placed: `RIGHT a.go:6`, `file a.go`, `check`. */
export function places(findings: readonly Finding[]): string[] {
  return findings.map(({ placement }) => {
    if (placement.on === 'line') {
      const { side, path, line } = placement.location;
      return `${side} ${path}:${line}`;
    }
    return placement.on === 'file' ? `file ${placement.path}` : 'check';
  });
}
