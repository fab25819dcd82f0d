import { parentPort, workerData } from 'node:worker_threads';
import type { JobDatabaseAddress } from '../queue/database.js';
import { openToRead } from '../queue/open-to-read.js';
import { type Insights, readInsights } from './insights.js';

/** `inUse`: an app runs on the directory. */
export type InsightsAnswer = { insights: Insights } | { problem: string; inUse: boolean };

/** A thread that reads the insights of the database it is given, and ends. The command line is one script, and drivers of databases in it would slow each review. */
parentPort?.postMessage(await answer(workerData));

async function answer(address: JobDatabaseAddress): Promise<InsightsAnswer> {
  try {
    const database = await openToRead(address);
    try {
      return { insights: await readInsights(database) };
    } finally {
      await database.close();
    }
  } catch (error) {
    const { name, message, code } = error as { name?: string; message?: string; code?: unknown };
    // A connection that is refused on several addresses has a code and no message.
    const problem = message || (typeof code === 'string' ? code : 'an unknown error');
    return { problem, inUse: name === 'DirectoryInUseError' };
  }
}
