import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { z } from 'zod';
import type { CheckFacts } from '../review/check-facts.js';
import { reasonCharactersMax, type Triage } from '../review/triage.js';
import { cutToBytes } from './cut-text.js';

/** What a comment of ours says to us: which finding it is about. Readers of the page do not see it. */
export interface HiddenMark {
  /** Fingerprint of the finding. */
  finding: string;
  likeness?: string;
  /** Slug. */
  incident?: string;
  state: 'open' | 'closed';
  triage?: Triage;
}

/** What a review of ours without comments says to us: one decision on many findings, made by the button of a check. */
export interface DecisionMark {
  findings: string[];
  triage: Triage;
  /** The webhook's delivery that brought it: a second one changes nothing. */
  delivery: string;
}

/**
 * GitHub takes 65,536 characters in a comment (https://github.com/telia-oss/github-pr-resource/issues/259). Counted in bytes we stay
 * below it whatever the characters are.
 */
export const commentBytesMax = 65_535;

const fingerprint = z.string().regex(/^[0-9a-f]{16}$/);
const triage = z.strictObject({
  decision: z.enum(['not-useful', 'accept', 'undo']),
  by: z.string().min(1).max(100),
  reason: z.string().max(2 * reasonCharactersMax), // a character may be two of UTF-16
  until: z.iso.date().exactOptional(),
  at: z.iso.datetime({ offset: true }),
  reply: z.int().positive().exactOptional(),
});
const comment = z.strictObject({
  v: z.literal(1),
  finding: fingerprint,
  likeness: fingerprint.exactOptional(),
  incident: z.string().min(1).max(200).exactOptional(),
  state: z.enum(['open', 'closed']),
  triage: triage.exactOptional(),
});
const annotation = z.strictObject({
  path: z.string(),
  startLine: z.int(),
  endLine: z.int(),
  level: z.enum(['failure', 'warning', 'notice']),
  title: z.string(),
  message: z.string(),
});
const facts = z.strictObject({
  v: z.literal(1),
  findings: z.array(
    z.strictObject({
      fingerprint,
      blocks: z.boolean(),
      where: z.string(),
      what: z.string(),
      withoutComment: z.enum(['limit', 'place', 'group', 'combination']).exactOptional(),
      commentUrl: z.string().exactOptional(),
      annotation: annotation.exactOptional(),
    }),
  ),
  skipped: z.int(),
  missed: z.int(),
  passesMissed: z.boolean(),
  commentsMax: z.int(),
  unsaid: z.literal(true).exactOptional(),
  alsoAnnotated: z.array(annotation),
  alsoBlocks: z.string().exactOptional(),
  rest: z.string(),
});
const decision = z.strictObject({
  v: z.literal(1),
  findings: z.array(fingerprint),
  triage,
  delivery: z.string().max(100),
});

const demotionsTold = z.strictObject({ v: z.literal(1), demoted: z.array(z.string().max(200)) });

/** The last line of a text. What stands further up may come from the code under review. */
const marked = /^<!-- hindsight: (\{[^<>\n]{1,60000}\}) -->$/;
const markLike = /<!--\s*hindsight\s*:/gi;

/** The text with the mark below it, short enough for GitHub. Mark-like text in it is broken up, so that it can never be taken for ours. */
export function withMark(body: string, mark: HiddenMark): string {
  return withJson(body, comment.parse({ v: 1, ...mark }));
}

export function withDecision(body: string, mark: DecisionMark): string {
  return withJson(body, decision.parse({ v: 1, ...mark }));
}

/** The mark and the text above it; absent when there is no mark. Whose comment it is must be checked before: anybody can write a mark. */
export function readMark(body: string): { mark: HiddenMark; text: string } | undefined {
  const found = lastLineJson(body);
  const read = comment.safeParse(found?.value);
  if (!found || !read.success) return undefined;
  const { v: _version, ...mark } = read.data;
  return { mark, text: found.text };
}

export function readDecision(body: string): DecisionMark | undefined {
  const read = decision.safeParse(lastLineJson(body)?.value);
  if (!read.success) return undefined;
  const { v: _version, ...mark } = read.data;
  return mark;
}

/** `demoted`: names of demotions that the text tells of. */
export function withDemotionsTold(body: string, demoted: readonly string[]): string {
  return withJson(body, demotionsTold.parse({ v: 1, demoted }));
}

export function readDemotionsTold(body: string): string[] {
  const read = demotionsTold.safeParse(lastLineJson(body)?.value);
  return read.success ? read.data.demoted : [];
}

/** Bytes that the facts of a check may have before they are packed; nothing is unpacked that would be longer. */
const factsBytesMax = 2_000_000;
const markedFacts = /^<!-- hindsight-check: ([A-Za-z0-9+/=]+) -->$/;

/** A line for the end of a check's text, packed: facts of some hundred findings then have place beside all else. */
export function factsMark(given: CheckFacts): string | undefined {
  const bytes = Buffer.from(JSON.stringify(facts.parse({ v: 1, ...given })));
  if (bytes.length > factsBytesMax) return undefined;
  return `<!-- hindsight-check: ${deflateRawSync(bytes).toString('base64')} -->`;
}

/** The facts of a check of ours, and its text above them. Whose check it is must be known before. */
export function readFacts(text: string): { facts: CheckFacts; text: string } | undefined {
  const trimmed = text.trimEnd();
  const lastLine = trimmed.lastIndexOf('\n') + 1;
  const [, packed] = markedFacts.exec(trimmed.slice(lastLine)) ?? [];
  const read = packed === undefined ? undefined : facts.safeParse(unpacked(packed));
  if (!read?.success) return undefined;
  const { v: _version, ...known } = read.data;
  return { facts: known, text: trimmed.slice(0, lastLine).trimEnd() };
}

function unpacked(packed: string): unknown {
  try {
    return parsed(inflateRawSync(Buffer.from(packed, 'base64'), { maxOutputLength: factsBytesMax }).toString());
  } catch {
    return undefined;
  }
}

function withJson(body: string, value: object): string {
  // A reason is somebody's text: nothing in it may end the HTML comment. `--` has no place in one either.
  const json = JSON.stringify(value).replace(/[<>]|-(?=-)/g, (c) => `\\u00${c.charCodeAt(0).toString(16)}`);
  const mark = `\n\n<!-- hindsight: ${json} -->`;
  const text = body.replace(markLike, '<!-- hindsight (not a mark):').trimEnd();
  return `${cutToBytes(text, commentBytesMax - Buffer.byteLength(mark), cutNote)}${mark}`;
}

const cutNote = '\n\n… This comment was cut here. `hindsight review` on the command line shows all of it.';

function lastLineJson(body: string): { value: unknown; text: string } | undefined {
  const trimmed = body.trimEnd();
  const lastLine = trimmed.lastIndexOf('\n') + 1;
  const [, json] = marked.exec(trimmed.slice(lastLine)) ?? [];
  if (json === undefined) return undefined;
  return { value: parsed(json), text: trimmed.slice(0, lastLine).trimEnd() };
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
