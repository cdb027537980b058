import type { Command } from 'commander';
import type { ConfigFlags } from '../../base/config.ts';
import type { Cli } from '../cli.ts';
import { record } from '../table.ts';

export function addIndex(program: Command, cli: Cli): void {
  program
    .command('index')
    .description('what is in the index')
    .option('--json', 'print it as the API gives it')
    .action(async (_flags: unknown, self: Command) => {
      const flags = self.optsWithGlobals<ConfigFlags & { json?: boolean }>();
      const index = await cli.withBackend(flags, (backend) => backend.index());
      if (flags.json === true) return cli.printJson(index);
      const { live_release: live, ...counts } = index;
      cli.print(
        record(
          { ...counts, live_release: live?.release ?? null, as_of: live?.as_of ?? null, crawls: live?.facts.crawls ?? null },
          cli.style(),
        ),
      );
    });
}
