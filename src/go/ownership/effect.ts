import type { Call, FunctionForm, Operation, Place, Value } from '../form.js';
import type { Held, Hold, Wrap } from './held.js';

/**
 * What a callee does with something that it is handed. `moved`: somebody else owns it now, or nobody can tell. `carried`: its first result holds
 * it. `sometimes`: it is given back on some ways through the callee.
 */
export type Effect = 'borrowed' | 'released' | 'sometimes' | 'carried' | 'moved';

/** What must be known of the world outside the form to follow something through it. */
export interface HoldingRules {
  effectOfArgument(call: Call, index: number, hold: Hold): Effect;
  effectOfReceiver(call: Call, hold: Hold): Effect;
  /** What a function literal does with what it captures, when it runs. */
  effectOfLiteral(literal: FunctionForm, held: Held): { effect: Effect; releases: readonly Place[] };
  /** What a function literal does with a parameter. */
  effectOfParameter(literal: FunctionForm, index: number, hold: Hold): Effect;
  isConversion(call: Call): boolean;
  /** A field that only borrows what it is set to, such as Stdout of an exec.Cmd. */
  isBorrowingField(target: Operation & { op: 'assign' }): boolean;
  /** A channel that nobody closes, such as C of a time.Ticker: a loop over it does not end by itself. */
  isNeverClosed(channel: Value): boolean;
  /** True for a call after which nothing follows: os.Exit, panic. */
  exits(call: Call): boolean;
  /** What a field stands in, for a thing that is stored in a local variable. */
  wrapOf(target: Operation & { op: 'assign' }): Wrap | undefined;
  /** An operation that is to be passed by. */
  skips(operation: Operation): boolean;
  /**
   * The form is known to own the thing: a goroutine, a field of its own or a function that it keeps in a variable does not take it away, and
   * what it finds in a field it has to see to as well.
   */
  presumesOwner: boolean;
  /** Whether paths are to be told apart by what is known of variables. */
  tellsPathsApart: boolean;
}
