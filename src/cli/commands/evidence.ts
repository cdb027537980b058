import type { Command } from 'commander';
import type { ConfigFlags } from '../../base/config.ts';
import type { Evidence } from '../../query/evidence.ts';
import { printable } from '../../query/link-excerpt.ts';
import type { Cli } from '../cli.ts';
import { wholeNumber } from '../whole-number.ts';
import { record } from '../table.ts';

export function addEvidence(program: Command, cli: Cli): void {
  program
    .command('evidence')
    .description('print the archive record in which a backlink was seen last')
    .argument('<id>', 'the "id" of a listed backlink')
    .option('--release <number>', 'look in this kept release instead of the live one', wholeNumber)
    .option('--json', 'print it as the API gives it')
    .action(async (id: string, _flags: unknown, self: Command) => {
      const flags = self.optsWithGlobals<ConfigFlags & { json?: boolean; release?: number }>();
      const evidence = await cli.withBackend(flags, (backend) => backend.evidence(id, flags.release));
      if (flags.json === true) cli.printJson(evidence);
      else cli.print(sheet(cli, evidence));
    });
}

function sheet(cli: Cli, { backlink, path, head, excerpt, found_in_excerpt }: Evidence): string {
  const style = { ...cli.style(), width: null };
  const facts = record(
    {
      link: `${backlink.source_url} -> ${backlink.target_url}`,
      anchor: backlink.anchor,
      archive: backlink.evidence?.archive,
      ...(path !== backlink.evidence?.archive && { path }),
      offset: backlink.evidence?.offset,
      length: backlink.evidence?.length,
      fetched_at: backlink.evidence?.fetched_at,
      first_seen: backlink.first_seen,
      last_seen: backlink.last_seen,
      state: backlink.state,
    },
    style,
  );
  const heading = style.heading(found_in_excerpt ? 'The record around the link' : 'The record begins (the link is not found in its text)');
  return `${facts}\n${style.heading('Head of the record')}\n${printable(head)}\n\n${heading}\n${printable(excerpt)}\n`;
}
