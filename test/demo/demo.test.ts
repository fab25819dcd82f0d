import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type DemoPull, netlinkPull } from '../../src/demo/demo-pull.js';
import { plain } from '../../src/demo/ink.js';
import { playDemo } from '../../src/demo/play-demo.js';

let temporary: string;
beforeEach(async () => {
  temporary = await mkdtemp(join(tmpdir(), 'hindsight-demo-test-'));
  vi.stubEnv('TMPDIR', temporary);
});

afterEach(async () => {
  vi.unstubAllEnvs();
  const left = await readdir(temporary);
  await rm(temporary, { recursive: true });
  expect(left).toEqual([]);
});

/** The demo on a terminal without colours, and what is read there. */
async function play(shown: DemoPull, { width = 80, stop = new AbortController(), stopAt = '' } = {}) {
  const told: string[] = [];
  const complaints: string[] = [];
  const code = await playDemo(shown, {
    page: { width, ink: plain, colours: false },
    write(lines) {
      told.push(...lines);
      if (stopAt && lines.some((line) => line.includes(stopAt))) stop.abort();
    },
    complain: (sentence) => complaints.push(sentence),
    stop: stop.signal,
  });
  return { code, told, text: told.join('\n'), complaints };
}

test('shows the comment and the failing check, then both after the repair', async () => {
  const { code, text, complaints } = await play(netlinkPull);
  expect(complaints).toEqual([]);
  expect(code).toBe(0);
  const [, opened = '', commented = '', repaired = '', onYourOwn = ''] = text.split(/\n\n\n\d {2}.* ━+\n/);

  expect(opened).toContain('mona wants to merge 1 commit into acme/node-agent:main');
  expect(opened).toContain('-     links, err := netlink.LinkList()');

  // The comment stands directly below its lines.
  expect(commented).toMatch(
    /^mtu\/mtu\.go {2}comment on lines \+33 to \+36$[\s\S]*^ +33 \+ {5}kernel, err := shim\.Open\(\)$[\s\S]*^ +36 \+ {5}\}\n╭─ hindsight\[bot\] ─/m,
  );
  expect(commented).toContain('`defer kernel.Delete()`');
  expect(commented).toContain('https://github.com/projectcalico/calico/issues/9603');
  expect(commented).toContain('✗ Hindsight  1 change would let a known incident happen again  (failure)');

  expect(commented).toMatch(/blocks +`mtu\/mtu\.go:33`/);

  expect(repaired).toContain('+     defer kernel.Delete()');
  expect(repaired).toContain('hindsight[bot] · edited · hidden as resolved');
  expect(repaired).toContain('Repaired as of');
  expect(repaired).toContain('✓ Hindsight  No known incident comes back  (success)');

  expect(onYourOwn).toContain('npm start');
  const requests = [...text.matchAll(/with (\d+) requests/g)].map(([, number]) => Number(number));
  expect(requests).toHaveLength(2);
  expect(Math.max(...requests)).toBeLessThanOrEqual(10);
});

test.for([80, 100])('fits into %i columns', async (width) => {
  const { told } = await play(netlinkPull, { width });
  expect(told.filter((line) => line.length > width)).toEqual([]);
});

test('says so when there is no comment', async () => {
  const { code, complaints } = await play({ ...netlinkPull, head: netlinkPull.repaired });
  expect(code).toBe(1);
  expect(complaints).toEqual(['The demo did not go as it should: expected one comment on a line, got 0']);
});

test('says so when the repair repairs nothing', async () => {
  const { code, complaints } = await play({ ...netlinkPull, repaired: netlinkPull.head });
  expect(code).toBe(1);
  expect(complaints).toMatchObject([expect.stringContaining('expected the comment to be closed')]);
});

test('stops when it is asked to', async () => {
  const { code, text, complaints } = await play(netlinkPull, { stopAt: 'the app reviews' });
  expect(code).toBe(130);
  expect(text).not.toContain('Hindsight says');
  expect(complaints).toEqual(['Stopped. Nothing is left behind.']);
});

test('says that it needs git', async () => {
  vi.stubEnv('PATH', temporary);
  const { code, complaints } = await play(netlinkPull);
  expect(code).toBe(1);
  expect(complaints).toMatchObject([expect.stringContaining('needs git')]);
});
