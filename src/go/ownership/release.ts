/**
 * How a thing is given back, as data: `Close` is a method of it, `Body.Close` a method of what stands in a field of it, `()` is calling it.
 */
export type Release = string;

/** What gives back the thing that stands in this field: `Close` for `Body` of `[Body.Close]`. */
export function releaseThrough(release: readonly Release[], field: string): Release[] {
  return release.flatMap((each) => (each.startsWith(`${field}.`) ? each.slice(field.length + 1) : []));
}

/** The last name of each way. */
export function releaseMethods(release: readonly Release[]): string[] {
  return release.flatMap((each) => (each === calling ? [] : each.slice(each.lastIndexOf('.') + 1)));
}

export const calling: Release = '()';

/** As it is written in code: `h.Close()`, `resp.Body.Close()`, `cancel()`. */
export function writtenRelease(handle: string, release: Release): string {
  return release === calling ? `${handle}()` : `${handle}.${release}()`;
}
