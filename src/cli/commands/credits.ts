import type { Command } from 'commander';
import type { ConfigFlags } from '../../base/config.ts';
import type { BalanceView } from '../../service/backend.ts';
import type { Cli } from '../cli.ts';
import { amount } from '../whole-number.ts';

interface GrantFlags extends ConfigFlags {
  readonly paid?: boolean;
  readonly reference?: string;
  readonly note?: string;
  readonly json?: boolean;
}

export function addCredits(program: Command, cli: Cli): void {
  const credits = program.command('credits').description('prepaid credits of accounts');
  credits
    .command('grant')
    .description('give credits to an account')
    .argument('<key>', 'the account, or the id of a key of it')
    .argument('<amount>', 'how many credits', amount)
    .option('--paid', 'they were paid for; otherwise they are a gift')
    .option('--reference <name>', 'names the payment: it is posted once, however often told')
    .option('--note <text>', 'what it was for')
    .option('--json', 'print the balance as the API gives it')
    .action(async (to: string, credits: number, _flags: unknown, self: Command) => {
      const flags = self.optsWithGlobals<GrantFlags>();
      const { reference, note } = flags;
      const deposit = { to, credits, reference, note, from: flags.paid === true ? ('payments' as const) : ('promotional' as const) };
      const balance = await cli.withBackend(flags, (backend) => backend.deposit(deposit));
      printBalance(cli, balance, flags.json);
    });
  credits
    .command('balance')
    .description('what an account has left')
    .argument('<key>', 'the account, or the id of a key of it')
    .option('--json', 'print it as the API gives it')
    .action(async (id: string, _flags: unknown, self: Command) => {
      const flags = self.optsWithGlobals<ConfigFlags & { json?: boolean }>();
      const balance = await cli.withBackend(flags, (backend) => backend.balance(id));
      printBalance(cli, balance, flags.json);
    });
}

function printBalance(cli: Cli, balance: BalanceView, json: boolean | undefined): void {
  if (json === true) return cli.printJson(balance);
  const { account, credits_remaining } = balance;
  cli.print(
    credits_remaining === null
      ? `Credits are not counted here (OPENBACKLINKS_METER=on counts them).\n`
      : `Account ${account} has ${credits_remaining} credits.\n`,
  );
}
