/**
 * Whether a tree of git can hold this path and GitHub can be asked for it. Git knows no empty, `.` and `..` names; a control character could
 * end a line somewhere on the way, and half of a surrogate pair is no text at all. The rest, however odd, is a name like any other.
 */
export function isGitPath(path: string): boolean {
  return (
    path !== '' &&
    !/[\p{Cc}\p{Cs}\uFFFD]/u.test(path) &&
    path.split('/').every((name) => name !== '' && name !== '.' && name !== '..')
  );
}

/** `''` for a file at the top. */
export function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
