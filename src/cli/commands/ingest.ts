import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { ConfigFlags } from '../../base/config.ts';
import type { IngestResult } from '../../pipeline/ingest.ts';
import { isCrawlSource } from '../../sources/common-crawl/crawl-source.ts';
import { isAddress, sourceName, sourceText } from '../../sources/source-name.ts';
import type { Cli } from '../cli.ts';
import { runJob } from '../job-run.ts';

interface IngestFlags extends ConfigFlags {
  readonly crawl?: string;
  readonly keepInternal?: boolean;
  readonly dropFetched?: boolean;
  readonly refresh?: boolean;
  readonly json?: boolean;
}

export function addIngest(program: Command, cli: Cli): void {
  program
    .command('ingest')
    .description('read archives (WARC, ARC, WAT, WACZ) and lists of edges into the index; run it again to continue')
    .argument(
      '<source...>',
      'files, folders and http(s) addresses of archives; cc:CRAWL[:wat|:warc][:FROM-TO] for files of Common Crawl, as in cc:latest:wat:0-9; edges:FILE for a list of dated edges between hosts',
    )
    .option('--crawl <name>', 'the name of the collection; default: what the archive says')
    .option('--keep-internal', 'store links inside one registrable domain too')
    .option('--drop-fetched', 'remove archives that were fetched once they are in the index; evidence is then read from where they were')
    .option('--refresh', 'build and publish a release when it is done')
    .option('--workers <number>', 'archives read at the same time (OPENBACKLINKS_WORKERS, one a core)')
    .option('--allow-hosts <hosts>', 'hosts that may be fetched although they are not public (OPENBACKLINKS_ALLOW_HOSTS)')
    .option('--json', 'print events as JSON, a line each')
    .action(async (sources: string[], _flags: unknown, self: Command) => {
      const flags = self.optsWithGlobals<IngestFlags>();
      const input = {
        // A path means what it means here, whichever process reads it.
        sources: sources.map(absolute),
        ...(flags.crawl !== undefined && { crawl: flags.crawl }),
        ...(flags.keepInternal === true && { keep_internal: true }),
        ...(flags.dropFetched === true && { drop_fetched: true }),
        ...(flags.refresh === true && { refresh: true }),
      };
      const job = await runJob(cli, flags, 'ingest', input, flags.json === true);
      if (flags.json !== true)
        cli.print(
          `${sentence(job.result as IngestResult)}${flags.refresh === true ? '' : ' "openbacklinks refresh" builds a release of what is new.'}\n`,
        );
    });
}

function absolute(source: string): string {
  if (isCrawlSource(source)) return source;
  const { kind, place } = sourceName(source);
  return sourceText({ kind, place: isAddress(place) ? place : resolve(place) });
}

function sentence({ archives, archives_known, captures, links, seconds }: IngestResult): string {
  const known = archives_known === 0 ? '' : ` (${archives_known} of them were in the index already)`;
  return `Ingested ${count(archives, 'archive')}${known}: ${count(captures, 'page')}, ${count(links, 'link')} in ${seconds.toFixed(1)} s.`;
}

function count(number: number, what: string): string {
  return `${number.toLocaleString('en-US')} ${what}${number === 1 ? '' : 's'}`;
}
