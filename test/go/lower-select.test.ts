import { describe, expect, it } from 'vitest';
import { printed } from './loaded.js';

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
