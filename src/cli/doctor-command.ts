import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { configPath } from '../config/config-path.js';
import { knownNames } from '../config/incident-mode.js';
import { type ConfigProblem, parseConfig } from '../config/parse-config.js';
import { privateKeyIn } from '../github/private-key.js';
import { readSetup, type Setup } from '../github/read-setup.js';
import { type Credentials, signIn } from '../github/sign-in.js';
import { loadIncidents } from '../incidents/load-incidents.js';
import { parseYamlData } from '../incidents/yaml-data.js';
import { checkName } from '../review/check-name.js';
import { type Advice, doctorAdvice, type WantedOfApp } from './doctor-advice.js';
import { DoctorError } from './doctor-error.js';
import type { Ink, Paint } from './paint.js';
import { printable } from './printable.js';

/** Looks at how one repository is set up for reviews. `exitCode` is 1 when something has to be done. Throws a DoctorError or a GitHubError. */
export async function doctorCommand(name: string, environment: NodeJS.ProcessEnv, paint: Paint) {
  const [, owner, repo] = /^([\w.-]+)\/([\w.-]+)$/.exec(name) ?? [];
  if (owner === undefined || repo === undefined)
    throw new DoctorError(`expected a repository as OWNER/NAME, got ${JSON.stringify(name)}`);
  const signedIn = await signIn(await credentialsOf(environment), { owner, repo });
  const setup = await readSetup({ ...signedIn, owner, repo, checkName });
  const [wanted, configProblems] = await Promise.all([wantedOfApp(), problemsOf(setup)]);
  const advice = doctorAdvice({ setup, wanted, configProblems, checkName });
  const lines = [paint('bold', `${owner}/${repo}`), ...advice.flatMap((one) => adviceLines(one, paint))];
  return { report: `${lines.join('\n')}\n`, exitCode: advice.some(({ kind }) => kind === 'problem') ? 1 : 0 };
}

const signs: Record<Advice['kind'], [string, Ink]> = {
  good: ['ok', 'dim'],
  problem: ['!!', 'red'],
  note: ['--', 'yellow'],
};

function adviceLines({ kind, text, todo }: Advice, paint: Paint): string[] {
  const [sign, ink] = signs[kind];
  return [`  ${paint(ink, sign)}  ${printable(text)}`, ...(todo === undefined ? [] : [`      ${printable(todo)}`])];
}

async function credentialsOf(environment: NodeJS.ProcessEnv): Promise<Credentials> {
  const { GITHUB_TOKEN, GH_TOKEN, GITHUB_API_URL, APP_ID, PRIVATE_KEY, PRIVATE_KEY_PATH } = environment;
  const token = GITHUB_TOKEN || GH_TOKEN;
  const key = PRIVATE_KEY || (PRIVATE_KEY_PATH ? await keyIn(PRIVATE_KEY_PATH) : undefined);
  const app = APP_ID && key ? appOf(APP_ID, key, PRIVATE_KEY ? 'PRIVATE_KEY' : 'PRIVATE_KEY_PATH') : undefined;
  if (!token && !app) {
    throw new DoctorError(
      'expected GITHUB_TOKEN or GH_TOKEN with a token that may read the repository, or APP_ID and PRIVATE_KEY of the app, got none of them',
    );
  }
  const apiUrl = (GITHUB_API_URL || 'https://api.github.com').replace(/\/+$/, '');
  return { apiUrl, ...(token ? { token } : {}), ...(app ? { app } : {}) };
}

function appOf(id: string, key: string, name: string): { id: number; privateKey: string } {
  if (!/^\d{1,15}$/.test(id))
    throw new DoctorError(
      `APP_ID: expected the app's number, as its settings page shows it, got ${id.length} characters of something else`,
    );
  const privateKey = privateKeyIn(key);
  if (privateKey === undefined)
    throw new DoctorError(
      `${name}: expected a private key in PEM form, got ${key.length} characters of something else`,
    );
  return { id: Number(id), privateKey };
}

async function keyIn(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new DoctorError(`PRIVATE_KEY_PATH: expected a file that can be read, got ${error.code ?? error.message}`);
  });
}

async function problemsOf({ config, ownIncidents }: Setup): Promise<ConfigProblem[]> {
  if (config === undefined) return [];
  const parsed = await parseConfig(config, configPath, [...knownNames(await loadIncidents()), ...ownIncidents]);
  return 'problems' in parsed ? parsed.problems : [];
}

const manifestSchema = z.object({
  default_permissions: z.record(z.string(), z.string()),
  default_events: z.array(z.string()),
});

/** As app.yml says it, which the app is registered from. */
async function wantedOfApp(): Promise<WantedOfApp> {
  const yaml = parseYamlData(await readFile(new URL('../../app.yml', import.meta.url), 'utf8'));
  if ('faults' in yaml) throw new Error('expected app.yml to be YAML, got a text that does not parse');
  const { default_permissions: permissions, default_events: events } = manifestSchema.parse(yaml.data);
  return { permissions, events };
}
