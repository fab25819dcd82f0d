import { z } from 'zod';
import { didYouMean } from './closest-name.js';
import { type IncidentProblem, problemsPerFolderMax } from './incident-error.js';
import type { YamlData } from './yaml-data.js';

/** Characters of a wrong value that are worth repeating to its author. */
const gotCharactersMax = 60;

/** What a schema says against some YAML, as sentences with lines. `under` is where in the file the checked data stands. */
export function schemaProblems(
  schema: z.ZodType,
  issues: readonly z.core.$ZodIssue[],
  yaml: YamlData,
  file: string,
  under: readonly string[],
): IncidentProblem[] {
  const problem = (path: readonly PropertyKey[], line: number | undefined, text: string): IncidentProblem => ({
    file,
    ...(line === undefined ? {} : { line }),
    message: path.length === 0 ? text : `${pathText(path)}: ${text}`,
  });
  // One more than will be said, so that the last can be "and more".
  return issues.slice(0, problemsPerFolderMax + 1).flatMap((issue) => {
    const path = [...under, ...issue.path];
    if (issue.code === 'unrecognized_keys') {
      const known = keysAt(schema, issue.path);
      return issue.keys
        .slice(0, problemsPerFolderMax + 1)
        .map((key) => problem(path, yaml.lineOfKey(path, key), unknownKey(key, known)));
    }
    return [problem(path, yaml.lineOf(path), expectedAndGot(issue, valueAt(yaml.data, path)))];
  });
}

function unknownKey(key: string, known: readonly string[]): string {
  const expected = known.length > 0 ? `expected only ${known.join(', ')}, ` : '';
  return `${expected}got the key ${shown(key)}${didYouMean(key, known)}`;
}

function expectedAndGot(issue: z.core.$ZodIssue, got: unknown): string {
  if (issue.code === 'invalid_value') {
    const known = issue.values.map(String);
    return `expected ${known.map(shown).join(' or ')}, got ${shown(got)}${didYouMean(got, known)}`;
  }
  const expected = issue.code === 'invalid_type' ? `expected ${issue.expected}` : issue.message;
  return `${expected}, got ${shown(got)}`;
}

function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value) ?? String(value);
  return text.length > gotCharactersMax ? `${text.slice(0, gotCharactersMax)}…` : text;
}

function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((step, index) => (typeof step === 'number' ? `[${step}]` : `${index > 0 ? '.' : ''}${String(step)}`))
    .join('');
}

function valueAt(data: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, step) => (typeof value === 'object' && value !== null ? Reflect.get(value, step) : undefined),
    data,
  );
}

/** The keys that an object schema knows at a path through objects and arrays; none when the path leads through anything else. */
function keysAt(schema: unknown, path: readonly PropertyKey[]): string[] {
  let inner = bare(schema);
  for (const step of path) {
    if (inner instanceof z.ZodObject) inner = bare(inner.shape[String(step)]);
    else if (inner instanceof z.ZodArray) inner = bare(inner.element);
  }
  return inner instanceof z.ZodObject ? Object.keys(inner.shape) : [];
}

/** The schema without what says that it may be left out. */
function bare(schema: unknown): unknown {
  let inner = schema;
  while (inner instanceof z.ZodOptional || inner instanceof z.ZodDefault || inner instanceof z.ZodPrefault)
    inner = inner.unwrap();
  return inner;
}
