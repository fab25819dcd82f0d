import { expect, test } from 'vitest';
import { mergeConfig } from '../../src/config/merge-config.js';
import { demotionNotice } from '../../src/review/demotion-notice.js';
import { isTooNoisy, type TrackRecord, tallySentence } from '../../src/review/track-record.js';
import { finding, incident, plan } from './world.js';

const tally = { outcomes: 24, notUseful: 2, unheeded: 1 };
const record: TrackRecord = { incident: 'leak', ...tally };
const demoted: TrackRecord = { ...record, demoted: { since: '2026-11-21T08:00:00.000Z', tally } };

test('a demoted incident is recorded and not said, and the check says why, and how to get the same elsewhere', () => {
  const silent = plan({ findings: [finding()], records: [demoted] });
  expect(silent).toMatchObject({ post: [], findings: [], shadow: [{ incident: 'leak' }] });
  expect(silent.check).toMatchObject({ conclusion: 'success', title: 'Nothing to report' });
  expect(silent.check.summary).toMatch(/^Nothing to report\.\n/);
  expect(silent.check.summary).toContain(
    '| `leak` | 2026-11-21 | 3 of 24 outcomes: 2 called not useful, 1 merged unchanged | recorded only |',
  );
  expect(silent.check.summary).toContain('`hindsight review` with `--shadow leak` gives this verdict.');
});

test('asked for on the command line it gives the same verdict as in the app', () => {
  const asked: TrackRecord = { incident: 'leak', outcomes: 0, notUseful: 0, unheeded: 0, demoted: 'asked for' };
  const app = plan({ findings: [finding()], records: [demoted] });
  const line = plan({ findings: [finding()], records: [asked] });
  expect(line.check.conclusion).toBe(app.check.conclusion);
  expect({ ...line, check: undefined }).toEqual({ ...app, check: undefined });
  expect(line.check.summary).toContain('| `leak` |  | asked for on the command line | recorded only |');
});

test.each([
  ['the incident', { demotion: { keep: ['leak'] } }],
  ['its family', { demotion: { keep: ['handle-leak'] } }],
  ['all', { demotion: { default: 'keep' } }],
])('the configuration keeps %s in its mode, and the check says so', (_, settings) => {
  const kept = plan({ findings: [finding()], records: [demoted], config: mergeConfig(settings) });
  expect(kept).toMatchObject({ post: [{ incident: 'leak' }], check: { conclusion: 'failure' } });
  expect(kept.check.summary).toMatch(/\| `leak` \|.*\| kept in its mode \|/);
  expect(kept.check.summary).not.toContain('--shadow');
});

test.each(['off', 'shadow'])(
  'an incident that the repository itself has set to %s is not listed as demoted',
  (mode) => {
    const { check } = plan({ findings: [], records: [demoted], config: mergeConfig({ incidents: { leak: mode } }) });
    expect(check.summary).not.toContain('Demoted');
  },
);

test('keeping brings back the mode that is set, and no more', () => {
  const config = mergeConfig({ mode: 'comment', demotion: { keep: ['leak'] } });
  const { check, post } = plan({ findings: [finding()], records: [demoted], config });
  expect([check.conclusion, post.length]).toEqual(['success', 1]);
});

test('a demotion of an incident that this repository does not know is not listed', () => {
  const { check } = plan({ records: [{ ...demoted, incident: 'of-somebody-else' }] });
  expect(check.summary).not.toContain('of-somebody-else');
});

test('the number stands below the comment, once there is one', () => {
  const body = (records: TrackRecord[]) => plan({ findings: [finding()], records }).post[0]?.body ?? '';
  expect(body([])).not.toContain('outcome');
  expect(body([{ incident: 'leak', outcomes: 0, notUseful: 0, unheeded: 0 }])).not.toContain('outcome');
  expect(body([record])).toMatch(
    /<sub>Of 24 outcomes here, 2 were called not useful, and 1 was merged unchanged with the comment on it\.<\/sub>$/,
  );
  expect(tallySentence({ outcomes: 1, notUseful: 1, unheeded: 0 })).toBe('Of 1 outcome here, 1 was called not useful.');
});

test('more than 10 % of at least 20 is too noisy', () => {
  const noisy = (outcomes: number, notUseful: number, unheeded = 0) => isTooNoisy({ outcomes, notUseful, unheeded });
  expect([noisy(19, 19), noisy(20, 2), noisy(20, 1, 1), noisy(20, 2, 1), noisy(29, 3), noisy(30, 3)]).toEqual([
    false,
    false,
    false,
    true,
    true,
    false,
  ]);
});

test('a notice lists a bounded number of incidents and of pull requests', () => {
  const pulls = Array.from({ length: 40 }, (_, index) => index + 1);
  const one = { incident: incident.slug, since: '2026-11-21T08:00:00.000Z', tally, pulls, pullsElsewhere: 2 };
  const notice = demotionNotice(Array.from({ length: 30 }, () => one));
  expect(notice).toContain('**30 incidents were demoted to shadow.**');
  expect(notice).toContain('#15, 25 more here, 2 in other repositories |');
  expect(notice).toContain('and 10 more');
  expect(notice.length).toBeLessThan(10_000);
});
