import { describe, expect, it } from 'vitest';
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
async function told(marked: string, elsewhere = '') {
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

describe('a release that is taken away', () => {
  it('leaves an exit that it saw to', async () => {
    const code = `
func f() error {
	t, err := openThing()
	if err != nil {
		return err
	}
	if err := use(t); err != nil {
-		t.Close()
		return err
	}
	t.Close()
	return nil
}`;
    expect(await told(code)).toEqual(['likely: t at return err']);
  });

  it('is a deferred one', async () => {
    const code = `
func f() error {
	t, err := openThing()
	if err != nil {
		return err
	}
-	defer t.Close()
	return use(t)
}`;
    expect(await told(code)).toEqual(['likely: t at return use(t)']);
  });

  it('is not missed when what is made of the thing is given back in its place', async () => {
    const code = `
func f(t *thing) error {
-	defer t.Close()
+	first := t
	t, err := unwrap(t)
	if err != nil {
+		first.Close()
		return err
	}
+	defer func() {
+		t.Close()
+	}()
	return use(t)
}
func g() error {
	t, err := openThing()
	if err != nil {
		return err
	}
-	defer t.Close()
	t = traced(measured(t))
	if err := use(t); err != nil {
+		t.Close()
		return err
	}
+	t.Close()
	return nil
}`;
    expect(await told(code)).toEqual([]);
  });

  it('is missed on an exit after what was made of the thing', async () => {
    const code = `
func f() error {
	t, err := openThing()
	if err != nil {
		return err
	}
	t = traced(measured(t))
	if err := use(t); err != nil {
-		t.Close()
		return err
	}
	t.Close()
	return nil
}`;
    expect(await told(code)).toEqual(['likely: t at return err']);
  });

  it('is missed when something else takes the place of the thing', async () => {
    const code = `
func f(other *thing) error {
	t, err := openThing()
	if err != nil {
		return err
	}
-	t.Close()
	t = traced(measured(other))
	t.Close()
	return nil
}`;
    expect(await told(code)).toEqual(['likely: t at t = traced(measured(other))']);
  });

  it('stands in a literal that runs later', async () => {
    const code = `
func f(work func()) error {
	t, err := openThing()
	if err != nil {
		return err
	}
	go func() {
		work()
-		t.Close()
	}()
	return nil
}`;
    expect(await told(code)).toEqual(['likely: t at return nil']);
  });

  it('gives back what a callee has set', async () => {
    const code = `
func f() error {
	var fd int
	if err := setFD(&fd); err != nil {
		return err
	}
-	defer syscall.Close(fd)
	return nil
}`;
    expect(await told(code)).toEqual(['likely: fd at return nil']);
  });

  it('saw to one exit of a parameter, and others still do', async () => {
    const code = `
func f(t *thing, bad bool) error {
	if bad {
-		t.Close()
		return nil
	}
	err := t.Use()
	t.Close()
	return err
}`;
    expect(await told(code)).toEqual(['likely: t at return nil']);
  });

  it('came before a field is set anew', async () => {
    const code = `
func (h *holder) again() error {
-	h.t.Close()
	t, err := openThing()
	h.t = t
	return err
}

func (h *holder) other() { h.t.Close() }`;
    expect(await told(code)).toEqual(['likely: h.t at h.t = t']);
  });

  it('is forgotten by the method that gives back everything else', async () => {
    const code = `
type owner struct{ first, second *thing }

func (o *owner) Close() {
	o.first.Close()
-	o.second.Close()
}`;
    expect(await told(code)).toEqual(['likely: o.second at the end of the function']);
  });
});

describe('a release that is only somewhere else now', () => {
  it('is deferred', async () => {
    const code = `
func f() error {
	t, err := openThing()
	if err != nil {
		return err
	}
+	defer t.Close()
	err = use(t)
-	t.Close()
	return err
}`;
    expect(await told(code)).toEqual([]);
  });

  it('is in a helper', async () => {
    const code = `
func f() error {
	t, err := openThing()
	if err != nil {
		return err
	}
-	defer t.Close()
+	defer done(t)
	return use(t)
}`;
    expect(await told(code, '\nfunc done(t *thing) { t.Close() }\n')).toEqual([]);
  });

  it('is with what the thing was given to', async () => {
    const code = `
func f() error {
	t, err := openThing()
	if err != nil {
		return err
	}
	h := newHolder(t)
-	defer t.Close()
+	defer h.Close()
	return h.t.Use()
}`;
    expect(await told(code)).toEqual([]);
  });

  it('is with the caller, who gets the thing', async () => {
    const code = `
-func f() error {
+func f() (*thing, error) {
	t, err := openThing()
	if err != nil {
-		return err
+		return nil, err
	}
-	defer t.Close()
-	return use(t)
+	return t, use(t)
}`;
    expect(await told(code)).toEqual([]);
  });

  it('is with the caller of a parameter', async () => {
    const code = `
func f(t *thing) error {
-	defer t.Close()
	return t.Use()
}`;
    expect(await told(code)).toEqual([]);
  });

  it('is in another method of the owner', async () => {
    const code = `
type owner struct{ first, second *thing }

func (o *owner) Close() {
	o.first.Close()
-	o.second.Close()
}

func (o *owner) finish() { o.second.Close() }`;
    expect(await told(code)).toEqual([]);
  });

  it('was one of two', async () => {
    const code = `
func f() error {
	t, err := openThing()
	if err != nil {
		return err
	}
	defer t.Close()
	err = use(t)
-	t.Close()
	return err
}`;
    expect(await told(code)).toEqual([]);
  });

  it('went with the thing', async () => {
    const code = `
func f() error {
-	t, err := openThing()
-	if err != nil {
-		return err
-	}
-	defer t.Close()
-	return use(t)
+	return nil
}`;
    expect(await told(code)).toEqual([]);
  });

  it('stopped a timer, which need not be stopped', async () => {
    const code = `
func f(d time.Duration) {
	timer := time.NewTimer(d)
	<-timer.C
-	timer.Stop()
}`;
    expect(await told(code)).toEqual([]);
  });
});
