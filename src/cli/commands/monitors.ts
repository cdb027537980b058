import type { Command } from 'commander';
import type { ConfigFlags } from '../../base/config.ts';
import type { MonitorEvent } from '../../service/backend.ts';
import type { Format } from '../answer-view.ts';
import type { Cli } from '../cli.ts';
import { printList } from '../list-view.ts';
import { wholeNumber } from '../whole-number.ts';

const columns = ['monitor_id', 'name', 'target', 'release', 'looked_at', 'webhook', 'waiting', 'failed', 'last_error'].map((field) => ({
  field,
}));
const eventColumns = ['event_id', 'at', 'kind', 'source_url', 'target_url', 'anchor', 'followed', 'says'].map((field) => ({ field }));

export function addMonitors(program: Command, cli: Cli): void {
  const monitors = program.command('monitors').description('targets that are watched: what changes with each release');
  monitors
    .command('list', { isDefault: true })
    .description('list them')
    .option('--json', 'print as the API gives it')
    .option('--csv', 'print as CSV')
    .action(async (_flags: unknown, self: Command) => {
      const flags = self.optsWithGlobals<ConfigFlags & Format>();
      const all = await cli.withBackend(flags, (backend) => backend.monitors());
      const rows = all.map(({ deliveries, ...monitor }) => ({ ...monitor, ...deliveries }));
      printList(cli, all, columns, rows, flags);
    });
  monitors
    .command('add')
    .description('watch a target from now on')
    .argument('<target>', 'a domain, a host, a folder or a page')
    .option('--name <name>', 'what it is called; default: the target')
    .option('--webhook <address>', 'where events are delivered to, signed')
    .option('--json', 'print it as the API gives it')
    .action(async (target: string, _flags: unknown, self: Command) => {
      const flags = self.optsWithGlobals<ConfigFlags & Format & { readonly name?: string; readonly webhook?: string }>();
      const { name, webhook } = flags;
      const monitor = await cli.withBackend(flags, (backend) => backend.addMonitor({ target, name, webhook }));
      if (flags.json === true) return cli.printJson(monitor);
      const secret = monitor.webhook === null ? '' : ` Deliveries are signed with ${monitor.secret}, which is not shown again.`;
      cli.print(`Monitor ${monitor.monitor_id} watches ${monitor.target}.${secret}\n`);
    });
  monitors
    .command('remove')
    .description('watch it no longer; what it saw goes with it')
    .argument('<id>', 'the monitor')
    .option('--json', 'print it as the API gives it')
    .action(async (id: string, _flags: unknown, self: Command) => {
      const flags = self.optsWithGlobals<ConfigFlags & Format>();
      const monitor = await cli.withBackend(flags, (backend) => backend.removeMonitor(id));
      if (flags.json === true) cli.printJson(monitor);
      else cli.print(`Monitor ${monitor.monitor_id} of ${monitor.target} is removed.\n`);
    });
  monitors
    .command('events')
    .description('what a monitor saw, oldest first')
    .argument('<id>', 'the monitor')
    .option('--cursor <cursor>', 'go on behind it')
    .option('--limit <number>', 'events at most (100)', wholeNumber)
    .option('--json', 'print as the API gives it')
    .option('--csv', 'print as CSV')
    .action(async (id: string, _flags: unknown, self: Command) => {
      const flags = self.optsWithGlobals<ConfigFlags & Format & { readonly cursor?: string; readonly limit?: number }>();
      const answer = await cli.withBackend(flags, (backend) => backend.monitorEvents(id, flags.cursor, flags.limit));
      printList(cli, answer, eventColumns, answer.events.map(rowOf), flags);
      if (flags.json !== true && answer.events.length > 0) cli.tell(`Go on with --cursor ${answer.cursor}`);
    });
}

function rowOf({ event_id, at, kind, data: { backlink, before, ...others } }: MonitorEvent): Readonly<Record<string, unknown>> {
  const link = (backlink ?? {}) as Readonly<Record<string, unknown>>;
  const { source_url = null, target_url = null, anchor = null, followed = null } = link;
  return { event_id, at, kind, source_url, target_url, anchor, followed, says: backlink === undefined ? JSON.stringify(others) : before };
}
