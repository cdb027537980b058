import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import type { ConfigFlags } from '../../base/config.ts';
import { fail } from '../../base/errors.ts';
import type { EnrichResult } from '../../pipeline/enrich-result.ts';
import type { Cli } from '../cli.ts';
import { runJob } from '../job-run.ts';
import { count, size } from '../sizes.ts';
import { table } from '../table.ts';
import { wholeNumber } from '../whole-number.ts';

interface EnrichFlags extends ConfigFlags {
  readonly top?: number;
  readonly records?: number;
  readonly crawl?: string;
  readonly domains?: string;
  readonly dryRun?: boolean;
  readonly refresh?: boolean;
  readonly json?: boolean;
}

export function addEnrich(program: Command, cli: Cli): void {
  program
    .command('enrich')
    .description('fetch a few likely pages of domains that are only known to link to a target, and ingest their links')
    .argument('<target>', 'a domain, a host, a folder or a page')
    .option('--top <number>', 'the strongest so many domains; default: 200', wholeNumber)
    .option('--records <number>', 'at most so many pages of each; default: 50', wholeNumber)
    .option('--crawl <name>', 'the crawl to take them from; default: latest')
    .option('--domains <file>', 'domains, one a line, the strongest first, in place of those that the web graph knows')
    .option('--dry-run', 'say what would be fetched, and fetch nothing')
    .option('--refresh', 'build and publish a release when it is done')
    .option('--json', 'print events as JSON, a line each')
    .action(async (target: string, _flags: unknown, self: Command) => {
      const flags = self.optsWithGlobals<EnrichFlags>();
      const input = {
        target,
        ...(flags.domains !== undefined && { domains: domainsIn(flags.domains) }),
        ...(flags.top !== undefined && { top: flags.top }),
        ...(flags.records !== undefined && { records: flags.records }),
        ...(flags.crawl !== undefined && { crawl: flags.crawl }),
        ...(flags.dryRun === true && { dry_run: true }),
        ...(flags.refresh === true && { refresh: true }),
      };
      const job = await runJob(cli, flags, 'enrich', input, flags.json === true);
      if (flags.json === true) return;
      const result = job.result as EnrichResult;
      cli.print(
        table(
          columns,
          result.each.map((one) => ({ ...one })),
          cli.style(),
        ),
      );
      cli.print(`${sentence(result)}\n`);
    });
}

const columns = [
  { field: 'domain' },
  { field: 'status' },
  { field: 'links' },
  { field: 'pages_linking', title: 'pages' },
  { field: 'records_chosen', title: 'chosen' },
  { field: 'records_fetched', title: 'fetched' },
  { field: 'pages_listed', title: 'listed' },
  { field: 'reason', spare: 1 },
];

/** The first field of each line; empty lines and those that begin with # are passed over. */
function domainsIn(path: string): string[] {
  const text = attempt(path, () => readFileSync(path, 'utf8'));
  return text.split('\n').flatMap((line) => {
    const [domain = ''] = line.trim().split(/[\t,;]/);
    return domain === '' || domain.startsWith('#') ? [] : [domain.trim()];
  });
}

function attempt(path: string, read: () => string): string {
  try {
    return read();
  } catch (thrown) {
    const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
    return code === 'ENOENT' ? fail('source_missing', { path }, thrown) : fail('source_unreadable', { path, reason: code }, thrown);
  }
}

function sentence(result: EnrichResult): string {
  const asked = result.domains - result.domains_linking_already;
  const missed = result.domains_not_reached === 0 ? '' : ` ${result.domains_not_reached} were not reached: run it again for those.`;
  const skipped = result.domains_linking_already === 0 ? '' : ` ${count(result.domains_linking_already)} were known to link already.`;
  if (result.dry_run)
    return `Would fetch ${count(result.records_chosen - result.records_known)} records, ${size(result.bytes_to_fetch)}, of ${count(asked)} domains from ${result.crawl}.${skipped}${missed}`;
  return `Found links of ${count(result.domains_found)} of ${count(asked)} domains to ${result.target}: ${count(result.links)} on ${count(result.pages_linking)} pages, in ${count(result.records_fetched)} records of ${result.crawl} (${size(result.bytes_fetched)}).${skipped}${missed}`;
}
