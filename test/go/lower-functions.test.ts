import { describe, expect, it } from 'vitest';
import { printed } from './loaded.js';

describe('function literals', () => {
  it('keep the variables of the function around them', async () => {
    expect(
      await printed(`func f(h *T) {
	n := 0
	defer func(m int) {
		n := n + m
		h.Close()
		x(n)
	}(n)
	g(func() error {
		return func() error { return h.err }()
	})
}`),
    ).toMatchInlineSnapshot(`
      "
      func f(h)  a.go:2-12
        b0
           3  n = 0
           4  defer f.func1(n)
           9  @g(f.func2)
          12  return (end)

      func f.func1(m) captures n, h  a.go:4-8
        b0
           5  n'2 = mix(n, m)
           6  h.Close()
           7  @x(n'2)
           8  return (end)

      func f.func2()  a.go:9-11
        b0
          10  %1 = f.func2.func1()
          10  return %1

      func f.func2.func1() captures h  a.go:10-10
        b0
          10  return h.err
      "
    `);
  });

  it('see a variable that is declared later in the function as another one', async () => {
    expect(await printed('func f() {\n\tg := func() { x(h) }\n\th := g\n\tx(h)\n}')).toMatchInlineSnapshot(`
      "
      func f()  a.go:2-6
        b0
           3  g = f.func1
           4  h = g
           5  @x(h)
           6  return (end)

      func f.func1()  a.go:3-3
        b0
           3  @x(@h)
           3  return (end)
      "
    `);
  });

  it('return from themselves', async () => {
    expect(
      await printed('func f() (n int) {\n\tgo func() (s string) {\n\t\treturn\n\t}()\n\treturn\n}'),
    ).toMatchInlineSnapshot(`
      "
      func f() (n)  a.go:2-7
        b0
           3  go f.func1()
           6  return n

      func f.func1() (s)  a.go:3-5
        b0
           4  return s
      "
    `);
  });
});

describe('results', () => {
  it('with names are given back where nothing else is', async () => {
    expect(
      await printed(
        'func f() (h *T, err error) {\n\tif h, err = g(); err != nil {\n\t\treturn nil, err\n\t}\n\treturn\n}',
      ),
    ).toMatchInlineSnapshot(`
      "
      func f() (h, err)  a.go:2-7
        b0
           3  %1, %2 = @g()
           3  h = %1
           3  err = %2
              -> b1 when err != nil
              -> b2 when err == nil
        b1
           4  return nil, err
        b2
              -> b3
        b3
           6  return h, err
      "
    `);
  });

  it('and parameters stand in the block of the body, and are set there by :=', async () => {
    expect(
      await printed(
        'func f(h *T) (err error) {\n\th, n, err := g()\n\tif h, err := g(); n {\n\t\tx(h, err)\n\t}\n\treturn\n}',
      ),
    ).toMatchInlineSnapshot(`
      "
      func f(h) (err)  a.go:2-8
        b0
           3  %1, %2, %3 = @g()
           3  h = %1
           3  n = %2
           3  err = %3
           4  %4, %5 = @g()
           4  h'2 = %4
           4  err'2 = %5
              -> b1 when n
              -> b2 when !n
        b1
           5  @x(h'2, err'2)
              -> b3
        b2
              -> b3
        b3
           7  return err
      "
    `);
  });

  it('may all come from one call', async () => {
    expect(await printed('func f() (*T, error) {\n\treturn g()\n}')).toMatchInlineSnapshot(`
      "
      func f()  a.go:2-4
        b0
           3  %1, %2 = @g()
           3  return %1, %2
      "
    `);
  });

  it('that are `_` cannot be named', async () => {
    expect(await printed('func f() (_ *T, err error) {\n\terr = g()\n\treturn\n}')).toMatchInlineSnapshot(`
      "
      func f() (_, err)  a.go:2-5
        b0
           3  %1 = @g()
           3  err = %1
           4  return _, err
      "
    `);
  });
});

describe('names', () => {
  it('of methods are those that Go prints', async () => {
    expect(await printed('func (s *Server) f() {\n\ts.x()\n}')).toMatchInlineSnapshot(`
      "
      func (s) (*Server).f()  a.go:2-4
        b0
           3  s.x()
           4  return (end)
      "
    `);
    expect(await printed('func (s Server) f() {\n\ts.x()\n}')).toMatchInlineSnapshot(`
      "
      func (s) Server.f()  a.go:2-4
        b0
           3  s.x()
           4  return (end)
      "
    `);
    expect(await printed('func (l *List[T]) f(v T) {\n\tl.add(v)\n}')).toMatchInlineSnapshot(`
      "
      func (l) (*List).f(v)  a.go:2-4
        b0
           3  l.add(v)
           4  return (end)
      "
    `);
    expect(await printed('func (Server) f(int, ...string) {}')).toMatchInlineSnapshot(`
      "
      func (_) Server.f(_, _)  a.go:2-2
        b0
           2  return (end)
      "
    `);
  });

  it('of packages are hidden by variables of the same name', async () => {
    expect(
      await printed(
        'func f() {\n\tnetlink.X()\n\tnetlink := netlink.New()\n\tnetlink.X()\n}',
        'f',
        'import "netlink"\n',
      ),
    ).toMatchInlineSnapshot(`
      "
      func f()  a.go:3-7
        b0
           4  netlink.X()
           5  %1 = netlink.New()
           5  netlink = %1
           6  netlink.X()
           7  return (end)
      "
    `);
  });

  it('of built-in functions may be hidden too', async () => {
    expect(await printed('func f(close func(int), nil *T) {\n\tclose(1)\n\tx(nil, true)\n}')).toMatchInlineSnapshot(`
      "
      func f(close, nil)  a.go:2-5
        b0
           3  close(1)
           4  @x(nil, true)
           5  return (end)
      "
    `);
  });
});

describe('variables of the package', () => {
  it('are set by what stands in their declaration', async () => {
    expect(await printed('var a, b = g(), func() { x() }', 'b')).toMatchInlineSnapshot(`
      "
      func b()  a.go:2-2
        b0
           2  %1 = @g()
           2  @a = %1
           2  @b = b.func1

      func b.func1()  a.go:2-2
        b0
           2  @x()
           2  return (end)
      "
    `);
    expect(await printed('var a, b = g()', 'b')).toMatchInlineSnapshot(`
      "
      func b()  a.go:2-2
        b0
           2  %1, %2 = @g()
           2  @a = %1
           2  @b = %2
      "
    `);
    expect(await printed('var _ = Describe("it", func() { x() })', '_')).toMatchInlineSnapshot(`
      "
      func Describe("it")()  a.go:2-2
        b0
           2  %1 = @Describe("it", Describe("it").func1)
           2  _ = %1

      func Describe("it").func1()  a.go:2-2
        b0
           2  @x()
           2  return (end)
      "
    `);
  });
});
