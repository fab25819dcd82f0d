import { IncidentError, type IncidentProblem } from './incident-error.js';

/** `// want handle:"^nl$"` at the end of a line of `before/`: a finding is wanted on this line, and its names match. Lines are 1-based. */
export interface WantedMark {
  path: string;
  line: number;
  facts: readonly { name: string; pattern: RegExp }[];
}

/** What a detector reported, as far as a mark can speak of it. */
export interface Reported {
  path: string;
  line: number;
  names: Readonly<Record<string, string>>;
}

const mark = /[ \t]*\/\/ want\b(.*)$/;
const fact = /^\s+([a-z][a-zA-Z]*):"((?:[^"\\]|\\.)*)"/;

/**
 * Parts a text from its marks. The text keeps its lines, so that every mark still tells the right one; but a mark must not be parsed or diffed,
 * since it would make its own line a changed one.
 */
export function takeMarks(path: string, text: string): { text: string; marks: WantedMark[] } {
  const marks: WantedMark[] = [];
  const problems: IncidentProblem[] = [];
  const lines = text.split('\n').map((content, index) => {
    const found = mark.exec(content);
    if (!found) return content;
    const facts = factsOf(found[1] ?? '');
    if (facts) marks.push({ path, line: index + 1, facts });
    else problems.push({ file: path, line: index + 1, message: markExpected(found[0].trim()) });
    return content.slice(0, found.index);
  });
  if (problems.length > 0) throw new IncidentError(problems);
  return { text: lines.join('\n'), marks };
}

function factsOf(text: string): WantedMark['facts'] | undefined {
  const facts: { name: string; pattern: RegExp }[] = [];
  let rest = text.trimEnd();
  while (rest !== '') {
    const found = fact.exec(rest);
    const pattern = found && regularExpression(found[2] ?? '');
    if (!found || !pattern) return undefined;
    facts.push({ name: found[1] ?? '', pattern });
    rest = rest.slice(found[0].length);
  }
  return facts.length > 0 ? facts : undefined;
}

function regularExpression(source: string): RegExp | undefined {
  try {
    return new RegExp(source.replaceAll('\\"', '"'), 'u');
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function markExpected(got: string): string {
  return `expected a mark such as // want handle:"^nl$", each fact with a regular expression, got ${got}`;
}

/** What is wanted and not reported, and what is reported and not wanted: one line each, none when all is well. */
export function markDifferences(marks: readonly WantedMark[], reported: readonly Reported[]): string[] {
  const left = [...reported];
  const missing = marks.filter((wanted) => {
    const index = left.findIndex((one) => matches(wanted, one));
    if (index >= 0) left.splice(index, 1);
    return index < 0;
  });
  return [
    ...missing.map(({ path, line, facts }) => {
      const text = facts.map(({ name, pattern }) => `${name}:"${pattern.source}"`).join(' ');
      return `- expected ${path}:${line} ${text}`;
    }),
    ...left.map(({ path, line, names }) => {
      const text = Object.entries(names).map(([name, value]) => `${name}:${JSON.stringify(value)}`);
      return `+ reported ${path}:${line} ${text.join(' ')}`;
    }),
  ];
}

function matches({ path, line, facts }: WantedMark, reported: Reported): boolean {
  const { names } = reported;
  return (
    path === reported.path &&
    line === reported.line &&
    facts.every(({ name, pattern }) => Object.hasOwn(names, name) && pattern.test(names[name] ?? ''))
  );
}
