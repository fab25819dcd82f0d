/** A report could not be written to the file that was asked for. */
export class ReportFileError extends Error {
  constructor(file: string, cause: unknown) {
    const why = cause instanceof Error ? cause.message : String(cause);
    super(`expected to write a report to ${file}, got: ${why}`, { cause });
  }
}
