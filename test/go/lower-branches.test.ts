import { describe, expect, it } from 'vitest';
import { printed } from './loaded.js';

describe('if', () => {
  it('has edges for both outcomes', async () => {
    expect(await printed('func f(a bool) {\n\tif a {\n\t\tx()\n\t}\n\ty()\n}')).toMatchInlineSnapshot(`
      "
      func f(a)  a.go:2-7
        b0
              -> b1 when a
              -> b2 when !a
        b1
           4  @x()
              -> b3
        b2
              -> b3
        b3
           6  @y()
           7  return (end)
      "
    `);
  });

  it('keeps what its initializer declares to itself', async () => {
    expect(
      await printed('func f(err error) error {\n\tif err := g(); err != nil {\n\t\treturn err\n\t}\n\treturn err\n}'),
    ).toMatchInlineSnapshot(`
      "
      func f(err)  a.go:2-7
        b0
           3  %1 = @g()
           3  err'2 = %1
              -> b1 when err'2 != nil
              -> b2 when err'2 == nil
        b1
           4  return err'2
        b2
              -> b3
        b3
           6  return err
      "
    `);
  });

  it('tests one part of a condition after the other', async () => {
    expect(await printed('func f(a, b, c bool) {\n\tif a && (b || !c) {\n\t\tx()\n\t}\n}')).toMatchInlineSnapshot(`
      "
      func f(a, b, c)  a.go:2-6
        b0
              -> b4 when a
              -> b2 when !a
        b1
           4  @x()
              -> b3
        b2
              -> b3
        b3
           6  return (end)
        b4
              -> b1 when b
              -> b5 when !b
        b5
              -> b2 when c
              -> b1 when !c
      "
    `);
  });

  it('runs the calls of the second part only where the first held', async () => {
    expect(
      await printed('func f(h *T) {\n\tif h == nil || h.bad() {\n\t\treturn\n\t}\n\th.use()\n}'),
    ).toMatchInlineSnapshot(`
      "
      func f(h)  a.go:2-7
        b0
              -> b1 when h == nil
              -> b4 when h != nil
        b1
           4  return
        b2
              -> b3
        b3
           6  h.use()
           7  return (end)
        b4
           3  %1 = h.bad()
              -> b1 when %1
              -> b2 when !%1
      "
    `);
  });

  it('negates a whole chain', async () => {
    expect(await printed('func f(a, b bool) {\n\tif !(a && b) {\n\t\tx()\n\t}\n}')).toMatchInlineSnapshot(`
      "
      func f(a, b)  a.go:2-6
        b0
              -> b4 when a
              -> b1 when !a
        b1
           4  @x()
              -> b3
        b2
              -> b3
        b3
           6  return (end)
        b4
              -> b2 when b
              -> b1 when !b
      "
    `);
  });

  it('chains else if', async () => {
    expect(
      await printed(
        'func f(h, g *T) {\n\tif h == nil {\n\t\tx()\n\t} else if nil != g {\n\t\ty()\n\t} else {\n\t\tz()\n\t}\n}',
      ),
    ).toMatchInlineSnapshot(`
      "
      func f(h, g)  a.go:2-10
        b0
              -> b1 when h == nil
              -> b2 when h != nil
        b1
           4  @x()
              -> b3
        b2
              -> b4 when g != nil
              -> b5 when g == nil
        b3
          10  return (end)
        b4
           6  @y()
              -> b6
        b5
           8  @z()
              -> b6
        b6
              -> b3
      "
    `);
  });

  it('knows predicates that hold of errors only', async () => {
    expect(
      await printed(
        'func f(err error) {\n\tif errors.Is(err, io.EOF) {\n\t\tx()\n\t}\n}',
        'f',
        'import "errors"\nimport "io"\n',
      ),
    ).toMatchInlineSnapshot(`
      "
      func f(err)  a.go:4-8
        b0
           5  %1 = errors.Is(err, io.EOF)
              -> b1 when isError(err)
              -> b2 when !isError(err)
        b1
           6  @x()
              -> b3
        b2
              -> b3
        b3
           8  return (end)
      "
    `);
  });
});

