import { expect, test } from 'vitest';
import { runCommandLine } from '../../src/cli/command-line.js';
import { realPorts } from '../../src/cli/real-ports.js';
import { TestRepository } from '../git/test-repository.js';

const sound = `package routes

import "github.com/vishvananda/netlink"

func Links() (int, error) {
	handle, err := netlink.NewHandle()
	if err != nil {
		return 0, err
	}
	defer handle.Close()
	links, err := handle.LinkList()
	return len(links), err
}
`;
const leaking = sound.replace('\tdefer handle.Close()\n', '');

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

test('a release that was deleted is found on the deleted line; putting it back is silent', async () => {
  const repository = TestRepository.create();
  const module = 'module example.com/routes\n\ngo 1.22\n\nrequire github.com/vishvananda/netlink v1.3.0\n';
  repository.write({ 'go.mod': module, 'routes.go': sound }).commit();
  const mergeBase = repository.git('rev-parse', 'HEAD');
  repository.git('checkout', '--quiet', '-b', 'topic');
  const head = repository.write({ 'routes.go': leaking }).commit();
  const review = ['review', '--repo', repository.directory];

  const found = await hindsight(...review, '--base', 'main', '--head', 'topic', '--format', 'json');
  expect(found).toMatchObject({ exitCode: 1, err: '' });
  expect(JSON.parse(found.out)).toMatchObject({
    mergeBase,
    head,
    findings: [{ family: 'handle-leak', path: 'routes.go', line: 10, side: 'LEFT', function: 'Links', blocks: true }],
    analysed: ['routes.go'],
    skipped: [],
  });
  const text = await hindsight(...review, '--base', 'main', '--head', 'topic');
  expect(text.out).toContain('>    10 |     defer handle.Close()');

  repository.write({ 'routes.go': sound }).commit();
  const repaired = await hindsight(...review, '--base', head, '--head', 'topic', '--format', 'json');
  expect(repaired).toMatchObject({ exitCode: 0, err: '' });
  expect(JSON.parse(repaired.out).findings).toEqual([]);
});

test('nothing to review in a repository without Go files, and no repository', async () => {
  const repository = TestRepository.create();
  repository.write({ 'README.md': 'a\n' }).commit();
  const range = ['--base', 'main', '--head', 'main'];
  expect(await hindsight('review', '--repo', repository.directory, ...range)).toMatchObject({ exitCode: 0, err: '' });
  const missing = await hindsight('review', '--repo', `${repository.directory}/missing`, ...range);
  expect(missing).toMatchObject({ exitCode: 2, out: '', err: expect.stringMatching(/expected a git repository/) });
});
