import type { MessagePort } from 'node:worker_threads';
import type { SourceTree } from '../go/source-tree.js';

type Side = 'base' | 'head';
type Call = keyof SourceTree;
type Trees = Record<Side, SourceTree>;

/** One call of a SourceTree, with all its paths: as many messages as the tree would have had calls. */
interface Question {
  id: number;
  side: Side;
  call: Call;
  paths: readonly string[];
}

type Answer = { id: number } & ({ found: unknown } | { failed: true });

export interface ReadWatch {
  began(): void;
  ended(): void;
  /** With the error as the tree threw it: it would not come back from the thread as what it was. */
  failed(error: unknown): void;
}

/** Where the trees are: answers the questions that come through the port. */
export function answerReads(port: MessagePort, trees: Trees, watch: ReadWatch): void {
  port.on('message', async ({ id, side, call, paths }: Question) => {
    watch.began();
    let answer: Answer;
    try {
      answer = { id, found: await trees[side][call](paths) };
    } catch (error) {
      watch.failed(error);
      answer = { id, failed: true };
    }
    watch.ended();
    port.postMessage(answer);
  });
}

/** Where the trees are wanted: asks through the port. */
export function treesBehind(port: MessagePort): Trees {
  const waiting = new Map<number, (answer: Answer) => void>();
  let questions = 0;
  port.on('message', (answer: Answer) => {
    waiting.get(answer.id)?.(answer);
    waiting.delete(answer.id);
  });
  const ask = <Found>(side: Side, call: Call, paths: readonly string[]): Promise<Found> =>
    new Promise((resolve, reject) => {
      const id = questions++;
      waiting.set(id, (answer) => {
        if ('found' in answer) resolve(answer.found as Found);
        else reject(new Error('expected files of the commit, got an error where they are read'));
      });
      port.postMessage({ id, side, call, paths } satisfies Question);
    });
  const treeOf = (side: Side): SourceTree => ({
    list: (directories) => ask(side, 'list', directories),
    read: (paths) => ask(side, 'read', paths),
  });
  return { base: treeOf('base'), head: treeOf('head') };
}
