import { describe, expect, it } from 'vitest';
import { told } from './taken-away-told.js';

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

  it.each([
    ['an exit after what was made of the thing', 't = traced(measured(t))', '', 't at return err'],
    [
      'something else in the place of the thing',
      't = traced(measured(other))',
      '-\tt.Close()\n',
      't at t = traced(measured(other))',
    ],
  ])('is missed on %s', async (_, assignment, before, missed) => {
    const code = `
func f(other *thing) error {
	t, err := openThing()
	if err != nil {
		return err
	}
${before}	${assignment}
	if err := use(t); err != nil {
${before === '' ? '-' : ''}		t.Close()
		return err
	}
	t.Close()
	return nil
}`;
    expect(await told(code)).toEqual([`likely: ${missed}`]);
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
