import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
/** Of the report of one repository. */
const bytesMax = 256 * 1024 * 1024;

/** What the newest merged pull requests of these repositories get: findings by slug. */
export function replayOrdinary(mirrors, repositories, commits) {
  const findings = new Map();
  let [pulls, changedGoLines] = [0, 0];
  for (const repository of repositories) {
    const report = backtest(join(mirrors, repository.replace('/', '+'), 'repo'), commits);
    pulls += report.figures.pulls;
    changedGoLines += report.figures.changedGoLines;
    for (const pull of report.pulls) {
      for (const { incident, path, line } of pull.findings)
        findings.set(incident, [...(findings.get(incident) ?? []), { repository, head: pull.head, path, line }]);
    }
  }
  return { repositories, pulls, changedGoLines, findings };
}

function backtest(repo, commits) {
  const options = ['backtest', '--repo', repo, '--commits', String(commits), '--fresh', '--format', 'json'];
  return JSON.parse(execFileSync(process.execPath, [program, ...options], { encoding: 'utf8', maxBuffer: bytesMax }));
}
