import { z } from 'zod';

/** How long GitHub may take to answer. */
const answerMillisecondsMax = 20_000;

const conversionSchema = z.object({
  id: z.number().int().positive(),
  pem: z.string().includes('-----BEGIN'),
  webhook_secret: z.string().min(1),
  html_url: z.url({ protocol: /^https?$/ }),
});

export interface RegisteredApp {
  /** The variables that the app is configured with. */
  credentials: { APP_ID: string; PRIVATE_KEY: string; WEBHOOK_SECRET: string };
  /** The app's page on GitHub. */
  htmlUrl: string;
}

/**
 * The code that GitHub sent the browser back with, for the credentials of the new app:
 * https://docs.github.com/en/rest/apps/apps#create-a-github-app-from-a-manifest. The code is valid once and for an hour.
 */
export async function exchangeCode(apiUrl: string, code: string): Promise<RegisteredApp> {
  const response = await fetch(`${apiUrl}/app-manifests/${encodeURIComponent(code)}/conversions`, {
    method: 'POST',
    headers: { accept: 'application/vnd.github+json', 'user-agent': 'hindsight-set-up' },
    redirect: 'error',
    signal: AbortSignal.timeout(answerMillisecondsMax),
  });
  if (response.status !== 201)
    throw new Error(`expected GitHub to hand out the credentials (201), got ${response.status}`);
  const answer = conversionSchema.safeParse(await response.json());
  if (!answer.success) {
    const fields = answer.error.issues.map((issue) => issue.path.join('.')).join(', ');
    throw new Error(`expected the credentials of the app, got an answer with something else at ${fields}`);
  }
  const { id, pem, webhook_secret, html_url } = answer.data;
  return {
    credentials: { APP_ID: String(id), PRIVATE_KEY: pem.trim(), WEBHOOK_SECRET: webhook_secret },
    htmlUrl: html_url,
  };
}
