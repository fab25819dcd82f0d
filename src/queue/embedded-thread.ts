import { parentPort, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import { type Answer, type Question, startParameters } from './embedded-protocol.js';

/** The embedded database in a thread of its own: each of its statements would hold up the thread that answers webhooks. */
const port = parentPort;
if (!port) throw new Error('expected to be a thread, got a process');
const database = await PGlite.create(String(workerData), { startParams: startParameters(PGlite.defaultStartParams) });
const tell = (answer: Answer) => port.postMessage(answer);

/**
 * What is no error of a statement, a full disk above all, leaves PostgreSQL in a state that nothing is known of: a server would end all its processes and
 * recover from its log. So this thread ends, and the next one does that. https://www.postgresql.org/docs/current/runtime-config-logging.html#RUNTIME-CONFIG-SEVERITY-LEVELS
 */
port.on('message', async (question: Question) => {
  const { id } = question;
  try {
    if ('close' in question) {
      await database.close();
      tell({ id, rows: [] });
      return port.close();
    }
    if ('listen' in question) {
      const { listen } = question;
      await database.listen(listen, (payload) => tell({ listen, payload }));
      return tell({ id, rows: [] });
    }
    tell({ id, rows: await rowsOf(question) });
  } catch (error) {
    const { message, code, severity } = error as { message?: unknown; code?: unknown; severity?: unknown };
    tell({ id, message: String(message), ...(typeof code === 'string' ? { code } : {}) });
    if (severity !== 'ERROR') process.exit(1);
  }
});

async function rowsOf({ text, values }: { text: string; values?: unknown[] }): Promise<unknown[]> {
  if (values) return (await database.query(text, values)).rows;
  return (await database.exec(text)).flatMap(({ rows }) => rows);
}

tell({ ready: true });
