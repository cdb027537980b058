import type { Command } from 'commander';
import type { Config, ConfigFlags } from '../../base/config.ts';
import { firstAdminKey } from '../../service/first-run.ts';
import type { Owned } from '../../service/open-backend.ts';
import type { Cli, Running } from '../cli.ts';

/** Flags of commands that listen. */
export function addListenFlags(command: Command): Command {
  return command
    .option('--port <number>', 'the port to listen on; 0: any free one (OPENBACKLINKS_PORT, 8080)')
    .option('--host <host>', 'the address to listen on (OPENBACKLINKS_HOST, 127.0.0.1)')
    .option('--log-level <level>', 'trace, debug, info, warn, error, fatal or silent (OPENBACKLINKS_LOG_LEVEL, info)')
    .option('--workers <number>', 'archives read at the same time (OPENBACKLINKS_WORKERS, one a core)')
    .option('--allow-hosts <hosts>', 'hosts that may be fetched although they are not public (OPENBACKLINKS_ALLOW_HOSTS)');
}

export function addServe(program: Command, cli: Cli): void {
  addListenFlags(program.command('serve').description('answer over HTTP and MCP until it is stopped')).action(
    async (_flags: unknown, self: Command) => {
      const config = cli.config(self.optsWithGlobals<ConfigFlags>());
      await cli.withOwned(config, async (owned) => {
        await serving(cli, config, owned, async ({ address }) => cli.print(`OpenBacklinks answers at ${address}\n`));
      });
    },
  );
}

/** Listens until the command is to end. Jobs that an earlier process left go on. */
export async function serving(cli: Cli, config: Config, owned: Owned, then: (running: Running) => Promise<void>): Promise<void> {
  const running = await cli.surfaces.listen(owned, config);
  try {
    owned.instance.jobs.resume();
    owned.instance.monitors.resume();
    owned.instance.schedule.resume();
    const adminKey = firstAdminKey(owned.instance);
    if (adminKey !== null) cli.tell(`The first admin key is in ${adminKey}. Keep it elsewhere and remove the file.`);
    await then(running);
    await cli.untilAsked();
  } finally {
    await running.close();
  }
}
