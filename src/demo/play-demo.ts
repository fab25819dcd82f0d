import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { DemoPull } from './demo-pull.js';
import { startDemoWorld } from './demo-world.js';
import type { Page } from './page.js';
import { tellStory } from './tell-story.js';

export interface Stage {
  page: Page;
  /** Takes the lines as the story goes on. */
  write(lines: readonly string[]): void;
  /** For what went wrong, in one sentence. */
  complain(sentence: string): void;
  /** Ends the demo before its end. */
  stop: AbortSignal;
}

/** As a shell gives it for a program that was interrupted. */
const interrupted = 130;

/** The whole demo. Returns the exit code: 0 when everything went as the story says. */
export async function playDemo(shown: DemoPull, stage: Stage): Promise<number> {
  if (!(await hasGit())) {
    stage.complain(
      'The demo makes a real repository and needs git, which was not found. https://git-scm.com/downloads',
    );
    return 1;
  }
  try {
    const world = await startDemoWorld(shown);
    try {
      const write = (lines: readonly string[]) => {
        stage.stop.throwIfAborted(); // while the world is being closed, the story goes on behind the scenes
        stage.write(lines);
      };
      await Promise.race([tellStory(shown, world, { page: stage.page, write }), stopped(stage.stop)]);
    } finally {
      await world.close();
    }
    return 0;
  } catch (error) {
    // Ctrl-C reaches git as well, so that anything may go wrong after it.
    if (stage.stop.aborted) {
      stage.complain('Stopped. Nothing is left behind.');
      return interrupted;
    }
    stage.complain(`The demo did not go as it should: ${error instanceof Error ? error.message : String(error)}`);
    return 1;
  }
}

async function hasGit(): Promise<boolean> {
  try {
    await promisify(execFile)('git', ['--version']);
    return true;
  } catch {
    return false;
  }
}

function stopped(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}
