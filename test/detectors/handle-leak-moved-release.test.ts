import { describe, expect, it } from 'vitest';
import { told } from './taken-away-told.js';

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

  it.each([
    ['it runs on every way out', '\t\tt.Close()', []],
    ['it runs on failure only', '\t\tif err != nil {\n+\t\t\tt.Close()\n+\t\t}', []],
    ['it does something else', '\t\tt.Name()', ['likely: t at return err']],
  ])('is in a deferred literal that gets it as an argument: %s', async (_name, body, expected) => {
    const code = `
func f() (err error) {
	t, err := openThing()
	if err != nil {
		return err
	}
+	defer func(t *thing) {
+${body}
+	}(t)
	if err = use(t); err != nil {
-		t.Close()
		return err
	}
	return t.Close()
}`;
    expect(await told(code)).toEqual(expected);
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