describe('switch', () => {
  it('takes a choice, and falls through where it says so', async () => {
    expect(
      await printed(`func f(a int) {
	switch b := g(); b {
	case 1, h():
		x()
		fallthrough
	case 2:
		y()
	default:
		z()
	}
}`),
    ).toMatchInlineSnapshot(`
      "
      func f(a)  a.go:2-12
        b0
           3  %1 = @g()
           3  b = %1
           4  %2 = @h()
              -> b2
              -> b3
              -> b4
        b1
          12  return (end)
        b2
           5  @x()
              -> b3
        b3
           8  @y()
              -> b1
        b4
          10  @z()
              -> b1
      "
    `);
  });

  it('without a subject tests in turn', async () => {
    expect(
      await printed(`func f(err error, n int) {
	switch {
	case err != nil:
		x()
	case n > 1, n < 0:
		y()
	}
	z()
}`),
    ).toMatchInlineSnapshot(`
      "
      func f(err, n)  a.go:2-10
        b0
              -> b2 when err != nil
              -> b4 when err == nil
        b1
           9  @z()
          10  return (end)
        b2
           5  @x()
              -> b1
        b3
           7  @y()
              -> b1
        b4
              -> b3 when mix(n, 1)
              -> b5 when !mix(n, 1)
        b5
              -> b3 when mix(n, 0)
              -> b6 when !mix(n, 0)
        b6
              -> b1
      "
    `);
  });

  it('of an error compares it with nil', async () => {
    expect(
      await printed(`func f(err error) {
	switch err {
	case nil:
		x()
	case ErrGone:
		y()
	}
}`),
    ).toMatchInlineSnapshot(`
      "
      func f(err)  a.go:2-9
        b0
              -> b2 when err == nil
              -> b4 when err != nil
        b1
           9  return (end)
        b2
           5  @x()
              -> b1
        b3
           7  @y()
              -> b1
        b4
              -> b3 when err == @ErrGone
              -> b5 when err != @ErrGone
        b5
              -> b1
      "
    `);
  });

  it('may stand with its default first, and be left by break', async () => {
    expect(
      await printed(`func f(a int) {
	switch a {
	default:
		x()
	case 1:
		if a > 0 {
			break
		}
		y()
	}
}`),
    ).toMatchInlineSnapshot(`
      "
      func f(a)  a.go:2-12
        b0
              -> b3
              -> b2
        b1
          12  return (end)
        b2
           5  @x()
              -> b1
        b3
              -> b4 when mix(a, 0)
              -> b5 when !mix(a, 0)
        b4
              -> b1
        b5
              -> b6
        b6
          10  @y()
              -> b1
      "
    `);
  });

  it('of types declares the alias anew in each case', async () => {
    expect(
      await printed(`func f(a any) {
	switch b := a.(type) {
	case nil:
		x()
	case *T:
		y(b)
	case int, string:
		z(b)
	}
}`),
    ).toMatchInlineSnapshot(`
      "
      func f(a)  a.go:2-11
        b0
              -> b2 when a == nil
              -> b5 when a != nil
        b1
          11  return (end)
        b2
           3  b = a
           5  @x()
              -> b1
        b3
           3  b'2 = *./.T(a)
           7  @y(b'2)
              -> b1
        b4
           3  b'3 = a
           9  @z(b'3)
              -> b1
        b5
              -> b3
              -> b4
              -> b1
      "
    `);
  });

  it('without cases does nothing', async () => {
    expect(await printed('func f() {\n\tswitch g() {\n\t}\n\tx()\n}')).toMatchInlineSnapshot(`
      "
      func f()  a.go:2-6
        b0
           3  %1 = @g()
              -> b1
        b1
           5  @x()
           6  return (end)
      "
    `);
  });
});

describe('select', () => {
  it('waits for one of its cases', async () => {
    expect(
      await printed(`func f(in chan int, out chan<- int, done <-chan struct{}) {
	select {
	case v, ok := <-in:
		x(v, ok)
	case out <- g():
		y()
	case <-done:
		return
	}
	z()
}`),
    ).toMatchInlineSnapshot(`
      "
      func f(in, out, done)  a.go:2-12
        b0
           6  %1 = @g()
              -> b2
              -> b3
              -> b4
        b1
          11  @z()
          12  return (end)
        b2
           4  %2, %3 = <-in (case of 3)
           4  v = %2
           4  ok = %3
           5  @x(v, ok)
              -> b1
        b3
           6  out <- %1 (case of 3)
           7  @y()
              -> b1
        b4
           8  <-done (case of 3)
           9  return
      "
    `);
  });

  it('with a default does not wait', async () => {
    expect(
      await printed('func f(c chan int, v int) {\n\tselect {\n\tcase v = <-c:\n\tdefault:\n\t\tx()\n\t}\n}'),
    ).toMatchInlineSnapshot(`
      "
      func f(c, v)  a.go:2-8
        b0
              -> b2
              -> b3
        b1
           8  return (end)
        b2
           4  %1 = <-c (case of 2 with default)
           4  v = %1
              -> b1
        b3
           6  @x()
              -> b1
      "
    `);
  });

  it('without cases never ends', async () => {
    expect(await printed('func f() {\n\tx()\n\tselect {}\n}')).toMatchInlineSnapshot(`
      "
      func f()  a.go:2-5
        b0
           3  @x()
      "
    `);
  });
});
