import { describe, expect, test } from 'vitest';
import { configPath } from '../../src/config/config-path.js';
import { defaultConfig } from '../../src/config/config-schema.js';
import { modeOf } from '../../src/config/incident-mode.js';
import { mergeConfig } from '../../src/config/merge-config.js';
import { configBytesMax, parseConfig } from '../../src/config/parse-config.js';

const known = ['handle-leak', 'double-close', 'socket-opened-per-call'];

async function problemsOf(text: string): Promise<string[]> {
  const parsed = await parseConfig(text, configPath, known);
  return 'problems' in parsed ? parsed.problems.map(({ line, message }) => `${line ?? '-'}: ${message}`) : [];
}

async function configOf(...texts: string[]) {
  const parsed = await Promise.all(texts.map((text) => parseConfig(text, configPath, known)));
  return mergeConfig(...parsed.map((one) => ('settings' in one ? one.settings : expect.fail(JSON.stringify(one)))));
}

describe('a configuration', () => {
  test('that says nothing is the default', async () => {
    expect(await configOf('')).toEqual(defaultConfig);
    expect(await configOf('# nothing yet\n')).toEqual(defaultConfig);
    expect(defaultConfig).toMatchObject({
      mode: 'block',
      drafts: 'skip',
      'on-error': 'block',
      comments: { limit: 30 },
    });
  });

  test('sets what it names and leaves the rest', async () => {
    const config = await configOf('paths:\n  exclude: [third_party]\nincidents:\n  handle-leak: off\ndrafts: review\n');
    expect(config).toEqual({
      ...defaultConfig,
      paths: { include: ['**'], exclude: ['third_party'] },
      incidents: { 'handle-leak': 'off' },
      drafts: 'review',
    });
  });

  test('of a repository is laid over that of its organisation, key by key', async () => {
    const organisation =
      'paths: { include: [src], exclude: [gen] }\nincidents: { handle-leak: comment, double-close: shadow }\n';
    const config = await configOf(organisation, 'paths: { exclude: [] }\nincidents: { handle-leak: block }\n');
    expect(config.paths).toEqual({ include: ['src'], exclude: [] });
    expect(config.incidents).toEqual({ 'handle-leak': 'block', 'double-close': 'shadow' });
  });

  test('gives an incident its own mode before that of its family, and that before the general one', async () => {
    const config = await configOf('mode: comment\nincidents: { handle-leak: off, socket-opened-per-call: block }\n');
    const modes = [
      { slug: 'socket-opened-per-call', family: 'handle-leak' },
      { slug: 'another', family: 'handle-leak' },
      { slug: 'constructor', family: 'double-close' },
    ].map((incident) => modeOf(config, incident));
    expect(modes).toEqual(['block', 'off', 'comment']);
  });
});

describe('a mistake is told with its line, what was expected and what was got', () => {
  test.each<[string, string, string[]]>([
    [
      'an unknown key',
      '\ndraft: review\n',
      [
        '2: expected only paths, mode, incidents, demotion, comments, ignores, drafts, on-error, generated, vendored, got the key "draft"; did you mean "drafts"?',
      ],
    ],
    [
      'an unknown key inside',
      'paths:\n  ignore: [a]\n',
      ['2: paths: expected only include, exclude, got the key "ignore"'],
    ],
    ['a misspelt value', 'drafts: skp\n', ['1: drafts: expected "skip" or "review", got "skp"; did you mean "skip"?']],
    [
      'a mode that is none',
      'incidents:\n  handle-leak: warn\n',
      ['2: incidents.handle-leak: expected "off" or "shadow" or "comment" or "block", got "warn"'],
    ],
    [
      'an incident that nobody knows',
      'incidents:\n  handle-leek: off\n',
      ['2: incidents: expected an incident or a family of incidents, got "handle-leek"; did you mean "handle-leak"?'],
    ],
    [
      'an incident to keep that nobody knows',
      'demotion:\n  default: shadow\n  keep:\n    - handle-leak\n    - handle-leek\n',
      [
        '5: demotion.keep[1]: expected an incident or a family of incidents, got "handle-leek"; did you mean "handle-leak"?',
      ],
    ],
    [
      'a way to keep that is none',
      'demotion: { default: off }\n',
      ['1: demotion.default: expected "shadow" or "keep", got "off"'],
    ],
    [
      'a number that is too large',
      'comments: { limit: 1000 }\n',
      ['1: comments.limit: expected a whole number from 0 to 100, got 1000'],
    ],
    ['a number that is text', 'comments:\n  limit: many\n', ['2: comments.limit: expected number, got "many"']],
    [
      'a pattern that is none',
      'paths:\n  exclude:\n    - vendor/**\n    - "{a,b}/*.go"\n',
      ['4: paths.exclude[1]: expected a pattern of names and slashes with *, ** and ?, got "{a,b}/*.go"'],
    ],
    ['a text alone', 'off\n', ['1: expected object, got "off"']],
    ['a list where keys are wanted', 'paths: [a]\n', ['1: paths: expected object, got ["a"]']],
    ['a key twice', 'drafts: skip\ndrafts: review\n', ['2: expected YAML, got: Map keys must be unique']],
    ['an alias', 'paths: &a\n  include: [x]\ncomments: *a\n', ['-: expected plain YAML, got an alias (`*name`)']],
    [
      'several at once',
      'drafts: no\ngenerated: yes\n',
      ['1: drafts: expected "skip" or "review", got "no"', '2: generated: expected "skip" or "review", got "yes"'],
    ],
    [
      'too much',
      '#'.repeat(configBytesMax + 1),
      [`-: expected at most ${configBytesMax} bytes, got ${configBytesMax + 1}`],
    ],
  ])('%s', async (_name, text, problems) => {
    expect(await problemsOf(text)).toEqual(problems);
  });
});
