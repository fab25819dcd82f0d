import type { GoFile } from './go-file.js';
import { childrenOf, isBroken, type Syntax } from './syntax.js';

export type DeclarationKind = 'function' | 'method' | 'type' | 'variable' | 'constant';

/** Parses a piece of a file when it is needed: without the bodies of functions, or whole. */
export interface NodeReader {
  skeleton(): Syntax[];
  whole(): Syntax[];
}

interface Extent {
  start: number;
  end: number;
}

/** A name declared at the top of a package. */
export class Declaration {
  readonly file: GoFile;
  readonly kind: DeclarationKind;
  readonly name: string;
  /** Methods: the name of the receiver's type, without pointer and type arguments. */
  readonly receiver: string | undefined;
  /** Offsets in the file's text; the end is exclusive. */
  readonly start: number;
  readonly end: number;
  readonly #reader: NodeReader;
  #skeleton: Syntax | undefined;
  #whole: { node: Syntax | undefined } | undefined;

  constructor(
    file: GoFile,
    called: { kind: DeclarationKind; name: string; receiver?: string },
    { start, end }: Extent,
    reader: NodeReader,
  ) {
    this.file = file;
    this.kind = called.kind;
    this.name = called.name;
    this.receiver = called.receiver;
    this.start = start;
    this.end = end;
    this.#reader = reader;
  }

  /** 1-based. */
  get line(): number {
    return this.file.lines.lineOf(this.start);
  }

  /** 1-based, inclusive. */
  get endLine(): number {
    return this.file.lines.lineOf(Math.max(this.start, this.end - 1));
  }

  /** One specification of the syntax, without the bodies of functions. */
  get syntax(): Syntax {
    this.#skeleton ??= this.#whole?.node ?? this.#find(this.#reader.skeleton()) ?? emptyNode(this);
    return this.#skeleton;
  }

  /** The same with bodies; undefined when it does not parse. */
  get whole(): Syntax | undefined {
    this.#whole ??= { node: this.#parsed() };
    return this.#whole.node;
  }

  #parsed(): Syntax | undefined {
    const node = this.#find(this.#reader.whole());
    return node && !isBroken(node) ? node : undefined;
  }

  #find(nodes: readonly Syntax[]): Syntax | undefined {
    return nodes.flatMap(specifications).find((each) => namesOf(each, this.file).includes(this.name));
  }
}

/** All names that a group such as `var ( … )` declares. */
export function declarationsOfNode(file: GoFile, kind: DeclarationKind, reader: NodeReader): Declaration[] {
  return reader
    .skeleton()
    .flatMap(specifications)
    .flatMap((spec) => namesOf(spec, file).map((name) => new Declaration(file, { kind, name }, spec, reader)));
}

function specifications(node: Syntax): Syntax[] {
  if (node.kind.endsWith('_declaration') && !['function_declaration', 'method_declaration'].includes(node.kind)) {
    return node.children.flatMap((each) => (each.kind.endsWith('_spec_list') ? each.children : [each]));
  }
  return [node];
}

function namesOf(spec: Syntax, file: GoFile): string[] {
  return childrenOf(spec, 'name')
    .filter((each) => each.kind.endsWith('identifier'))
    .map((each) => file.text.slice(each.start, each.end));
}

/** A declaration whose name the parser does not find again: nothing is known of it. */
function emptyNode({ start, end }: Extent): Syntax {
  return { kind: 'ERROR', field: '', start, end, children: [] };
}
