/** Something wrong with an incident folder, said to whoever wrote it. Lines are 1-based. */
export interface IncidentProblem {
  file: string;
  line?: number;
  /** Where in the file, what was expected and what was got. */
  message: string;
}

/** Thrown at load, so that a mistake in an incident shows when it is written and not on somebody's pull request. */
export class IncidentError extends Error {
  override readonly name = 'IncidentError';
  readonly problems: readonly IncidentProblem[];

  constructor(problems: readonly IncidentProblem[]) {
    super(problems.map(problemText).join('\n'));
    this.problems = problems;
  }
}

function problemText({ file, line, message }: IncidentProblem): string {
  return line === undefined ? `${file}: ${message}` : `${file}:${line}: ${message}`;
}
