import { describe, expect, it } from 'vitest';
import { printed } from './loaded.js';

describe('labels', () => {
  it('say which loop is left and which goes on', async () => {
    expect(
      await printed(`func f(rows, columns []int) {
outer:
	for range rows {
		for range columns {
			if x() {
				continue outer
			}
			if y() {
				break outer
			}
		}
	}
	z()
}`),
    ).toMatchInlineSnapshot(`
      "
      func f(rows, columns)  a.go:2-15
        b0
              -> b1
        b1
              -> b2
        b2
           4  range rows
              -> b3
              -> b5
        b3
              -> b6
        b4
              -> b2
        b5
          14  @z()
          15  return (end)
        b6
           5  range columns
              -> b7
              -> b9
        b7
           6  %1 = @x()
              -> b10 when %1
              -> b11 when !%1
        b8
              -> b6
        b9
              -> b4
        b10
              -> b4
        b11
              -> b12
        b12
           9  %2 = @y()
              -> b14 when %2
              -> b15 when !%2
        b14
              -> b5
        b15
              -> b16
        b16
              -> b8
      "
    `);
  });

  it('take a break in a select out of the loop around it', async () => {
    expect(
      await printed(`func f(c, done chan int) {
loop:
	for {
		select {
		case <-c:
			break
		case <-done:
			break loop
		}
		x()
	}
}`),
    ).toMatchInlineSnapshot(`
      "
      func f(c, done)  a.go:2-13
        b0
              -> b1
        b1
              -> b2
        b2
              -> b3
        b3
              -> b7
              -> b9
        b4
              -> b2
        b5
          13  return (end)
        b6
          11  @x()
              -> b4
        b7
           6  <-c (case of 2)
              -> b6
        b9
           8  <-done (case of 2)
              -> b5
      "
    `);
  });

  it('are where goto leads, back and forth', async () => {
    expect(
      await printed(`func f() error {
	err := x()
	if err != nil {
		goto failed
	}
again:
	if y() {
		goto again
	}
	return nil
failed:
	z()
	return err
}`),
    ).toMatchInlineSnapshot(`
      "
      func f()  a.go:2-15
        b0
           3  %1 = @x()
           3  err = %1
              -> b1 when err != nil
              -> b2 when err == nil
        b1
              -> b4
        b2
              -> b3
        b3
              -> b6
        b4
          13  @z()
          14  return err
        b6
           8  %2 = @y()
              -> b7 when %2
              -> b8 when !%2
        b7
              -> b6
        b8
              -> b9
        b9
          11  return nil
      "
    `);
  });

  it('may name a switch and a select', async () => {
    expect(
      await printed(`func f(n int, c chan int) {
done:
	switch n {
	case 1:
		for {
			break done
		}
	}
chosen:
	select {
	case <-c:
		for range c {
			break chosen
		}
	}
}`),
    ).toMatchInlineSnapshot(`
      "
      func f(n, c)  a.go:2-17
        b0
              -> b1
        b1
              -> b3
              -> b2
        b2
              -> b9
        b3
              -> b4
        b4
              -> b5
        b5
              -> b2
        b9
              -> b11
        b10
          17  return (end)
        b11
          12  <-c (case of 1)
              -> b12
        b12
          13  range c
              -> b13
              -> b15
        b13
              -> b10
        b15
              -> b10
      "
    `);
  });
});
