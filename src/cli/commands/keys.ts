import { Option, type Command } from 'commander';
import type { ConfigFlags } from '../../base/config.ts';
import { scopes, type KeyView, type Scope } from '../../service/backend.ts';
import type { Format } from '../answer-view.ts';
import type { Cli } from '../cli.ts';
import { printList } from '../list-view.ts';

const columns = ['id', 'name', 'scopes', 'created_at', 'revoked_at'].map((field) => ({ field }));

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
  keys
    .command('create')
    .description('make a key; it is shown once')
    .argument('<name>', 'what it is for, to tell it from others')
    .addOption(
      new Option('--scope <scope>', 'what it may do: read answers questions, admin does everything').choices(scopes).default('read'),
    )
    .option('--json', 'print it as the API gives it')
    .action(async (name: string, _flags: unknown, self: Command) => {
      const flags = self.optsWithGlobals<ConfigFlags & { scope: Scope; json?: boolean }>();
      const made = await cli.withBackend(flags, (backend) => backend.createKey(name, [flags.scope]));
      if (flags.json === true) return cli.printJson(made);
      cli.print(`${made.key}\n`);
      cli.tell(`Key ${made.id} may ${made.scopes.join(' and ')}. It is shown this once; only its hash is kept.`);
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

function rowOf({ id, name, scopes, created_at, revoked_at }: KeyView): Readonly<Record<string, unknown>> {
  return { id, name, scopes, created_at, revoked_at };
}
