import { type Channel, channelOf } from '../../go/channels/channel.js';
import { type FunctionForm, withLiterals } from '../../go/form.js';
import { operationsOf } from '../../go/form-values.js';
import { viewOf } from '../../go/go-package.js';
import type { Program } from '../../go/program.js';
import { formOf } from '../../go/type-of.js';

/** A field or package variable that some function sets to another channel: after a call it may be another one. Asks for the package. */
export function isReplaced(program: Program, channel: Channel, form: FunctionForm): boolean {
  const home = program.packageOf(form.file);
  if (!home.complete) {
    program.want(home.directory);
    return true;
  }
  const word = channel.field ?? channel.name;
  return program.once(`replaced ${channel.key}`, () =>
    home.mentioning(word, viewOf(form.file)).some((declaration) => {
      const found = declaration.kind === 'variable' ? undefined : formOf(program, declaration);
      return (
        found !== undefined &&
        withLiterals(found)
          .flatMap(operationsOf)
          .some(
            (each) =>
              each.op === 'assign' &&
              each.target.kind !== 'variable' &&
              each.target.kind !== 'blank' &&
              channelOf(program, each.target)?.key === channel.key,
          )
      );
    }),
  );
}
