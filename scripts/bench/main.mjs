// npm run bench: measures reviews as a user would run them, and writes docs/benchmarks.md.
import { mkdirSync, writeFileSync } from 'node:fs';
import { analysisAgainstParse } from './against-parse.mjs';
import { corpusRows } from './corpus.mjs';
import { cores, load, machine } from './machine.mjs';
import { measureCorpus, measureScenario } from './measure.mjs';
import { benchOptions, usage } from './options.mjs';
import { page } from './page.mjs';
import { countRequests } from './requests.mjs';
import { scenarios } from './scenarios.mjs';
import { timeTriage } from './triage.mjs';

const target = new URL('../../docs/benchmarks.md', import.meta.url);

try {
  const options = benchOptions(process.argv.slice(2));
  if (options.help) console.log(usage);
  else await bench(options);
} catch (error) {
  if (!(error instanceof TypeError)) throw error;
  console.error(`${error.message}\n\n${usage}`);
  process.exitCode = 2;
}

async function bench({ mirrors, files, pulls, times, only }) {
  const compare = await analysisAgainstParse();
  const loads = [load()];
  const measured = [];
  for (const scenario of scenarios.filter(({ name }) => only === undefined || name.includes(only))) {
    console.error(scenario.name);
    measured.push(await measureScenario(scenario, times, compare));
    loads.push(load());
  }
  const { rows, missing } = mirrors === undefined ? { rows: [], missing: 0 } : corpusRows(files, mirrors);
  const corpus = rows.length === 0 ? undefined : { missing, ...(await measureCorpus(rows, compare)) };
  const requests = only === undefined ? await countRequests(rows.filter(({ id }) => pulls.includes(id))) : [];
  const triage = only === undefined ? await timeTriage(times) : [];
  loads.push(load());
  for (const failure of corpus?.failures ?? []) console.error(failure);
  const text = page({
    machine: machine(),
    date: new Date().toISOString().slice(0, 10),
    times,
    load: { least: Math.min(...loads), most: Math.max(...loads), cores },
    scenarios: measured,
    corpus,
    requests,
    triage,
  });
  console.log(text);
  if (only !== undefined) return;
  mkdirSync(new URL('.', target), { recursive: true });
  writeFileSync(target, text);
}
