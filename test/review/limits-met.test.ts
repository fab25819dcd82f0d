import { expect, it } from 'vitest';
import { diffFromTexts } from '../../src/diff/diff-from-texts.js';
import { memoryTree } from '../../src/go/memory-tree.js';
import { loadIncidents } from '../../src/incidents/load-incidents.js';
import { analyseChange } from '../../src/review/analyse-change.js';

const incidents = await loadIncidents();

/** A file that stays open, behind as many independent questions as are asked. */
function code(questions: number): string {
  const asked = Array.from({ length: questions }, (_, index) => index);
  return `package p

import "os"

func read(path string, ${asked.map((each) => `q${each}`).join(', ')} bool) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
${asked.map((each) => `\tif q${each} {\n\t\tprintln(f.Name())\n\t}`).join('\n')}
${asked.map((each) => `\tif q${each} {\n\t\tprintln(f.Name())\n\t}`).join('\n')}
	return nil
}
`;
}

async function reviewed(text: string) {
  const files = [{ headPath: 'p.go', diff: diffFromTexts(undefined, text) }];
  const read = { change: { mergeBase: 'base', head: 'head', files }, base: memoryTree({}) };
  return analyseChange({ ...read, head: memoryTree({ 'p.go': text }) }, incidents);
}

it('is silent about what lies behind a limit, and says so', async () => {
  const { findings, skipped } = await reviewed(code(16));
  expect(findings).toEqual([]);
  expect(skipped).toEqual([{ path: 'p.go', reason: 'more than 4000 ways in read: what lies behind was not followed' }]);
});

it('says nothing where no limit was met', async () => {
  const { findings, skipped } = await reviewed(code(3));
  expect(findings.map(({ incident }) => incident)).toEqual(['file-left-open-on-an-error-return']);
  expect(skipped).toEqual([]);
});

it('says where a chain of constructors was not followed to its end', async () => {
  const chain = Array.from(
    { length: 10 },
    (_, index) => `func open${index + 1}(path string) (*os.File, error) {\n\treturn open${index}(path)\n}\n`,
  );
  const first = 'func open0(path string) (*os.File, error) {\n\treturn os.Open(path)\n}\n';
  const use = 'func use(path string) {\n\tf, err := open10(path)\n\tif err == nil {\n\t\tprintln(f.Name())\n\t}\n}\n';
  const { findings, skipped } = await reviewed(`package p\n\nimport "os"\n\n${use}${chain.reverse().join('')}${first}`);
  expect(findings).toEqual([]);
  expect(skipped.map(({ reason }) => reason)).toEqual([
    'more than 6 constructors in a chain in open3: what lies behind was not followed',
  ]);
});

const sayings = (reasons: { reason: string }[]) =>
  reasons.map(({ reason }) => reason.replace(': what lies behind was not followed', ''));

it('says where a field is used by more functions than are looked at', async () => {
  const users = Array.from({ length: 30 }, (_, index) => `func (s *store) read${index}() bool { return s.open }\n`);
  const code = (readers: number) => `package p

import "sync"

type store struct {
	mu   sync.Mutex
	open bool
}

func (s *store) Open() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.open = true
}

${users.slice(0, readers).join('')}
func (s *store) Close() { s.open = false }
`;
  const [only, ...others] = sayings((await reviewed(code(29))).skipped);
  expect(only).toMatch(/^more than 30 functions that speak of a field in store\./);
  expect(others).toEqual([]);
  expect(sayings((await reviewed(code(28))).skipped)).toEqual([]);
});

it('says where a function has more sends and receives than are looked at', async () => {
  const code = (count: number) =>
    `package p\n\nfunc send(c chan int) {\n${'\tc <- 1\n'.repeat(count)}}\n\nfunc Take(c chan int) int { return <-c }\n`;
  expect(sayings((await reviewed(code(301))).skipped)).toContain('more than 300 sends and receives in send');
  expect(sayings((await reviewed(code(3))).skipped)).toEqual([]);
});
