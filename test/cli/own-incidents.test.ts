import { expect, test } from 'vitest';
import { runCommandLine } from '../../src/cli/command-line.js';
import { realPorts } from '../../src/cli/real-ports.js';
import { TestRepository } from '../git/test-repository.js';

const incidents = '.github/hindsight/incidents';
const incident = {
  [`${incidents}/session-never-closed/incident.yml`]: `title: A session is opened and never closed
project: acme/billing
date: 2025-03-01
links:
  report: https://acme.example/post-mortems/17
  fix: https://acme.example/billing/pull/4
  introduced: https://acme.example/billing/pull/2
family: handle-leak
severity: error
detector: handle-leak
params:
  resources:
    - type: acme.example/billing/db.Session
      acquire: [acme.example/billing/db.Open]
      release: [Release]
`,
  [`${incidents}/session-never-closed/comment.md`]: 'Nobody calls {{release}} for {{handle}}.\n',
};
const bad = {
  [`${incidents}/bad-severity/incident.yml`]: 'severity: eror\n',
  [`${incidents}/bad-severity/comment.md`]: 'x\n',
};
const code = {
  'go.mod': 'module acme.example/billing\n',
  'db/db.go':
    'package db\n\ntype Session struct{ id int }\n\nfunc Open() *Session { return &Session{} }\n\nfunc (s *Session) Release() {}\n',
  'pay.go': 'package billing\n',
};
const pay = `package billing

import "acme.example/billing/db"

func Pay(sum int) int {
	s := db.Open()
	if sum == 0 {
		return 0
	}
	s.Release()
	return sum
}
`;

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

test('incidents of the repository count as they stand at the base; a bad one is told and takes no other down', async () => {
  const repository = TestRepository.create();
  repository.write({ ...code, ...incident, ...bad }).commit();
  repository.git('checkout', '--quiet', '-b', 'topic');
  // What the change does to the folder is not believed: it would be its own judge.
  repository.remove(`${incidents}/session-never-closed/incident.yml`).write({ 'pay.go': pay }).commit();
  const review = ['review', '--repo', repository.directory, '--base', 'main', '--head', 'topic'];

  const json = await hindsight(...review, '--format', 'json');
  expect(json).toMatchObject({ exitCode: 1, err: '' });
  expect(JSON.parse(json.out)).toMatchObject({
    findings: [
      { incident: 'session-never-closed', path: 'pay.go', line: 6, names: { handle: 's', release: 'Release' } },
    ],
    incidentProblems: expect.arrayContaining([
      {
        file: `${incidents}/bad-severity/incident.yml`,
        line: 1,
        message: 'severity: expected "error" or "warning" or "notice", got "eror"; did you mean "error"?',
      },
    ]),
  });
  const text = await hindsight(...review);
  expect(text.out).toContain(`  left out: ${incidents}/bad-severity/incident.yml:1: severity: expected "error"`);
  const markdown = await hindsight(...review, '--format', 'github');
  expect(markdown.out).toContain('Nobody calls `Release` for `s`.');
  expect(markdown.out).toContain('### Incidents that could not be loaded');
  expect(markdown.out).toContain(`| \`${incidents}/bad-severity/incident.yml:1\` | severity: expected`);
});

test('an incident that only the change brings is not looked for', async () => {
  const repository = TestRepository.create();
  repository.write(code).commit();
  repository.git('checkout', '--quiet', '-b', 'topic');
  repository.write({ ...incident, 'pay.go': pay }).commit();
  const { out } = await hindsight('review', '--repo', repository.directory, '--base', 'main', '--head', 'topic');
  expect(out).toMatch(/^No known incident comes back\n/);
});
