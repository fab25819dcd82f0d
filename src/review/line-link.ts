import type { Location } from './finding.js';
import { codeSpan, link } from './markdown.js';

/** Where lines of a change can be read. Without `repositoryUrl` they are named, not linked. */
export interface LinkSource {
  repositoryUrl?: string;
  head: string;
  mergeBase: string;
}

/** Characters. Longer addresses are left off: a path may have thousands, and GitHub cuts the whole text at 65,535. */
const urlCharactersMax = 600;

/**
 * The address of lines at the commit they were read at, so that it stays true when the branch moves on:
 * https://docs.github.com/en/repositories/working-with-files/using-files/getting-permanent-links-to-files
 */
export function lineUrl(source: LinkSource, location: Location): string | undefined {
  const segments = location.path.split('/');
  // An address is normalised by whoever opens it, and `..` would lead out of the repository.
  if (source.repositoryUrl === undefined || segments.some((segment) => segment === '..' || segment === '.'))
    return undefined;
  const commit = location.side === 'RIGHT' ? source.head : source.mergeBase;
  const path = segments.map(encodeSegment).join('/');
  const lines = location.endLine > location.line ? `#L${location.line}-L${location.endLine}` : `#L${location.line}`;
  const url = `${source.repositoryUrl}/blob/${commit}/${path}${lines}`;
  return url.length > urlCharactersMax ? undefined : url;
}

/** A line as a link. `shortPath`: the file's name will do where its folder is clear from the context. */
export function lineLink(source: LinkSource, location: Location, shortPath = false): string {
  const path = shortPath ? location.path.slice(location.path.lastIndexOf('/') + 1) : location.path;
  return link(codeSpan(`${tail(path)}:${location.line}`), lineUrl(source, location));
}

export function commitLink(source: LinkSource, commit: string): string {
  const url = source.repositoryUrl === undefined ? undefined : `${source.repositoryUrl}/commit/${commit}`;
  return link(codeSpan(commit.slice(0, 8)), url);
}

/** Characters of a path that is shown; its end says more than its beginning. */
const pathCharactersMax = 80;

function tail(path: string): string {
  return path.length <= pathCharactersMax ? path : `…${path.slice(1 - pathCharactersMax)}`;
}

function encodeSegment(segment: string): string {
  // A lone surrogate would make encodeURIComponent throw.
  return encodeURIComponent(segment.replace(/\p{Cs}/gu, '\uFFFD')).replace(
    /[()*'!]/g,
    (c) => `%${c.charCodeAt(0).toString(16)}`,
  );
}
