/** `{{name}}`, and nothing else: no spaces, no expressions, nothing that could be executed. */
const placeholder = /\{\{([a-z][a-zA-Z]*)\}\}/g;

export interface Placeholder {
  name: string;
  /** 1-based. */
  line: number;
}

/** Every `{{name}}` of a template, in order. */
export function placeholdersOf(template: string): Placeholder[] {
  return template
    .split('\n')
    .flatMap((text, index) =>
      [...text.matchAll(placeholder)].map((match) => ({ name: match[1] ?? '', line: index + 1 })),
    );
}

/** Lines with a `{{` or `}}` that is no part of a placeholder: most likely a misspelt one, for example `{{ handle }}`. */
export function strayBraceLines(template: string): number[] {
  return template
    .split('\n')
    .flatMap((text, index) => (/\{\{|\}\}/.test(text.replace(placeholder, '')) ? [index + 1] : []));
}

/**
 * The template with every placeholder replaced. Values come from the pull request and are hostile: `textFor` has to escape them for the place
 * where the text will be shown.
 */
export function fillTemplate(template: string, textFor: (name: string) => string): string {
  return template.replace(placeholder, (_whole, name: string) => textFor(name));
}
