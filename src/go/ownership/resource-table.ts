import type { GoType } from '../go-type.js';
import type { Program } from '../program.js';
import { memberOf } from '../type-of.js';
import { releaseMethods } from './release.js';
import type { Resource } from './resource.js';

/** Resources as they are asked for. */
export interface ResourceTable {
  key: number;
  byName: ReadonlyMap<string, Resource[]>;
  types: ReadonlySet<string>;
  byType: readonly Resource[];
  releases: readonly string[];
}

const tables = new WeakMap<readonly Resource[], ResourceTable>();
let tableCount = 0;

export function tableOf(resources: readonly Resource[]): ResourceTable {
  const known = tables.get(resources);
  if (known) return known;
  const byName = new Map<string, Resource[]>();
  for (const each of resources) {
    for (const name of each.acquire) byName.set(name, [...(byName.get(name) ?? []), each]);
  }
  const types = new Set(resources.map((each) => each.type));
  const byType = resources.filter((each) => each.byType);
  const releases = [...new Set(resources.flatMap((each) => releaseMethods(each.release)))];
  const table = { key: tableCount++, byName, types, byType, releases };
  tables.set(resources, table);
  return table;
}

/** Whether a type has a method that gives one of the resources back, or is one. */
export function hasRelease(program: Program, type: GoType, { key, types, releases }: ResourceTable): boolean {
  const named = type.kind === 'pointer' ? type.element : type;
  if (named.kind !== 'named' || named.home === '') return false;
  if (types.has(`${named.home}.${named.name}`)) return true;
  return program.once(`closable ${key} ${named.home}.${named.name}`, () =>
    releases.some((each) => memberOf(program, named, each)?.kind === 'method'),
  );
}
