import { describe, expect, it } from 'vitest';
import { printed } from './loaded.js';

describe('assignments', () => {
  it('take all values before they set anything', async () => {
    expect(await printed('func f(a, b int, h *T) {\n\ta, b = b, a\n\th.x, h.y = h.y, g()\n}')).toMatchInlineSnapshot(`
      "
      func f(a, b, h)  a.go:2-5
        b0
           3  %1 = b
           3  %2 = a
           3  a = %1
           3  b = %2
           4  %3 = @g()
           4  h.x = h.y
           4  h.y = %3
           5  return (end)
      "
    `);
  });

  it('take several results of one call', async () => {
    expect(
      await printed('func f() {\n\ta, err := g()\n\tb, err := g()\n\t_, err = g()\n\tx(a, b, err)\n}'),
    ).toMatchInlineSnapshot(`
      "
      func f()  a.go:2-7
        b0
           3  %1, %2 = @g()
           3  a = %1
           3  err = %2
           4  %3, %4 = @g()
           4  b = %3
           4  err = %4
           5  %5, %6 = @g()
           5  _ = %5
           5  err = %6
           6  @x(a, b, err)
           7  return (end)
      "
    `);
  });

  it('declare what the scope does not have', async () => {
    expect(
      await printed('func f() {\n\ta, err := g()\n\t{\n\t\tb, err := g()\n\t\tx(a, b, err)\n\t}\n\tx(err)\n}'),
    ).toMatchInlineSnapshot(`
      "
      func f()  a.go:2-9
        b0
           3  %1, %2 = @g()
           3  a = %1
           3  err = %2
           5  %3, %4 = @g()
           5  b = %3
           5  err'2 = %4
           6  @x(a, b, err'2)
           8  @x(err)
           9  return (end)
      "
    `);
  });

  it('say that something is in a map, of a type, from an open channel', async () => {
    expect(
      await printed(
        'func f(m map[int]*T, a any, c chan *T) {\n\th, ok := m[g()]\n\tr, ok := a.(*T)\n\ts, ok := <-c\n\tx(h, r, s, ok)\n}',
      ),
    ).toMatchInlineSnapshot(`
      "
      func f(m, a, c)  a.go:2-7
        b0
           3  %1 = @g()
           3  h = m[]
           3  ok = mix()
           4  r = *./.T(a)
           4  ok = mix()
           5  %2, %3 = <-c
           5  s = %2
           5  ok = %3
           6  @x(h, r, s, ok)
           7  return (end)
      "
    `);
  });

  it('with an operator make something of both', async () => {
    expect(await printed('func f(a, b int) {\n\ta += g(b)\n\ta++\n\tn[g(a)]--\n}')).toMatchInlineSnapshot(`
      "
      func f(a, b)  a.go:2-6
        b0
           3  %1 = @g(b)
           3  a = mix(a, %1)
           4  a = mix(a)
           5  %2 = @g(a)
           5  @n[] = mix(@n[])
           6  return (end)
      "
    `);
  });

  it('reach through pointers, fields and elements', async () => {
    expect(
      await printed('func f(h *T, p **T) {\n\th.a.b = h\n\th.list[g()].x = h\n\t*p = h\n\tall[h.name] = h\n}'),
    ).toMatchInlineSnapshot(`
      "
      func f(h, p)  a.go:2-7
        b0
           3  h.a.b = h
           4  %1 = @g()
           4  h.list[].x = h
           5  *p = h
           6  @all[] = h
           7  return (end)
      "
    `);
  });
});

describe('declarations', () => {
  it('of variables set zero, one value each, or the results of one call', async () => {
    expect(
      await printed(`func f() {
	var a, b int
	var c = g()
	var (
		d, e   = 1, g()
		h, err = g()
		_      = g()
	)
	x(a, b, c, d, e, h, err)
}`),
    ).toMatchInlineSnapshot(`
      "
      func f()  a.go:2-11
        b0
           3  a = zero
           3  b = zero
           4  %1 = @g()
           4  c = %1
           6  %2 = @g()
           6  d = 1
           6  e = %2
           7  %3, %4 = @g()
           7  h = %3
           7  err = %4
           8  %5 = @g()
           8  _ = %5
          10  @x(a, b, c, d, e, h, err)
          11  return (end)
      "
    `);
  });

  it('of constants and types hide names of the package', async () => {
    expect(
      await printed(`func f(n any) {
	const limit = 3
	type T struct{ a int }
	x(limit, T(n), T{a: 1}, &T{})
}`),
    ).toMatchInlineSnapshot(`
      "
      func f(n)  a.go:2-6
        b0
           5  %1 = T(n)
           5  @x(limit, %1, ?{a: 1}, &?{})
           6  return (end)
      "
    `);
  });
});
