import { describe, expect, test } from 'vitest';
import { matchesAny, patternCharactersMax, patternProblem } from '../../src/config/path-pattern.js';

describe('a pattern', () => {
  test.each([
    ['**', 'a.go'],
    ['**', 'a/b/c.go'],
    ['api', 'api/v1/types.go'],
    ['api/', 'api/v1/types.go'],
    ['api/v1/types.go', 'api/v1/types.go'],
    ['api/**', 'api/v1/types.go'],
    ['**/zz_*.go', 'zz_generated.go'],
    ['**/zz_*.go', 'api/v1/zz_generated.deepcopy.go'],
    ['api/**/types.go', 'api/types.go'],
    ['api/**/types.go', 'api/a/b/types.go'],
    ['**/mocks', 'pkg/mocks/store.go'],
    ['v?/a.go', 'v1/a.go'],
    ['*a*b*', 'xaybz'],
    ['**/a/**/b/*.go', 'a/x/a/y/b/z/b/c.go'],
    ['a+b.go', 'a+b.go'],
    ['größe/*.go', 'größe/ä.go'],
  ])('%s matches %s', (pattern, path) => {
    expect(patternProblem(pattern)).toBeUndefined();
    expect(matchesAny(path, ['never', pattern])).toBe(true);
  });

  test.each([
    ['*.go', 'pkg/a.go'],
    ['api/*', 'api/v1/types.go'],
    ['api', 'apis/types.go'],
    ['api', 'pkg/api/types.go'],
    ['**/mocks', 'pkg/mocks.go'],
    ['v?/a.go', 'v12/a.go'],
    ['a.go', 'axgo'],
    ['**/b.go', 'a/b.go/c'].reverse(),
    ['API', 'api/types.go'],
  ])('%s does not match %s', (pattern = '', path = '') => {
    expect(matchesAny(path, [pattern])).toBe(false);
  });

  test.each([
    ['', 'expected a pattern of 1'],
    ['a'.repeat(patternCharactersMax + 1), 'expected a pattern of 1'],
    ['/a.go', 'from the top of the repository'],
    ['./a.go', 'from the top of the repository'],
    ['a/../b', 'from the top of the repository'],
    ['!a.go', 'names and slashes'],
    ['{a,b}.go', 'names and slashes'],
    ['[ab].go', 'names and slashes'],
    ['a**b', 'stand alone'],
    ['a/***', 'stand alone'],
  ])('%j is refused', (pattern, expected) => {
    expect(patternProblem(pattern)).toContain(expected);
  });

  test('takes no time that explodes', () => {
    const names = `${'a'.repeat(250)}/`.repeat(16);
    const pattern = `**/${'*a'.repeat(90)}b`;
    expect(patternProblem(pattern)).toBeUndefined();
    expect(matchesAny(names, [pattern])).toBe(false);
    expect(matchesAny('a/'.repeat(2000), [`${'**/a/'.repeat(39)}b`])).toBe(false);
  });
});
