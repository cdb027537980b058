import type { Command } from 'commander';
import type { ConfigFlags } from '../../base/config.ts';
import { limits } from '../../base/limits.ts';
import type { JobResults } from '../../service/backend.ts';
import type { Cli } from '../cli.ts';
import { runJob } from '../job-run.ts';
import { amount, wholeNumber } from '../whole-number.ts';

interface RecrawlFlags extends ConfigFlags {
  readonly pages?: number;
  readonly olderThan?: number;
  readonly delay?: number;
  readonly refresh?: boolean;
  readonly json?: boolean;
}

export function addRecrawl(program: Command, cli: Cli): void {
  program
    .command('recrawl')
    .description('fetch pages again that hold links and are due, most overdue first')
    .argument('[target]', 'only pages that link to it')
    .option('--pages <number>', `pages at most (${limits.crawlPagesDefault})`, wholeNumber)
    .option('--older-than <days>', 'all that were captured longer ago, whatever their authority', amount)
    .option('--delay <seconds>', 'pause between two requests to one host (1)', amount)
    .option('--refresh', 'build and publish a release when it is done')
    .option('--contact <address>', 'who answers for the requests (OPENBACKLINKS_CONTACT)')
    .option('--allow-hosts <hosts>', 'hosts that may be fetched although they are not public (OPENBACKLINKS_ALLOW_HOSTS)')
    .option('--json', 'print events as JSON, a line each')
    .action(async (target: string | undefined, _flags: unknown, self: Command) => {
      const flags = self.optsWithGlobals<RecrawlFlags>();
      const input = {
        ...(target !== undefined && { target }),
        ...(flags.pages !== undefined && { pages: flags.pages }),
        ...(flags.olderThan !== undefined && { older_than_days: flags.olderThan }),
        ...(flags.delay !== undefined && { delay_seconds: flags.delay }),
        ...(flags.refresh === true && { refresh: true }),
      };
      const job = await runJob(cli, flags, 'recrawl', input, flags.json === true);
      if (flags.json === true) return;
      const { due, crawl } = job.result as JobResults['recrawl'];
      if (crawl === null) return cli.print('No page is due.\n');
      const unchanged = crawl.by['fetched']?.['unchanged'] ?? 0;
      cli.print(
        `${due.toLocaleString('en-US')} pages were due; ${crawl.captures.toLocaleString('en-US')} captures, ${unchanged.toLocaleString('en-US')} unchanged, in ${crawl.seconds.toFixed(1)} s.\n`,
      );
    });
}
