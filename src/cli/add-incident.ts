import type { Command } from 'commander';
import type { Terminal } from './command-line.js';
import { paintFor } from './paint.js';

const helpOfNew = `
Reads the commit that fixed something, looks which incidents would see it coming undone, and else proposes the
detector that does, with its parameters taken from the code. Writes the folder, with the functions concerned before
and after; what only you know stays empty, and is listed.

Exit status: 0 when a folder was written or an incident sees it already; 1 when no detector sees it; 2 when it could
not run.

Example:
  hindsight incident new --from-fix 3f2a91c --name session-never-closed
`;

const helpOfTest = `
Three pull requests are made of each folder: "introduced" brings the code with the defect, "undone" takes the repair
away, "fixed" brings it. The first two must be reported where before/ is marked, and the third not at all.

Exit status: 0 all as expected; 1 something was not; 2 when it could not run.

Examples:
  hindsight incident test
  hindsight incident test session-never-closed
`;

const helpOfExplain = `
Exit status: 0, or 2 when it could not run.

Examples:
  hindsight incident explain pkg/pay/pay.go:31
  hindsight incident explain pkg/pay/pay.go:31 --base origin/main --head my-branch
`;

/** Adds `hindsight incident …` to the program. `end` takes the exit status. */
export function addIncident(program: Command, { out, environment }: Terminal, end: (exitCode: number) => void): void {
  const paint = paintFor(out, environment);
  const say = ({ text, exitCode }: { text: string; exitCode: number }) => {
    out.write(text);
    end(exitCode);
  };
  const incident = program.command('incident').description('Write, test and understand incidents of your own.');
  incident
    .command('new')
    .description('Write an incident from the commit that fixed it.')
    .requiredOption('--from-fix <rev>', 'the commit that fixed it')
    .option('--repo <dir>', 'a work tree or bare clone', '.')
    .option('--name <slug>', 'the name of the folder: what goes wrong, in lower-case words with hyphens')
    .option('--dir <dir>', 'where the folder is written (default: .github/hindsight/incidents of the repository)')
    .option('--anyway', 'also when an incident sees it already', false)
    .addHelpText('after', helpOfNew)
    .action(async (options) => say(await (await import('./incident-new.js')).incidentNew(options, paint)));
  incident
    .command('test')
    .description('Test incidents as three pull requests each.')
    .argument('[slug]', 'one of them')
    .option('--repo <dir>', 'a work tree', '.')
    .option('--dir <dir>', 'where the folders are (default: .github/hindsight/incidents of the repository)')
    .addHelpText('after', helpOfTest)
    .action(async (slug, options) =>
      say(await (await import('./incident-test.js')).incidentTest(slug, options, paint)),
    );
  incident
    .command('explain')
    .description('Say what is known of a line of Go code, and why it was or was not reported.')
    .argument('<path:line>', 'a file from the top of the repository, and a line of the head')
    .option('--repo <dir>', 'a work tree or bare clone', '.')
    .option('--base <rev>', 'the commit that the change is to be merged into', 'HEAD~1')
    .option('--head <rev>', 'the last commit of the change', 'HEAD')
    .addHelpText('after', helpOfExplain)
    .action(async (place, options) =>
      say(await (await import('./incident-explain.js')).incidentExplain(place, options, paint)),
    );
}
