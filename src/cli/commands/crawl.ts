import type { Command } from 'commander';
import type { ConfigFlags } from '../../base/config.ts';
import { fail } from '../../base/errors.ts';
import { limits } from '../../base/limits.ts';
import type { CrawlResult } from '../../pipeline/crawl.ts';
import type { Cli } from '../cli.ts';
import { runJob } from '../job-run.ts';
import { amount, wholeNumber, wholeNumberOrZero } from '../whole-number.ts';

interface CrawlFlags extends ConfigFlags {
  readonly pages?: number;
  readonly depth?: number;
  readonly hosts?: string;
  readonly delay?: number;
  readonly crawl?: string;
  readonly refresh?: boolean;
  readonly json?: boolean;
}

export function addCrawl(program: Command, cli: Cli): void {
  program
    .command('crawl')
    .description('fetch pages politely, keep them as WARC and ingest them; run it again to continue')
    .argument('<url...>', 'http(s) addresses to begin with')
    .option('--pages <number>', `pages at most (${limits.crawlPagesDefault})`, wholeNumber)
    .option('--depth <number>', `links from an address to begin with, at most (${limits.crawlDepthDefault})`, wholeNumberOrZero)
    .option('--hosts <which>', 'seed: only the hosts of those addresses (default); any: all')
    .option('--delay <seconds>', 'pause between two requests to one host (1)', amount)
    .option('--crawl <name>', 'the name of the collection; default: the host of the first address')
    .option('--refresh', 'build and publish a release when it is done')
    .option('--contact <address>', 'who answers for the crawl, shown to the sites (OPENBACKLINKS_CONTACT)')
    .option('--allow-hosts <hosts>', 'hosts that may be fetched although they are not public (OPENBACKLINKS_ALLOW_HOSTS)')
    .option('--json', 'print events as JSON, a line each')
    .action(async (urls: string[], _flags: unknown, self: Command) => {
      const flags = self.optsWithGlobals<CrawlFlags>();
      const { pages, depth, crawl } = flags;
      const input = {
        urls,
        ...(pages !== undefined && { pages }),
        ...(depth !== undefined && { depth }),
        ...(crawl !== undefined && { crawl }),
        ...(flags.hosts !== undefined && { hosts: hostsOf(flags.hosts) }),
        ...(flags.delay !== undefined && { delay_seconds: flags.delay }),
        ...(flags.refresh === true && { refresh: true }),
      };
      const job = await runJob(cli, flags, 'crawl', input, flags.json === true);
      if (flags.json === true) return;
      cli.print(
        `${sentence(job.result as CrawlResult)}${flags.refresh === true ? '' : ' "openbacklinks refresh" builds a release of what is new.'}\n`,
      );
    });
}

function hostsOf(text: string): 'seed' | 'any' {
  return text === 'seed' || text === 'any' ? text : fail('usage', { reason: `--hosts is "${text}"; it must be seed or any.` });
}

function sentence({ crawl, captures, hosts, links, by, waiting, seconds }: CrawlResult): string {
  const left = { ...told(by['refused'], 'refused'), ...told(by['failed'], 'failed'), ...(waiting > 0 && { waiting }) };
  const others = Object.entries(left).map(([what, pages]) => `${pages.toLocaleString('en-US')} ${what}`);
  return `Crawled ${captures.toLocaleString('en-US')} pages of ${hosts.toLocaleString('en-US')} hosts as "${crawl}": ${links.toLocaleString('en-US')} links in ${seconds.toFixed(1)} s${others.length === 0 ? '' : ` (${others.join(', ')})`}.`;
}

function told(reasons: Readonly<Record<string, number>> | undefined, what: string): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(reasons ?? {}).map(([reason, pages]) => [`${what}: ${reason}`, pages]));
}
