import type { GoFile } from './go-file.js';
import type { Extent } from './split-declarations.js';
import { child, childrenOf, isBroken, type Syntax } from './syntax.js';

export type DeclarationKind = 'function' | 'method' | 'type' | 'variable' | 'constant';

/** Parses a piece of a file when it is needed: without the bodies of functions, or whole. */
export interface NodeReader {
  skeleton(): readonly Syntax[];
  whole(): readonly Syntax[];
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

  /** Frees the bodies, which nobody needs once they are lowered and which take more memory than anything else. */
  forgetBodies(): void {
    const node = this.#whole?.node;
    if (node) this.#skeleton ??= withoutBodies(node);
    this.#whole = undefined;
  }

  #parsed(): Syntax | undefined {
    const nodes = this.#reader.whole();
    // More than one node is code that no declaration begins with.
    return nodes.length === 1 && !nodes.some(isBroken) ? this.#find(nodes) : undefined;
  }

  #find(nodes: readonly Syntax[]): Syntax | undefined {
    return nodes.flatMap(specifications).find((each) => namesOf(each, this.file).includes(this.name));
  }
}

/** What GoParser gives without bodies. */
function withoutBodies(node: Syntax): Syntax {
  return { ...node, children: node.kind === 'block' ? [] : node.children.map(withoutBodies) };
}

/** All names that a group such as `var ( … )` declares; one without a name, which does not parse, for what is broken. */
export function declarationsOfNode(
  file: GoFile,
  kind: DeclarationKind,
  whole: Extent,
  reader: NodeReader,
): Declaration[] {
  const nodes = reader.skeleton();
  const isSound = nodes.length === 1 && !nodes.some(isBroken);
  const named = nodes
    .flatMap(specifications)
    .flatMap((spec) =>
      namesOf(spec, file).map((name) => new Declaration(file, { ...receiverOf(spec, file, kind), name }, spec, reader)),
    );
  const isEmptyGroup = nodes[0]?.kind.endsWith('_declaration');
  return isSound && (named.length > 0 || isEmptyGroup) ? named : [...named, brokenDeclaration(file, kind, whole)];
}

/** Stands for code in which no declaration can be found. */
export function brokenDeclaration(file: GoFile, kind: DeclarationKind, extent: Extent): Declaration {
  return new Declaration(file, { kind, name: '' }, extent, { skeleton: () => [], whole: () => [] });
}

function receiverOf(spec: Syntax, file: GoFile, kind: DeclarationKind): { kind: DeclarationKind; receiver?: string } {
  if (spec.kind !== 'method_declaration') return { kind };
  let type = child(spec, 'receiver')?.children[0];
  while (type && type.kind !== 'type_identifier') type = child(type, 'type') ?? type.children[0];
  return { kind: 'method', receiver: type ? file.text.slice(type.start, type.end) : '' };
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
