import { createAnalysisPool } from '../threads/analysis-pool.js';
import { startApp } from './app.js';
import { ConfigurationError, isUnconfigured, readServerSettings } from './configuration.js';
import { loadEnvFile } from './env-file.js';
import { reviewsAtOnceMax } from './review-kind.js';
import { startSetUp } from './set-up-server.js';
import { stopOnSignals } from './stop-on-signals.js';

const envFile = '.env';

/** `npm start`. */
async function main(): Promise<void> {
  loadEnvFile(envFile);
  if (isUnconfigured(process.env)) Object.assign(process.env, await setUp());
  const threads = createAnalysisPool(reviewsAtOnceMax);
  const app = await startApp({ env: process.env, analyse: threads.analyse });
  stopOnSignals(process, {
    async close() {
      await app.close();
      await threads.close();
    },
  });
}

async function setUp(): Promise<Record<string, string>> {
  const { port, apiUrl } = readServerSettings(process.env);
  const running = await startSetUp({ port, apiUrl, envFile });
  console.log(welcome(running.url));
  return running.registered;
}

function welcome(url: string): string {
  return `
Hindsight reviews pull requests as a GitHub App, and knows of none yet.

  1. Open this page on this machine to register a private app of your own:

       ${url}

     It asks where GitHub can reach Hindsight and writes the credentials
     to ${envFile}. Hindsight then goes on by itself.

  2. Install the app on a repository. The next pull request is reviewed.

Or, with an app you have already, set these and start again
(in the environment or in ${envFile}):

  APP_ID            the app's number
  PRIVATE_KEY       its private key, or PRIVATE_KEY_PATH
  WEBHOOK_SECRET    its webhook secret
  GHE_HOST          only for GitHub Enterprise Server

Without an app or an account:  npm run demo
`;
}

main().catch((error: unknown) => {
  if (error instanceof ConfigurationError) console.error(`Hindsight cannot start:\n\n${error.message}\n`);
  else console.error(error);
  process.exitCode = 1;
});
