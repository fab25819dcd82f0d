import { isMap, isNode, isScalar, Lexer, LineCounter, type ParsedNode, Parser, parseDocument } from 'yaml';

/** Levels of open parts while reading; parameters have three or four, each of which counts about twice. */
const nestingMax = 40;

/** Plain data from YAML, and where in the text each part of it stands. */
export interface YamlData {
  data: unknown;
  /** The 1-based line of the value at this path, or of the nearest part around it that exists. */
  lineOf(path: readonly PropertyKey[]): number | undefined;
  /** The 1-based line of a key of the mapping at this path. */
  lineOfKey(path: readonly PropertyKey[], key: string): number | undefined;
}

export interface YamlFault {
  line?: number;
  message: string;
}

/**
 * Reads YAML 1.2 as plain data: no tags of one's own, no aliases (they multiply: a kilobyte can stand for gigabytes), one document, no key twice.
 */
export function parseYamlData(text: string): YamlData | { faults: YamlFault[] } {
  const tooDeep = tooDeepLine(text);
  if (tooDeep !== undefined) {
    return { faults: [{ line: tooDeep, message: 'expected a few levels of nesting, got far too many' }] };
  }
  const lines = new LineCounter();
  try {
    const document = parseDocument(text, {
      lineCounter: lines,
      schema: 'core',
      strict: true,
      uniqueKeys: true,
      logLevel: 'silent',
      prettyErrors: false,
    });
    // An unknown tag is only a warning to the parser; here it is a mistake.
    const faults = [...document.errors, ...document.warnings];
    if (faults.length > 0) {
      return {
        faults: faults.map((fault) => ({
          line: lines.linePos(fault.pos[0]).line,
          message: `expected YAML, got: ${fault.message.split('\n')[0]}`,
        })),
      };
    }
    const data: unknown = document.toJS({ maxAliasCount: 0 });
    const lineAt = (node: ParsedNode | undefined) => node && lines.linePos(node.range[0]).line;
    return {
      data,
      lineOf: (path) => lineAt(nearestNode(document.contents, path)),
      lineOfKey: (path, key) => lineAt(keyNode(nearestNode(document.contents, path), key)),
    };
  } catch (error) {
    // Thrown for an alias. Anything else is a bug of ours.
    if (error instanceof ReferenceError) {
      return { faults: [{ message: 'expected plain YAML, got an alias (`*name`)' }] };
    }
    throw error;
  }
}

/**
 * The line where nesting goes too deep. Building the document is recursive, and V8 ends the process when a regular expression is compiled
 * with no stack left; the syntax is read without recursion, so this is found out before.
 */
function tooDeepLine(text: string): number | undefined {
  let line = 1;
  const parser = new Parser(() => {
    line++;
  });
  for (const lexeme of new Lexer().lex(text)) {
    for (const _document of parser.next(lexeme));
    if (parser.stack.length > nestingMax) return line;
  }
  return undefined;
}

function nearestNode(top: ParsedNode | null, path: readonly PropertyKey[]): ParsedNode | undefined {
  let node: unknown = top;
  for (const step of path) {
    const inner: unknown =
      isNode(node) && 'get' in node && typeof node.get === 'function' ? node.get(step, true) : undefined;
    if (!isNode(inner)) break;
    node = inner;
  }
  return isNode(node) ? (node as ParsedNode) : undefined;
}

function keyNode(node: ParsedNode | undefined, key: string): ParsedNode | undefined {
  if (!isMap(node)) return undefined;
  const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === key);
  return pair?.key as ParsedNode | undefined;
}
