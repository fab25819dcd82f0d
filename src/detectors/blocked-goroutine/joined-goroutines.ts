import { type Channel, channelOf } from '../../go/channels/channel.js';
import { type ChannelUse, channelUses, usesAcrossPackage } from '../../go/channels/channel-uses.js';
import { handedTo } from '../../go/channels/handed-on.js';
import { strandOf } from '../../go/channels/strand.js';
import { isAlternative } from '../../go/channels/traffic.js';
import { qualifiedCallee } from '../../go/concurrency/qualified-callee.js';
import { placeKey } from '../../go/flow/expression-key.js';
import { type FunctionForm, type Operation, type Value, withLiterals } from '../../go/form.js';
import { operationsOf } from '../../go/form-values.js';
import { viewOf } from '../../go/go-package.js';
import type { Program } from '../../go/program.js';
import { formOf, memberOf, typeOf } from '../../go/type-of.js';
import { valueText } from '../../go/value-text.js';
import type { World } from './shape.js';

/** A goroutine that somebody waits for. */
export interface Goroutine {
  form: FunctionForm;
  /** After these it is not waited for any more; none when it is waited for until it ends. */
  dones: readonly Operation[];
}

/** What an operation waits for. */
export interface Joined {
  /** As it is written: `m.group`, `done`. */
  text: string;
  /** `m` of `m.group`; undefined for a local variable. */
  owner?: string;
  /** Waits until all of these are done; any one of them keeps it waiting. */
  goroutines: readonly Goroutine[];
}

/**
 *     m.group.Wait()     goroutines that call m.group.Done(), or that m.group.Go starts
 *     <-m.done           the goroutines that close m.done or send on it, when nobody else does
 *
 * and the same for local variables. Undefined when it waits for no goroutine that is known.
 */
export function joinedBy(world: World, root: FunctionForm, waiter: FunctionForm, wait: Operation): Joined | undefined {
  const { program } = world;
  if (wait.op === 'receive') return isAlternative(wait) ? undefined : byChannel(program, root, waiter, wait.channel);
  if (wait.op !== 'call' || wait.when !== 'now' || wait.call.callee.kind !== 'member') return undefined;
  const { name, of } = wait.call.callee;
  if (name !== 'Wait') return undefined;
  const forms = of.kind === 'member' ? formsMentioning(program, root, of.name) : withLiterals(root);
  const isGroup = (form: FunctionForm, value: Value) =>
    of.kind === 'member' ? isSameField(form, value, waiter, of) : isSamePlace(value, of);
  const goroutines = forms.filter((form) => form !== waiter).flatMap((form) => inGroup(world, form, isGroup));
  const owner = of.kind === 'member' ? { owner: valueText(of.of) } : {};
  return goroutines.length > 0 ? { text: valueText(of), ...owner, goroutines } : undefined;
}

type Test = (form: FunctionForm, value: Value) => boolean;

/** The form itself when it tells the group that it has ended or is started by it, and what else it has the group start. */
function inGroup({ program, groups }: World, form: FunctionForm, isGroup: Test): Goroutine[] {
  const dones = operationsOf(form).filter(
    (each) =>
      each.op === 'call' &&
      each.call.callee.kind === 'member' &&
      each.call.callee.name === 'Done' &&
      isGroup(form, each.call.callee.of) &&
      groups.has(qualifiedCallee(program, each.call).slice(0, -'.Done'.length)),
  );
  const self = dones.length > 0 || isStartedBy(program, form, isGroup) ? [{ form, dones }] : [];
  return [...self, ...methodsStartedIn(program, form, isGroup)];
}

/** `m.group.Go(func() { … })` */
function isStartedBy(program: Program, form: FunctionForm, isGroup: Test): boolean {
  const strand = strandOf(program, form);
  if (strand?.how !== 'goroutine' || strand.operation.op !== 'call') return false;
  const { callee } = strand.operation.call;
  return callee.kind === 'member' && isGroup(strand.outer, callee.of);
}

/** `m.group.Go(m.run)` */
function methodsStartedIn(program: Program, form: FunctionForm, isGroup: Test): Goroutine[] {
  return operationsOf(form).flatMap((operation): Goroutine[] => {
    if (operation.op !== 'call' || operation.call.callee.kind !== 'member') return [];
    const { call } = operation;
    if (!isGroup(form, operation.call.callee.of)) return [];
    return call.arguments.flatMap((value) => {
      if (value.kind !== 'member' || handedTo(program, call, (each) => each === value) !== 'goroutine') return [];
      const declaration = memberOf(program, typeOf(program, value.of), value.name)?.declaration;
      const started = declaration && formOf(program, declaration);
      return started ? [{ form: started, dones: [] }] : [];
    });
  });
}

function byChannel(program: Program, root: FunctionForm, waiter: FunctionForm, value: Value): Joined | undefined {
  const channel = channelOf(program, value);
  if (!channel || channel.kind === 'package variable') return undefined;
  const uses = usesOf(program, channel, root);
  const signals = uses.filter(({ how }) => how === 'closed' || how === 'sent');
  // Somebody else may give the signal.
  if (signals.length === 0 || uses.some(({ how }) => how === 'handed')) return undefined;
  const goroutines = [...new Set(signals.map(({ form }) => form))].map((form) => ({
    form,
    dones: signals.filter((each) => each.form === form).map(({ operation }) => operation),
  }));
  const isFree = ({ form }: Goroutine) =>
    form === waiter || (form.outer && strandOf(program, form)?.how !== 'goroutine');
  // Several that give one signal each: the first one is enough.
  if (goroutines.length !== 1 || goroutines.some(isFree)) return undefined;
  const owner = value.kind === 'member' ? { owner: valueText(value.of) } : {};
  return { text: valueText(value), ...owner, goroutines };
}

function usesOf(program: Program, channel: Channel, root: FunctionForm): ChannelUse[] {
  if (channel.kind === 'field') return usesAcrossPackage(program, channel, root);
  return channelUses(program, root).filter((use) => use.channel.key === channel.key);
}

function formsMentioning(program: Program, { file }: FunctionForm, field: string): FunctionForm[] {
  const home = program.packageOf(file);
  if (!home.complete) {
    program.want(home.directory);
    return [];
  }
  return home
    .mentioning(field, viewOf(file))
    .flatMap((each) => (each.kind === 'method' || each.kind === 'function' ? (formOf(program, each) ?? []) : []))
    .flatMap(withLiterals);
}

function isSamePlace(one: Value, other: Value): boolean {
  const key = placeKey(one);
  return key !== undefined && key === placeKey(other);
}

/** Fields of one name may belong to several types: the receivers, or what the literals stand in, must agree. */
function isSameField(form: FunctionForm, one: Value, waiter: FunctionForm, other: Value & { kind: 'member' }): boolean {
  if (one.kind !== 'member' || one.name !== other.name) return false;
  const type = typeNameOf(form, one);
  return type !== undefined && type === typeNameOf(waiter, other);
}

function typeNameOf(form: FunctionForm, value: Value): string | undefined {
  if (value.kind !== 'member' || value.of.kind !== 'variable') return undefined;
  const { type } = value.of.variable;
  const named = type?.kind === 'pointer' ? type.element : type;
  return named?.kind === 'named' ? `${named.home}.${named.name}` : form.outer && typeNameOf(form.outer, value);
}
