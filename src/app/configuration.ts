import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { JobDatabaseAddress } from '../queue/database.js';

/** Settings that have a default. */
export interface ServerSettings {
  port: number;
  host: string;
  /** GitHub's REST address, without a slash at the end. */
  apiUrl: string;
  logLevel: (typeof logLevels)[number];
}

/** What the app needs to run, from the environment. */
export interface Configuration extends ServerSettings {
  appId: number;
  /** PEM. */
  privateKey: string;
  webhookSecret: string;
  /** Where jobs wait for their turn. */
  jobs: JobDatabaseAddress;
  /** Where metrics are read; nowhere unless asked for. */
  metrics?: { host: string; port: number };
}

/** Thrown with one line for each variable that is wrong: what was expected and what was got. Secrets are not repeated. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
}

export type Environment = Readonly<Record<string, string | undefined>>;

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const;

const port = z
  .string()
  .refine((port) => /^\d{1,5}$/.test(port) && Number(port) <= 65_535, { error: 'a port from 0 to 65535' });

const serverFields = {
  PORT: port.default('3000'),
  HOST: expected('an address to listen on', /^[a-z0-9.:-]+$/i).default('0.0.0.0'),
  LOG_LEVEL: z.enum(logLevels, { error: `one of ${logLevels.join(', ')}` }).default('info'),
  GITHUB_API_URL: z.url({ protocol: /^https?$/, error: 'the REST address, such as https://HOST/api/v3' }).optional(),
  GHE_HOST: expected('the name of a GitHub Enterprise Server without https://', /^[a-z0-9.-]+(:\d+)?$/i).optional(),
};

const secretFields = {
  APP_ID: expected("the app's number, as its settings page shows it", /^\d{1,15}$/),
  PRIVATE_KEY: expected("the app's private key in PEM form, or PRIVATE_KEY_PATH", /\S/).optional(),
  PRIVATE_KEY_PATH: expected('a file with the private key', /\S/).optional(),
  // Without a secret anybody could send us webhooks; Probot would fall back to a word that everybody knows.
  WEBHOOK_SECRET: expected('the webhook secret of the app', /\S/),
};

const jobFields = {
  DATABASE_URL: z
    .url({
      protocol: /^postgres(ql)?$/,
      error: 'the address of a PostgreSQL database, postgres://USER:PASSWORD@HOST/NAME',
    })
    .optional(),
  HINDSIGHT_DATA: expected('a directory that Hindsight may write to', /\S/).default('.hindsight'),
};

const metricsFields = {
  METRICS_PORT: port.optional(),
  METRICS_HOST: expected('an address to listen on', /^[a-z0-9.:-]+$/i).default('127.0.0.1'),
};

const secretNames: readonly string[] = ['PRIVATE_KEY', 'WEBHOOK_SECRET', 'DATABASE_URL'];

/** True when no credential is set at all, so that setting up is what is wanted. Some of them is a mistake that `readConfiguration` names. */
export function isUnconfigured(environment: Environment): boolean {
  return Object.keys(secretFields).every((name) => !environment[name]);
}

/** What set-up needs. Throws a ConfigurationError. */
export function readServerSettings(environment: Environment): ServerSettings {
  return serverSettings(parsed(z.object(serverFields), environment));
}

/** All that the app needs. Throws a ConfigurationError. */
export function readConfiguration(environment: Environment): Configuration {
  const values = parsed(z.object({ ...serverFields, ...secretFields, ...jobFields, ...metricsFields }), environment);
  return {
    ...serverSettings(values),
    appId: Number(values.APP_ID),
    privateKey: privateKey(values.PRIVATE_KEY, values.PRIVATE_KEY_PATH),
    webhookSecret: values.WEBHOOK_SECRET,
    jobs: values.DATABASE_URL === undefined ? { directory: values.HINDSIGHT_DATA } : { url: values.DATABASE_URL },
    ...(values.METRICS_PORT === undefined
      ? {}
      : { metrics: { host: values.METRICS_HOST, port: Number(values.METRICS_PORT) } }),
  };
}

function expected(what: string, form: RegExp) {
  return z.string({ error: what }).regex(form, { error: what });
}

function parsed<Shape extends z.ZodRawShape>(schema: z.ZodObject<Shape>, environment: Environment) {
  // `PORT=` in a file or a manifest means the same as no line at all.
  const set = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const result = schema.safeParse(set);
  if (result.success) return result.data;
  const lines = result.error.issues.map((issue) => {
    const name = String(issue.path[0]);
    return `${name}: expected ${issue.message}, got ${shown(name, set[name])}`;
  });
  throw new ConfigurationError(lines.join('\n'));
}

function shown(name: string, value: string | undefined): string {
  if (value === undefined) return 'nothing';
  return secretNames.includes(name)
    ? `${value.length} characters of something else`
    : JSON.stringify(value.slice(0, 80));
}

function serverSettings(
  values: { PORT: string; HOST: string; LOG_LEVEL: ServerSettings['logLevel'] } & ApiNames,
): ServerSettings {
  return { port: Number(values.PORT), host: values.HOST, logLevel: values.LOG_LEVEL, apiUrl: apiUrl(values) };
}

interface ApiNames {
  GITHUB_API_URL?: string | undefined;
  GHE_HOST?: string | undefined;
}

/** https://docs.github.com/en/enterprise-server@latest/rest/using-the-rest-api/getting-started-with-the-rest-api */
function apiUrl({ GITHUB_API_URL, GHE_HOST }: ApiNames): string {
  const url = GITHUB_API_URL ?? (GHE_HOST === undefined ? 'https://api.github.com' : `https://${GHE_HOST}/api/v3`);
  return url.replace(/\/+$/, '');
}

/** The key from the variable or the file. In a variable its line ends are often written `\n`, and some stores only take it as base64. */
function privateKey(value: string | undefined, path: string | undefined): string {
  const name = value === undefined ? 'PRIVATE_KEY_PATH' : 'PRIVATE_KEY';
  const text = value ?? fileText(path);
  const pem = text.includes('-----BEGIN') ? text.replaceAll('\\n', '\n') : Buffer.from(text, 'base64').toString('utf8');
  try {
    createPrivateKey(pem);
  } catch {
    throw new ConfigurationError(
      `${name}: expected a private key in PEM form, got ${text.length} characters of something else`,
    );
  }
  return pem.trim();
}

function fileText(path: string | undefined): string {
  if (path === undefined) {
    throw new ConfigurationError(
      "PRIVATE_KEY: expected the app's private key in PEM form, or PRIVATE_KEY_PATH, got nothing",
    );
  }
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'an error';
    throw new ConfigurationError(
      `PRIVATE_KEY_PATH: expected a file that can be read, got ${reason} for ${JSON.stringify(path)}`,
    );
  }
}
