import { expect, test } from 'vitest';
import { readCommand } from '../../src/review/triage-command.js';

const read = (body: string) => readCommand(body, '2026-11-21');

test.each([
  ['/hindsight accept the daemon never returns', { decision: 'accept', reason: 'the daemon never returns' }],
  [
    'Thanks!\n\n/Hindsight ACCEPT we  restart nightly until 2027-01-31\r\nBye',
    { decision: 'accept', reason: 'we restart nightly', until: '2027-01-31' },
  ],
  ['/hindsight accept today only until 2026-11-21', { decision: 'accept', reason: 'today only', until: '2026-11-21' }],
  ['/hindsight accept it works until it does not', { decision: 'accept', reason: 'it works until it does not' }],
  ['/hindsight not-useful closed in Stop', { decision: 'not-useful', reason: 'closed in Stop' }],
  ['/hindsight undo', { decision: 'undo' }],
  ['/hindsight undo, please', { problem: 'it is none that is known' }],
  ['> /hindsight accept x\n\n/hindsight undo', { decision: 'undo' }],
  ['```\n/hindsight accept x\n```\n/hindsight undo', { decision: 'undo' }],
])('%j', (body, wanted) => {
  expect(read(body)).toEqual(wanted);
});

test.each([
  ['/hindsight', /nothing to do/],
  ['/hindsight acept x', /none that is known/],
  ['/hindsight accept', /reason is missing/],
  ['/hindsight accept until 2027-01-31', /reason is missing/],
  ['/hindsight accept x until tomorrow', /no date/],
  ['/hindsight accept x until 2027-02-30', /no date/],
  ['/hindsight accept x until 2026-11-20', /is over/],
  ['/hindsight not-useful ', /reason is missing/],
])('%j is answered with help', (body, wanted) => {
  expect(read(body)).toEqual({ problem: expect.stringMatching(wanted) });
});

test.each([
  ['nothing of the kind'],
  ['Try /hindsight accept x'],
  ['/hindsightly accept x'],
  ['`/hindsight accept x`'],
  ['> /hindsight accept x'],
  ['> she wrote\n/hindsight accept x'],
  ['    /hindsight accept x'],
  ['\t/hindsight accept x'],
  ['```sh\n/hindsight accept x\n```'],
  ['~~~\n```\n/hindsight accept x\n~~~'],
  ['````\n```\n/hindsight accept x\n````'],
  ['```\n/hindsight accept x'],
  ['<!--\n/hindsight accept x\n-->'],
  ['- /hindsight accept x'],
])('%j is no command', (body) => {
  expect(read(body)).toBeUndefined();
});

test('a reason has at most 200 characters', () => {
  const command = read(`/hindsight accept ${'ü'.repeat(1000)}`);
  expect(command).toMatchObject({ reason: expect.stringMatching(/^ü{199}…$/) });
});
