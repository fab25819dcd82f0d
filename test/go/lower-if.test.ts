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
