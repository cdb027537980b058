import type { Command } from 'commander';
import type { ConfigFlags } from '../../base/config.ts';
import type { Cli } from '../cli.ts';
import { printList } from '../list-view.ts';

const columns = ['operation', 'base', 'row', 'target'].map((field) => ({ field }));

export function addPrices(program: Command, cli: Cli): void {
  program
    .command('prices')
    .description('what calls cost, in credits')
    .option('--json', 'print it as the API gives it')
    .action(async (_flags: unknown, self: Command) => {
      const flags = self.optsWithGlobals<ConfigFlags & { json?: boolean }>();
      const prices = await cli.withBackend(flags, (backend) => backend.prices());
      const rows = prices.operations.map(({ operation, base, row, target }) => ({ operation, base, row, target }));
      printList(cli, prices, columns, rows, flags);
      if (flags.json === true) return;
      const { charged, version, credit } = prices;
      cli.print(`List ${version}; a credit is ${credit.amount} ${credit.currency}. Calls are ${charged ? '' : 'not '}charged here.\n`);
    });
}
