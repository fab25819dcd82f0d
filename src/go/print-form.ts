import {
  type Block,
  type Condition,
  type Edge,
  type FunctionForm,
  type Operation,
  type Value,
  type Variable,
  withLiterals,
} from './form.js';
import { variablesIn } from './form-values.js';
import type { GoType } from './go-type.js';

/**
 * A form as text for people and tests: each function literal after the function it stands in, blocks with their lines and where they lead.
 *
 *     func open(path)  a.go:3-9
 *       b0
 *          4  %1, %2 = os.Open(path)      %1 is a result without a name
 *             -> b1 when err != nil
 *
 * `@name` stands at the top of the package; `name'2` is the second variable of that name; `mix(a, b)` is made of a and b and is neither.
 */
export function printForm(form: FunctionForm): string {
  const printer = new Printer();
  return withLiterals(form)
    .map((each) => printer.form(each))
    .join('\n');
}

/** A type as Go writes it, with import paths in place of package names. */
export function printType(type: GoType): string {
  switch (type.kind) {
    case 'unknown':
      return '?';
    case 'basic':
      return type.name;
    case 'named':
      return type.home === '' ? type.name : `${type.home}.${type.name}`;
    case 'pointer':
      return `*${printType(type.element)}`;
    case 'slice':
      return `[]${printType(type.element)}`;
    case 'array':
      return `[n]${printType(type.element)}`;
    case 'variadic':
      return `...${printType(type.element)}`;
    case 'map':
      return `map[${printType(type.key)}]${printType(type.element)}`;
    case 'channel':
      return `${{ both: 'chan', send: 'chan<-', receive: '<-chan' }[type.direction]} ${printType(type.element)}`;
    case 'function':
      return `func(${list(type.parameters, printType)})${results(type.results)}`;
    case 'struct':
      return `struct{${list(type.fields, (field) => (field.embedded ? '' : `${field.name} `) + printType(field.type))}}`;
    case 'interface':
      return `interface{${[...type.methods.keys(), ...type.embedded.map(printType)].join('; ')}}`;
    case 'tuple':
      return `(${list(type.elements, printType)})`;
  }
}

function results(types: readonly GoType[]): string {
  if (types.length === 0) return '';
  return types.length === 1 ? ` ${list(types, printType)}` : ` (${list(types, printType)})`;
}

function list<T>(values: readonly T[], print: (value: T) => string): string {
  return values.map(print).join(', ');
}

/** Numbers variables in the order in which they are printed. */
class Printer {
  readonly #names = new Map<Variable, string>();
  readonly #taken = new Map<string, number>();

  form(form: FunctionForm): string {
    const { path, line, endLine } = form.place;
    const receiver = form.receiver ? `(${this.#variable(form.receiver)}) ` : '';
    const captured = list(capturedBy(form), (each) => this.#variable(each));
    const head = [
      `func ${receiver}${form.name}(${list(form.parameters, (each) => this.#variable(each))})`,
      form.results.length > 0 ? ` (${list(form.results, (each) => this.#variable(each))})` : '',
      captured === '' ? '' : ` captures ${captured}`,
      `  ${path}:${line}-${endLine}\n`,
    ];
    return (
      head.join('') +
      shown(form)
        .map((block) => this.#block(block, reachable(form).has(block)))
        .join('')
    );
  }

  #block({ id, operations, next }: Block, isReachable: boolean): string {
    const lines = operations.map((each) => `${String(each.place.line).padStart(6)}  ${this.#operation(each)}`);
    const edges = next.map((each) => `${' '.repeat(8)}${this.#edge(each)}`);
    return `${[`  b${id}${isReachable ? '' : ' (unreachable)'}`, ...lines, ...edges].join('\n')}\n`;
  }

  #edge({ to, when }: Edge): string {
    return `-> b${to.id}${when ? ` when ${this.#condition(when)}` : ''}`;
  }

  #condition({ test, value, other, holds }: Condition): string {
    const text = this.#value(value);
    const equals = holds ? '==' : '!=';
    if (test === 'nil') return `${text} ${equals} nil`;
    if (other) return `${text} ${equals} ${this.#value(other)}`;
    return `${holds ? '' : '!'}${test === 'error' ? `isError(${text})` : text}`;
  }

