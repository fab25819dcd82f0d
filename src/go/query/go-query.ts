import { type Language, Query, type Tree } from 'web-tree-sitter';
import {
  comparedCharactersMax,
  holds,
  ownPredicate,
  type Predicate,
  predicateProblem,
  queryTextProblem,
  withOwnPredicates,
} from './query-text.js';

/** States that tree-sitter keeps at one time, and matches of one declaration that are worth telling. */
const statesMax = 100;
const matchesMax = 500;
/** Times that tree-sitter asks whether to go on, once for some hundred steps each: counted, so that the answer is the same on every machine. */
const progressMax = 1_500;
/** Compiled queries that are kept; each holds memory of the parser. */
const keptMax = 100;

/** One place that fits, with the extents of its captures in the text that was searched. UTF-16 code units, the end exclusive. */
export interface QueryMatch {
  captures: { name: string; start: number; end: number }[];
}

export interface QueryOutcome {
  matches: QueryMatch[];
  /** A limit was reached, so that matches may be missing. */
  cut: boolean;
}

interface Compiled {
  query: Query;
  predicates: Predicate[][];
}

/** Queries over the syntax of Go: https://tree-sitter.github.io/tree-sitter/using-parsers/queries. Sources come from incidents and may be hostile. */
export class GoQueries {
  readonly #language: Language;
  readonly #kept = new Map<string, Compiled>();

  constructor(language: Language) {
    this.#language = language;
  }

  /** The names of the captures of a query, or what is wrong with it. */
  check(source: string): { captures: string[] } | { problem: string } {
    const problem = queryTextProblem(source);
    if (problem !== undefined) return { problem };
    try {
      const { query, predicates } = this.#compiled(source);
      const wrong = predicates.flat().flatMap((each) => predicateProblem(each) ?? []);
      return wrong[0] === undefined ? { captures: [...query.captureNames] } : { problem: wrong[0] };
    } catch (error) {
      // Thrown for a query that does not parse, or speaks of nodes that the grammar does not have.
      if (error instanceof Error && !(error instanceof TypeError))
        return { problem: `expected a query of tree-sitter's, got: ${error.message.split('\n')[0]}` };
      throw error;
    }
  }

  run(source: string, tree: Tree, text: string): QueryOutcome {
    const { query, predicates } = this.#compiled(source);
    let asked = 0;
    let stopped = false;
    const found = query.matches(tree.rootNode, {
      matchLimit: statesMax,
      progressCallback: () => {
        stopped = ++asked > progressMax;
        return stopped;
      },
    });
    const fitting = found.flatMap(({ patternIndex, captures }): QueryMatch[] => {
      const places = captures.map(({ name, node }) => ({ name, start: node.startIndex, end: node.endIndex }));
      const textOf = (wanted: string) => {
        const place = places.find(({ name }) => name === wanted);
        return place && text.slice(place.start, Math.min(place.end, place.start + comparedCharactersMax + 1));
      };
      return (predicates[patternIndex] ?? []).every((each) => holds(each, textOf)) ? [{ captures: places }] : [];
    });
    const cut = stopped || query.didExceedMatchLimit() || fitting.length > matchesMax;
    return { matches: fitting.slice(0, matchesMax), cut };
  }

  /** The one that was used last goes to the end; the first is given up when there are too many. */
  #compiled(source: string): Compiled {
    const known = this.#kept.get(source) ?? compile(this.#language, source);
    this.#kept.delete(source);
    this.#kept.set(source, known);
    const [oldest] = this.#kept;
    if (this.#kept.size > keptMax && oldest) {
      this.#kept.delete(oldest[0]);
      oldest[1].query.delete();
    }
    return known;
  }
}

function compile(language: Language, source: string): Compiled {
  const query = new Query(language, withOwnPredicates(source));
  const predicates = query.predicates.map((ofPattern) =>
    ofPattern.map(({ operator, operands }) => ({
      name: ownPredicate(operator),
      operands: operands.map((each) => (each.type === 'capture' ? { capture: each.name } : { text: each.value })),
    })),
  );
  return { query, predicates };
}
