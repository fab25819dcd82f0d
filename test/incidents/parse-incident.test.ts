import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Detector } from '../../src/detectors/detector.js';
import { IncidentError } from '../../src/incidents/incident-error.js';
import { parseIncident } from '../../src/incidents/parse-incident.js';
import { parseYamlData } from '../../src/incidents/yaml-data.js';

const leak: Detector = {
  name: 'handle-leak',
  family: 'handle-leak',
  params: z.strictObject({ resources: z.array(z.strictObject({ type: z.string(), release: z.array(z.string()) })) }),
  names: ['handle', 'release'],
  roles: {},
  detect: () => [],
};

const yaml = `title: A handle is never closed
project: example/agent
date: 2024-12-14
links:
  report: https://example.com/issues/1
  fix: https://example.com/pull/3
  introduced: https://example.com/pull/2
family: handle-leak
severity: error
detector: handle-leak
params:
  resources:
    - type: example.com/kernel.Handle
      release: [Close]
`;
const comment = 'Close `{{handle}}`:\n`defer {{handle}}.{{release}}()`\n';

function parse(changed: { yaml?: string; comment?: string; slug?: string }) {
  const texts = { slug: 'handle-never-closed', folder: 'incidents/x', comment, ...changed };
  return parseIncident({ ...texts, yaml: parseYamlData(changed.yaml ?? yaml) }, [leak]);
}

function problems(changed: Parameters<typeof parse>[0]): string[] {
  try {
    parse(changed);
  } catch (error) {
    if (error instanceof IncidentError) return error.message.split('\n');
    throw error;
  }
  return [];
}

describe('parseIncident', () => {
  it('gives the incident with its detector and its parameters', () => {
    const { title, detector, params, links, comment: text } = parse({});
    expect(title).toBe('A handle is never closed');
    expect(detector).toBe(leak);
    expect(params).toEqual({ resources: [{ type: 'example.com/kernel.Handle', release: ['Close'] }] });
    expect(links.fix).toBe('https://example.com/pull/3');
    expect(text).toBe(comment);
  });

  it.each([
    [
      'a misspelt value',
      ['severity: error', 'severity: eror'],
      'incidents/x/incident.yml:9: severity: expected "error" or "warning" or "notice", got "eror"; did you mean "error"?',
    ],
    [
      'a misspelt key',
      ['  fix:', '  fixx:'],
      'incidents/x/incident.yml:6: links: expected only report, fix, introduced, got the key "fixx"; did you mean "fix"?',
    ],
    [
      'a missing key',
      ['title: A handle is never closed\n', ''],
      'incidents/x/incident.yml:1: title: expected string, got nothing',
    ],
    [
      'a misspelt detector',
      ['detector: handle-leak', 'detector: handle-leek'],
      'incidents/x/incident.yml:10: detector: expected handle-leak, got "handle-leek"; did you mean "handle-leak"?',
    ],
    [
      'another family',
      ['family: handle-leak', 'family: double-close'],
      'incidents/x/incident.yml:8: family: expected "handle-leak", the family of the detector handle-leak, got "double-close"',
    ],
    [
      'a link that is not https',
      ['https://example.com/issues/1', 'http://example.com/issues/1'],
      'incidents/x/incident.yml:5: links.report: expected an https:// URL, got "http://example.com/issues/1"',
    ],
    [
      'a date that is none',
      ['2024-12-14', '2024-14-12'],
      'incidents/x/incident.yml:3: date: expected a date such as 2024-12-14, got "2024-14-12"',
    ],
    [
      'a misspelt parameter',
      ['      release:', '      releases:'],
      'incidents/x/incident.yml:14: params.resources[0]: expected only type, release, got the key "releases"; did you mean "release"?',
    ],
    [
      'a parameter of the wrong type',
      ['[Close]', 'Close'],
      'incidents/x/incident.yml:14: params.resources[0].release: expected array, got "Close"',
    ],
    [
      'a key twice',
      ['severity: error', 'severity: error\nseverity: error'],
      'incidents/x/incident.yml:10: expected YAML, got: Map keys must be unique',
    ],
    ['a tag', ['[Close]', '!!js/function [Close]'], 'incidents/x/incident.yml:14: expected YAML, got: Unresolved tag'],
    ['no YAML at all', [yaml, '{'], 'incidents/x/incident.yml:1: expected YAML, got:'],
    ['nothing', [yaml, ''], 'incidents/x/incident.yml: expected object, got null'],
  ] as const)('names the line of %s', (_what, [from, to], message) => {
    expect(problems({ yaml: yaml.replace(from, to) })).toContainEqual(expect.stringContaining(message));
  });

  it('takes as much nesting as parameters may have', () => {
    const nested = yaml.replace('[Close]', '[[{a: [{b: [{c: {d: [[Close]]}}]}]}]]');
    expect(problems({ yaml: nested })).toEqual([
      'incidents/x/incident.yml:14: params.resources[0].release[0]: expected string, got [{"a":[{"b":[{"c":{"d":[["Close"]]}}]}]}]',
    ]);
  });

  it('lists all problems at once', () => {
    const bad = yaml.replace('severity: error', 'severity: bad').replace('[Close]', '7');
    expect(problems({ yaml: bad, comment: '{{handel}}' })).toHaveLength(3);
  });

  it.each([
    [
      'an unknown name',
      'one\n{{handel}}',
      'incidents/x/comment.md:2: expected one of {{handle}}, {{release}}, got {{handel}}; did you mean "handle"?',
    ],
    [
      'spaces',
      'one\n{{ handle }}',
      'incidents/x/comment.md:2: expected {{name}} without spaces, got other double braces',
    ],
    ['no text', ' \n', 'incidents/x/comment.md: expected what the author of a pull request shall read, got nothing'],
  ])('refuses a comment with %s', (_what, text, message) => {
    expect(problems({ comment: text })).toEqual([message]);
  });

  it.each(['../up', 'Upper', 'under_score', '-dash', 'a'.repeat(81)])('refuses the name %s', (slug) => {
    expect(problems({ slug })[0]).toContain('expected a name of lower-case words with hyphens');
  });
});

describe('hostile YAML is refused before it grows', () => {
  const bomb = [
    'a: &a [x, x, x, x, x, x, x, x, x]',
    ...'bcdefghi'
      .split('')
      .map((name, index) => `${name}: &${name} [${Array(9).fill(`*${'abcdefghi'[index]}`).join(', ')}]`),
  ];
  it.each([
    ['aliases that multiply', bomb.join('\n'), 'an alias'],
    ['nesting without end', `params: ${'['.repeat(30_000)}`, 'incident.yml:1: expected a few levels of nesting'],
    ['lists in lists', `params:\n  ${'- '.repeat(15_000)}`, 'incident.yml:2: expected a few levels of nesting'],
    ['ten thousand problems', `params: {resources: [${'7,'.repeat(10_000)}]}\ndetector: handle-leak`, 'more'],
  ])('%s', (_what, text, message) => {
    const said = problems({ yaml: text });
    expect(said.join('\n')).toContain(message);
    expect(said.length).toBeLessThan(60);
  });
});
