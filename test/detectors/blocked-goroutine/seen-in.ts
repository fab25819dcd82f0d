import { blockedGoroutine } from '../../../src/detectors/blocked-goroutine/blocked-goroutine.js';
import { shapes } from '../../../src/detectors/blocked-goroutine/shape.js';
import type { Sighting } from '../../../src/detectors/detector.js';
import { formOf } from '../../../src/go/type-of.js';
import { asked, opened } from '../../go/loaded.js';

interface More {
  path?: string;
  starters?: string[];
  groups?: string[];
}

/** Defects in a file of a package of its own, as `shape line subject`. */
export async function defectsIn(code: string, more: More = {}): Promise<string[]> {
  return (await sightingsIn(code, more)).filter((each) => isDefect(each) && !each.onlyWhenGuardRemoved).map(asText);
}

/** What is a defect only where the change takes a guard away. */
export async function bareIn(code: string): Promise<string[]> {
  return (await sightingsIn(code, {})).filter((each) => isDefect(each) && each.onlyWhenGuardRemoved).map(asText);
}

function isDefect({ verdict }: Sighting): boolean {
  return verdict === 'defect';
}

function asText({ names, at }: Sighting): string {
  return `${names.shape} ${at.line} ${names.subject}`;
}

/** Lines that make something sound, as `shape subject lines`. */
export async function soundIn(code: string) {
  const sightings = await sightingsIn(code, {});
  return sightings
    .filter(({ verdict }) => verdict === 'sound')
    .map((each) => `${each.names.shape} ${each.names.subject} ${each.clues.map(({ place }) => place.line).join()}`);
}

async function sightingsIn(code: string, { path = 'a.go', starters = [], groups = [] }: More): Promise<Sighting[]> {
  const program = await opened({ 'go.mod': 'module example.com/a\n', [path]: `package a\n${code}` });
  const params = blockedGoroutine.params.parse({ shapes: [...shapes], starters, groups });
  return asked(program, () =>
    (program.file(path)?.within(() => true) ?? []).flatMap((declaration) => {
      const form = declaration.kind === 'type' ? undefined : formOf(program, declaration);
      return form ? blockedGoroutine.detect(form, program, params) : [];
    }),
  );
}
