/**
 * How a thing is given back, as data: `Close` is a method of it, `Body.Close` a method of what stands in a field of it, `()` is calling it,
 * `syscall.Close(.)` is handing it to that function, named by its import path, and `os.Remove(Name())` handing it what its method gives.
 */
export type Release = string;

/** What gives back the thing that stands in this field: `Close` for `Body` of `[Body.Close]`. */
export function releaseThrough(release: readonly Release[], field: string): Release[] {
  return release.flatMap((each) => (each.startsWith(`${field}.`) ? each.slice(field.length + 1) : []));
}

/** What gives back the thing by the name of the field that it stands in. */
export function releasesInField(field: string, release: readonly Release[]): Release[] {
  return release.flatMap((each) => (each === calling ? field : handed.test(each) ? [] : `${field}.${each}`));
}

/** The last name of each way. */
export function releaseMethods(release: readonly Release[]): string[] {
  return release.flatMap((each) => (each.endsWith(')') ? [] : each.slice(each.lastIndexOf('.') + 1)));
}

export function releasesByFunction(release: readonly Release[], qualifiedName: string): boolean {
  return release.includes(`${qualifiedName}${handing}`);
}

/** What gives back the thing by what a method of it gives: `os.Remove(.)` for `Name` of `[os.Remove(Name())]`. */
export function releasesOfView(release: readonly Release[], method: string): Release[] {
  const view = `(${method}())`;
  return release.flatMap((each) => (each.endsWith(view) ? `${each.slice(0, -view.length)}${handing}` : []));
}

export const calling: Release = '()';

const handing = '(.)';
const handed = /\w\((?:\.|(\w+\(\)))\)$/;

/** As it is written in code: `h.Close()`, `resp.Body.Close()`, `cancel()`, `syscall.Close(fd)`, `os.Remove(f.Name())`. */
export function writtenRelease(handle: string, release: Release): string {
  const [found, view] = handed.exec(release) ?? [];
  if (found !== undefined) {
    const name = release.slice(release.lastIndexOf('/') + 1, 1 - found.length);
    return view === undefined ? `${name}(${handle})` : `${name}(${handle}.${view})`;
  }
  return release === calling ? `${handle}()` : `${handle}.${release}()`;
}
