import { createHash } from 'node:crypto';
import { mkdir, open, readFile, realpath, truncate } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { MergedPull } from './merged-pulls.js';
import { type ReplayedPull, replayedPullSchema } from './replayed-pull.js';

/** What was replayed so far. A pull request is appended when it is done, so that a run that is killed loses only what it was at. */
export interface Journal {
  file: string;
  find(pull: MergedPull): ReplayedPull | undefined;
  add(pull: ReplayedPull): Promise<void>;
  close(): Promise<void>;
}

/** https://specifications.freedesktop.org/basedir-spec/latest/ */
export function journalDirectory(environment: NodeJS.ProcessEnv): string {
  const cache = environment.XDG_CACHE_HOME;
  return join(cache?.startsWith('/') ? cache : join(homedir(), '.cache'), 'hindsight', 'backtest');
}

/**
 * Opens the journal of one repository under one set of rules. `digest` stands for everything else that the outcome depends on (version, incidents,
 * configuration): another digest is another file, so nothing stale is ever counted. `fresh` forgets what was there.
 */
export async function openJournal(
  directory: string,
  repo: string,
  digest: string,
  { fresh = false } = {},
): Promise<Journal> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const name = createHash('sha256')
    .update(`${await realpath(repo)}\n${digest}`)
    .digest('hex')
    .slice(0, 32);
  const file = join(directory, `${name}.jsonl`);
  const text = fresh ? '' : await readFile(file, 'utf8').catch(missingIsEmpty);
  // A run that was killed may have left half a line, which the next one must not be glued to.
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  const done = new Map(whole.split('\n').flatMap(readLine));
  const handle = await open(file, 'a', 0o600);
  await truncate(file, Buffer.byteLength(whole));
  return {
    file,
    find: (pull) => done.get(keyOf(pull)),
    async add(pull) {
      if (done.has(keyOf(pull))) return;
      done.set(keyOf(pull), pull);
      await handle.appendFile(`${JSON.stringify(pull)}\n`);
    },
    close: () => handle.close(),
  };
}

const keyOf = ({ base, head }: { base: string; head: string }) => `${base}..${head}`;

function readLine(line: string): [string, ReplayedPull][] {
  try {
    const parsed = replayedPullSchema.safeParse(JSON.parse(line));
    return parsed.success ? [[keyOf(parsed.data), parsed.data]] : [];
  } catch (error) {
    // What cannot be read is replayed again.
    if (error instanceof SyntaxError) return [];
    throw error;
  }
}

function missingIsEmpty(error: NodeJS.ErrnoException): string {
  if (error.code === 'ENOENT') return '';
  throw error;
}
