/** Thrown where base and head cannot be compared, now or later. `reason` goes on after "Hindsight could not review this:". */
export class NotComparableError extends Error {
  override readonly name = 'NotComparableError';
  readonly reason: string;

  constructor(reason: string) {
    super(`expected a change from base to head, got none: ${reason}`);
    this.reason = reason;
  }
}
