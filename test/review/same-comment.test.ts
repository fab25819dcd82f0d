import { expect, test } from 'vitest';
import { finding, left, plan, posted, right } from './world.js';

const other = '00000000000000bb';
const likeness = '00000000000000ff';

/** The finding as it is after its file was renamed to mtu.go: another fingerprint, alike in the rest. */
const renamed = finding({ fingerprint: other });
const before = posted({ likeness, path: 'pkg/old.go' });

test('after a rename the comment that stands there speaks for the finding', () => {
  const { post, edit, findings } = plan({ findings: [renamed], posted: [before] });
  expect({ post, edit }).toEqual({ post: [], edit: [] });
  expect(findings[0]?.fingerprint).toBe(before.fingerprint);
});

test('also when GitHub names the comment by the new path', () => {
  const { post, edit } = plan({ findings: [renamed], posted: [{ ...before, path: 'pkg/mtu.go' }] });
  expect({ post, edit }).toEqual({ post: [], edit: [] });
});

test('a closed comment is reopened after a rename', () => {
  const { post, edit } = plan({ findings: [renamed], posted: [{ ...before, state: 'closed' }] });
  expect(post).toEqual([]);
  expect(edit).toMatchObject([{ id: '1', change: 'reopen' }]);
});

test.each([
  ['whose file is still there', { at: right('pkg/new.go', 3) }, { path: 'pkg/mtu.go' }],
  ['of another finding', { likeness: '00000000000000ee' }, {}],
  ['without a likeness', {}, { likeness: undefined }],
])('a comment %s is not taken for it', (_, changed, comment) => {
  const { post, edit } = plan({
    findings: [{ ...renamed, ...changed }],
    posted: [{ ...before, ...comment } as typeof before],
  });
  expect(post).toHaveLength(1);
  expect(edit).toMatchObject([{ change: 'close' }]);
});

test('a comment speaks for one finding only, and a finding that has its own keeps it', () => {
  const second = finding({ fingerprint: '00000000000000cc', at: left('pkg/x.go', 1) });
  const { post, findings } = plan({ findings: [renamed, second], posted: [before] });
  expect(post).toHaveLength(1);
  expect(findings.map(({ fingerprint }) => fingerprint)).toEqual([before.fingerprint, second.fingerprint]);
  const own = posted({ id: '2', fingerprint: other, likeness });
  expect(plan({ findings: [renamed], posted: [before, own] }).edit).toMatchObject([{ id: '1', change: 'close' }]);
});
