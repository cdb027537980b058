import { InvalidArgumentError, Option, type Command } from 'commander';
import type { ConfigFlags } from '../../base/config.ts';
import { limits } from '../../base/limits.ts';
import type { JobResults, MonitorEvent, MonitorView } from '../../service/backend.ts';
import { atomOf } from '../../service/monitors/feed.ts';
import type { Format } from '../answer-view.ts';
import type { Cli } from '../cli.ts';
import { followJob } from '../job-run.ts';
import { printList } from '../list-view.ts';
import { wholeNumber } from '../whole-number.ts';

const columns = ['monitor_id', 'name', 'target', 'every', 'last_look', 'last_check', 'next_check', 'webhook', 'waiting', 'last_error'].map(
  (field) => ({ field }),
);
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
      printList(cli, all, columns, all.map(monitorRow), flags);
    });
  withSettings(
    monitors.command('add').description('watch a target from now on').argument('<target>', 'a domain, a host, a folder or a page'),
  ).action(async (target: string, _flags: unknown, self: Command) => {
    const flags = self.optsWithGlobals<SettingFlags>();
    const { name, pages, mail } = flags;
    const settings = { target, name, pages, mail, webhook: flags.webhook ?? undefined, every_hours: flags.every ?? undefined };
    const monitor = await cli.withBackend(flags, (backend) => backend.addMonitor(settings));
    if (flags.json === true) return cli.printJson(monitor);
    const secret = monitor.webhook === null ? '' : ` Deliveries are signed with ${monitor.secret}, which is not shown again.`;
    cli.print(`Monitor ${monitor.monitor_id} watches ${monitor.target}.${secret}\n`);
  });
  withSettings(
    monitors.command('change').description(`change a monitor; "${none}" ends rechecks or deliveries`).argument('<id>', 'the monitor'),
  ).action(async (id: string, _flags: unknown, self: Command) => {
    const flags = self.optsWithGlobals<SettingFlags>();
    const { name, pages, mail, webhook, every: every_hours } = flags;
    const monitor = await cli.withBackend(flags, (backend) => backend.changeMonitor(id, { name, pages, mail, webhook, every_hours }));
    if (flags.json === true) cli.printJson(monitor);
    else cli.print(`Monitor ${monitor.monitor_id} of ${monitor.target} is changed.\n`);
  });
  monitors
    .command('check')
    .description('look at a target’s backlinks now, and follow it')
    .argument('<id>', 'the monitor')
    .option('--contact <address>', 'who answers for the requests (OPENBACKLINKS_CONTACT)')
    .option('--allow-hosts <hosts>', 'hosts that may be fetched although they are not public (OPENBACKLINKS_ALLOW_HOSTS)')
    .option('--json', 'print events as JSON, a line each')
    .action(async (id: string, _flags: unknown, self: Command) => {
      const flags = self.optsWithGlobals<ConfigFlags & { readonly json?: boolean }>();
      const job = await followJob(cli, flags, (backend) => backend.checkMonitor(id), flags.json === true);
      if (flags.json === true) return;
      const { pages, links } = job.result as JobResults['recheck'];
      const counts = Object.entries(links).map(([seen, count]) => `${count.toLocaleString('en-US')} ${seen}`);
      cli.print(`Looked at ${pages.toLocaleString('en-US')} pages: ${counts.join(', ')}.\n`);
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
  monitors
    .command('feed')
    .description('what a monitor saw lately, as a feed reader gets it at the address that `list --json` shows as `feed`')
    .argument('<id>', 'the monitor')
    .addOption(new Option('--format <format>', 'Atom, or JSON Feed').choices(['atom', 'json']).default('atom'))
    .action(async (id: string, _flags: unknown, self: Command) => {
      const flags = self.optsWithGlobals<ConfigFlags & { readonly format: 'atom' | 'json' }>();
      const feed = await cli.withBackend(flags, async (backend) => {
        const known = (await backend.monitors()).find(({ monitor_id }) => monitor_id === id);
        return backend.monitorFeed(id, known?.feed.split('token=')[1] ?? '-');
      });
      if (flags.format === 'json') cli.printJson(feed);
      else cli.print(atomOf(feed));
    });
}

function rowOf({ event_id, at, kind, data: { backlink, before, ...others } }: MonitorEvent): Readonly<Record<string, unknown>> {
  const link = (backlink ?? {}) as Readonly<Record<string, unknown>>;
  const { source_url = null, target_url = null, anchor = null, followed = null } = link;
  return { event_id, at, kind, source_url, target_url, anchor, followed, says: backlink === undefined ? JSON.stringify(others) : before };
}

function monitorRow({ deliveries, recheck, ...monitor }: MonitorView): Readonly<Record<string, unknown>> {
  return {
    ...monitor,
    every: monitor.every_hours === null ? null : `${monitor.every_hours} h`,
    last_look: monitor.looked_at,
    last_check: recheck.checked_at,
    next_check: recheck.job_id ?? recheck.next_at,
    waiting: deliveries.waiting,
    last_error: recheck.error ?? monitor.look_error ?? deliveries.last_error,
  };
}

interface SettingFlags extends ConfigFlags {
  readonly name?: string;
  readonly webhook?: string | null;
  readonly mail?: readonly string[];
  readonly every?: number | null;
  readonly pages?: number;
  readonly json?: boolean;
}

const none = 'none';

function withSettings(command: Command): Command {
  return command
    .option('--name <name>', 'what it is called; default: the target')
    .option('--webhook <address>', 'where events are delivered to, signed', (text) => (text === none ? null : text))
    .option('--mail <addresses>', 'who gets a digest of each look that saw something, with commas', (text) =>
      text === none ? [] : text.split(','),
    )
    .option('--every <time>', 'look at its backlinks so often: 12h, 3d', (text) => (text === none ? null : hours(text)))
    .option('--pages <number>', `source pages that one such look asks for at most (${limits.recheckPagesDefault})`, wholeNumber)
    .option('--contact <address>', 'who answers for the requests (OPENBACKLINKS_CONTACT)')
    .option('--json', 'print it as the API gives it');
}

function hours(text: string): number {
  const [, count, unit] = /^([1-9]\d{0,4})(h|d)$/.exec(text) ?? [];
  if (count === undefined) throw new InvalidArgumentError('It takes hours or days: 12h, 3d.');
  return Number(count) * (unit === 'd' ? 24 : 1);
}
