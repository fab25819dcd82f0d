import { handleLeak } from '../../src/detectors/handle-leak/handle-leak.js';
import { diffFromTexts } from '../../src/diff/diff-from-texts.js';
import { memoryTree } from '../../src/go/memory-tree.js';
import type { Incident } from '../../src/incidents/incident.js';
import { analyseChange } from '../../src/review/analyse-change.js';

const incident: Incident = {
  slug: 'taken-away',
  title: 'taken away',
  project: 'example/project',
  date: '2024-01-01',
  links: { report: '', fix: '', introduced: '' },
  family: 'handle-leak',
  severity: 'error',
  detector: handleLeak as Incident['detector'],
  params: handleLeak.params.parse({
    conventions: {
      acquire: ['open', 'new'],
      release: ['Close', 'Stop', 'close'],
      functions: ['syscall.Close'],
      except: ['time.NewTimer'],
    },
  }),
  comment: '',
};

/** The lines that a pull request deletes are marked with `-`, those that it adds with `+`. Told is what is left open, and where. */
export async function told(marked: string, elsewhere = '') {
  const side = (own: string, other: string) =>
    `package p\n\nimport (\n\t"syscall"\n\t"time"\n)\n${marked
      .split('\n')
      .filter((line) => !line.startsWith(other))
      .map((line) => (line.startsWith(own) ? line.slice(1) : line))
      .join('\n')}`;
  const [base, head] = [{ 'p.go': side('-', '+') }, { 'p.go': side('+', '-') }] as Record<string, string>[];
  if (!base || !head) throw new Error('expected two sides');
  base['other.go'] = head['other.go'] = types;
  if (elsewhere !== '') head['elsewhere.go'] = `package p\n${elsewhere}`;
  const files = Object.keys(head).map((path) => ({
    ...(base[path] === undefined ? {} : { basePath: path }),
    headPath: path,
    diff: diffFromTexts(base[path], head[path]),
  }));
  const change = { mergeBase: 'base', head: 'head', files };
  const { findings } = await analyseChange({ change, base: memoryTree(base), head: memoryTree(head) }, [incident]);
  return findings.map(({ names, confidence }) => `${confidence}: ${names.handle} at ${names.exit}`);
}

const types = `package p

type thing struct{}

func (t *thing) Close() error { return nil }
func (t *thing) Use() error   { return nil }

type holder struct{ t *thing }

func (h *holder) Close() { h.t.Close() }

func openThing() (*thing, error)  { return unknown() }
func newHolder(t *thing) *holder  { return &holder{t: t} }
func use(t *thing) error          { return unknownToo(t) }
func traced(t *thing) *thing      { return wrapped(t) }
func measured(t *thing) *thing    { return wrapped(t) }
func unwrap(t *thing) (*thing, error) { return unwrapped(t) }
func setFD(fd *int) error         { return nil }
`;
