import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { privateKeyIn } from '../github/private-key.js';
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
  /** The one that counts, and for the time of a change the one before it. */
  webhookSecrets: readonly [string, ...string[]];
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

const restAddress = 'the REST address without a user, such as https://HOST/api/v3';

const serverFields = {
  PORT: port.default('3000'),
  HOST: expected('an address to listen on', /^[a-z0-9.:-]+$/i).default('0.0.0.0'),
  LOG_LEVEL: z.enum(logLevels, { error: `one of ${logLevels.join(', ')}` }).default('info'),
  GITHUB_API_URL: z
    .url({ protocol: /^https?$/, error: restAddress })
    // It is logged at the start.
    .refine((url) => !url.includes('@'), { error: restAddress })
    .optional(),
  GHE_HOST: expected('the name of a GitHub Enterprise Server without https://', /^[a-z0-9.-]+(:\d+)?$/i).optional(),
};

const secretFields = {
  APP_ID: expected("the app's number, as its settings page shows it", /^\d{1,15}$/),
  // What they hold is looked at by `privateKey`.
  PRIVATE_KEY: z.string().optional(),
  PRIVATE_KEY_PATH: z.string().optional(),
  // Without a secret anybody could send us webhooks; Probot would fall back to a word that everybody knows.
  WEBHOOK_SECRET: expected('the webhook secret of the app', /\S/),
};

const rotationFields = {
  WEBHOOK_SECRET_PREVIOUS: expected('the webhook secret that WEBHOOK_SECRET takes the place of', /\S/).optional(),
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

/** What is not repeated when it is wrong. A number is no secret; what stands in its place may be the one of the next line. */
const secretNames: readonly string[] = [
  'APP_ID',
  'PRIVATE_KEY',
  'WEBHOOK_SECRET',
  'WEBHOOK_SECRET_PREVIOUS',
  'DATABASE_URL',
];

/** A path that is longer, or has line ends, is likely the key itself. */
const pathCharactersMax = 200;

/** True when no credential is set at all, so that setting up is what is wanted. Some of them is a mistake that `readConfiguration` names. */
export function isUnconfigured(environment: Environment): boolean {
  return Object.keys(secretFields).every((name) => !environment[name]);
}

const schema = z.object({ ...serverFields, ...secretFields, ...rotationFields, ...jobFields, ...metricsFields });

/** Every variable that the app reads. */
export const variableNames: readonly string[] = Object.keys(schema.shape);

/** What set-up needs. Throws a ConfigurationError. */
export function readServerSettings(environment: Environment): ServerSettings {
  const { values, problems } = parsed(z.object(serverFields), environment);
  if (!values) throw new ConfigurationError(problems.join('\n'));
  return serverSettings(values);
}

/** All that the app needs. Throws a ConfigurationError. */
export function readConfiguration(environment: Environment): Configuration {
  const { values, problems } = parsed(schema, environment);
  const key = privateKey(environment.PRIVATE_KEY, environment.PRIVATE_KEY_PATH);
  if (!values || 'problem' in key) {
    throw new ConfigurationError([...problems, ...('problem' in key ? [key.problem] : [])].join('\n'));
  }
  const { WEBHOOK_SECRET, WEBHOOK_SECRET_PREVIOUS, DATABASE_URL, HINDSIGHT_DATA, METRICS_HOST, METRICS_PORT } = values;
  return {
    ...serverSettings(values),
    appId: Number(values.APP_ID),
    privateKey: key.pem,
    webhookSecrets: [WEBHOOK_SECRET, ...(WEBHOOK_SECRET_PREVIOUS === undefined ? [] : [WEBHOOK_SECRET_PREVIOUS])],
    jobs: DATABASE_URL === undefined ? { directory: HINDSIGHT_DATA } : { url: DATABASE_URL },
    ...(METRICS_PORT === undefined ? {} : { metrics: { host: METRICS_HOST, port: Number(METRICS_PORT) } }),
  };
}

function expected(what: string, form: RegExp) {
  return z.string({ error: what }).regex(form, { error: what });
}

/** A line for each variable that is wrong, and no values then. */
function parsed<Shape extends z.ZodRawShape>(schema: z.ZodObject<Shape>, environment: Environment) {
  // `PORT=` in a file or a manifest means the same as no line at all.
  const set = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const result = schema.safeParse(set);
  if (result.success) return { values: result.data, problems: [] };
  const problems = result.error.issues.map((issue) => {
    const name = String(issue.path[0]);
    return `${name}: expected ${issue.message}, got ${shown(name, set[name])}`;
  });
  return { problems };
}

function shown(name: string, value: string | undefined): string {
  if (value === undefined) return 'nothing';
  return secretNames.includes(name) || value.includes('@')
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

/** The key from the variable or the file. */
function privateKey(value: string | undefined, path: string | undefined): { pem: string } | { problem: string } {
  const name = value ? 'PRIVATE_KEY' : 'PRIVATE_KEY_PATH';
  const read = value ? { text: value } : fileText(path);
  if ('problem' in read) return read;
  const { text } = read;
  const pem = privateKeyIn(text);
  if (pem === undefined)
    return { problem: `${name}: expected a private key in PEM form, got ${text.length} characters of something else` };
  return { pem };
}

function fileText(path: string | undefined): { text: string } | { problem: string } {
  if (!path) {
    const wanted = "the app's private key in PEM form, or PRIVATE_KEY_PATH";
    return { problem: `PRIVATE_KEY: expected ${wanted}, got nothing` };
  }
  try {
    return { text: readFileSync(path, 'utf8') };
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'an error';
    const named =
      path.length > pathCharactersMax || /\n|-----/.test(path) ? `${path.length} characters` : JSON.stringify(path);
    return { problem: `PRIVATE_KEY_PATH: expected a file that can be read, got ${reason} for ${named}` };
  }
}
