import { expect, test } from 'vitest';
import { runCommandLine } from '../../src/cli/command-line.js';
import { realPorts } from '../../src/cli/real-ports.js';
import { TestRepository } from '../git/test-repository.js';

const leaking = `package routes

import "github.com/vishvananda/netlink"

func Links() (int, error) {
	handle, err := netlink.NewHandle()
	if err != nil {
		return 0, err
	}
	links, err := handle.LinkList()
	return len(links), err
}
`;
const module = 'module example.com/routes\n\ngo 1.22\n\nrequire github.com/vishvananda/netlink v1.3.0\n';
const configPath = '.github/hindsight.yml';

async function hindsight(repository: TestRepository, format: string, ...more: string[]) {
  let out = '';
  let err = '';
  const terminal = {
    out: { write: (text: string) => (out += text) },
    err: { write: (text: string) => (err += text) },
    environment: {},
  };
  const args = [
    'review',
    '--repo',
    repository.directory,
    '--base',
    'main',
    '--head',
    'topic',
    '--format',
    format,
    ...more,
  ];
  const exitCode = await runCommandLine(args, terminal, realPorts);
  return { exitCode, out, err };
}

test('the configuration is read at --base; what the head says of it is previewed only', async () => {
  const repository = TestRepository.create();
  repository.write({ 'go.mod': module }).commit();
  repository.git('checkout', '--quiet', '-b', 'topic');
  repository.write({ 'routes.go': leaking, [configPath]: 'mode: off\n' }).commit();
  const off = await hindsight(repository, 'json');
  expect(off.exitCode).toBe(1);
  expect(JSON.parse(off.out)).toMatchObject({
    findings: [{ blocks: true }],
    configProblems: [],
    configPreview: { problems: [], findings: [], shadow: [] },
  });

  // The branch that it is merged into has moved on since: its tip counts, and not the merge base.
  repository.git('checkout', '--quiet', 'main');
  repository.write({ [configPath]: 'incidents: { handle-leak: comment }\n' }).commit();
  const comment = await hindsight(repository, 'json');
  expect(comment.exitCode).toBe(0);
  expect(JSON.parse(comment.out)).toMatchObject({ findings: [{ blocks: false }] });

  repository.write({ [configPath]: 'mod: comment\n' }).commit();
  const wrong = await hindsight(repository, 'text');
  expect(wrong.exitCode).toBe(1);
  expect(wrong.out).toContain('not followed: .github/hindsight.yml:1: expected only paths, mode,');
  expect(wrong.out).toContain('the configuration that this change brings would report 0, of which 0 would block');
});

test('--shadow takes the place of a demotion in the app: recorded, not said, unless the configuration keeps it', async () => {
  const repository = TestRepository.create();
  repository.write({ 'go.mod': module }).commit();
  repository.git('checkout', '--quiet', '-b', 'topic');
  repository.write({ 'routes.go': leaking }).commit();
  const [found] = JSON.parse((await hindsight(repository, 'json')).out).findings;
  const shadow = await hindsight(repository, 'json', '--shadow', found.incident);
  expect(shadow.exitCode).toBe(0);
  expect(JSON.parse(shadow.out)).toMatchObject({ findings: [], shadow: [{ fingerprint: found.fingerprint }] });
  const text = await hindsight(repository, 'text', '--shadow', found.incident);
  expect(text.out).toContain(`recorded only, in shadow: 1 finding of ${found.incident}`);
  const unknown = await hindsight(repository, 'text', '--shadow', `${found.incident.slice(0, -1)}x`);
  expect(unknown).toMatchObject({ exitCode: 2, out: '' });
  expect(unknown.err).toContain(
    `--shadow: expected an incident, got "${found.incident.slice(0, -1)}x"; did you mean "${found.incident}"?`,
  );

  repository.git('checkout', '--quiet', 'main');
  repository.write({ [configPath]: `demotion: { keep: [${found.incident}] }\n` }).commit();
  expect(await hindsight(repository, 'json', '--shadow', found.incident)).toMatchObject({ exitCode: 1 });
});
