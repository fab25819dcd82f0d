/** SGR parameters, ECMA-48. */
const codes = { bold: '1', dim: '2', red: '31', yellow: '33', blue: '34', cyan: '36' };

export type Ink = keyof typeof codes;
export type Paint = (ink: Ink, text: string) => string;

export const colours: Paint = (ink, text) => `\u001b[${codes[ink]}m${text}\u001b[0m`;
export const noColours: Paint = (_ink, text) => text;

/** Colour on a terminal only, and never against https://no-color.org. */
export function paintFor(stream: { isTTY?: boolean }, environment: NodeJS.ProcessEnv): Paint {
  return stream.isTTY && !environment.NO_COLOR ? colours : noColours;
}
