import { afterEach, expect, test } from 'vitest';
import { loadIncidents } from '../../src/incidents/load-incidents.js';
import { analyseChange } from '../../src/review/analyse-change.js';
import { startWorld, until } from './world.js';

let world: Awaited<ReturnType<typeof startWorld>>;
afterEach(async () => {
  await world.close();
  expect(world.github.violations).toEqual([]);
});

const module = 'module example.com/agent\n\ngo 1.22\n\nrequire github.com/vishvananda/netlink v1.3.0\n';

/** The handle is opened in another package, and given back by a method that is called Delete. */
const shim = `package shim

import "github.com/vishvananda/netlink"

type Links interface {
	LinkList() ([]netlink.Link, error)
	Delete()
}

type realLinks struct{ handle *netlink.Handle }

func (l *realLinks) LinkList() ([]netlink.Link, error) { return l.handle.LinkList() }

func (l *realLinks) Delete() { l.handle.Delete() }

func Open() (Links, error) {
	handle, err := netlink.NewHandle()
	if err != nil {
		return nil, err
	}
	return &realLinks{handle: handle}, nil
}
`;

function mtu(release: string): string {
  return `package mtu

import "example.com/agent/shim"

func Find() (int, error) {
	links, err := shim.Open()
	if err != nil {
		return 0, err
	}
${release}	all, err := links.LinkList()
	if err != nil {
		return 0, err
	}
	return len(all), nil
}
`;
}

const repaired = mtu('\tdefer links.Delete()\n');

/** A pull request that turns one mtu.go into another, and what is said on it in the end. */
async function reviewed(before: string | undefined, after: string) {
  world = await startWorld({ analyse: analyseChange, incidents: await loadIncidents() });
  const files = { 'go.mod': module, 'shim/shim.go': shim, ...(before === undefined ? {} : { 'mtu/mtu.go': before }) };
  const repository = await world.github.createRepository({ files });
  const pull = await repository.openPull({ files: { 'mtu/mtu.go': after } });
  await until(async () => (await pull.view()).checkRuns.some(({ status }) => status === 'completed'));
  return pull.view();
}

test('a handle that is opened through a wrapper and not given back is found', async () => {
  const { threads, checkRuns } = await reviewed(undefined, mtu(''));
  expect(checkRuns).toMatchObject([
    { conclusion: 'failure', title: '1 change would let a known incident happen again' },
  ]);
  expect(threads).toMatchObject([{ path: 'mtu/mtu.go', side: 'RIGHT', startLine: 6, line: 9 }]);
  expect(threads[0]?.comments[0]?.body).toContain(
    '```suggestion\n\tlinks, err := shim.Open()\n\tif err != nil {\n\t\treturn 0, err\n\t}\n\tdefer links.Delete()\n```',
  );
  expect(threads[0]?.comments[0]?.body).toContain('`defer links.Delete()`');
  expect(world.github.requests.length).toBeLessThanOrEqual(12);
});

test('the deleted release is commented where it stood', async () => {
  const { threads, checkRuns } = await reviewed(repaired, mtu(''));
  expect(checkRuns).toMatchObject([{ conclusion: 'failure' }]);
  expect(threads).toMatchObject([{ path: 'mtu/mtu.go', side: 'LEFT', line: 10 }]);
});

test('the repair is silent', async () => {
  const { threads, checkRuns } = await reviewed(mtu(''), repaired);
  expect(checkRuns).toMatchObject([{ conclusion: 'success', title: 'No known incident comes back' }]);
  expect(threads).toEqual([]);
});
