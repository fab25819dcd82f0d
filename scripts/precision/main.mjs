// npm run precision: replays known defects, their repairs and ordinary pull requests, and writes for every incident what it found to
// docs/measured-precision.json. Findings on ordinary pull requests are judged there by hand; a judgement is kept by the next run.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { replayCorpus } from './replay-corpus.mjs';
import { replayOrdinary } from './replay-ordinary.mjs';

const target = new URL('../../docs/measured-precision.json', import.meta.url);
const usage = `npm run precision -- --mirrors DIR --corpus FILE[,FILE…] [--commits N]

  --mirrors   folder of bare clones, OWNER+NAME/repo
  --corpus    rows of known defects and repairs, one JSON object for each line: id, repo, kind, base, head, expect[], silentAt[]
  --commits   ordinary pull requests of each repository of these rows (default: 100, the newest)`;

const { values } = parseArgs({
  options: { mirrors: { type: 'string' }, corpus: { type: 'string' }, commits: { type: 'string', default: '100' } },
});
if (values.mirrors === undefined || values.corpus === undefined) {
  console.error(usage);
  process.exitCode = 2;
} else await measure(values.mirrors, values.corpus.split(','), Number(values.commits));

async function measure(mirrors, corpus, commits) {
  const known = await replayCorpus(corpus, mirrors);
  const ordinary = replayOrdinary(mirrors, known.repositories, commits);
  const judged = existsSync(target) ? JSON.parse(readFileSync(target, 'utf8')) : { incidents: {} };
  const slugs = [...new Set([...known.found.keys(), ...known.noisy.keys(), ...ordinary.findings.keys()])].sort();
  const incidents = slugs.map((slug) => [
    slug,
    {
      defects: known.found.get(slug) ?? 0,
      noisyRepairs: known.noisy.get(slug) ?? 0,
      ordinary: (ordinary.findings.get(slug) ?? []).map((each) => ({ ...each, ...judgement(judged, slug, each) })),
    },
  ]);
  const { defects, repairs, missing } = known;
  const { repositories, pulls, changedGoLines } = ordinary;
  const measured = new Date().toISOString().slice(0, 10);
  const figures = { measured, repositories, defects, repairs, pulls, changedGoLines, incidents: Object.fromEntries(incidents) };
  writeFileSync(target, `${JSON.stringify(figures, undefined, 2)}\n`);
  const open = incidents.flatMap(([slug, { ordinary }]) =>
    ordinary.filter((each) => each.judgement === undefined).map((each) => `${slug}: ${each.repository} ${each.head} ${each.path}:${each.line}`),
  );
  if (missing > 0) console.log(`${missing} rows were left out, since their clone is missing.`);
  console.log(open.length === 0 ? 'Every finding is judged.' : `To be judged (true, arguable or false, and why):\n${open.join('\n')}`);
}

/** What was said of this finding before; undefined is left out by JSON. */
function judgement({ incidents }, slug, { repository, head, path, line }) {
  const same = incidents[slug]?.ordinary.find(
    (each) => each.repository === repository && each.head === head && each.path === path && each.line === line,
  );
  return { judgement: same?.judgement, why: same?.why };
}
