import { type FunctionForm, type Operation, type Value, withLiterals } from '../form.js';
import { operationsOf } from '../form-values.js';
import type { GoType } from '../go-type.js';
import { meetLimit } from '../limits-met.js';
import { directivesOfModules } from '../package-directives.js';
import type { Program } from '../program.js';
import { formOf, typeOf, underlying } from '../type-of.js';

/** Names in the code that a library generates for a service, as the table of knowledge has them. */
interface Generated {
  embeds: RegExp;
  registers: RegExp;
  registersIn: RegExp;
  streams: RegExp;
}

/** More functions than these that name the type and register some service are not looked through. */
const usesMax = 20;

/** Undefined when no module that is required serves anything. */
function generatedNames(program: Program): Generated | undefined {
  return program.once('names of generated services', () => {
    const names = directivesOfModules(program, 'service').map((each) => each.split(' '));
    const choice = (what: string) =>
      names.flatMap(([word, name]) => (word === what && name ? name.replaceAll('*', '\\w+') : [])).join('|');
    const only = (what: string) => new RegExp(`^(?:${choice(what) || '(?!)'})$`);
    const registers = choice('registers') || '(?!)';
    return names.length === 0
      ? undefined
      : {
          embeds: only('embeds'),
          registers: only('registers'),
          registersIn: new RegExp(`\\.(?:${registers})\\(`),
          streams: only('streams'),
        };
  });
}

/** A method that is run for each request in a goroutine of its own: exported, of a registered type, with an error at the end. */
export function isServiceMethod(program: Program, form: FunctionForm): boolean {
  const generated = form.outer ? undefined : generatedNames(program);
  if (!generated) return false;
  const receiver = form.receiver?.type;
  const type = receiver?.kind === 'pointer' ? receiver.element : receiver;
  const last = form.type.results.at(-1);
  if (type?.kind !== 'named' || last?.kind !== 'named' || last.name !== 'error') return false;
  if (!/^\p{Lu}/u.test(form.declaration.replace(/^.*\./, '')) || !isForOne(form, generated)) return false;
  return program.once(
    `service ${type.home}.${type.name}`,
    () => embedsService(program, type, generated) || isRegistered(program, form, type, generated),
  );
}

/** `(ctx, *Request) (*Response, error)`, or `(…, Stream) error` of a stream. */
function isForOne({ type: { parameters, results } }: FunctionForm, { streams }: Generated): boolean {
  const [first, second] = parameters;
  const named = (type: GoType | undefined) => (type?.kind === 'named' ? type : undefined);
  if (results.length === 2 && parameters.length === 2)
    return /(^|\/)context$/.test(named(first)?.home ?? '') && second?.kind === 'pointer';
  const stream = named(parameters.at(-1));
  return results.length === 1 && parameters.length <= 2 && stream !== undefined && streams.test(stream.name);
}

function embedsService(program: Program, type: GoType, { embeds }: Generated): boolean {
  const shape = underlying(program, type);
  return shape.kind === 'struct' && shape.fields.some((each) => each.embedded && embeds.test(each.name));
}

/** `pb.RegisterStoreServer(server, &Store{})` in the package of the type. */
function isRegistered(
  program: Program,
  form: FunctionForm,
  type: GoType & { kind: 'named' },
  { registers, registersIn }: Generated,
): boolean {
  const home = program.packageOf(form.file);
  if (!home.complete) {
    program.want(home.directory);
    return false;
  }
  const users = home
    .mentioning(type.name, { tests: false })
    .filter(({ file, start, end }) => registersIn.test(file.text.slice(start, end)));
  if (users.length > usesMax) meetLimit(form, `more than ${usesMax} functions that register a type`);
  return users.slice(0, usesMax).some((declaration) => {
    const user = formOf(program, declaration);
    return user !== undefined && withLiterals(user).some((each) => operationsOf(each).some(isRegistration));
  });

  function isRegistration(operation: Operation): boolean {
    if (operation.op !== 'call' || operation.call.callee.kind !== 'imported') return false;
    return registers.test(operation.call.callee.name) && operation.call.arguments.some(isOfType);
  }

  function isOfType(value: Value): boolean {
    const given = typeOf(program, value);
    const inner = given.kind === 'pointer' ? given.element : given;
    return inner.kind === 'named' && inner.home === type.home && inner.name === type.name;
  }
}
