import { describe, expect, test } from 'vitest';
import type { ChangedFile } from '../../src/diff/change.js';
import { diffFromTexts } from '../../src/diff/diff-from-texts.js';
import { memoryTree } from '../../src/go/memory-tree.js';
import { loadIncidents } from '../../src/incidents/load-incidents.js';
import { analyseChange } from '../../src/review/analyse-change.js';

const incidents = await loadIncidents();

/** What is found in a new file with this body of a function. */
async function found(body: string, before?: string) {
  const text = file(body);
  const base = before === undefined ? undefined : file(before);
  return analysed(text, base);
}

function file(body: string): string {
  return `package files\n\nimport (\n\t"fmt"\n\t"os"\n)\n\nfunc size(path string) (int64, error) {\n${body}}\n`;
}

async function analysed(text: string, base?: string) {
  const goMod = 'module example.com/files\n\ngo 1.24\n';
  const changed: ChangedFile = {
    ...(base === undefined ? {} : { basePath: 'files.go' }),
    headPath: 'files.go',
    diff: diffFromTexts(base, text),
  };
  const { findings } = await analyseChange(
    {
      change: { mergeBase: 'b'.repeat(40), head: 'a'.repeat(40), files: [changed] },
      base: memoryTree({ 'go.mod': goMod, ...(base === undefined ? {} : { 'files.go': base }) }),
      head: memoryTree({ 'go.mod': goMod, 'files.go': text }),
    },
    incidents,
  );
  return findings;
}

const use = '\tinfo, err := f.Stat()\n\tif err != nil {\n\t\treturn 0, err\n\t}\n\treturn info.Size(), nil\n';
const check = '\tif err != nil {\n\t\treturn 0, fmt.Errorf(\n\t\t\t"open: %w", err,\n\t\t)\n\t}\n';

describe('a suggestion', () => {
  test('is a line below the error check, and once it is applied nothing is found any more', async () => {
    const body = `\tf, err := os.Open(path)\n${check}${use}`;
    const [finding] = await found(body);
    expect(finding).toMatchObject({
      placement: { on: 'line', location: { line: 9, endLine: 14, side: 'RIGHT' } },
      suggestion: { line: 9, endLine: 14 },
    });
    const { line = 0, endLine = 0, lines = [] } = finding?.suggestion ?? {};
    expect(lines.at(-1)).toBe('\tdefer f.Close()');
    const applied = file(body)
      .split('\n')
      .toSpliced(line - 1, endLine - line + 1, ...lines)
      .join('\n');
    expect(applied).toBe(file(`\tf, err := os.Open(path)\n${check}\tdefer f.Close()\n${use}`));
    expect(await analysed(applied)).toEqual([]);
  });

  test('is not made when', async () => {
    const open = '\tf, err := os.Open(path)\n';
    const bodies = {
      'the error is looked at together with something else': `${open}\tif err != nil && path != "" {\n\t\treturn 0, err\n\t}\n${use}`,
      'the error is looked at and gone on from': `${open}\tif err != nil {\n\t\tfmt.Println(err)\n\t}\n${use}`,
      'there is an else': `${open}\tif err != nil {\n\t\treturn 0, err\n\t} else {\n\t\tfmt.Println(path)\n\t}\n${use}`,
      'it is closed on another path': `${open}${check}\tif path == "" {\n\t\tf.Close()\n\t\treturn 0, nil\n\t}\n${use}`,
      'it stands in a loop': `\tfor range 3 {\n\t\tf, err := os.Open(path)\n\t\tif err != nil {\n\t\t\treturn 0, err\n\t\t}\n\t\tfmt.Println(f.Name())\n\t}\n\treturn 0, nil\n`,
      'the line has characters that nobody sees': `\tf, err := os.Open(path) // \u202E\n${check}${use}`,
      'the line looks like a mark of ours': `\tf, err := os.Open(path) // <!-- hindsight:\n${check}${use}`,
    };
    for (const [why, body] of Object.entries(bodies)) {
      const findings = await found(body);
      expect(
        findings.map(({ suggestion }) => suggestion),
        why,
      ).toEqual(findings.map(() => undefined));
    }
  });

  test('is not made across lines that were deleted, nor outside the hunk', async () => {
    const body = `\tf, err := os.Open(path)\n${check}${use}`;
    const closed = `\tf, err := os.Open(path)\n${check}\tdefer f.Close()\n${use}`;
    const [deleted] = await found(body, closed);
    expect(deleted).toMatchObject({ placement: { location: { side: 'LEFT' } } });
    expect(deleted?.suggestion).toBeUndefined();
    const longer = check.replace('\t\treturn', '\t\tfmt.Println(path)\n\t\treturn');
    const [cut] = await found(body, `\tf, err := openAny(path)\n${longer}${use}`);
    expect(cut?.suggestion).toBeUndefined();
  });
});
