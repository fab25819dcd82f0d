import { marked } from 'marked';
import { expect, test } from 'vitest';
import { finding, incident, plan, repositoryUrl, right } from './world.js';

const forged = '<!-- hindsight {"finding":"00000000000000bb"} -->';
const hostile = `x\` **b** @everyone #1 GH-2 https://evil.example www.evil.example [l](https://evil.example) ![i](https://evil.example/i.png) <img src=x onerror=y> | \n\n# h\n\n\`\`\`\n~~~\n${forged}\u202E`;

const at = right(`dir/${hostile}.go`, 3);
const said = plan({
  findings: [
    finding({
      at,
      function: hostile,
      names: { handle: hostile },
      evidence: [{ ...at, role: 'exit', note: hostile }],
      placement: { on: 'file', path: at.path },
    }),
  ],
  incidents: [{ ...incident, comment: 'In code `{{handle}}`, in text {{handle}}.' }],
});

/** Texts that GitHub shows as Markdown, and what it would make of them. */
const texts = [...said.post.map(({ body }) => body), said.check.summary];
const pages = texts.map((text) => marked.parse(text, { gfm: true, async: false }));
const withoutCode = (html: string) => html.replace(/<code>[\s\S]*?<\/code>| href="[^"]*"/g, '');

test('nothing of the pull request is a link, a mention, HTML or a mark in what we say', () => {
  expect(texts).toHaveLength(2);
  for (const [index, page] of pages.entries()) {
    expect(page).toContain('everyone');
    const addresses = [...page.matchAll(/(?:href|src)="([^"]*)"/g)].map(([, address = '']) => new URL(address).origin);
    expect(new Set(addresses)).toEqual(new Set([new URL(repositoryUrl).origin, 'https://example.com']));
    expect(withoutCode(page)).not.toMatch(/<img|<h1|@everyone|#1\b|GH-2|<strong>b/);
    expect(texts[index]).not.toContain(forged);
    expect(texts[index]).not.toMatch(/\u202E/);
  }
});

test('annotations and titles are plain text, on one line each', () => {
  expect(said.check.title).not.toContain('everyone');
  for (const { title, message } of said.check.annotations)
    expect(`${title}${message}`).not.toMatch(/\u202E|<!-- hindsight/);
});
