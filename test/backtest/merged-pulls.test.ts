import { expect, test } from 'vitest';
import { loadRules, rulesDigest } from '../../src/backtest/load-rules.js';
import { mergedPulls } from '../../src/backtest/merged-pulls.js';
import { replayPull } from '../../src/backtest/replay-pull.js';
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
const module = 'module example.com/routes\n\ngo 1.22\n\nrequire github.com/vishvananda/netlink v1.3.0\n';

function history(): TestRepository {
  const repository = TestRepository.create();
  repository.write({ 'go.mod': module, 'routes.go': sound }).commit();
  repository.write({ 'README.md': 'no Go\n' }).commit();
  repository.git('checkout', '--quiet', '-b', 'topic');
  repository.write({ 'routes.go': leaking }).commit();
  repository.write({ 'other.go': 'package routes\n' }).commit();
  repository.git('checkout', '--quiet', 'main');
  repository.git('merge', '--quiet', '--no-ff', '-m', 'Merge topic', 'topic');
  return repository;
}

test('one merge commit is one pull request, with all that its branch did', async () => {
  const { directory } = history();
  const pulls = await mergedPulls(directory, 'HEAD', 10);
  expect(pulls.map(({ subject }) => subject)).toEqual(['Merge topic']);
  const [pull] = pulls;
  const rules = await loadRules(directory, {});
  const replayed = await replayPull(directory, pull!, rules);
  expect(replayed).toMatchObject({
    head: pull?.head,
    changedGoLines: 2,
    findings: [{ path: 'routes.go', line: 10, side: 'LEFT', function: 'Links', shadow: false, blocks: true }],
  });
  const [finding] = replayed.findings;
  expect(finding?.code.find(({ meant }) => meant)?.text).toBe('\tdefer handle.Close()');
  expect(finding?.evidence.every(({ code }) => code.length > 0)).toBe(true);
});

test('the rules of the work tree as it stands, against those of a revision', async () => {
  const repository = history();
  repository.write({ '.github/hindsight.yml': 'incidents:\n  handle-leak: shadow\n' });
  const { directory } = repository;
  const [now, before] = await Promise.all([loadRules(directory, {}), loadRules(directory, { rev: 'HEAD' })]);
  expect(rulesDigest(now, '1')).not.toBe(rulesDigest(before, '1'));
  const [pull] = await mergedPulls(directory, 'HEAD', 1);
  expect((await replayPull(directory, pull!, now)).findings).toMatchObject([{ shadow: true }]);
  expect((await replayPull(directory, pull!, before)).findings).toMatchObject([{ shadow: false }]);
});

test('what is wrong with the rules is said and not passed over', async () => {
  const repository = history();
  repository.write({ '.github/hindsight.yml': 'incidents:\n  handle-leek: shadow\n' });
  await expect(loadRules(repository.directory, {})).rejects.toThrow(/hindsight\.yml:2: .*"handle-leek".*handle-leak/);
  repository.write({
    '.github/hindsight.yml': '',
    '.github/hindsight/incidents/a/incident.yml': 'title: 1\n',
    '.github/hindsight/incidents/a/comment.md': 'x\n',
  });
  await expect(loadRules(repository.directory, {})).rejects.toThrow(/incidents\/a\/incident\.yml/);
  await expect(loadRules(repository.directory, { rev: 'nowhere' })).rejects.toThrow(/nowhere/);
});

test('a history without Go, and a revision that is not there', async () => {
  const repository = TestRepository.create();
  repository.write({ 'README.md': 'a\n' }).commit();
  await expect(mergedPulls(repository.directory, 'HEAD', 5)).rejects.toThrow(/expected commits with Go files/);
  await expect(mergedPulls(repository.directory, 'nowhere', 5)).rejects.toThrow(/nowhere/);
});
