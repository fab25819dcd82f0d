import { z } from 'zod';
import type { FunctionForm } from '../../go/form.js';
import { goParser, loadedGoParser } from '../../go/go-parser.js';
import { type Captured, matchesIn } from '../../go/query/matches-in.js';
import type { Detector, Sighting } from '../detector.js';

/** The capture that tells where the finding is. */
const placeCapture = 'at';
/** Characters of a text that is used as a name. */
const nameCharactersMax = 100;

const params = z.strictObject({
  query: z
    .string()
    .min(1)
    .superRefine((source, context) => {
      const checked = loadedGoParser().queries.check(source);
      const problem = 'problem' in checked ? checked.problem : captureProblem(checked.captures);
      if (problem !== undefined) context.addIssue({ code: 'custom', message: problem });
    })
    .describe(
      'A query of tree-sitter over the syntax of a function that the change touches. @at is where the comment goes; every other capture can be named in the comment. Predicates: #eq?, #not-eq?, #any-of?, #not-any-of?, #match?, #not-match?',
    ),
});

type Params = z.infer<typeof params>;

/** What no other detector sees: a shape of the syntax, without types and without paths. */
export const query: Detector<Params> = {
  name: 'query',
  family: 'any',
  params,
  names: ['function', placeCapture],
  namesOf: ({ query: source }) => {
    const checked = loadedGoParser().queries.check(source);
    return 'captures' in checked ? checked.captures : [];
  },
  roles: { [placeCapture]: 'this is what the incident is about', part: 'and this belongs to it' },
  prepare: async () => {
    await goParser();
  },
  detect(form, program, { query: source }) {
    // A match may reach into literals, so that it is looked for once.
    if (form.outer) return [];
    return matchesIn(program, form, source).flatMap((captured) => sightingOf(form, captured) ?? []);
  },
};

function captureProblem(captures: readonly string[]): string | undefined {
  if (!captures.includes(placeCapture)) return `expected a capture @${placeCapture}, where the comment goes, got none`;
  const wrong = captures.find((name) => !/^[a-z][a-zA-Z]*$/.test(name) || name === 'function');
  return wrong === undefined
    ? undefined
    : `expected captures of letters that begin with a small one, and not @function, got @${wrong}`;
}

function sightingOf(form: FunctionForm, captured: readonly Captured[]): Sighting | undefined {
  const at = captured.find(({ name }) => name === placeCapture);
  if (!at) return undefined;
  const texts = captured.map(({ name, text }): [string, string] => [name, firstLine(text)]);
  const parts = captured.filter(({ name, place }) => name !== placeCapture && place.line !== at.place.line);
  return {
    verdict: 'defect',
    confidence: 'proof',
    key: JSON.stringify(texts),
    at: at.place,
    clues: [{ role: placeCapture, place: at.place }, ...parts.map(({ place }) => ({ role: 'part', place }))],
    names: { ...Object.fromEntries(texts), function: form.declaration },
  };
}

function firstLine(text: string): string {
  return (text.split('\n')[0] ?? '').trim().slice(0, nameCharactersMax);
}
