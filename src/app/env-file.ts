import { randomUUID } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';

/** Owner reads and writes, nobody else: the file holds the private key. */
const onlyOwner = 0o600;

/**
 * Sets variables in a file of the form that `process.loadEnvFile` reads, and leaves its other lines alone. It is replaced as a whole, so that a
 * crash leaves the old file or the new one.
 */
export async function writeEnvFile(file: string, variables: Readonly<Record<string, string>>): Promise<void> {
  const names = Object.keys(variables);
  const kept = (await textOf(file)).split('\n').filter((line) => !names.some((name) => assigns(line, name)));
  while (kept.at(-1) === '') kept.pop();
  const lines = [...kept, ...Object.entries(variables).map(([name, value]) => `${name}="${escaped(name, value)}"`), ''];
  const next = `${file}.${randomUUID()}`;
  await writeFile(next, lines.join('\n'), { mode: onlyOwner, flag: 'wx' });
  await rename(next, file);
}

/** Loads the file into the environment; what is set already stays. */
export function loadEnvFile(file: string): void {
  try {
    process.loadEnvFile(file);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  }
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
    throw error;
  }
}

function assigns(line: string, name: string): boolean {
  return new RegExp(`^\\s*(export\\s+)?${name}\\s*=`).test(line);
}

/** Between double quotes a line end is written `\n`: https://nodejs.org/api/cli.html#--env-fileconfig */
function escaped(name: string, value: string): string {
  if (/["\\]/.test(value))
    throw new Error(
      `${name}: expected a value without quotes and backslashes, got one of ${value.length} characters with them`,
    );
  return value.replaceAll('\r', '').replaceAll('\n', '\\n');
}
