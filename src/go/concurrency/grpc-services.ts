import { type FunctionForm, type Operation, type Value, withLiterals } from '../form.js';
import { operationsOf } from '../form-values.js';
import type { GoType } from '../go-type.js';
import type { Program } from '../program.js';
import { formOf, typeOf, underlying } from '../type-of.js';

/** What protoc-gen-go-grpc generates for a service: https://grpc.io/docs/languages/go/generated-code/ */
const embedded = /^(Unimplemented|Unsafe)\w+Server$/;
const registers = /^Register\w+Server$/;

/** More functions than these that name the type and register some service are not looked through. */
const usesMax = 20;

/** A method that gRPC runs for each request in a goroutine of its own: exported, of a registered type, with an error at the end. */
export function isServiceMethod(program: Program, form: FunctionForm): boolean {
  const receiver = form.outer ? undefined : form.receiver?.type;
  const type = receiver?.kind === 'pointer' ? receiver.element : receiver;
  const last = form.type.results.at(-1);
  if (type?.kind !== 'named' || last?.kind !== 'named' || last.name !== 'error') return false;
  if (!/^\p{Lu}/u.test(form.declaration.replace(/^.*\./, '')) || !isForOne(program, form)) return false;
  return program.once(
    `service ${type.home}.${type.name}`,
    () => embedsService(program, type) || isRegistered(program, form, type),
  );
}

/** `(ctx, *Request) (*Response, error)`, or `(…, Service_MethodServer) error` of a stream. */
function isForOne(program: Program, { type: { parameters, results } }: FunctionForm): boolean {
  if (!program.requires('google.golang.org/grpc')) return false;
  const [first, second] = parameters;
  const named = (type: GoType | undefined) => (type?.kind === 'named' ? type : undefined);
  if (results.length === 2 && parameters.length === 2)
    return /(^|\/)context$/.test(named(first)?.home ?? '') && second?.kind === 'pointer';
  const stream = named(parameters.at(-1));
  return results.length === 1 && parameters.length <= 2 && stream !== undefined && /Server$/.test(stream.name);
}

function embedsService(program: Program, type: GoType): boolean {
  const shape = underlying(program, type);
  return shape.kind === 'struct' && shape.fields.some((each) => each.embedded && embedded.test(each.name));
}

/** `pb.RegisterStoreServer(server, &Store{})` in the package of the type. */
function isRegistered(program: Program, form: FunctionForm, type: GoType & { kind: 'named' }): boolean {
  const home = program.packageOf(form.file);
  if (!home.complete) {
    program.want(home.directory);
    return false;
  }
  return home
    .mentioning(type.name, { tests: false })
    .filter(({ file, start, end }) => /\.Register\w+Server\(/.test(file.text.slice(start, end)))
    .slice(0, usesMax)
    .some((declaration) => {
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
