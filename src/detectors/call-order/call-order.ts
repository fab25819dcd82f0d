import { isUnnamed } from '../../go/called-by-name.js';
import type { FunctionForm } from '../../go/form.js';
import type { Program } from '../../go/program.js';
import type { Detector, Sighting } from '../detector.js';
import { sitesOf } from '../named-calls.js';
import { comesAfter, followedBy, precededBy } from './neighbours.js';
import { type Params, params, type Rule } from './params.js';
import type { Seen } from './seen.js';
import { callsUnderLock, inLoop, resultUsed } from './surroundings.js';

/** A call at the wrong moment: too early, too late, under a lock, in a loop, or with nobody who looks at what it gives. */
export const callOrder: Detector<Params> = {
  name: 'call-order',
  family: 'any',
  params,
  names: ['call', 'other', 'lock', 'function'],
  roles: {
    call: '{{call}} is called here',
    elsewhere: 'here {{other}} is called, but not on every way',
    exit: 'this way out comes without {{other}}',
    late: '{{other}} has run here already',
    guard: 'this called {{other}}, and the change removes it',
    lock: '{{lock}} is taken here, and still held',
    within: 'this is what it comes to',
    unlock: 'this gave the lock back, and the change removes it',
    loop: 'this runs it again and again',
    used: 'this used what {{call}} gives, and the change removes it',
  },
  detect(form, program, { rules }) {
    return rules.flatMap((rule, index) =>
      mayBeSeen(form.file.text, rule) ? seenBy(program, form, rule).map((seen) => sightingOf(form, seen, index)) : [],
    );
  },
};

/** Most files have neither the name of the call nor a lock. */
function mayBeSeen(text: string, { call, neverHolding }: Rule): boolean {
  return neverHolding ? /lock/i.test(text) : !isUnnamed(text, call);
}

function seenBy(program: Program, form: FunctionForm, rule: Rule): Seen[] {
  const { call, when = ['now'], after, before, neverAfter, neverHolding, resultUsed: result } = rule;
  if (neverHolding) return callsUnderLock(program, form, call, neverHolding);
  const sites = sitesOf(program, form, call).filter(({ operation }) => when.includes(operation.when));
  return sites.map((site) => {
    if (after) return precededBy(program, site, after);
    if (before) return followedBy(program, site, before);
    if (neverAfter) return comesAfter(program, site, neverAfter);
    return result === undefined ? inLoop(site) : resultUsed(site, result);
  });
}

function sightingOf(form: FunctionForm, seen: Seen, rule: number): Sighting {
  const { site, verdict, confidence, clues, other, lock = '', onlyWhenGuardRemoved } = seen;
  const { call, place } = site.operation;
  return {
    verdict,
    confidence,
    ...(onlyWhenGuardRemoved ? { onlyWhenGuardRemoved } : {}),
    key: `${rule} ${call.text}`,
    at: place,
    clues,
    names: { call: call.text, other, lock, function: form.declaration },
  };
}
