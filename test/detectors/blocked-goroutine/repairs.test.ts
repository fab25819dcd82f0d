import { expect, test } from 'vitest';
import { diffFromTexts } from '../../../src/diff/diff-from-texts.js';
import { memoryTree } from '../../../src/go/memory-tree.js';
import { loadIncidents } from '../../../src/incidents/load-incidents.js';
import { analyseChange } from '../../../src/review/analyse-change.js';

const incidents = (await loadIncidents()).filter(({ family }) => family === 'blocked-goroutine');
const goMod = 'module example.com/jobs\n\ngo 1.24\n';

/** What is found in a new file, and what was not analysed of it. */
async function analysed(text: string) {
  const change = { headPath: 'jobs.go', diff: diffFromTexts(undefined, text) };
  return analyseChange(
    {
      change: { mergeBase: 'b'.repeat(40), head: 'a'.repeat(40), files: [change] },
      base: memoryTree({ 'go.mod': goMod }),
      head: memoryTree({ 'go.mod': goMod, 'jobs.go': text }),
    },
    incidents,
  );
}

const head =
  'package jobs\n\nimport (\n\t"context"\n\t"sync"\n)\n\nfunc work() error    { return nil }\nfunc prepare() error { return nil }\nfunc later()         {}\n\nvar _, _ any = context.Canceled, sync.Mutex{}\n\n';

const ask = (made: string, sender: string) =>
  `${head}func ask(ctx context.Context) error {
	result := ${made}
	go func() {
${sender}	}()
	select {
	case err := <-result:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}
`;

const gather = (body: string, opening = 'go func() {', closing = '}()', before = '') =>
  `${head}func gather(group *sync.WaitGroup) {
${before}	group.Add(1)
	${opening}
${body}	${closing}
	group.Wait()
}
`;

const skipping = '\t\tif err := prepare(); err != nil {\n\t\t\treturn\n\t\t}\n\t\twork()\n\t\tgroup.Done()\n';

/** The text after the author has pressed the button. */
async function applied(text: string) {
  const { findings } = await analysed(text);
  expect(findings).toHaveLength(1);
  const { line = 0, endLine = 0, lines = [] } = findings[0]?.suggestion ?? {};
  expect(findings[0]?.placement).toMatchObject({ on: 'line', location: { side: 'RIGHT', line, endLine } });
  return text
    .split('\n')
    .toSpliced(line - 1, endLine - line + 1, ...lines)
    .join('\n');
}

test.each<[string, string, string]>([
  [
    'a value that nobody may receive gets room',
    ask('make(chan error)', '\t\tresult <- work()\n'),
    ask('make(chan error, 1)', '\t\tresult <- work()\n'),
  ],
  [
    'Done that one way out skips is deferred',
    gather(skipping),
    gather('\t\tdefer group.Done()\n\t\tif err := prepare(); err != nil {\n\t\t\treturn\n\t\t}\n\t\twork()\n'),
  ],
])('%s, and then nothing is found any more', async (_, broken, repaired) => {
  expect(await applied(broken)).toBe(repaired);
  const { findings, skipped } = await analysed(repaired);
  expect({ findings, skipped }).toEqual({ findings: [], skipped: [] });
});

test.each<[string, string]>([
  ['something comes after the send', ask('make(chan error)', '\t\tresult <- work()\n\t\tlater()\n')],
  ['something is deferred there', ask('make(chan error)', '\t\tdefer later()\n\t\tresult <- work()\n')],
  ['two values are sent', ask('make(chan error)', '\t\tresult <- work()\n\t\tresult <- prepare()\n')],
  ['values are sent in a loop', ask('make(chan error)', '\t\tfor range 3 {\n\t\t\tresult <- work()\n\t\t}\n')],
  [
    'the type has brackets',
    ask('make(chan func() error)', '\t\tresult <- work\n').replace(
      'case err := <-result:\n\t\treturn err',
      'case run := <-result:\n\t\treturn run()',
    ),
  ],
  ['something comes after Done', gather(`${skipping}\t\tlater()\n`)],
  [
    'Done stands on two ways',
    gather(
      '\t\tif err := prepare(); err != nil {\n\t\t\tgroup.Done()\n\t\t\treturn\n\t\t}\n\t\tif err := work(); err != nil {\n\t\t\treturn\n\t\t}\n\t\tgroup.Done()\n',
    ),
  ],
  [
    'the group is one of the goroutine',
    gather(
      skipping
        .replaceAll('group', 'own')
        .replace('\t\tif', '\t\tvar own sync.WaitGroup\n\t\tfunc() { own.Add(1) }()\n\t\tif'),
    ),
  ],
  ['the code is not as gofmt writes it', gather(skipping.replace('\t\tgroup.Done()', '\t\tgroup.Done();'))],
])('no suggestion where %s', async (_, text) => {
  const { findings } = await analysed(text);
  expect(findings).toHaveLength(1);
  expect(findings[0]?.suggestion).toBeUndefined();
});
