// Changes of a text as an attacker or an accident would make them.

const oddities = [
  '',
  '\0',
  '\r\n',
  '\u2028',
  '\u202E',
  '\uFEFF',
  '\uFFFD',
  '\uD800',
  '😀',
  '`',
  '```',
  '<!--',
  '-->',
  '@everyone',
  '](http://x)',
  '::error::',
  '%0A',
  '{{',
  '}}',
  '&a',
  '*a',
  '!!js/function',
  '? ',
  '---',
  '@@ -1,1 +1,1 @@',
  '@@ -0,0 +9999999999 @@',
  '\\ No newline at end of file',
  '__proto__',
  'constructor',
  '../',
  '/',
  '..',
  '-1',
  '1e999',
  '9007199254740993',
  'null',
  '~',
  '[]',
  '{}',
  '{',
  '}',
  '(',
  ')',
  '"',
  "'",
  '//',
  '/*',
  'func',
  'defer ',
  'go func() {',
  'select {',
  'for {',
  'goto l',
  'switch {',
  'return',
  'chan<- ',
  '<-',
  ':=',
  '...',
  '[T any]',
  'interface{ ~int }',
];

const deepMax = 400;

const changes = [
  (text, random, span) => text.slice(0, span.start) + text.slice(span.end),
  (text, random, span) => text.slice(0, span.end) + text.slice(span.start),
  (text, random, span) => text.slice(0, span.start) + random.of(oddities) + text.slice(span.start),
  (text, random, span) => text.slice(0, span.start) + random.of(oddities) + text.slice(span.end),
  (text, random, span) =>
    text.slice(0, span.start) +
    random.of(['(', '{', '[', '- ', '!', '*']).repeat(random.below(deepMax)) +
    text.slice(span.start),
  (text, random, span) => text.slice(0, span.start),
  (text, random) => changedLines(text, (lines) => lines.splice(random.below(lines.length), 1 + random.below(3))),
  (text, random) => changedLines(text, (lines) => lines.splice(random.below(lines.length), 0, random.of(lines))),
  (text, random) => changedLines(text, (lines) => lines.push(...lines.splice(random.below(lines.length), 1))),
  (text, random) => changedWord(text, random, () => random.of(text.match(/\w+/g) ?? [''])),
  (text, random) => changedWord(text, random, () => random.of(oddities)),
];

/** The text after one to `changesMax` changes, now and then with a piece of another one in it. */
export function mutated(text, random, { other = text, changesMax = 4 } = {}) {
  let changed = text;
  for (let left = 1 + random.below(changesMax); left > 0; left--) {
    changed = random.of(changes)(changed, random, spanOf(changed, random));
    if (random.below(12) === 0) {
      const { start, end } = spanOf(other, random);
      const at = random.below(changed.length + 1);
      changed = changed.slice(0, at) + other.slice(start, end) + changed.slice(at);
    }
  }
  return changed;
}

function spanOf(text, random) {
  const start = random.below(text.length + 1);
  return { start, end: Math.min(text.length, start + random.below(random.of([2, 20, 300]))) };
}

function changedLines(text, change) {
  const lines = text.split('\n');
  change(lines);
  return lines.join('\n');
}

function changedWord(text, random, word) {
  const words = [...text.matchAll(/\w+/g)];
  if (words.length === 0) return text;
  const { index, 0: old } = random.of(words);
  return text.slice(0, index) + word() + text.slice(index + old.length);
}

const oddValues = [
  null,
  true,
  -1,
  0,
  1.5,
  2 ** 53,
  '',
  'x',
  '../..',
  '\0',
  '__proto__',
  [],
  {},
  [[]],
  { id: 1 },
  'a'.repeat(10_000),
  '0'.repeat(40),
];

/** A copy of JSON data with one to three values put in another's place or taken away. */
export function mutatedData(data, random) {
  const copy = structuredClone(data);
  for (let left = 1 + random.below(3); left > 0; left--) {
    const holders = holdersIn(copy);
    if (holders.length === 0) return random.of(oddValues);
    const { holder, key } = random.of(holders);
    if (random.below(4) === 0) delete holder[key];
    else holder[key] = random.below(3) === 0 ? random.of(holders).holder : random.of(oddValues);
    if (isCircular(copy)) return random.of(oddValues);
  }
  return copy;
}

function holdersIn(data) {
  const found = [];
  const visit = (holder, depth) => {
    if (typeof holder !== 'object' || holder === null || depth > 20) return;
    for (const key of Object.keys(holder)) {
      found.push({ holder, key });
      visit(holder[key], depth + 1);
    }
  };
  visit(data, 0);
  return found;
}

/** JSON cannot be. */
function isCircular(data) {
  try {
    JSON.stringify(data);
    return false;
  } catch {
    return true;
  }
}
