import type { Value } from './form.js';

/** A value as it is written, without arguments and indexes: `s.stop`, `ctx.Done()`. Empty for what has no name. */
export function valueText(value: Value): string {
  switch (value.kind) {
    case 'variable': {
      const { name, origin } = value.variable;
      if (name !== '' || !origin) return name;
      if (origin.from === 'call') return `${origin.call.text}()`;
      return origin.from === 'value' ? valueText(origin.value) : '';
    }
    case 'name':
      return value.name;
    case 'imported':
      return `${value.path.split('/').at(-1) ?? ''}.${value.name}`;
    case 'member':
      return [valueText(value.of), value.name].filter(Boolean).join('.');
    case 'element':
      return `${valueText(value.of)}[]`;
    case 'pointer':
    case 'pointee':
    case 'converted':
      return valueText(value.of);
    default:
      return '';
  }
}
