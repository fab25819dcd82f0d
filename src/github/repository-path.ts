/** Whether a tree of git can hold this path: it knows no empty, `.` and `..` names. */
export function isGitPath(path: string): boolean {
  return path.split('/').every((name) => name !== '' && name !== '.' && name !== '..' && !name.includes('\0'));
}

/**
 * Whether GitHub can be asked for it by name. A control character could end a line somewhere on the way, half of a surrogate pair is no text, and
 * U+FFFD stands where a name was not UTF-8. The rest, however odd, is a name like any other.
 */
export function canBeNamed(path: string): boolean {
  return !/[\p{Cc}\p{Cs}\uFFFD]/u.test(path);
}

/** `''` for a file at the top. */
export function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
