import type { Command } from 'commander';
import type { ConfigFlags } from '../../base/config.ts';
import type { ReleaseView } from '../../service/backend.ts';
import type { Format } from '../answer-view.ts';
import type { Cli } from '../cli.ts';
import { printList } from '../list-view.ts';

const columns = ['release', 'live', 'as_of', 'published_at', 'pages', 'domains', 'live_links', 'lost_links'].map((field) => ({ field }));

export function addReleases(program: Command, cli: Cli): void {
  const releases = program.command('releases').description('the releases that are kept');
  releases
    .command('list', { isDefault: true })
    .description('list them, oldest first')
    .option('--json', 'print them as the API gives them')
    .option('--csv', 'print them as CSV')
    .action(async (_flags: unknown, self: Command) => {
      const flags = self.optsWithGlobals<ConfigFlags & Format>();
      const kept = await cli.withBackend(flags, (backend) => backend.releases());
      printList(cli, kept, columns, kept.map(rowOf), flags);
    });
  releases
    .command('rollback')
    .description('answer from the release before the live one')
    .option('--json', 'print the release that is live now')
    .action(async (_flags: unknown, self: Command) => {
      const flags = self.optsWithGlobals<ConfigFlags & Format>();
      const live = await cli.withBackend(flags, (backend) => backend.rollback());
      if (flags.json === true) cli.printJson(live);
      else cli.print(`Release ${live.release} is live.\n`);
    });
}

function rowOf({ release, live, as_of, published_at, facts }: ReleaseView): Readonly<Record<string, unknown>> {
  const { pages_captured, domains, backlinks_live, backlinks_lost } = facts;
  return { release, live, as_of, published_at, pages: pages_captured, domains, live_links: backlinks_live, lost_links: backlinks_lost };
}
