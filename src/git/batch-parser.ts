/** An answer of `git cat-file --batch`. `content` is absent when the object was larger than it may be. */
export type BatchAnswer =
  | { state: 'found'; id: string; type: string; bytes: number; content?: Buffer }
  | { state: 'missing' | 'ambiguous' };

interface Body {
  answer: Extract<BatchAnswer, { state: 'found' }>;
  filled: number;
}

const lineFeed = 0x0a;

/**
 * Cuts the output of `git cat-file --batch` into answers: `<id> <type> <bytes>`, the content and a line feed, or `<name> missing`.
 * A blob of more than `blobBytesMax` is let through without being kept. https://git-scm.com/docs/git-cat-file#_batch_output
 */
export class BatchParser {
  #header = '';
  #body: Body | undefined;
  readonly #blobBytesMax: number;
  readonly #onAnswer: (answer: BatchAnswer) => void;

  constructor(blobBytesMax: number, onAnswer: (answer: BatchAnswer) => void) {
    this.#blobBytesMax = blobBytesMax;
    this.#onAnswer = onAnswer;
  }

  push(chunk: Buffer): void {
    let rest = chunk;
    while (rest.length > 0) rest = this.#body ? this.#fill(this.#body, rest) : this.#start(rest);
  }

  #start(chunk: Buffer): Buffer {
    const end = chunk.indexOf(lineFeed);
    if (end < 0) {
      this.#header += chunk.toString();
      return chunk.subarray(chunk.length);
    }
    const header = this.#header + chunk.toString('utf8', 0, end);
    this.#header = '';
    const [, id, type, size] = /^([0-9a-f]{40,64}) ([a-z]+) (\d+)$/.exec(header) ?? [];
    if (id && type && size) {
      const bytes = Number(size);
      const kept = type !== 'blob' || bytes <= this.#blobBytesMax;
      const answer = { state: 'found' as const, id, type, bytes, ...(kept && { content: Buffer.allocUnsafe(bytes) }) };
      this.#body = { answer, filled: 0 };
    } else this.#onAnswer({ state: header.endsWith(' ambiguous') ? 'ambiguous' : 'missing' });
    return chunk.subarray(end + 1);
  }

  #fill(body: Body, chunk: Buffer): Buffer {
    const { answer } = body;
    const wanted = answer.bytes + 1 - body.filled; // the content and the line feed after it
    const taken = chunk.subarray(0, wanted);
    answer.content?.set(taken.subarray(0, Math.max(0, answer.bytes - body.filled)), body.filled);
    body.filled += taken.length;
    if (taken.length === wanted) {
      this.#body = undefined;
      this.#onAnswer(answer);
    }
    return chunk.subarray(taken.length);
  }
}