  #operation(operation: Operation): string {
    switch (operation.op) {
      case 'assign':
        return `${this.#value(operation.target)} = ${this.#value(operation.value)}`;
      case 'call': {
        const { callee } = operation.call;
        const call = `${this.#value(callee)}(${list(operation.call.arguments, (each) => this.#value(each))})`;
        if (operation.when !== 'now') return `${operation.when === 'deferred' ? 'defer' : 'go'} ${call}`;
        return this.#set(operation.results) + call;
      }
      case 'send':
        return `${this.#value(operation.channel)} <- ${this.#value(operation.value)}${inSelect(operation)}`;
      case 'receive':
        return `${this.#set(operation.results)}<-${this.#value(operation.channel)}${inSelect(operation)}`;
      case 'range':
        return `range ${this.#value(operation.over)}`;
      case 'return':
        return ['return', list(operation.values, (each) => this.#value(each)), operation.implicit ? '(end)' : '']
          .filter(Boolean)
          .join(' ');
    }
  }

  #set(variables: readonly Variable[]): string {
    return variables.length === 0 ? '' : `${list(variables, (each) => this.#variable(each))} = `;
  }

  #value(value: Value): string {
    switch (value.kind) {
      case 'variable':
        return this.#variable(value.variable);
      case 'name':
        return `@${value.name}`;
      case 'imported':
        return `${value.path}.${value.name}`;
      case 'member':
        return `${this.#value(value.of)}.${value.name}`;
      case 'element':
        return `${this.#value(value.of)}[]`;
      case 'pointer':
        return `&${this.#value(value.of)}`;
      case 'pointee':
        return `*${this.#value(value.of)}`;
      case 'literal':
        return value.form.name;
      case 'composite':
        return `${printType(value.type)}{${list(value.parts, ({ name, value: part }) => (name === '' ? '' : `${name}: `) + this.#value(part))}}`;
      case 'converted':
        return `${printType(value.type)}(${this.#value(value.of)})`;
      case 'nil':
        return 'nil';
      case 'constant':
        return value.text === '' ? 'zero' : value.text;
      case 'type':
        return printType(value.type);
      case 'blank':
        return '_';
      case 'mixed':
        return `mix(${list(value.of, (each) => this.#value(each))})`;
    }
  }

  #variable(variable: Variable): string {
    const known = this.#names.get(variable);
    if (known !== undefined) return known;
    const plain = variable.kind === 'temporary' ? '%' : variable.name || '_';
    const count = (this.#taken.get(plain) ?? 0) + 1;
    this.#taken.set(plain, count);
    const name = plain === '%' ? `%${count}` : count === 1 || plain === '_' ? plain : `${plain}'${count}`;
    this.#names.set(variable, name);
    return name;
  }
}

function inSelect({ select }: Operation & { op: 'send' | 'receive' }): string {
  return select ? ` (case of ${select.cases}${select.hasDefault ? ' with default' : ''})` : '';
}

/** Variables of functions around the form. */
function capturedBy(form: FunctionForm): Variable[] {
  return variablesIn(form).filter((each) => each.owner !== form && each.kind !== 'temporary');
}

function reachable(form: FunctionForm): Set<Block> {
  const found = new Set<Block>();
  const waiting = form.blocks.slice(0, 1);
  for (let block = waiting.pop(); block; block = waiting.pop()) {
    if (found.has(block)) continue;
    found.add(block);
    waiting.push(...block.next.map(({ to }) => to));
  }
  return found;
}

/** Code after a return is worth a look, the empty rest that every function ends with is not. */
function shown(form: FunctionForm): Block[] {
  const reached = reachable(form);
  const says = (operation: Operation) => operation.op !== 'return' || !operation.implicit;
  return form.blocks.filter((block) => reached.has(block) || block.operations.some(says));
}
