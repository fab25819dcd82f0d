/** What was asked for cannot be done as it was asked: the message says what was expected and what was got. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
