/** What the thread of the embedded database is asked. Without `values` the text may hold several statements. */
export type Question = { id: number } & ({ text: string; values?: unknown[] } | { listen: string } | { close: true });

/** What it says: an answer to a question, or what came on a channel. `code` is an SQLSTATE. */
export type Answer =
  | { ready: true }
  | { id: number; rows: unknown[] }
  | { id: number; message: string; code?: string }
  | { listen: string; payload: string };

/** PostgreSQL wants 128 MB for itself, and PGlite would take them; all our tables together are smaller than this. */
const sharedBuffers = '16MB';

/** PGlite's own, given that those take the place of its defaults. */
export function startParameters(defaults: readonly string[]): string[] {
  return [...defaults, '-c', `shared_buffers=${sharedBuffers}`];
}
