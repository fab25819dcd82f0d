/** Something wrong with an incident folder, said to whoever wrote it. Lines are 1-based. */
export interface IncidentProblem {
  file: string;
  line?: number;
  /** Where in the file, what was expected and what was got. */
  message: string;
}

/** Problems of one folder that are said; whoever has more has made one mistake many times. */
export const problemsPerFolderMax = 20;
/** Characters of one message: a hostile value must not fill a log. */
const messageCharactersMax = 500;

/** Thrown at load, so that a mistake in an incident shows when it is written and not on somebody's pull request. */
export class IncidentError extends Error {
  override readonly name = 'IncidentError';
  readonly problems: readonly IncidentProblem[];

  constructor(problems: readonly IncidentProblem[]) {
    super(problems.map(problemText).join('\n'));
    this.problems = problems;
  }
}

/** `file:line: message`, as compilers say it. */
export function problemText({ file, line, message }: IncidentProblem): string {
  return line === undefined ? `${file}: ${message}` : `${file}:${line}: ${message}`;
}

/** The first problems of a folder, with a last one that says when there are others. */
export function boundedProblems(problems: readonly IncidentProblem[]): IncidentProblem[] {
  const [first] = problems;
  const said = problems
    .slice(0, problemsPerFolderMax)
    .map((problem) => ({ ...problem, message: cut(problem.message) }));
  return first && problems.length > said.length ? [...said, { file: first.file, message: 'and more' }] : said;
}

function cut(message: string): string {
  return message.length > messageCharactersMax ? `${message.slice(0, messageCharactersMax)}…` : message;
}
