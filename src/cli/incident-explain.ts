import { explainLine, type LineExplanation } from '../authoring/explain-line.js';
import { readGitChange } from '../git/read-git-change.js';
import { incidentsAsTheyStand } from './incidents-as-they-stand.js';
import type { Paint } from './paint.js';
import { printable } from './printable.js';
import { UsageError } from './usage-error.js';

interface Options {
  repo: string;
  base: string;
  head: string;
}

/** `hindsight incident explain PATH:LINE`. */
export async function incidentExplain(place: string, { repo, base, head }: Options, paint: Paint) {
  const [, path, digits] = /^(.+\.go):(\d+)$/.exec(place) ?? [];
  if (path === undefined)
    throw new UsageError(`expected a Go file and a line, such as pkg/pay/pay.go:31, got ${place}`);
  const line = Number(digits);
  const read = await readGitChange({ repo, base, head });
  try {
    const source = (await read.head.read([path])).get(path);
    if (!source || !('text' in source))
      throw new UsageError(`expected a file of ${head}, from the top of the repository, got ${path}`);
    const code = source.text.split('\n')[line - 1];
    if (code === undefined)
      throw new UsageError(`expected a line of ${path}, which has ${source.text.split('\n').length}, got ${line}`);
    const incidents = await incidentsAsTheyStand(repo, read.trusted);
    const explained = await explainLine(read, incidents, path, line);
    const quoted = `${paint('cyan', `${printable(path)}:${line}`)}\n  ${printable(code.trim())}\n`;
    return {
      text: `${quoted}${explained ? explanationText(explained, paint) : 'No function stands here, or it does not parse.\n'}`,
      exitCode: 0,
    };
  } finally {
    await read.close();
  }
}

function explanationText(
  { function: name, line, endLine, touched, facts, verdicts }: LineExplanation,
  paint: Paint,
): string {
  const verdictLines = verdicts.flatMap(({ incident, outcome, reported, notes }) => [
    `  ${reported ? paint('red', incident) : incident}: ${outcome}`,
    ...notes.map((note) => `      ${printable(note)}`),
  ]);
  return [
    `in ${printable(name)}, lines ${line} to ${endLine}, which the change ${touched ? 'touches' : 'does not touch'}`,
    '',
    paint('bold', 'What is known here'),
    ...facts.map((fact) => `  ${printable(fact)}`),
    '',
    paint('bold', 'What the incidents make of it'),
    ...(verdictLines.length > 0
      ? verdictLines
      : ['  None has anything to do with this line: no detector sees its shape here.']),
    '',
  ].join('\n');
}
