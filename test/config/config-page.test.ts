import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { configJsonSchema, configPage } from '../../src/config/config-page.js';
import { defaultConfig } from '../../src/config/config-schema.js';
import { parseConfig } from '../../src/config/parse-config.js';
import { parseYamlData } from '../../src/incidents/yaml-data.js';

const known = ['handle-leak', 'stale-write', 'netlink-handle-opened-per-call-never-closed'];
const examples = [...configPage().matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, yaml = '']) => yaml);
const validate = new Ajv2020().compile(configJsonSchema());

test('the page has every key, with its values and its default', () => {
  const page = configPage();
  for (const key of Object.keys(defaultConfig)) expect(page).toContain(`| \`${key}\` |`);
  expect(page).toContain('| `comments.limit` | 0 to 100 | `30` |');
  expect(page).toContain('| `on-error` | `block`, `pass` | `block` |');
});

test.each(examples)('its example is right: %s', async (yaml) => {
  expect(await parseConfig(yaml, 'example', known)).toHaveProperty('settings');
  const parsed = parseYamlData(yaml);
  expect('data' in parsed && validate(parsed.data ?? {})).toBe(true);
});

test.each([{ mode: 'warn' }, { draft: 'review' }, { comments: { limit: -1 } }, { incidents: { x: 'no' } }])(
  'the schema for editors refuses %j',
  (data) => {
    expect(validate(data)).toBe(false);
  },
);

test('the schema for editors offers the families by name, and takes incidents', () => {
  expect(configJsonSchema()).toMatchObject({
    properties: { incidents: { properties: { 'handle-leak': { enum: ['off', 'shadow', 'comment', 'block'] } } } },
  });
  expect(validate({ incidents: { 'our-own-incident': 'shadow' } })).toBe(true);
});
