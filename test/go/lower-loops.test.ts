import { describe, expect, it } from 'vitest';
import { printed } from './loaded.js';

describe('for', () => {
  it('tests before each round and steps after it', async () => {
    expect(
      await printed('func f(n int) {\n\tfor i := 0; i < n; i++ {\n\t\tx(i)\n\t}\n\ty()\n}'),
    ).toMatchInlineSnapshot(`
      "
      func f(n)  a.go:2-7
        b0
           3  i = 0
              -> b1
        b1
              -> b2 when mix(i, n)
              -> b4 when !mix(i, n)
        b2
           4  @x(i)
              -> b3
        b3
           3  i = mix(i)
              -> b1
        b4
           6  @y()
           7  return (end)
      "
    `);
  });

  it('without a condition is left by break only', async () => {
    expect(
      await printed('func f() {\n\tfor {\n\t\tif x() {\n\t\t\tbreak\n\t\t}\n\t}\n\ty()\n}'),
    ).toMatchInlineSnapshot(`
      "
      func f()  a.go:2-9
        b0
              -> b1
        b1
              -> b2
        b2
           4  %1 = @x()
              -> b5 when %1
              -> b6 when !%1
        b3
              -> b1
        b4
           8  @y()
           9  return (end)
        b5
              -> b4
        b6
              -> b7
        b7
              -> b3
      "
    `);
  });

  it('without a way out has nothing after it', async () => {
    expect(await printed('func f() {\n\tfor {\n\t\tx()\n\t}\n}')).toMatchInlineSnapshot(`
      "
      func f()  a.go:2-6
        b0
              -> b1
        b1
              -> b2
        b2
           4  @x()
              -> b3
        b3
              -> b1
      "
    `);
  });

  it('may be all condition', async () => {
    expect(await printed('func f(h *T) {\n\tfor h.next() && h.ok {\n\t\tx()\n\t}\n}')).toMatchInlineSnapshot(`
      "
      func f(h)  a.go:2-6
        b0
              -> b1
        b1
           3  %1 = h.next()
              -> b5 when %1
              -> b4 when !%1
        b2
           4  @x()
              -> b3
        b3
              -> b1
        b4
           6  return (end)
        b5
              -> b2 when h.ok
              -> b4 when !h.ok
      "
    `);
  });

  it('ranges over values that are set anew each round', async () => {
    expect(
      await printed('func f(m map[string]int) {\n\tfor k, v := range m {\n\t\tx(k, v)\n\t}\n}'),
    ).toMatchInlineSnapshot(`
      "
      func f(m)  a.go:2-6
        b0
              -> b1
        b1
           3  range m
              -> b2
              -> b4
        b2
           3  k = %1
           3  v = %2
           4  @x(k, v)
              -> b3
        b3
              -> b1
        b4
           6  return (end)
      "
    `);
  });

  it('ranges over a channel, a number and a function', async () => {
    expect(
      await printed(
        'func f(c chan int, s func(func(int) bool)) {\n\tfor range c {\n\t\tx()\n\t}\n\tfor i := range 3 {\n\t\ty(i)\n\t}\n\tfor v := range s {\n\t\tz(v)\n\t}\n}',
      ),
    ).toMatchInlineSnapshot(`
      "
      func f(c, s)  a.go:2-12
        b0
              -> b1
        b1
           3  range c
              -> b2
              -> b4
        b2
           4  @x()
              -> b3
        b3
              -> b1
        b4
              -> b5
        b5
           6  range 3
              -> b6
              -> b8
        b6
           6  i = %1
           7  @y(i)
              -> b7
        b7
              -> b5
        b8
              -> b9
        b9
           9  range s
              -> b10
              -> b12
        b10
           9  v = %2
          10  @z(v)
              -> b11
        b11
              -> b9
        b12
          12  return (end)
      "
    `);
  });

  it('ranges into variables and fields that are there already', async () => {
    expect(
      await printed('func f(h *T, s []int) {\n\tvar i int\n\tfor i, h.last = range s {\n\t}\n\tx(i)\n}'),
    ).toMatchInlineSnapshot(`
      "
      func f(h, s)  a.go:2-7
        b0
           3  i = zero
              -> b1
        b1
           4  range s
              -> b2
              -> b4
        b2
           4  i = %1
           4  h.last = %2
              -> b3
        b3
              -> b1
        b4
           6  @x(i)
           7  return (end)
      "
    `);
  });

  it('continues with the next round', async () => {
    expect(
      await printed(
        'func f(s []int) {\n\tfor _, v := range s {\n\t\tif v == 0 {\n\t\t\tcontinue\n\t\t}\n\t\tx(v)\n\t}\n}',
      ),
    ).toMatchInlineSnapshot(`
      "
      func f(s)  a.go:2-9
        b0
              -> b1
        b1
           3  range s
              -> b2
              -> b4
        b2
           3  _ = %1
           3  v = %2
              -> b5 when mix(v, 0)
              -> b6 when !mix(v, 0)
        b3
              -> b1
        b4
           9  return (end)
        b5
              -> b3
        b6
              -> b7
        b7
           7  @x(v)
              -> b3
      "
    `);
  });
});

describe('what never runs', () => {
  it('is kept apart', async () => {
    expect(await printed('func f() {\n\treturn\n\tx()\n}')).toMatchInlineSnapshot(`
      "
      func f()  a.go:2-5
        b0
           3  return
        b1 (unreachable)
           4  @x()
           5  return (end)
      "
    `);
  });
});
