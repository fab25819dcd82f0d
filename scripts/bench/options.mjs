import { parseArgs } from 'node:util';

export const usage = `npm run bench -- [--mirrors DIR --corpus FILE,FILE… [--pulls ID,ID]] [--times N] [--only TEXT]

  --mirrors DIR        bare clones at DIR/<owner>+<name>/repo
  --corpus FILE,FILE…  pull requests of these repositories: one JSON object for each line, with id, repo, base and head
  --pulls ID,ID        those of them whose requests to GitHub are counted, on a GitHub of this machine
  --times N            runs of each scenario, of which the median counts (default 5)
  --only TEXT          scenarios whose name has this text; docs/benchmarks.md is left as it is`;

/** Throws a TypeError for options that nobody knows or that lack their other half. */
export function benchOptions(args) {
  const { values } = parseArgs({
    args,
    options: {
      mirrors: { type: 'string' },
      corpus: { type: 'string' },
      pulls: { type: 'string', default: '' },
      times: { type: 'string', default: '5' },
      only: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  const { mirrors, corpus, pulls, only, help } = values;
  if ((mirrors === undefined) !== (corpus === undefined))
    throw new TypeError('expected --mirrors and --corpus together');
  const times = Number(values.times);
  if (!Number.isInteger(times) || times < 1)
    throw new TypeError(`expected --times to be a number from 1, got ${values.times}`);
  return { mirrors, files: corpus?.split(',') ?? [], pulls: pulls.split(','), times, only, help };
}
