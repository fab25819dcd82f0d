import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { realPorts } from '../../src/cli/real-ports.js';
import { reportFormats } from '../../src/cli/review-command.js';
import { finding, review, run } from './stub-ports.js';

const findings = [finding()];
const format = (name: string) => [...review, '--format', name];
const hostile = '\n::error::owned %0A @everyone <img src=x> [x](https://evil.example) \u001b[2J\ud800';

const evil = () => {
  const [acquire, release] = finding().evidence;
  const evidence = [{ ...acquire!, path: `a${hostile}.go`, note: `h${hostile}` }, release!];
  return finding({ function: `f${hostile}`, evidence, placement: { on: 'check' } });
};

async function sarifOf(world: Parameters<typeof run>[1]) {
  const schema = JSON.parse(await readFile(new URL('contract/sarif-2.1.0.json', import.meta.url), 'utf8'));
  const ajv = new Ajv({ strict: false, unicodeRegExp: false });
  addFormats.default(ajv);
  const validate = ajv.compile(schema);
  const log = JSON.parse((await run(format('sarif'), world)).out);
  expect(validate(log) ? [] : validate.errors).toEqual([]);
  return log.runs[0];
}

test('sarif: valid against the schema; the finding stands at the gap, its evidence is the code flow', async () => {
  const skipped = [{ path: 'vendor/a b', reason: 'it is vendored' }];
  const { results, tool, invocations } = await sarifOf({ findings, skipped });
  expect(tool.driver.rules).toMatchObject([{ id: 'handle-never-closed', helpUri: 'https://example.com/report' }]);
  expect(results).toMatchObject([
    {
      ruleId: 'handle-never-closed',
      ruleIndex: 0,
      level: 'error',
      message: { text: 'A handle is opened and never closed (in f): h is opened here; its release was removed' },
      locations: [{ physicalLocation: { artifactLocation: { uri: 'a.go' }, region: { startLine: 4, endLine: 4 } } }],
      partialFingerprints: { 'hindsight/v1': '0123456789abcdef' },
    },
  ]);
  const [opened, removed] = results[0].codeFlows[0].threadFlows[0].locations;
  expect(opened.location.physicalLocation.region).toEqual({ startLine: 4, endLine: 4 });
  expect(removed.location.physicalLocation.region).toBeUndefined();
  expect(removed.location.message.text).toBe('its release was removed (line 5 before this change)');
  expect(invocations[0].toolExecutionNotifications).toMatchObject([
    {
      message: { text: 'not analysed: it is vendored' },
      locations: [{ physicalLocation: { artifactLocation: { uri: 'vendor/a%20b' } } }],
    },
  ]);
});

test('sarif: nothing found is valid too', async () => {
  expect((await sarifOf({})).results).toEqual([]);
});

test('sarif: names of the pull request make no links', async () => {
  const { results } = await sarifOf({ findings: [evil()] });
  expect(results[0].message.text).toContain('\\[x\\](https://evil.example)');
});

test('rdjson: whole lines at the head, with the rule and its report', async () => {
  const { out, exitCode } = await run(format('rdjson'), { findings });
  expect(exitCode).toBe(1);
  expect(JSON.parse(out)).toEqual({
    source: { name: 'hindsight' },
    diagnostics: [
      {
        message:
          'A handle is opened and never closed (in `f`)\n- h is opened here (`a.go:4`)\n- its release was removed (`a.go:5` before this change)',
        location: { path: 'a.go', range: { start: { line: 4 }, end: { line: 4 } } },
        severity: 'ERROR',
        code: { value: 'handle-never-closed', url: 'https://example.com/report' },
      },
    ],
  });
});

test('rdjson: reviewdog posts the message as Markdown, so nothing in it is one of the pull request', async () => {
  const { out } = await run(format('rdjson'), { findings: [evil()] });
  const [{ message }] = JSON.parse(out).diagnostics;
  const outsideCode = message.replace(/(`+)[^`][\s\S]*?\1/g, '');
  expect(message.split('\n')).toHaveLength(3);
  expect(outsideCode).not.toMatch(/(?<!\\)<img|@everyone|(?<!\\)\[x\]/);
});

test('actions: one workflow command a line, and nothing of the pull request makes another', async () => {
  const { out } = await run(format('actions'), {
    findings: [finding(), evil()],
    skipped: [{ path: 'x', reason: 'r' }],
  });
  expect(
    out
      .trimEnd()
      .split('\n')
      .map((line) => /^::(\w+)/.exec(line)?.[1]),
  ).toEqual(['error', 'error', 'debug', 'notice']);
  expect(out).toContain('::error file=a.go,line=4,endLine=4,title=A handle is opened and never closed::In f: h is');
  expect(out).toContain('owned %250A'); // a percent sign stays one
  expect(out).toContain('::notice title=Hindsight::2 changes would let known incidents happen again');
});

test('actions: a finding, a path or a reason with commands in it is escaped', async () => {
  const at = { ...finding().at, path: 'a,line=1::error::owned.go' };
  const { out } = await run(format('actions'), {
    findings: [finding({ at, placement: { on: 'check' } })],
    skipped: [{ path: `x${hostile}`, reason: `r${hostile}` }],
  });
  const lines = out.trimEnd().split('\n');
  expect(lines.map((line) => /^::(\w+)/.exec(line)?.[1])).toEqual(['error', 'debug', 'notice']);
  expect(lines[0]).toContain('file=a%2Cline=1%3A%3Aerror%3A%3Aowned.go');
  expect(lines[1]).toContain('%250A');
});

test('--write: further reports into files, and a bad one is said before anything is reviewed', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'hindsight-'));
  const file = join(directory, 'a=b.sarif');
  const ports = { writeReport: realPorts.writeReport };
  const written = await run([...review, '--write', `sarif=${file}`], { findings, ports });
  expect(written.out).toContain('A handle is opened and never closed');
  expect(JSON.parse(await readFile(file, 'utf8')).version).toBe('2.1.0');

  const missing = await run([...review, '--write', `json=${directory}/none/x`], { findings, ports });
  expect(missing).toMatchObject({ exitCode: 2, out: '' });
  expect(missing.err).toMatch(/expected to write a report to .*none\/x, got: ENOENT/);
  for (const wrong of ['sarif', 'sarif=', 'xml=a']) {
    const { exitCode, err } = await run([...review, '--write', wrong]);
    expect({ exitCode, err }).toMatchObject({ exitCode: 2, err: expect.stringContaining('expected FORMAT=FILE') });
  }
});

test('the action and the hook ask for options that exist', async () => {
  const top = (name: string) => readFile(new URL(`../../${name}`, import.meta.url), 'utf8');
  const action = parse(await top('action.yml'));
  const script: string = action.runs.steps.at(-1).run;
  const options = [...script.matchAll(/ (--[\w-]+) /g)].map(([, option]) => option);
  const { out } = await run(['review', '--help']);
  expect(options.length).toBeGreaterThan(4);
  for (const option of options) expect(out).toContain(`${option} <`);
  for (const [, name] of script.matchAll(/--write "(\w+)=/g)) expect(reportFormats).toContain(name);
  // An expression in a script is text of the event that a shell would run.
  for (const step of action.runs.steps) expect(step.run).not.toContain('${{');
  const [hook] = parse(await top('.pre-commit-hooks.yaml'));
  expect(await top(hook.entry)).toContain(' review "$@"');
  expect(out).toMatch(/PRE_COMMIT_FROM_REF[\s\S]*PRE_COMMIT_TO_REF/);
});
