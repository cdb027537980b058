import { InvalidArgumentError, type Command } from 'commander';
import type { ConfigFlags } from '../../base/config.ts';
import { usageParts, type UsagePart } from '../../meter/ledger.ts';
import { usageCsv } from '../../meter/usage-csv.ts';
import type { Format } from '../answer-view.ts';
import type { Cli } from '../cli.ts';
import { printList } from '../list-view.ts';

interface UsageFlags extends ConfigFlags, Format {
  readonly from?: string;
  readonly to?: string;
  readonly month?: string;
  readonly by: readonly UsagePart[];
  readonly tag?: string;
  readonly account?: string;
}

export function addUsage(program: Command, cli: Cli): void {
  program
    .command('usage')
    .description('what was asked and spent; with --tag and --month, the statement of a client')
    .option('--from <day>', 'first day (UTC); default: the first of this month')
    .option('--to <day>', 'last day; default: today')
    .option('--month <month>', 'a whole month instead: 2026-11', monthOf)
    .option('--by <parts>', `what rows are told apart by, with commas: ${usageParts.join(', ')}`, partsOf, ['day', 'operation'])
    .option('--tag <client>', 'only calls with this tag')
    .option('--account <id>', 'only this account, or that of a key')
    .option('--json', 'print it as the API gives it')
    .option('--csv', 'print it as CSV')
    .action(async (_flags: unknown, self: Command) => {
      const flags = self.optsWithGlobals<UsageFlags>();
      const { by, tag, account } = flags;
      const view = await cli.withBackend(flags, (backend) => backend.usage({ ...daysOf(flags), by, tag, account }));
      if (flags.csv === true) return cli.print(usageCsv(view.rows));
      const columns = [...by, 'calls', 'rows', 'credits'].map((field) => ({ field }));
      printList(
        cli,
        view,
        columns,
        view.rows.map((row) => ({ ...row })),
        flags,
      );
      if (flags.json !== true)
        cli.print(
          `${view.calls} calls, ${view.credits} credits (${view.money.amount} ${view.money.currency}), ${view.from} to ${view.to}.\n`,
        );
    });
}

function daysOf({ from, to, month }: UsageFlags): { from: string; to: string } {
  if (month !== undefined) {
    const [year = 0, number = 0] = month.split('-').map(Number);
    return { from: `${month}-01`, to: new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10) };
  }
  const last = to ?? new Date().toISOString().slice(0, 10);
  return { from: from ?? `${last.slice(0, 7)}-01`, to: last };
}

function monthOf(text: string): string {
  if (!/^\d{4}-(?:0[1-9]|1[0-2])$/.test(text)) throw new InvalidArgumentError('A month is written as 2026-11.');
  return text;
}

function partsOf(text: string): UsagePart[] {
  return text.split(',').map((name) => {
    const part = usageParts.find((known) => known === name.trim());
    if (part === undefined) throw new InvalidArgumentError(`Parts are ${usageParts.join(', ')}.`);
    return part;
  });
}
