import type { Block, Condition, FunctionForm, Operation, Place, Value, Variable } from '../form.js';
import type { TypeScope } from '../go-type.js';
import type { Syntax } from '../syntax.js';

interface Jump {
  label: string;
  break: Block;
  /** Absent for switch and select, which `continue` passes by. */
  continue?: Block;
}

/** Names of types as seen from inside a function. */
export type LocalTypes = TypeScope & { hidden: Set<string> };

/** What lowering one function needs to remember: the block being filled, the scopes around, where `break` and `continue` lead. */
export class FormBuilder {
  readonly form: FunctionForm;
  readonly types: LocalTypes;
  readonly outer: FormBuilder | undefined;
  readonly labels = new Map<string, Block>();
  block: Block;
  /** The label of the statement that is lowered next. */
  label = '';
  #scopes: Map<string, Variable>[] = [new Map()];
  readonly #jumps: Jump[] = [];

  constructor(form: FunctionForm, types: LocalTypes, outer?: FormBuilder) {
    this.form = form;
    this.types = types;
    this.outer = outer;
    this.block = this.newBlock();
  }

  newBlock(): Block {
    const block: Block = { id: this.form.blocks.length, operations: [], next: [] };
    this.form.blocks.push(block);
    return block;
  }

  emit(operation: Operation): void {
    this.block.operations.push(operation);
  }

  goTo(block: Block, when?: Condition): void {
    this.block.next.push(when ? { to: block, when } : { to: block });
  }

  /** What follows is reached only by a label or not at all. */
  stop(): void {
    this.block = this.newBlock();
  }

  inScope(work: () => void): void {
    this.#scopes.push(new Map());
    work();
    this.#scopes.pop();
  }

  inJump(jump: Jump, work: () => void): void {
    this.#jumps.push(jump);
    work();
    this.#jumps.pop();
  }

  jumpTarget(kind: 'break' | 'continue', label: string): Block | undefined {
    const fitting = this.#jumps.filter((jump) => jump[kind] && (label === '' || jump.label === label));
    return fitting.at(-1)?.[kind];
  }

  takeLabel(): string {
    const label = this.label;
    this.label = '';
    return label;
  }

  labelled(name: string): Block {
    const known = this.labels.get(name) ?? this.newBlock();
    this.labels.set(name, known);
    return known;
  }

  declare(name: string, kind: Variable['kind'], more: Pick<Variable, 'type' | 'origin'> = {}): Variable {
    const variable: Variable = { name, kind, owner: this.form, ...more };
    if (name !== '' && name !== '_') this.#scopes.at(-1)?.set(name, variable);
    return variable;
  }

  temporary(origin?: Variable['origin']): Variable {
    return { name: '', kind: 'temporary', owner: this.form, ...(origin ? { origin } : {}) };
  }

  /** A type that the function declares: its name means no type of the package any more, and nothing is known of it. */
  hideType(name: string): void {
    this.types.hidden.add(name);
    this.declare(name, 'local');
  }

  declaredHere(name: string): Variable | undefined {
    return this.#scopes.at(-1)?.get(name);
  }

  find(name: string): Variable | undefined {
    return this.#scopes.findLast((scope) => scope.has(name))?.get(name) ?? this.outer?.find(name);
  }

  text(node: Syntax | undefined): string {
    return node ? this.types.file.text.slice(node.start, node.end) : '';
  }

  /** The line on which a piece of syntax begins: a comment on a whole multi-line call would hide what it is about. */
  place(node: Syntax): Place {
    const line = this.types.file.lines.lineOf(node.start);
    return { path: this.types.file.path, line, endLine: line };
  }

  wholePlace(node: Syntax): Place {
    const lines = this.types.file.lines;
    return {
      path: this.types.file.path,
      line: lines.lineOf(node.start),
      endLine: lines.lineOf(Math.max(node.start, node.end - 1)),
    };
  }

  name(name: string): Value {
    return { kind: 'name', name, file: this.types.file };
  }
}
