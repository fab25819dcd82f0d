import { z } from 'zod';
import { cutToBytes } from './cut-text.js';

/** What a comment of ours says to us: which finding it is about. Readers of the page do not see it. */
export interface HiddenMark {
  /** Fingerprint of the finding. */
  finding: string;
  state: 'open' | 'closed';
}

/**
 * GitHub takes 65,536 characters in a comment (https://github.com/telia-oss/github-pr-resource/issues/259). Counted in bytes we stay
 * below it whatever the characters are.
 */
export const commentBytesMax = 65_535;

const shape = z.strictObject({
  v: z.literal(1),
  finding: z.string().regex(/^[0-9a-f]{16}$/),
  state: z.enum(['open', 'closed']),
});

/** The last line of a comment. What stands further up may come from the code under review. */
const marked = /^<!-- hindsight: (\{[^<>\n]{1,200}\}) -->$/;
const markLike = /<!--\s*hindsight\s*:/gi;

/** The text with the mark below it, short enough for GitHub. Mark-like text in it is broken up, so that it can never be taken for ours. */
export function withMark(body: string, { finding, state }: HiddenMark): string {
  const mark = `\n\n<!-- hindsight: ${JSON.stringify(shape.parse({ v: 1, finding, state }))} -->`;
  const text = body.replace(markLike, '<!-- hindsight (not a mark):').trimEnd();
  return `${cutToBytes(text, commentBytesMax - Buffer.byteLength(mark), cutNote)}${mark}`;
}

const cutNote = '\n\n… This comment was cut here. `hindsight review` on the command line shows all of it.';

/** The mark and the text above it; absent when there is no mark. Whose comment it is must be checked before: anybody can write a mark. */
export function readMark(body: string): { mark: HiddenMark; text: string } | undefined {
  const trimmed = body.trimEnd();
  const lastLine = trimmed.lastIndexOf('\n') + 1;
  const [, json] = marked.exec(trimmed.slice(lastLine)) ?? [];
  if (json === undefined) return undefined;
  const read = shape.safeParse(parsed(json));
  if (!read.success) return undefined;
  const { finding, state } = read.data;
  return { mark: { finding, state }, text: trimmed.slice(0, lastLine).trimEnd() };
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
