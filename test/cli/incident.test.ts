import { execFileSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { runCommandLine } from '../../src/cli/command-line.js';
import { realPorts } from '../../src/cli/real-ports.js';
import { TestRepository } from '../git/test-repository.js';

const page = resolve(import.meta.dirname, '../../docs/your-first-incident.md');

async function hindsight(...args: string[]) {
  let out = '';
  let err = '';
  const terminal = {
    out: { write: (text: string) => (out += text) },
    err: { write: (text: string) => (err += text) },
    environment: {},
  };
  const exitCode = await runCommandLine(args, terminal, realPorts);
  return { exitCode, out, err };
}

test('your first incident, word for word', async () => {
  const { directory } = new TestRepository();
  const who = {
    GIT_AUTHOR_NAME: 'A',
    GIT_AUTHOR_EMAIL: 'a@example.com',
    GIT_COMMITTER_NAME: 'A',
    GIT_COMMITTER_EMAIL: 'a@example.com',
  };
  const commands = [...(await readFile(page, 'utf8')).matchAll(/```sh\n([\s\S]*?)```/g)].map(([, text = '']) => text);
  expect(commands.length).toBeLessThanOrEqual(10);
  const shop = join(directory, 'shop');
  const said: Record<string, { exitCode: number; out: string; err: string }> = {};
  for (const command of commands) {
    const at = command.search(/hindsight (?:incident|review)/);
    const [shell, ours] = at < 0 ? [command, ''] : [command.slice(0, at), command.slice(at)];
    const cwd = command.startsWith('mkdir') ? directory : shop;
    if (shell.trim() !== '')
      execFileSync('bash', ['-c', `${shell}\ntrue`], { cwd, env: { ...process.env, ...who }, stdio: 'ignore' });
    const words = ours.trim().split(' ').slice(1);
    if (words.length > 0) said[words[1] ?? ''] = await hindsight(...words, '--repo', shop);
  }
  expect(said.new).toMatchObject({ exitCode: 0, err: '' });
  expect(said.new?.out).toContain('Proposed: call-order, since it calls send without s.mu.');
  expect(said.new?.out).toMatch(/Missing:\n.*incident\.yml:5: links\.report: expected string, got null\n/);
  expect(said.test).toEqual({
    exitCode: 0,
    err: '',
    out: 'ok   mail-sent-under-the-lock  introduced, undone, fixed\n1 of 1 incident as expected\n',
  });
  expect(said['--base']).toMatchObject({ exitCode: 1, err: '' });
  expect(said['--base']?.out).toContain('shop.go:16 (before this change) in Shop.Order');
  expect(said.explain?.out).toContain('s.mu is held since line 14; as a parameter it is example.com/shop.Shop.mu');
  expect(said.explain?.out).toContain('mail-sent-under-the-lock: reported (proof)');

  // The folder is there now, and the tests of a rule that sees something else read like a diff.
  const again = ['incident', 'new', '--from-fix', 'main~1', '--name', 'mail-sent-under-the-lock', '--repo', shop];
  const known = await hindsight(...again);
  expect(known.out).toContain(
    'Seen already when the fix is taken back:\n  mail-sent-under-the-lock (blocked-goroutine) at shop.go:17',
  );
  expect(await hindsight(...again, '--anyway')).toMatchObject({
    exitCode: 2,
    err: expect.stringContaining('is there already'),
  });
  const yaml = join(shop, '.github/hindsight/incidents/mail-sent-under-the-lock/incident.yml');
  await writeFile(yaml, (await readFile(yaml, 'utf8')).replace('example.com/shop.send', 'time.After'));
  const failed = await hindsight('incident', 'test', '--repo', shop);
  expect(failed.exitCode).toBe(1);
  expect(failed.out).toMatch(
    /^FAIL mail-sent-under-the-lock\n {5}introduced:\n {7}- expected shop\.go:17 call:"\^send\$"/,
  );
}, 60_000);

test('what cannot be done says what was expected and what was got', async () => {
  const repository = TestRepository.create();
  repository.write({ 'go.mod': 'module a\n', 'a.go': 'package a\n' }).commit();
  repository.write({ 'a.go': 'package a\n\nvar A = 1\n' }).commit();
  const at = ['--repo', repository.directory];
  expect(await hindsight('incident', 'test', ...at)).toMatchObject({
    exitCode: 2,
    err: expect.stringContaining('expected a folder of incidents at'),
  });
  expect(await hindsight('incident', 'explain', 'a.go', ...at)).toMatchObject({
    exitCode: 2,
    err: expect.stringContaining('expected a Go file and a line, such as pkg/pay/pay.go:31, got a.go'),
  });
  expect(await hindsight('incident', 'explain', 'a.go:99', ...at)).toMatchObject({ exitCode: 2 });
  const none = await hindsight('incident', 'new', '--from-fix', 'HEAD', ...at);
  expect(none).toMatchObject({ exitCode: 1, err: '' });
  expect(none.out).toContain('It touches no function that stood there before.');
  expect(await hindsight('incident', 'new', '--from-fix', 'nothing', ...at)).toMatchObject({ exitCode: 2 });
});
