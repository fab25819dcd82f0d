import { describe, expect, it } from 'vitest';
import { printed } from './loaded.js';

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
