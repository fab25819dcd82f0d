import { median } from './statistics.mjs';

/** Goals of the corpus. */
const goals = { p50: 400, p95: 1_500, ratio: 3, triage: 5_000 };
/** A twin costs "the same" when it is this near: what two runs of one thing differ by. */
const sameWithin = 0.15;

/** docs/benchmarks.md, and what is printed. */
export function page({ machine, date, times, load, scenarios, corpus, requests, triage }) {
  const judged = load.least > load.cores ? 'cpu' : 'wall';
  return `# Benchmarks

Written by \`npm run bench\`; do not edit. ${date}, ${machine}. ${loadText(load)}

Every figure is of \`hindsight review\` as a user would run it: one process for each review, which starts Node, loads the incidents
and the grammar, asks git, analyses and reports. "Processor" is the user and system time of this process on all cores, which says more than "wall" on
a busy machine; "memory" is the peak of its resident set. git's own processes are in neither.

## Scenarios

Made by \`scripts/bench/scenarios.mjs\`, the same at every run. Medians of ${times}. "Read" is the diff and the changed files; "× parse" is the time of the
analysis divided by that of a bare tree-sitter parse of all Go files which the analysis read, both in a warm process.

${table(
  ['scenario', 'wall', 'processor', 'read', 'analysis', '× parse', 'memory', 'findings', 'goal'],
  scenarios.map((each) => scenarioRow(each, scenarios, judged)),
)}
${skipLines(scenarios)}
## Pull requests of public repositories

${corpus ? corpusText(corpus, judged) : 'Not measured: this needs clones and a list of pull requests (`--mirrors`, `--corpus`).'}

## Requests to GitHub

Of the app for one pull request, from the webhook to the verdict, on a GitHub of this machine: the token and all reads and writes.

${table(
  ['pull request', 'requests', 'of them GraphQL', 'goal'],
  requests.map(({ name, requests: all, graphql, goal }) => [name, all, graphql, `at most ${goal}: ${all <= goal ? 'met' : 'missed'}`]),
)}

## From a reply to the changed conclusion

On a GitHub of this machine, with the app as it runs in production: at least a second between the writes of an installation, as GitHub asks, and
between its GraphQL queries; jobs in the embedded store.

${table(
  ['meanwhile', 'replies', 'median', 'max', 'goal'],
  triage.map(({ name, times }) => {
    const most = Math.max(...times);
    return [name, times.length, milliseconds(median(times)), milliseconds(most), `under 5 s: ${most < goals.triage ? 'met' : 'missed'}`];
  }),
)}
`;
}

/** Processes that wanted a core at the same time. */
function loadText({ least, most, cores }) {
  const range = `The load of the machine was between ${least.toFixed(1)} and ${most.toFixed(1)} meanwhile`;
  if (least <= cores) return `${range}.`;
  return `${range}: other work wanted its ${cores} cores all the time, so that wall times are several times as long as on an idle one. Goals are judged by the processor time of the process instead, to which what the operating system and git take is to be added.`;
}

function scenarioRow(measured, all, judged) {
  if (measured.failure !== undefined)
    return [measured.name, `failed: ${firstLine(measured.failure)}`, '', '', '', '', '', '', 'missed'];
  const { name, wall, cpu, read, analyse, parse, warm, memory, findings } = measured;
  return [
    name,
    milliseconds(wall),
    milliseconds(cpu),
    milliseconds(read),
    milliseconds(analyse),
    parse >= 1 ? (warm / parse).toFixed(1) : '–',
    megabytes(memory),
    String(findings),
    goalText(measured, all, judged),
  ];
}

function goalText({ goal, memory, cpu, ...measured }, all, judged) {
  const time = judged === 'cpu' ? cpu : measured.wall;
  if (goal.same !== undefined) {
    const twin = all.find(({ name }) => name === goal.same);
    if (!twin?.cpu) return 'the same as with 10 packages: not measured';
    const more = cpu / twin.cpu - 1;
    return `the same as with 10 packages: ${more <= sameWithin ? 'met' : 'missed'} (processor ${more < 0 ? '' : '+'}${(more * 100).toFixed(0)} %)`;
  }
  const missed = [...(time > goal.wall ? ['time'] : []), ...(memory > goal.memory ? ['memory'] : [])];
  const what = [`under ${milliseconds(goal.wall)}`, ...(goal.memory ? [megabytes(goal.memory)] : [])].join(' and ');
  return `${what}: ${missed.length === 0 ? 'met' : `missed (${missed.join(' and ')})`}`;
}

/** What was not looked at, so that nobody takes silence for speed. */
function skipLines(scenarios) {
  const lines = scenarios.flatMap(({ name, skipped }) => {
    const [first] = skipped ?? [];
    return first
      ? [`- ${name}: ${skipped.length} skipped, for example ${first.path || 'the rest'}: ${first.reason}`]
      : [];
  });
  return lines.length === 0 ? '' : `\nNot analysed, and said so in the report:\n\n${lines.join('\n')}\n`;
}

function corpusText({ runs, missing, failures, milliseconds: rows, memory, ratio, ratioOfSums, megabytes: read }, judged) {
  const whole = rows[judged === 'cpu' ? 1 : 0];
  const verdict = (value, goal) => (value <= goal ? 'met' : 'missed');
  const goalOf = (row) =>
    row === whole
      ? `p50 under ${goals.p50} ms: ${verdict(row[1], goals.p50)}; p95 under 1.5 s: ${verdict(row[2], goals.p95)}`
      : '';
  const cells = [
    ...rows.map((row) => [row[0], ...row.slice(1).map(milliseconds), goalOf(row)]),
    [memory[0], ...memory.slice(1).map(megabytes), ''],
    [
      ratio[0],
      ...ratio.slice(1).map((value) => `${value.toFixed(1)} ×`),
      `at most 3 × over all: ${verdict(ratioOfSums, goals.ratio)} (${ratioOfSums.toFixed(2)} ×)`,
    ],
  ];
  return `${runs} real pull requests of public repositories, each reviewed once${missing > 0 ? `; ${missing} more without a clone` : ''}${failures.length > 0 ? `; ${failures.length} could not be reviewed` : ''}.
The analysis read ${read.toFixed(0)} MB of Go for them.

${table(['', 'p50', 'p95', 'max', 'goal'], cells)}`;
}

function table(head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function milliseconds(value) {
  return value < 1_000 ? `${value.toFixed(0)} ms` : `${(value / 1_000).toFixed(1)} s`;
}

function megabytes(bytes) {
  return `${(bytes / 1024 ** 2).toFixed(0)} MB`;
}

function firstLine(text) {
  return text.split('\n')[0].replaceAll('|', ' ');
}
