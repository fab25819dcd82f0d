import type { Detector } from '../detectors/detector.js';
import { didYouMean } from './closest-name.js';
import { placeholdersOf, strayBraceLines } from './comment-template.js';
import type { Incident } from './incident.js';
import { boundedProblems, IncidentError, type IncidentProblem } from './incident-error.js';
import { incidentSchema } from './incident-schema.js';
import { schemaProblems } from './schema-problems.js';
import type { YamlData, YamlFault } from './yaml-data.js';

/** Lower-case words with hyphens: it is a folder, part of a fingerprint and of a hidden mark in a comment. */
const slugPattern = /^[a-z0-9]+(-[a-z0-9]+)*$/;
/** Characters. */
const slugCharactersMax = 80;

/** What the files of one incident folder say. `folder` is only spoken of in problems. */
export interface IncidentTexts {
  slug: string;
  folder: string;
  yaml: YamlData | { faults: YamlFault[] };
  comment: string;
}

/** Throws an IncidentError with every problem found, each with its file and, where it can be told, its line. */
export function parseIncident(texts: IncidentTexts, detectors: readonly Detector[]): Incident {
  const file = `${texts.folder}/incident.yml`;
  const problems: IncidentProblem[] = [];
  if (!slugPattern.test(texts.slug) || texts.slug.length > slugCharactersMax) {
    const message = `expected a name of lower-case words with hyphens, at most ${slugCharactersMax} characters, got "${texts.slug}"`;
    problems.push({ file: texts.folder, message });
  }
  const { yaml } = texts;
  if ('faults' in yaml) throw failure([...problems, ...yaml.faults.map((fault) => ({ file, ...fault }))]);

  const parsed = incidentSchema.safeParse(yaml.data);
  if (!parsed.success) problems.push(...schemaProblems(incidentSchema, parsed.error.issues, yaml, file, []));
  const detector = findDetector(yaml, detectors, file, problems);
  const params = detector?.params.safeParse(entryOf(yaml.data, 'params'));
  if (detector && params && !params.success) {
    problems.push(...schemaProblems(detector.params, params.error.issues, yaml, file, ['params']));
  }
  // What the comment may name can depend on the parameters.
  if (detector && (params?.success || !detector.namesOf))
    problems.push(...commentProblems(texts, namesOf(detector, params?.data)));
  if (parsed.success && detector && detector.family !== 'any' && parsed.data.family !== detector.family) {
    const message = `family: expected "${detector.family}", the family of the detector ${detector.name}, got "${parsed.data.family}"`;
    problems.push({ file, ...lineOf(yaml, 'family'), message });
  }
  if (problems.length > 0 || !parsed.success || !detector || !params?.success) throw failure(problems);
  return { ...parsed.data, slug: texts.slug, detector, params: params.data, comment: texts.comment };
}

function failure(problems: readonly IncidentProblem[]): IncidentError {
  return new IncidentError(boundedProblems(problems));
}

function findDetector(
  yaml: YamlData,
  detectors: readonly Detector[],
  file: string,
  problems: IncidentProblem[],
): Detector | undefined {
  const name = entryOf(yaml.data, 'detector');
  if (typeof name !== 'string') return undefined; // the schema has said so
  const detector = detectors.find((known) => known.name === name);
  if (!detector) {
    const known = detectors.map((one) => one.name);
    const message = `detector: expected ${known.join(' or ')}, got "${name}"${didYouMean(name, known)}`;
    problems.push({ file, ...lineOf(yaml, 'detector'), message });
  }
  return detector;
}

function namesOf(detector: Detector, params: unknown): readonly string[] {
  return [...new Set([...detector.names, ...(detector.namesOf?.(params) ?? [])])];
}

/** The comment may only speak of what the detector can name. */
function commentProblems({ folder, comment }: IncidentTexts, names: readonly string[]): IncidentProblem[] {
  const file = `${folder}/comment.md`;
  if (comment.trim() === '')
    return [{ file, message: 'expected what the author of a pull request shall read, got nothing' }];
  const unknown = placeholdersOf(comment).filter(({ name }) => !names.includes(name));
  return [
    ...unknown.map(({ name, line }) => {
      const expected = names.map((known) => `{{${known}}}`).join(', ');
      return {
        file,
        line,
        message: `expected one of ${expected}, got {{${name}}}${didYouMean(name, names)}`,
      };
    }),
    ...strayBraceLines(comment).map((line) => ({
      file,
      line,
      message: 'expected {{name}} without spaces, got other double braces',
    })),
    ...hiddenLines(comment).map((line) => ({
      file,
      line,
      message: 'expected no HTML comment, which nobody would see, got <!--',
    })),
  ];
}

/** What is hidden in a comment on GitHub is how Hindsight finds its own ones again. */
function hiddenLines(comment: string): number[] {
  return comment.split('\n').flatMap((text, index) => (text.includes('<!--') ? [index + 1] : []));
}

function entryOf(data: unknown, key: string): unknown {
  return typeof data === 'object' && data !== null ? Reflect.get(data, key) : undefined;
}

function lineOf(yaml: YamlData, key: string): { line?: number } {
  const line = yaml.lineOf([key]);
  return line === undefined ? {} : { line };
}
