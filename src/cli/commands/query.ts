import type { Command } from 'commander';
import type { ConfigFlags } from '../../base/config.ts';
import { operationNamed, operations } from '../../query/operations.ts';
import { isBeyondBound } from '../../query/expected-rows.ts';
import type { Backend } from '../../service/backend.ts';
import { printAsJob } from '../answer-job.ts';
import { printAnswer, type Format } from '../answer-view.ts';
import type { Cli } from '../cli.ts';
import { printWhole } from '../whole-answer-view.ts';
import { flagsOf, inputOf, takesTargets } from '../operation-flags.ts';

/** What the command line's users type for it. */
const aliases: Readonly<Record<string, string>> = { list: 'backlinks' };

export function addQuery(program: Command, cli: Cli): void {
  const query = program.command('query').description('ask one question about a target');
  for (const operation of operations) {
    const command = query
      .command(operation.name)
      .summary(operation.summary)
      .description(`${operation.summary}.\n\n${operation.description}`);
    const alias = aliases[operation.name];
    if (alias !== undefined) command.alias(alias);
    command.argument(
      takesTargets(operation) ? '<targets...>' : '<target>',
      'a domain (example.com), a host (blog.example.com), a folder (example.com/blog/*) or a page (https://example.com/a)',
    );
    for (const flag of flagsOf(operation)) command.addOption(flag);
    command
      .option('--dry-run', 'tell what the question costs by the price list, and how many rows it gives, without asking it')
      .option('--as-job', 'answer as a job, as a question is that reads too many rows')
      .option('--no-as-job', 'refuse a question that reads too many rows')
      .option('--json', 'print the answer as the API gives it')
      .option('--csv', 'print the rows as CSV')
      .option('--ndjson', 'print the rows as JSON, one a line')
      .option('--all', 'with --csv or --ndjson: all rows, to the end (--limit bounds them)')
      .action(async (target: string | readonly string[], _flags: unknown, self: Command) => {
        const flags = self.optsWithGlobals<ConfigFlags & Format & { dryRun?: boolean; all?: boolean; asJob?: boolean }>();
        const input = { ...inputOf(operation, target, self.opts()), ...(flags.dryRun === true && { dry_run: true }) };
        const ask = async (backend: Backend): Promise<void> => {
          if (flags.all === true) return printWhole(cli, backend, operation, input, flags);
          const { data } = await backend.ask(operation.name, input, cli.signal);
          printAnswer(cli, operation, data, flags);
        };
        if (flags.asJob === true && flags.dryRun !== true) return printAsJob(cli, operation, input, flags);
        try {
          await cli.withBackend(flags, ask);
        } catch (thrown) {
          // Nothing was printed: it is refused before the first row.
          if (flags.asJob === false || !isBeyondBound(thrown)) throw thrown;
          await printAsJob(cli, operation, input, flags);
        }
      });
  }
  query.on('command:*', ([name = '']: string[]) => void operationNamed(name));
}
