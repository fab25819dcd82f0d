import { stringify } from 'yaml';

/** Characters of a line before it is folded. */
const lineWidth = 120;

/** An incident.yml that says this. `null` stands for what is still to be filled in. */
export function incidentYaml(data: Readonly<Record<string, unknown>>): string {
  return stringify(data, { lineWidth, nullStr: '', defaultStringType: 'PLAIN', blockQuote: 'literal' });
}
