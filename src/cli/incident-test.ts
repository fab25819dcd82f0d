import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type FolderTest, testFolder } from '../authoring/test-folder.js';
import { problemText } from '../incidents/incident-error.js';
import { ownIncidentsPath } from '../incidents/own-incidents.js';
import type { Paint } from './paint.js';
import { printable } from './printable.js';
import { UsageError } from './usage-error.js';

interface Options {
  repo: string;
  dir?: string;
}

/** `hindsight incident test`: one line for what is as expected, a diff of marks for what is not. */
export async function incidentTest(slug: string | undefined, { repo, dir }: Options, paint: Paint) {
  const directory = dir ?? join(repo, ownIncidentsPath);
  const slugs = slug === undefined ? await slugsIn(directory) : [slug];
  const tests: FolderTest[] = [];
  for (const each of slugs) tests.push(await testFolder(directory, each));
  const failed = tests.filter((test) => !isPassed(test)).length;
  const parts = tests.map((test) => testText(test, paint));
  const total = `${tests.length - failed} of ${tests.length} ${tests.length === 1 ? 'incident' : 'incidents'} as expected`;
  return { text: `${[...parts, paint('bold', total)].join('\n')}\n`, exitCode: failed === 0 ? 0 : 1 };
}

async function slugsIn(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR')
      throw new UsageError(`expected a folder of incidents at ${directory}, got nothing there`);
    throw error;
  });
  const slugs = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  if (slugs.length === 0) throw new UsageError(`expected incidents in ${directory}, got an empty folder`);
  return slugs.sort();
}

function isPassed({ problems, replays }: FolderTest): boolean {
  return problems.length === 0 && replays.every(({ differences }) => differences.length === 0);
}

export function testText(test: FolderTest, paint: Paint): string {
  const { slug, problems, replays } = test;
  const passed = isPassed(test);
  const names = replays.map(({ name }) => name).join(', ');
  const head = `${passed ? paint('cyan', 'ok  ') : paint('red', 'FAIL')} ${printable(slug)}${passed ? paint('dim', `  ${names}`) : ''}`;
  return [
    head,
    ...problems.map((problem) => `     ${printable(problemText(problem))}`),
    ...replays.flatMap(({ name, differences }) =>
      differences.length === 0
        ? passed
          ? []
          : [`     ${name}: ok`]
        : [
            `     ${name}:`,
            ...differences.map((line) => `       ${paint(line.startsWith('-') ? 'red' : 'yellow', printable(line))}`),
          ],
    ),
  ].join('\n');
}
