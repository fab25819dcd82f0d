import { availableParallelism } from 'node:os';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Terminal } from './command-line.js';
import { paintFor } from './paint.js';
import { progressBar } from './progress-bar.js';

export const backtestFormats = ['text', 'json', 'html'] as const;

export interface BacktestOptions {
  repo: string;
  rev: string;
  commits: number;
  /** Threads. */
  jobs: number;
  format: (typeof backtestFormats)[number];
  /** A revision whose rules these are compared with. */
  against?: string;
  fresh: boolean;
}

/** A thread for each core, but no more than anybody's memory holds. */
const jobsDefault = Math.min(availableParallelism(), 8);

const help = `
Reviews the last pull requests that were merged (the first-parent history) as if they were still open, and says
what would have been found: how noisy the rules are, before they say a word to anybody. It keeps what is done, so
a run that was stopped goes on where it was.

Exit status: 0, also with findings; 2 when it could not run.

Examples:
  hindsight backtest --commits 200
  hindsight backtest --repo ../etcd --format html > backtest.html
  hindsight backtest --against origin/main
`;

/** Adds `hindsight backtest` to the program. */
export function addBacktest(program: Command, { out, err, environment }: Terminal): void {
  program
    .command('backtest')
    .description('Replay merged pull requests of a git repository and say what would have been found.')
    .option('--repo <dir>', 'a work tree or bare clone', '.')
    .option('--rev <rev>', 'the branch whose history is replayed', 'HEAD')
    .addOption(new Option('--commits <number>', 'how many pull requests').argParser(positive).default(200))
    .addOption(new Option('--jobs <number>', 'how many at a time').argParser(positive).default(jobsDefault))
    .addOption(new Option('--format <format>', 'what to print').choices(backtestFormats).default('text'))
    .option('--against <rev>', 'compare with the rules that this revision of the repository has')
    .option('--fresh', 'forget what earlier runs have done', false)
    .addHelpText('after', help)
    .action(async (options: BacktestOptions) => {
      const { backtestCommand } = await import('./backtest-command.js');
      const bar = progressBar(err, () => performance.now());
      try {
        const report = await backtestCommand(options, environment, paintFor(out, environment), bar.show);
        bar.clear();
        out.write(report);
      } finally {
        bar.clear();
      }
    });
}

function positive(given: string): number {
  const number = Number(given);
  if (!Number.isInteger(number) || number < 1) throw new InvalidArgumentError('expected a whole number of 1 or more');
  return number;
}
