import { describe, expect, it } from 'vitest';
import { printed } from './loaded.js';

/** The conditions on the edges of `func f`, in the order of its blocks. */
async function conditions(statement: string): Promise<string[]> {
  const text = await printed(
    `func f(h *T, err error, n int) {\n${statement}\n}`,
    'f',
    'import "errors"\nimport "io"\n',
  );
  return [...text.matchAll(/-> b\d+ when (.*)/g)].map((match) => match[1] ?? '');
}

describe('what an edge tells', () => {
  it.each([
    ['if err != nil {}', ['err != nil', 'err == nil']],
    ['if nil == err {}', ['err == nil', 'err != nil']],
    ['if err == io.EOF {}', ['err == io.EOF', 'err != io.EOF']],
    ['if ErrGone != err {}', ['err != @ErrGone', 'err == @ErrGone']],
    ['if errors.Is(err, io.EOF) {}', ['isError(err)', '!isError(err)']],
    ['if !errors.As(err, &target) {}', ['isError(err)', '!isError(err)']],
    ['if isRetryable(err) {}', ['isError(err)', '!isError(err)']],
    ['if h.isGone(err) {}', ['isError(err)', '!isError(err)']],
    ['if issue(err) {}', ['%1', '!%1']],
    ['if n == 3 {}', ['mix(n, 3)', '!mix(n, 3)']],
    ['if (err != nil) {}', ['err != nil', 'err == nil']],
    ['switch err { case io.EOF, nil: }', ['err == io.EOF', 'err != io.EOF', 'err == nil', 'err != nil']],
    ['switch { case errors.Is(err, io.EOF): }', ['isError(err)', '!isError(err)']],
    ['for h == nil {}', ['h == nil', 'h != nil']],
    ['switch err.(type) { case nil: }', ['err == nil', 'err != nil']],
    ['switch true { case err == nil: }', []],
  ])('%s', async (statement, wanted) => {
    expect(await conditions(statement)).toEqual(wanted);
  });
});
