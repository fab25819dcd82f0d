import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { webhookPath } from './server.js';

/** app.yml beside package.json; the same from `src/app` and `dist/app`. */
const appFile = new URL('../../app.yml', import.meta.url);

const appSchema = z.strictObject({
  name: z.string(),
  description: z.string(),
  url: z.url(),
  public: z.literal(false),
  default_permissions: z.record(z.string(), z.enum(['read', 'write'])),
  default_events: z.array(z.string()),
});

export type AppFile = z.infer<typeof appSchema>;

/** What GitHub is asked to register: https://docs.github.com/en/apps/sharing-github-apps/registering-a-github-app-from-a-manifest */
export interface AppManifest extends AppFile {
  hook_attributes: { url: string; active: true };
  redirect_url: string;
}

export function readAppFile(): AppFile {
  return appSchema.parse(parse(readFileSync(appFile, 'utf8')));
}

/** `publicUrl` is where GitHub reaches this app, `redirectUrl` where the browser comes back to. */
export function appManifest(publicUrl: string, redirectUrl: string): AppManifest {
  const hook = new URL(publicUrl);
  hook.pathname = hook.pathname.replace(/\/+$/, '') + webhookPath;
  return { ...readAppFile(), hook_attributes: { url: hook.href, active: true }, redirect_url: redirectUrl };
}

/** Where a person reads GitHub, from where programs do. */
export function webUrl(apiUrl: string): string {
  const { protocol, host, origin } = new URL(apiUrl);
  // github.com and GHE.com have `api.` in front: https://docs.github.com/en/rest/using-the-rest-api/getting-started-with-the-rest-api
  if (host === 'api.github.com' || /^api\..+\.ghe\.com$/.test(host)) return `${protocol}//${host.slice('api.'.length)}`;
  return origin;
}
