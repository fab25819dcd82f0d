import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from 'vitest';
import { TestRepository } from '../git/test-repository.js';
import { run } from './stub-ports.js';

// Threads run what is built, so this is about the build.
const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

beforeAll(() => {
  if (!existsSync(main)) throw new Error(`expected ${main}, got nothing: run \`npm run build\``);
});

/** Runs the built command with a cache of its own. */
function hindsight(cwd: string, cache: string, args: readonly string[]) {
  return new Promise<{ code: number | null; out: string; err: string }>((resolve) => {
    const env = { ...process.env, XDG_CACHE_HOME: cache };
    const child = spawn(process.execPath, [main, 'backtest', ...args], { cwd, env });
    const text = { out: '', err: '' };
    child.stdout.on('data', (chunk) => (text.out += chunk));
    child.stderr.on('data', (chunk) => (text.err += chunk));
    child.on('close', (code) => resolve({ code, ...text }));
  });
}

const code = (release: string) => `package routes

import "github.com/vishvananda/netlink"

func Links() (int, error) {
	handle, err := netlink.NewHandle()
	if err != nil {
		return 0, err
	}
${release}	links, err := handle.LinkList()
	return len(links), err
}
`;

test('in threads: figures by incident, and a second run takes them from the first', async () => {
  const repository = TestRepository.create();
  const module = 'module example.com/routes\n\ngo 1.22\n\nrequire github.com/vishvananda/netlink v1.3.0\n';
  repository.write({ 'go.mod': module, 'routes.go': code('\tdefer handle.Close()\n') }).commit();
  repository.write({ 'routes.go': code('') }).commit();
  repository.write({ 'routes.go': code('\tdefer handle.Close()\n') }).commit();
  const cache = new TestRepository().directory;
  const first = await hindsight(repository.directory, cache, ['--commits', '5', '--jobs', '2']);
  expect(first).toMatchObject({ code: 0, err: '' });
  expect(first.out).toMatch(/netlink-handle-opened-per-call-never-closed +1 +1 +0 +1 +\d/);
  expect(first.out).toContain('1 findings in 1 of 2 merged pull requests of .');
  const second = await hindsight(repository.directory, cache, ['--commits', '5', '--format', 'json']);
  const report = JSON.parse(second.out);
  expect(report).toMatchObject({ run: { resumed: 2 }, figures: { pulls: 2, all: { findings: 1 } } });
  expect(report.pulls[1].findings[0]).toMatchObject({ path: 'routes.go', line: 10, side: 'LEFT' });
  const page = await hindsight(repository.directory, cache, ['--format', 'html']);
  expect(page.out).toContain('<!doctype html>');
});

test('what is wrong with the command is said', async () => {
  const { exitCode, err } = await run(['backtest', '--commits', 'many']);
  expect({ exitCode, err }).toMatchObject({ exitCode: 2, err: expect.stringContaining('a whole number of 1 or more') });
  const missing = await run(['backtest', '--repo', '/nowhere']);
  expect(missing).toMatchObject({ exitCode: 2, out: '' });
  expect(missing.err).toMatch(/could not run the backtest: expected a git repository/);
});
