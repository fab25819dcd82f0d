import { describe, expect, it } from 'vitest';
import { printed } from './loaded.js';

describe('calls', () => {
  it('are taken out in the order in which they run', async () => {
    expect(await printed('func f(h *T) {\n\tx(g(1), h.m(g(2)).n, <-h.c)(3)\n}')).toMatchInlineSnapshot(`
      "
      func f(h)  a.go:2-4
        b0
           3  %1 = @g(1)
           3  %2 = @g(2)
           3  %3 = h.m(%2)
           3  %4 = <-h.c
           3  %5 = @x(%1, %3.n, %4)
           3  %5(3)
           4  return (end)
      "
    `);
  });

  it('that do not return end the way they stand on', async () => {
    expect(
      await printed('func f(t T, ok bool) {\n\tif ok {\n\t\tt.Fatal()\n\t}\n\tpanic(1)\n}'),
    ).toMatchInlineSnapshot(`
      "
      func f(t, ok)  a.go:2-7
        b0
              -> b1 when ok
              -> b2 when !ok
        b1
           4  t.Fatal()
        b2
              -> b3
        b3
           6  @panic(1)
      "
    `);
  });

  it('may be deferred or spawned; their arguments are not', async () => {
    expect(
      await printed('func f(h *T) {\n\tdefer h.Close()\n\tdefer x(g())\n\tgo h.run(g())\n\tgo (func() { y() })()\n}'),
    ).toMatchInlineSnapshot(`
      "
      func f(h)  a.go:2-7
        b0
           3  defer h.Close()
           4  %1 = @g()
           4  defer @x(%1)
           5  %2 = @g()
           5  go h.run(%2)
           6  go f.func1()
           7  return (end)

      func f.func1()  a.go:6-6
        b0
           6  @y()
           6  return (end)
      "
    `);
  });

  it('of generic functions, with and without type arguments', async () => {
    expect(
      await printed(
        'func f(a int) {\n\tx[int](a)\n\th, err := x[int, string](a)\n\tdefer slices.Max[[]int](h, err)\n\tgo p.F[T](a)\n\tx(a)\n}',
        'f',
        'import "slices"\n',
      ),
    ).toMatchInlineSnapshot(`
      "
      func f(a)  a.go:3-9
        b0
           4  @x[](a)
           5  %1, %2 = @x[](a)
           5  h = %1
           5  err = %2
           6  defer slices.Max(h, err)
           7  go @p.F[](a)
           8  @x(a)
           9  return (end)
      "
    `);
  });

  it('of what stands in a map, slice or field, which reads like a generic function', async () => {
    expect(
      await printed(
        'func f(h *T, all []func(*T)) {\n\tall[i](h)\n\th.all[g()](h)\n\th.all[i](h)\n\tdefer h.all[i](h)\n}',
      ),
    ).toMatchInlineSnapshot(`
      "
      func f(h, all)  a.go:2-7
        b0
           3  all[](h)
           4  %1 = @g()
           4  h.all[](h)
           5  h.all[](h)
           6  defer h.all[](h)
           7  return (end)
      "
    `);
  });

  it('of built-in functions and conversions', async () => {
    expect(
      await printed(
        'func f(a []int) {\n\tb := make(chan *T, 3)\n\tc := new(T)\n\td := append(a, 1)\n\tclose(b)\n\te := []byte("x")\n\tg := (*T)(nil)\n\th := map[string]int(nil)\n\tx(b, c, d, e, g, h)\n}',
      ),
    ).toMatchInlineSnapshot(`
      "
      func f(a)  a.go:2-11
        b0
           3  %1 = @make(chan *./.T, 3)
           3  b = %1
           4  %2 = @new(./.T)
           4  c = %2
           5  %3 = @append(a, 1)
           5  d = %3
           6  @close(b)
           7  e = []byte("x")
           8  %4 = *@T(nil)
           8  g = %4
           9  h = map[string]int(nil)
          10  @x(b, c, d, e, g, h)
          11  return (end)
      "
    `);
  });

  it('with the results of another call, and with a slice spread out', async () => {
    expect(await printed('func f(a []int) {\n\tx(g())\n\tx(a...)\n}')).toMatchInlineSnapshot(`
      "
      func f(a)  a.go:2-5
        b0
           3  %1 = @g()
           3  @x(%1)
           4  @x(a)
           5  return (end)
      "
    `);
  });
});

describe('values', () => {
  it('of literals with and without keys, nested ones too', async () => {
    expect(
      await printed(
        'func f(h *T) {\n\ta := T{h, 1}\n\tb := &T{handle: h, inner: U{h}}\n\tc := []*T{{handle: h}, h}\n\td := map[string]T{"x": {handle: h}}\n\te := [...]p.T{{}}\n\tx(a, b, c, d, e)\n}',
        'f',
        'import "p"\n',
      ),
    ).toMatchInlineSnapshot(`
      "
      func f(h)  a.go:3-10
        b0
           4  a = ./.T{h, 1}
           5  b = &./.T{handle: h, inner: ./.U{h}}
           6  c = []*./.T{?{handle: h}, h}
           7  d = map[string]./.T{"x": ?{handle: h}}
           8  e = [n]p.T{?{}}
           9  @x(a, b, c, d, e)
          10  return (end)
      "
    `);
  });

  it('of methods without a call', async () => {
    expect(
      await printed('func f(h *T) {\n\tx(h.Close, (*T).Close, p.Close)\n}', 'f', 'import "p"\n'),
    ).toMatchInlineSnapshot(`
      "
      func f(h)  a.go:3-5
        b0
           4  @x(h.Close, *@T.Close, p.Close)
           5  return (end)
      "
    `);
  });

  it('of slices, operators, receives and assertions', async () => {
    expect(
      await printed(
        'func f(s []int, a any, c chan int) {\n\tx(s[1:g()], !y(), -1+2, <-c, a.(p.T), &s[0])\n}',
        'f',
        'import "p"\n',
      ),
    ).toMatchInlineSnapshot(`
      "
      func f(s, a, c)  a.go:3-5
        b0
           4  %1 = @g()
           4  %2 = @y()
           4  %3 = <-c
           4  @x(mix(s, 1, %1), mix(%2), mix(mix(1), 2), %3, p.T(a), &s[])
           5  return (end)
      "
    `);
  });

  it('of both sides of && and ||, though the second may not run', async () => {
    expect(await printed('func f(a bool) {\n\tb := a && g()\n\tx(b)\n}')).toMatchInlineSnapshot(`
      "
      func f(a)  a.go:2-5
        b0
           3  %1 = @g()
           3  b = mix(a, %1)
           4  @x(b)
           5  return (end)
      "
    `);
  });
});
