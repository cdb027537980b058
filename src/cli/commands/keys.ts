import { InvalidArgumentError, Option, type Command } from 'commander';
import type { ConfigFlags } from '../../base/config.ts';
import type { KeyChange } from '../../meter/keys.ts';
import { scopes, type KeyView, type NewKeyView, type Scope } from '../../service/backend.ts';
import type { Format } from '../answer-view.ts';
import type { Cli } from '../cli.ts';
import { printList } from '../list-view.ts';
import { amount, wholeNumber } from '../whole-number.ts';

const columns = ['id', 'name', 'account', 'scopes', 'tag', 'created_at', 'expires_at', 'revoked_at'].map((field) => ({ field }));
const unlimited = 'none';

/** Flags of a key's limits, as commander keeps them. */
interface RuleFlags {
  readonly expires?: string;
  readonly operations?: readonly string[] | null;
  readonly dailyCredits?: number | null;
  readonly monthlyCredits?: number | null;
  readonly requestsPerSecond?: number | null;
  readonly concurrent?: number | null;
  readonly tag?: string | null;
  readonly crawlHosts?: readonly string[] | null;
}

type CreateFlags = ConfigFlags & RuleFlags & { readonly scope: Scope[]; readonly account?: string; readonly json?: boolean };

export function addKeys(program: Command, cli: Cli): void {
  const keys = program.command('keys').description('keys of the HTTP API');
  keys
    .command('list', { isDefault: true })
    .description('list them')
    .option('--json', 'print them as the API gives them')
    .option('--csv', 'print them as CSV')
    .action(async (_flags: unknown, self: Command) => {
      const flags = self.optsWithGlobals<ConfigFlags & Format>();
      const all = await cli.withBackend(flags, (backend) => backend.keys());
      printList(cli, all, columns, all.map(rowOf), flags);
    });
  withRules(
    keys
      .command('create')
      .description('make a key; it is shown once')
      .argument('<name>', 'what it is for, to tell it from others')
      .addOption(
        new Option('--scope <scopes>', 'what it may do, with commas: read answers questions, ingest also ingests, admin does everything')
          .argParser(scopesOf)
          .default(['read'], 'read'),
      )
      .option('--account <id>', 'an account, or a key of it, whose credits it spends; left out: a new one'),
  ).action(async (name: string, _flags: unknown, self: Command) => {
    const flags = self.optsWithGlobals<CreateFlags>();
    const { rules, expires_at } = changeOf(flags);
    const options = { rules, expires_at, account: flags.account };
    const made = await cli.withBackend(flags, (backend) => backend.createKey(name, flags.scope, options));
    printNew(cli, made, flags.json);
  });
  withRules(
    keys
      .command('change')
      .description(`change a key; "${unlimited}" lifts a limit`)
      .argument('<id>', 'its id, as listed')
      .option('--name <name>', 'what it is for'),
  ).action(async (id: string, _flags: unknown, self: Command) => {
    const flags = self.optsWithGlobals<ConfigFlags & RuleFlags & { name?: string; json?: boolean }>();
    const changed = await cli.withBackend(flags, (backend) => backend.changeKey(id, { ...changeOf(flags), name: flags.name }));
    if (flags.json === true) cli.printJson(changed);
    else cli.print(`Key ${changed.id} is changed.\n`);
  });
  keys
    .command('rotate')
    .description('give a key a new secret, shown once; id, account and limits stay')
    .argument('<id>', 'its id, as listed')
    .option('--grace <seconds>', 'how long the old secret works beside the new one', wholeNumber, 0)
    .option('--json', 'print it as the API gives it')
    .action(async (id: string, _flags: unknown, self: Command) => {
      const flags = self.optsWithGlobals<ConfigFlags & { grace: number; json?: boolean }>();
      const made = await cli.withBackend(flags, (backend) => backend.rotateKey(id, flags.grace));
      printNew(cli, made, flags.json);
    });
  keys
    .command('revoke')
    .description('refuse a key from now on')
    .argument('<id>', 'its id, as listed')
    .option('--json', 'print it as the API gives it')
    .action(async (id: string, _flags: unknown, self: Command) => {
      const flags = self.optsWithGlobals<ConfigFlags & { json?: boolean }>();
      const revoked = await cli.withBackend(flags, (backend) => backend.revokeKey(id));
      if (flags.json === true) cli.printJson(revoked);
      else cli.print(`Key ${revoked.id} is revoked.\n`);
    });
}

function withRules(command: Command): Command {
  return command
    .option('--expires <time>', 'when it ends to be valid (ISO 8601)', orNone(String))
    .option(
      '--operations <names>',
      'the only questions it may ask, with commas',
      orNone((text) => text.split(',')),
    )
    .option('--daily-credits <number>', 'what it may spend a day', orNone(amount))
    .option('--monthly-credits <number>', 'what it may spend a month', orNone(amount))
    .option('--requests-per-second <number>', 'how many calls it may make', orNone(amount))
    .option('--concurrent <number>', 'how many questions may run or wait at the same time', orNone(wholeNumber))
    .option(
      '--crawl-hosts <hosts>',
      'its own hosts, with commas: those it may have crawled for credits',
      orNone((text) => text.split(',')),
    )
    .option('--tag <client>', 'the client that its calls are made for', orNone(String))
    .option('--json', 'print it as the API gives it');
}

function orNone<T>(parse: (text: string) => T): (text: string) => T | null {
  return (text) => (text === unlimited ? null : parse(text));
}

function changeOf(flags: RuleFlags): Required<Pick<KeyChange, 'rules' | 'expires_at'>> {
  const { operations, dailyCredits, monthlyCredits, requestsPerSecond, concurrent, tag, crawlHosts } = flags;
  return {
    expires_at: flags.expires,
    rules: {
      operations: operations === undefined || operations === null ? operations : [...operations],
      daily_credits: dailyCredits,
      monthly_credits: monthlyCredits,
      requests_per_second: requestsPerSecond,
      concurrent,
      tag,
      crawl_hosts: crawlHosts === undefined || crawlHosts === null ? crawlHosts : [...crawlHosts],
    },
  };
}

function scopesOf(text: string): Scope[] {
  return text.split(',').map((name) => {
    const scope = scopes.find((known) => known === name.trim());
    if (scope === undefined) throw new InvalidArgumentError(`Scopes are ${scopes.join(', ')}.`);
    return scope;
  });
}

function printNew(cli: Cli, made: NewKeyView, json: boolean | undefined): void {
  if (json === true) return cli.printJson(made);
  cli.print(`${made.key}\n`);
  cli.tell(`Key ${made.id} of account ${made.account} may ${made.scopes.join(' and ')}. It is shown this once; only its hash is kept.`);
}

function rowOf({ id, name, account, scopes, tag, created_at, expires_at, revoked_at }: KeyView): Readonly<Record<string, unknown>> {
  return { id, name, account, scopes, tag, created_at, expires_at, revoked_at };
}
