import { Worker } from 'node:worker_threads';
import { type Insights, insightsSchema } from '../outcomes/insights.js';
import type { InsightsAnswer } from '../outcomes/insights-worker.js';
import type { JobDatabaseAddress } from '../queue/database.js';
import { insightsTable } from './insights-table.js';
import type { Paint } from './paint.js';
import { printableJson } from './printable.js';
import { UsageError } from './usage-error.js';

export interface InsightsOptions {
  format: 'table' | 'json';
  /** The directory of an app. */
  data?: string;
  /** The address of a running app's metrics. */
  from?: string;
}

/** How long a running app may take to answer. */
const answerMillisecondsMax = 10_000;

/** What became of findings, as text. Rejects with a UsageError when it cannot be read. */
export async function insightsCommand(
  options: InsightsOptions,
  environment: NodeJS.ProcessEnv,
  paint: Paint,
): Promise<string> {
  const { format, from } = options;
  const insights = from === undefined ? await readIn(addressOf(options, environment)) : await askFor(from);
  return `${format === 'json' ? printableJson(insights) : insightsTable(insights, paint)}\n`;
}

/** As the app finds its own. */
function addressOf({ data }: InsightsOptions, { DATABASE_URL, HINDSIGHT_DATA }: NodeJS.ProcessEnv): JobDatabaseAddress {
  if (data !== undefined) return { directory: data };
  return DATABASE_URL ? { url: DATABASE_URL } : { directory: HINDSIGHT_DATA || '.hindsight' };
}

async function readIn(address: JobDatabaseAddress): Promise<Insights> {
  const answer = await new Promise<InsightsAnswer>((resolve, reject) => {
    const worker = new Worker(new URL('../outcomes/insights-worker.js', import.meta.url), { workerData: address });
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`expected insights of the thread, got its end with ${code}`)));
  });
  if ('insights' in answer) return answer.insights;
  if (!answer.inUse) throw new UsageError(answer.problem);
  const directory = 'directory' in address ? address.directory : '';
  throw new UsageError(
    `expected a directory that no app is running on, got ${directory}. Ask the running app: set its METRICS_PORT, and give its address here as in --from http://127.0.0.1:9090`,
  );
}

async function askFor(from: string): Promise<Insights> {
  if (!URL.canParse(from) || !/^https?:$/.test(new URL(from).protocol))
    throw new UsageError(`--from: expected an address such as http://127.0.0.1:9090, got ${JSON.stringify(from)}`);
  const url = new URL('/insights', from);
  const response = await fetch(url, { signal: AbortSignal.timeout(answerMillisecondsMax) }).catch((error: unknown) => {
    throw new UsageError(`expected an answer of ${url.href}, got ${reasonOf(error)}`);
  });
  if (!response.ok) throw new UsageError(`expected insights from ${url.href}, got status ${response.status}`);
  const parsed = insightsSchema.safeParse(await response.json().catch(() => undefined));
  if (!parsed.success) throw new UsageError(`expected insights from ${url.href}, got something else`);
  return parsed.data;
}

function reasonOf(error: unknown): string {
  const { name, cause } = error as { name?: string; cause?: { code?: string; message?: string } };
  return cause?.code ?? cause?.message ?? name ?? 'none';
}
