import { type Command, Option } from 'commander';
import type { Terminal } from './command-line.js';
import type { InsightsOptions } from './insights-command.js';
import { paintFor } from './paint.js';

const help = `
Reads the database of the app: DATABASE_URL, or the directory HINDSIGHT_DATA (.hindsight). A running app keeps its
directory to itself; then ask it, at the port of its metrics.

Exit status: 0, or 2 when it could not be read.

Examples:
  hindsight insights
  hindsight insights --data /var/lib/hindsight --format json
  hindsight insights --from http://127.0.0.1:9090
`;

/** Adds `hindsight insights` to the program. */
export function addInsights(program: Command, { out, environment }: Terminal): void {
  program
    .command('insights')
    .description('Say what became of the findings of the app, by incident, and what is demoted.')
    .addOption(new Option('--data <dir>', 'the directory of an app').conflicts('from'))
    .option('--from <url>', 'the address of the metrics of a running app')
    .addOption(new Option('--format <format>', 'what to print').choices(['table', 'json']).default('table'))
    .addHelpText('after', help)
    .action(async (options: InsightsOptions) => {
      const { insightsCommand } = await import('./insights-command.js');
      out.write(await insightsCommand(options, environment, paintFor(out, environment)));
    });
}
