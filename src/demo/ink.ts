import { styleText } from 'node:util';

export type Style = Parameters<typeof styleText>[0];

/** Puts a style on text, or leaves the text as it is where there are no colours. */
export type Ink = (style: Style, text: string) => string;

export const coloured: Ink = (style, text) => styleText(style, text, { validateStream: false });
export const plain: Ink = (_style, text) => text;

/** Colour on a terminal only, and never against https://no-color.org. */
export function inkFor(stream: { isTTY?: boolean }, environment: NodeJS.ProcessEnv): Ink {
  return stream.isTTY && !environment.NO_COLOR ? coloured : plain;
}
