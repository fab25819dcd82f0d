import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { ConfigError } from '../config/config-error.js';
import { GitError } from '../git/git-error.js';
import { GitHubError } from '../github/github-error.js';
import { IncidentError } from '../incidents/incident-error.js';
import { addBacktest } from './add-backtest.js';
import { addDoctor } from './add-doctor.js';
import { addIncident } from './add-incident.js';
import { addInsights } from './add-insights.js';
import { DoctorError } from './doctor-error.js';
import { paintFor } from './paint.js';
import { printableLines } from './printable.js';
import { ReportFileError } from './report-file-error.js';
import {
  type ReportFile,
  type ReviewOptions,
  type ReviewPorts,
  reportFormats,
  reviewCommand,
} from './review-command.js';
import { UsageError } from './usage-error.js';
import { version } from './version.js';

/** Could not review; 1 is kept for findings that block. */
const couldNotReview = 2;

interface Output {
  isTTY?: boolean;
  write(text: string): unknown;
}

/** Where the command line reads from and writes to. */
export interface Terminal {
  out: Output;
  err: Output;
  environment: NodeJS.ProcessEnv;
}

const helpOfReview = `
The change is what head does since it left base (their merge base), as in a pull request. Nothing is
fetched and nothing of the repository is executed. Incidents that the app has demoted are not known here: its
check lists them, and --shadow gives the same verdict.

Exit status:
  0  nothing to block
  1  findings that block
  2  could not review; the reason is on stderr

Examples:
  hindsight review --base origin/main --head HEAD
  hindsight review --repo ../calico --base v3.29.0 --head my-branch --format json
  hindsight review --base origin/main --head HEAD --write sarif=hindsight.sarif
`;

/** Runs one command line (without the names of node and script) and gives the exit status. */
export async function runCommandLine(args: readonly string[], terminal: Terminal, ports: ReviewPorts): Promise<number> {
  const { out, err, environment } = terminal;
  let exitCode = 0;
  const program = new Command('hindsight')
    .description('Reviews changes of Go code with the hindsight of real production incidents.')
    .version(version())
    .exitOverride()
    .configureOutput({ writeOut: (text) => out.write(text), writeErr: (text) => err.write(printableLines(text)) })
    .showHelpAfterError('(--help says what is expected)');
  program
    .command('review')
    .description('Review one change of a git repository, as the app reviews a pull request.')
    .option('--repo <dir>', 'a work tree or bare clone', '.')
    .addOption(
      new Option('--base <rev>', 'the commit that the change is to be merged into')
        .env('PRE_COMMIT_FROM_REF')
        .makeOptionMandatory(),
    )
    .addOption(
      new Option('--head <rev>', 'the last commit of the change').env('PRE_COMMIT_TO_REF').makeOptionMandatory(),
    )
    .option('--config <file>', 'a configuration to try out')
    .addOption(
      new Option('--shadow <incident>', 'an incident that the app has demoted; may be given several times')
        .argParser((slug: string, earlier: readonly string[]) => [...earlier, slug])
        .default([], 'none'),
    )
    .addOption(new Option('--format <format>', 'what to print').choices(reportFormats).default('text'))
    .addOption(
      new Option('--write <format=file>', 'also write a report to a file; may be given several times')
        .argParser(reportFile)
        .default([], 'none'),
    )
    .addHelpText('after', helpOfReview)
    .action(async (options: ReviewOptions) => {
      const outcome = await reviewCommand(options, ports, paintFor(out, environment));
      out.write(outcome.report);
      exitCode = outcome.exitCode;
    });
  addBacktest(program, terminal);
  addInsights(program, terminal);
  addIncident(program, terminal, (code) => {
    exitCode = code;
  });
  addDoctor(program, terminal, (code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync(args, { from: 'user' });
    return exitCode;
  } catch (error) {
    // Commander has said already what was wrong with the options; --help and --version end here too.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : couldNotReview;
    err.write(`hindsight: could not ${undone[args[0] ?? ''] ?? 'review'}: ${printableLines(reason(error))}\n`);
    return couldNotReview;
  }
}

/** What a command that is not a review could not do. */
const undone: Readonly<Record<string, string>> = {
  backtest: 'run the backtest',
  doctor: 'look at the repository',
  incident: 'do that with incidents',
  insights: 'read the insights',
};

function reportFile(given: string, earlier: readonly ReportFile[]): ReportFile[] {
  const [name, file] = [given.slice(0, given.indexOf('=')), given.slice(given.indexOf('=') + 1)];
  const format = reportFormats.find((one) => one === name);
  if (!format || file === '')
    throw new InvalidArgumentError(`expected FORMAT=FILE with a format of ${reportFormats.join(', ')}`);
  return [...earlier, { format, file }];
}

/** An error that nobody foresaw would end Node with 1, which means something else here; so its stack is told instead. */
function reason(error: unknown): string {
  const foreseen = [DoctorError, GitHubError, GitError, IncidentError, ConfigError, ReportFileError, UsageError];
  if (error instanceof Error && foreseen.some((kind) => error instanceof kind)) return error.message;
  return `an error of Hindsight itself: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
}
