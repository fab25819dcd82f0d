import type { Call, Operation } from '../form.js';
import { unknown } from '../go-type.js';
import type { Program } from '../program.js';
import { doesExit } from './does-exit.js';
import type { HoldingRules } from './effect.js';
import { Held } from './held.js';
import { isField, methodTest, run } from './holding-rules.js';

/** What is presumed of a form that is known to own a thing, because it gave it back before. */
export interface Presumption {
  /** Calls, as they are written, that were trusted with the thing before: they only borrow it. */
  trusted: ReadonlySet<string>;
  /** Whether a call gives back what stands as one of its arguments. */
  gives(call: Call): boolean;
  skips(operation: Operation): boolean;
}

/** A method that nobody has seen before and that is called so may well be the new way to give the thing back. */
const closingName =
  /^(close|stop|shutdown|release|cancel|finish|delete|destroy|clean|tear|drain|terminate|kill|end|free|dispose|return|put)/i;

/** Rules that read no other code. */
export function ownerRules(program: Program, { trusted, gives, skips }: Presumption, depth = 0): HoldingRules {
  return {
    effectOfArgument: (call) => {
      if (gives(call)) return 'released';
      return trusted.has(call.text) ? 'borrowed' : 'moved';
    },
    effectOfReceiver: (call) => {
      const name = call.callee.kind === 'member' ? call.callee.name : '';
      return closingName.test(name) && !trusted.has(call.text) ? 'released' : 'borrowed';
    },
    effectOfLiteral: (literal, held) =>
      run(literal, held.inside(literal), ownerRules(program, { trusted, gives, skips }, depth + 1), depth),
    effectOfParameter: (literal, index, hold) => {
      const parameter = literal.parameters[index];
      if (!parameter) return 'moved';
      const held = Held.holding(literal, parameter, hold, methodTest(program));
      return run(literal, held, ownerRules(program, { trusted, gives, skips }, depth + 1), depth).effect;
    },
    isConversion: () => false,
    isBorrowingField: () => false,
    isNeverClosed: (channel) => isField(program, channel, 'open'),
    exits: (call) => doesExit(program, call),
    wrapOf: ({ target }) => (target.kind === 'member' ? { type: unknown, field: target.name } : undefined),
    skips,
    presumesOwner: true,
    tellsPathsApart: true,
  };
}
