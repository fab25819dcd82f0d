import { z } from 'zod';
import { patternProblem } from './path-pattern.js';

/** What is done about an incident: not looked for; found and recorded, but not said on GitHub; said; said, and the check fails. */
export const incidentModes = ['off', 'shadow', 'comment', 'block'] as const;
export type IncidentMode = (typeof incidentModes)[number];

/** Patterns of one list. */
const patternsMax = 50;
/** Incidents and families that one file may name. */
const namedIncidentsMax = 200;
/** More comments than this nobody reads, and GitHub counts each as a request that makes content. */
const commentLimitMax = 100;

const wholeNumber = `expected a whole number from 0 to ${commentLimitMax}`;

const pattern = z.string().superRefine((text, context) => {
  const message = patternProblem(text);
  if (message !== undefined) context.addIssue({ code: 'custom', message });
});
const patterns = z.array(pattern).max(patternsMax, `expected at most ${patternsMax} patterns`);
const mode = z.enum(incidentModes);
const review = z.enum(['skip', 'review']);

/**
 * What a repository may set in `.github/hindsight.yml`: the check of that file, its documentation, its JSON Schema for editors and the type of what the
 * review follows are all made from this. The descriptions are read by users.
 */
export const configSchema = z.strictObject({
  paths: z
    .strictObject({
      include: patterns.default(['**']).describe('Only files that match one of these patterns are reviewed.'),
      exclude: patterns.default([]).describe('Files that match one of these patterns are not reviewed.'),
    })
    .prefault({})
    .describe(
      'Which files are reviewed. A pattern is a path from the top of the repository; `*` and `?` stand for characters of one name, `**` for any number of folders. A plain path may be a folder and means everything in it.',
    ),
  mode: mode
    .default('block')
    .describe(
      'What is done about an incident that `incidents` does not name. `off`: it is not looked for. `shadow`: it is recorded, but not said on GitHub. `comment`: it is said, and the check does not fail because of it. `block`: the check fails, if the incident is grave and the finding certain enough.',
    ),
  incidents: z
    .record(z.string(), mode)
    .refine((named) => Object.keys(named).length <= namedIncidentsMax, `expected at most ${namedIncidentsMax} names`)
    .default({})
    .describe(
      'The mode of single incidents or of whole families. An incident wins over its family, a family over `mode`.',
    ),
  demotion: z
    .strictObject({
      default: z
        .enum(['shadow', 'keep'])
        .default('shadow')
        .describe(
          'What is done about a demoted incident that `keep` does not name. `shadow`: it is recorded, but not said on GitHub. `keep`: it stays in its mode.',
        ),
      keep: z
        .array(z.string().describe('An incident or a family.'))
        .max(namedIncidentsMax, `expected at most ${namedIncidentsMax} names`)
        .default([])
        .describe('Incidents or families that stay in their mode though they were demoted.'),
    })
    .prefault({})
    .describe(
      'Incidents of which too many findings were of no use are demoted to `shadow` for an installation of the app: see [precision-contract.md](precision-contract.md).',
    ),
  comments: z
    .strictObject({
      limit: z
        .int()
        .min(0, wholeNumber)
        .max(commentLimitMax, wholeNumber)
        .default(30)
        .describe('How many comments of Hindsight may stand open on one pull request. The rest is in the check only.'),
    })
    .prefault({})
    .describe('The comments on a pull request.'),
  ignores: z
    .strictObject({
      count: z
        .enum(['merged', 'all'])
        .default('merged')
        .describe(
          'Which comments silence a finding. `merged`: only those that stood there before the pull request. `all`: also those that the pull request itself adds, whoever wrote it, forks included.',
        ),
      problems: z
        .enum(['report', 'block'])
        .default('report')
        .describe(
          'Whether the check fails because of such a comment that has a mistake, names an unknown incident, is over or in vain. They are annotated in any case.',
        ),
    })
    .prefault({})
    .describe('The comments `//hindsight:ignore INCIDENT -- reason [until=DATE]` in the code.'),
  drafts: review.default('skip').describe('Whether pull requests that are drafts are reviewed.'),
  'on-error': z
    .enum(['block', 'pass'])
    .default('block')
    .describe(
      'What the check says when Hindsight itself has failed. `block`: it fails, since what was not reviewed may hold a known incident. `pass`: it succeeds, and its title says that nothing was reviewed.',
    ),
  generated: review
    .default('skip')
    .describe('Whether files with the line `// Code generated … DO NOT EDIT.` are reviewed.'),
  vendored: review.default('skip').describe('Whether files in folders named `vendor` are reviewed.'),
});

/** The configuration that a review follows, complete. */
export type RepositoryConfig = z.output<typeof configSchema>;

/** What holds where nobody has set anything. */
export const defaultConfig: RepositoryConfig = configSchema.parse({});
