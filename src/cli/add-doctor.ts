import type { Command } from 'commander';
import type { Terminal } from './command-line.js';
import { paintFor } from './paint.js';

const help = `
Reads only. With GITHUB_TOKEN or GH_TOKEN it sees what its owner sees; with APP_ID and PRIVATE_KEY (or
PRIVATE_KEY_PATH) of the app also its installation. GITHUB_API_URL is for GitHub Enterprise Server.

Exit status:
  0  nothing is wrong
  1  something has to be done
  2  could not look; the reason is on stderr

Examples:
  GITHUB_TOKEN=$(gh auth token) hindsight doctor projectcalico/calico
`;

/** Adds `hindsight doctor` to the program. */
export function addDoctor(program: Command, { out, environment }: Terminal, ended: (exitCode: number) => void): void {
  program
    .command('doctor')
    .description('Say what is wrong with how a repository on GitHub is set up for reviews, and what to click.')
    .argument('<owner/repo>', 'the repository')
    .addHelpText('after', help)
    .action(async (repository: string) => {
      const { doctorCommand } = await import('./doctor-command.js');
      const { report, exitCode } = await doctorCommand(repository, environment, paintFor(out, environment));
      out.write(report);
      ended(exitCode);
    });
}
