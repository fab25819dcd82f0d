import { afterEach, expect, test } from 'vitest';
import { loadIncidents } from '../../src/incidents/load-incidents.js';
import { analyseChange } from '../../src/review/analyse-change.js';
import { startWorld } from './world.js';

/** Stands in everything that a stranger writes, and nowhere else. */
const mark = 'ZQXMARK';
const goMod = 'module example.com/odd\n\ngo 1.22\n';
const twice = `package odd\n\nfunc ${mark}Twice() {\n\t${mark}Done := make(chan struct{})\n\tclose(${mark}Done) // ${mark}\n\tclose(${mark}Done)\n}\n`;
const broken = `package odd\n\nfunc ${mark}( {{{ "${mark}" \`${mark}\n`;

let world: Awaited<ReturnType<typeof startWorld>> | undefined;
afterEach(async () => {
  await world?.close();
  world = undefined;
});

/** A pull request that is hostile in every text it has, reviewed to its end with everything logged. */
async function reviewed(given: Parameters<typeof startWorld>[0]) {
  const handed: string[] = [];
  const running = await startWorld({
    incidents: (await loadIncidents()).filter(({ family }) => family === 'double-close'),
    analyse: analyseChange,
    fetch: async (input, init) => {
      const response = await fetch(input, init);
      if (/access_tokens$/.test(String(input)))
        handed.push(((await response.clone().json()) as { token: string }).token);
      return response;
    },
    ...given,
  });
  world = running;
  const repository = await running.github.createRepository({
    files: { 'go.mod': goMod, '.github/hindsight.yml': `${mark}: [\n  "${mark}` },
  });
  const pull = await repository.openPull({
    title: `${mark} \n{"level":60,"msg":"${mark}"}`,
    head: `${mark}-branch`,
    files: {
      [`${mark}/twice.go`]: twice,
      [`${mark}\nlevel.go`]: broken,
      'vendor.go': twice,
      '.github/hindsight.yml': `paths: "${mark}`,
    },
  });
  const check = await pull.completedCheck('Hindsight', 60_000);
  await running.close();
  world = undefined;
  return { ...running, check, handed, text: running.lines.join('') };
}

test('of a hostile pull request nothing is in the log, at any level', async () => {
  const { check, handed, text, github, lines } = await reviewed({});
  expect(check).toMatchObject({ conclusion: 'failure' });
  expect(JSON.stringify(check)).toContain(mark);
  expect(lines.length).toBeGreaterThan(2);
  expect(text).not.toContain(mark);
  expect(handed.length).toBeGreaterThan(0);
  for (const secret of [...handed, github.app.webhookSecret, 'PRIVATE KEY']) expect(text).not.toContain(secret);
  expect(text).not.toMatch(/\beyJ[\w-]+\.|authorization/i);
});

test('each line about the review says of which delivery and pull request it is', async () => {
  const { said, lines } = await reviewed({});
  const [queued] = said('queued');
  expect(queued).toMatchObject({
    delivery: expect.stringMatching(/^[\w-]{36}$/),
    pull: expect.stringMatching(/#\d+$/),
  });
  expect(said('reviewed')).toMatchObject([{ delivery: queued.delivery, pull: queued.pull }]);
  const without = lines.map((line) => JSON.parse(line)).filter(({ level, delivery }) => level >= 30 && !delivery);
  expect(without.map(({ msg }) => msg)).toEqual(['listening']);
});

test('an analysis that breaks on the code and quotes it keeps it out of the log', async () => {
  const { text, said } = await reviewed({
    analyse: async ({ head }) => {
      const [file] = (await head.read([`${mark}/twice.go`])).values();
      throw new SyntaxError(`unexpected ${file && 'text' in file ? file.text : mark}`);
    },
  });
  expect(said('the review failed')).toMatchObject([{ during: 'analyse', error: 'SyntaxError' }]);
  expect(text).not.toContain(mark);
});
