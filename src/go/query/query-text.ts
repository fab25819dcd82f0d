/** A query is read by people; what is longer is a program. Characters. */
export const queryCharactersMax = 4_000;
/** Open brackets at one time, and nodes of all patterns together. */
const nestingMax = 20;
const nodesMax = 200;
/** Patterns that stand side by side; each is looked for by itself. */
const patternsMax = 8;
/** Parts that may be absent: each of them doubles the ways in which the rest can fit. */
const optionalMax = 2;

/** What a text is compared with: longer texts of code are cut. Characters. */
export const comparedCharactersMax = 200;
/** So few repetitions cannot make a regular expression slow on so short a text. */
const repetitionsMax = 3;
const endlessMax = 1;

export interface Predicate {
  name: string;
  /** A capture without its `@`, or a text. */
  operands: ({ capture: string } | { text: string })[];
}

/** https://tree-sitter.github.io/tree-sitter/using-parsers/queries/3-predicates-and-directives.html */
export const predicateNames = ['eq?', 'not-eq?', 'any-of?', 'not-any-of?', 'match?', 'not-match?'];

const token = /\s+|;[^\n]*|"(?:[^"\\\n]|\\.)*"|[()[\]*+?]|#[\w.?!-]+|@[\w.-]+|[^\s()[\]";@#*+?]+|./gy;

/**
 * What is wrong with a query before any parser sees it, in words for its author. Tree-sitter compiles what is left; the predicates are evaluated here
 * and not by its binding, which would hand a regular expression from an incident any text of the code.
 */
export function queryTextProblem(source: string): string | undefined {
  if (source.length > queryCharactersMax)
    return `expected a query of at most ${queryCharactersMax} characters, got ${source.length}`;
  let depth = 0;
  let deepest = 0;
  let nodes = 0;
  let optional = 0;
  let patterns = 0;
  for (const [text] of source.matchAll(token)) {
    if (text === '(' || text === '[') {
      if (depth === 0) patterns++;
      depth++;
      nodes++;
      deepest = Math.max(deepest, depth);
    } else if (text === ')' || text === ']') depth--;
    else if (text === '?') optional++;
    else if (text === '*' || text === '+')
      return `expected a query without repetitions, which can fit in more ways than anybody can count, got ${text}`;
    if (text.startsWith('#') && !predicateNames.includes(text.slice(1))) {
      return `expected a predicate of ${predicateNames.map((name) => `#${name}`).join(', ')}, got ${text.slice(0, 40)}`;
    }
  }
  if (deepest > nestingMax) return `expected at most ${nestingMax} open brackets, got ${deepest}`;
  if (nodes > nodesMax) return `expected at most ${nodesMax} nodes, got ${nodes}`;
  if (patterns > patternsMax) return `expected at most ${patternsMax} patterns, got ${patterns}`;
  if (optional > optionalMax) return `expected at most ${optionalMax} parts with ?, got ${optional}`;
  return undefined;
}

/** Other names for the predicates: those that tree-sitter's binding knows it would evaluate itself. */
export function withOwnPredicates(source: string): string {
  return [...source.matchAll(token)].map(([text]) => (text.startsWith('#') ? `#own-${text.slice(1)}` : text)).join('');
}

export function ownPredicate(operator: string): string {
  return operator.replace(/^own-/, '');
}

/** What is wrong with the operands of a predicate. */
export function predicateProblem({ name, operands }: Predicate): string | undefined {
  const [first, second, ...rest] = operands;
  if (!first || !('capture' in first)) return `expected a capture such as @call after #${name}, got none`;
  if (!second) return `expected a second operand of #${name}, got none`;
  if (!name.includes('any-of') && rest.length > 0) return `expected two operands of #${name}, got ${operands.length}`;
  if (!name.includes('match')) return undefined;
  return 'text' in second ? patternProblem(second.text) : `expected a regular expression after the capture of #${name}`;
}

/** Whether the regular expression is one that cannot take long: no group is repeated, and hardly anything else. */
function patternProblem(source: string): string | undefined {
  if (source.length > comparedCharactersMax)
    return `expected a regular expression of at most ${comparedCharactersMax} characters, got ${source.length}`;
  if (/\(\?(?!:)|\\[1-9k]/.test(source)) return 'expected a regular expression without look-around and back-references';
  const bare = source.replace(/\\./g, 'x').replace(/\[\^?\]?[^\]]*\]/g, 'x');
  if (/\)[*+?{]/.test(bare)) return 'expected a regular expression in which no group is repeated';
  const endless = bare.match(/[*+]|\{\d*,\}/g)?.length ?? 0;
  const all = bare.replaceAll('(?:', '(').match(/[*+?]|\{[\d,]*\}/g)?.length ?? 0;
  if (endless > endlessMax || all > repetitionsMax || /\{\d{3,}|\{\d*,\d{3,}/.test(bare)) {
    return `expected a regular expression with at most ${endlessMax} of * and + and ${repetitionsMax} repetitions in all, got ${all}`;
  }
  try {
    new RegExp(source, 'u');
    return undefined;
  } catch (error) {
    if (error instanceof SyntaxError)
      return `expected a regular expression, got one that does not read: ${error.message}`;
    throw error;
  }
}

/** Whether a match of the syntax holds for the texts of its captures. A capture that is absent makes no difference. */
export function holds({ name, operands }: Predicate, textOf: (capture: string) => string | undefined): boolean {
  const [first, ...others] = operands;
  const left = first && 'capture' in first ? textOf(first.capture) : undefined;
  const rights = others.flatMap((each) => ('capture' in each ? (textOf(each.capture) ?? []) : each.text));
  if (left === undefined || rights.length === 0) return true;
  const text = left.slice(0, comparedCharactersMax);
  const isIt = name.includes('match')
    ? rights.some((pattern) => new RegExp(pattern, 'u').test(text))
    : rights.some((right) => right === left);
  return name.startsWith('not-') ? !isIt : isIt;
}
