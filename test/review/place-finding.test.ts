import { describe, expect, it } from 'vitest';
import type { ChangedFile } from '../../src/diff/change.js';
import { diffFromTexts } from '../../src/diff/diff-from-texts.js';
import type { Evidence, Location } from '../../src/review/finding.js';
import { placeFinding } from '../../src/review/place-finding.js';
import { left, right } from './world.js';

const lines = Array.from({ length: 30 }, (_, index) => `line ${index + 1}`);

/** The file with changes in two hunks: old line 10 removed, new lines 20 and 21 added in its place further down. */
function changed(more: Partial<ChangedFile> = {}): ChangedFile {
  const head = [...lines.slice(0, 9), ...lines.slice(10, 20), 'added 20', 'added 21', ...lines.slice(20)];
  return {
    basePath: 'a.go',
    headPath: 'a.go',
    diff: diffFromTexts(`${lines.join('\n')}\n`, `${head.join('\n')}\n`),
    ...more,
  };
}

function placed(at: Location, evidence: readonly Location[] = [], file = changed()): string {
  const placement = placeFinding({ at, evidence: evidence.map(asEvidence) }, file);
  if (placement.on !== 'line') return placement.on === 'file' ? `file ${placement.path}` : 'check';
  const { side, path, line, endLine } = placement.location;
  return `${side} ${path}:${line}${endLine === line ? '' : `-${endLine}`}`;
}

function asEvidence(location: Location): Evidence {
  return { role: 'exit', note: 'it leaves here', ...location };
}

describe('a finding is placed', () => {
  it('on its own line when the change added it', () => {
    expect(placed(right('a.go', 20), [left('a.go', 10), right('a.go', 21)])).toBe('RIGHT a.go:20');
  });

  it('else on what the change deleted', () => {
    expect(placed(right('a.go', 3), [right('a.go', 21), left('a.go', 10)])).toBe('LEFT a.go:10');
  });

  it('else on another line that was added', () => {
    expect(placed(right('a.go', 3), [right('a.go', 25), right('a.go', 21)])).toBe('RIGHT a.go:21');
  });

  it('else on a line that GitHub shows beside a change', () => {
    expect(placed(right('a.go', 3), [right('a.go', 8)])).toBe('RIGHT a.go:8');
    expect(placed(right('a.go', 12), [right('a.go', 8)])).toBe('RIGHT a.go:12');
  });

  it('else on the file', () => {
    expect(placed(right('a.go', 3), [right('a.go', 4), right('b.go', 20)])).toBe('file a.go');
  });

  it('in the check only when the file is gone or nobody knows what changed', () => {
    const gone: ChangedFile = { basePath: 'a.go', diff: diffFromTexts('x\n', undefined) };
    expect(placed(right('a.go', 3), [], gone)).toBe('check');
    expect(placed(right('a.go', 3), [], { basePath: 'a.go', headPath: 'a.go', diff: { unknown: 'too large' } })).toBe(
      'check',
    );
  });

  it('never on a range that leaves its hunk', () => {
    expect(placed(right('a.go', 20, 21))).toBe('RIGHT a.go:20-21');
    expect(placed(right('a.go', 20, 29))).toBe('file a.go');
  });

  it('on the side that a path belongs to, after a rename', () => {
    const renamed = changed({ basePath: 'old.go' });
    expect(placed(right('a.go', 3), [left('old.go', 10)], renamed)).toBe('LEFT old.go:10');
    expect(placed(right('a.go', 3), [left('a.go', 10)], renamed)).toBe('file a.go');
  });
});
