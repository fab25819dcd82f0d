/** The doctor cannot look: the message says what it was not given. */
export class DoctorError extends Error {
  override readonly name = 'DoctorError';
}
