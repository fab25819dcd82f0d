/**
 * Patterns of paths from the top of the repository, with `*` and `?` within one name and `**` for any number of folders, as in the `paths` of GitHub's
 * workflows (https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#filter-pattern-cheat-sheet) and in .gitignore.
 *
 * Not a package: those that are there turn a pattern into a regular expression that backtracks, and both the pattern (in the preview of a configuration
 * that a pull request brings) and the path are hostile. This takes time in the product of their lengths at most.
 */

/** Characters of one pattern. */
export const patternCharactersMax = 200;

/** What was expected of a text that is no pattern. */
export function patternProblem(pattern: string): string | undefined {
  if (pattern === '' || pattern.length > patternCharactersMax)
    return `expected a pattern of 1 to ${patternCharactersMax} characters`;
  if (/[[\]{}()!\\|]/.test(pattern)) return 'expected a pattern of names and slashes with *, ** and ?';
  const names = namesOf(pattern);
  if (names.some((name) => name === '' || name === '.' || name === '..'))
    return 'expected a pattern from the top of the repository, without an empty name, . and ..';
  if (names.some((name) => name !== '**' && name.includes('**')))
    return 'expected ** to stand alone between slashes, as in api/**/*.pb.go';
  return undefined;
}

/** Whether one of the patterns matches. One that ends in a plain name may name a folder, and means everything in it. */
export function matchesAny(path: string, patterns: readonly string[]): boolean {
  const names = path.split('/');
  return patterns.some((pattern) => matchesPath(namesOf(pattern), names));
}

function namesOf(pattern: string): string[] {
  return pattern.replace(/\/$/, '').split('/');
}

function matchesPath(pattern: readonly string[], path: readonly string[]): boolean {
  const whole = /[*?]/.test(pattern.at(-1) ?? '') ? pattern : [...pattern, '**'];
  return matchesSequence(whole, path, '**', matchesName);
}

function matchesName(pattern: string, name: string): boolean {
  return matchesSequence([...pattern], [...name], '*', (wanted, got) => wanted === '?' || wanted === got);
}

/**
 * Whether parts fit, where `star` stands for any number of them. Only the last star that was passed needs to be tried again with one part more: what an
 * earlier one could take, the last one can take too.
 */
function matchesSequence(
  pattern: readonly string[],
  parts: readonly string[],
  star: string,
  fits: (wanted: string, got: string) => boolean,
): boolean {
  let at = 0;
  let retry: { at: number; from: number } | undefined;
  for (let index = 0; index < parts.length; index++) {
    const wanted = pattern[at];
    if (wanted === star) {
      retry = { at, from: index };
      at++;
      index--;
    } else if (wanted !== undefined && fits(wanted, parts[index] ?? '')) {
      at++;
    } else if (retry) {
      index = retry.from;
      retry.from++;
      at = retry.at + 1;
    } else return false;
  }
  return pattern.slice(at).every((left) => left === star);
}
