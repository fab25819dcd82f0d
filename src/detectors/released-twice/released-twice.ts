import type { FunctionForm, Place } from '../../go/form.js';
import type { Detector, Sighting } from '../detector.js';
import { type Params, params, type Resource } from './params.js';
import { secondReleases } from './second-release.js';
import type { Seen } from './seen.js';
import { touchesOf } from './touches.js';
import { usesAfterwards } from './uses-afterwards.js';

/**
 *     unix.Close(fd)          first
 *     …
 *     unix.Close(fd)          again: by now the number may be another file's
 *
 * Something that does harm when it is given back a second time, or used after it was given back.
 */
export const releasedTwice: Detector<Params> = {
  name: 'released-twice',
  family: 'double-close',
  params,
  names: ['thing', 'handle', 'function', 'first', 'second'],
  roles: {
    first: '{{handle}} is given back here',
    again: 'this gives {{handle}} back once more',
    used: '{{handle}} is used here, and was given back before',
    guard: 'this kept {{handle}} from being given back twice, and the change removes it',
  },
  detect(form, program, { resources }) {
    if (form.outer) return [];
    return resources.flatMap((resource) => {
      if (!mentionsOf(resource).test(form.file.text)) return [];
      const touches = touchesOf(program, form, resource);
      if (touches.length === 0) return [];
      const seen = [
        ...secondReleases(program, form, resource, touches),
        ...usesAfterwards(program, form, resource, touches),
      ];
      return seen.map((each) => sightingOf(form, resource, each));
    });
  },
};

const mentions = new WeakMap<Resource, RegExp>();

/** The names by which a file shows that it gives such a thing back: most files do not. */
function mentionsOf(resource: Resource): RegExp {
  const known = mentions.get(resource);
  if (known) return known;
  const names = resource.release.map((each) => each.replace(/\(\.\)$/, '').replace(/^.*\./, ''));
  const found = new RegExp(names.join('|'), 'i');
  mentions.set(resource, found);
  return found;
}

function sightingOf(form: FunctionForm, { thing }: Resource, seen: Seen): Sighting {
  const { verdict, confidence, how, handle, at, clues } = seen;
  return {
    verdict,
    confidence,
    key: `${how} ${thing} ${handle}`,
    at,
    clues,
    names: {
      thing,
      handle,
      function: form.declaration,
      first: lineText(form, seen.first.place),
      second: lineText(form, seen.second.place),
    },
  };
}

function lineText(form: FunctionForm, place: Place): string {
  return form.file.lineText(place.line).trim();
}
