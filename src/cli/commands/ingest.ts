import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { ConfigFlags } from '../../base/config.ts';
import type { IngestedSources } from '../../pipeline/ingest-sources.ts';
import { isCrawlSource } from '../../sources/common-crawl/crawl-source.ts';
import { isAddress, sourceName, sourceText } from '../../sources/source-name.ts';
import { isReleaseName, webGraphOf, webGraphSource } from '../../sources/web-graph/web-graph-source.ts';
import type { Cli } from '../cli.ts';
import { runJob } from '../job-run.ts';

interface IngestFlags extends ConfigFlags {
  readonly property?: string;
  readonly map?: string[];
  readonly date?: string;
  readonly crawl?: string;
  readonly keepInternal?: boolean;
  readonly dropFetched?: boolean;
  readonly targets?: string;
  readonly refresh?: boolean;
  readonly json?: boolean;
}

export function addIngest(program: Command, cli: Cli): void {
  program
    .command('ingest')
    .description(
      'read archives (WARC, ARC, WAT, WACZ), lists of edges, exports of links and web graphs into the index; run it again to continue',
    )
    .argument(
      '<source...>',
      'files, folders and http(s) addresses of archives; cc:CRAWL[:wat|:warc][:FROM-TO] for files of Common Crawl, as in cc:latest:wat:0-9; edges:FILE for a list of dated edges between hosts; export:FILE for an export of links; webgraph:RELEASE for a web graph (a name, a folder, an address)',
    )
    .option('--crawl <name>', 'the name of the collection; default: what the archive says')
    .option('--keep-internal', 'store links inside one registrable domain too')
    .option('--drop-fetched', 'remove archives that were fetched once they are in the index; evidence is then read from where they were')
    .option('--targets <file>', 'of a web graph, keep only who links to the domains in this file')
    .option('--refresh', 'build and publish a release when it is done')
    .option('--property <site>', 'exports: the site whose links they list, for tables without a column for it')
    .option(
      '--map <field=column,...>',
      'exports: columns of a table that is not recognised (source, target, anchor, first_seen, ...)',
      several,
    )
    .option(
      '--date <day>',
      'exports: when they were made (2026-09-28), for rows without dates; default: the date in the name, else the file’s',
    )
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
        ...(flags.targets !== undefined && { targets: resolve(flags.targets) }),
        ...(flags.refresh === true && { refresh: true }),
        ...(flags.property !== undefined && { property: flags.property }),
        ...(flags.map !== undefined && { map: flags.map }),
        ...(flags.date !== undefined && { date: flags.date }),
      };
      const job = await runJob(cli, flags, 'ingest', input, flags.json === true);
      if (flags.json !== true)
        cli.print(
          `${exportLines(job.result as IngestedSources)}${sentence(job.result as IngestedSources)}${flags.refresh === true ? '' : ' "openbacklinks refresh" builds a release of what is new.'}\n`,
        );
    });
}

function absolute(source: string): string {
  if (isCrawlSource(source)) return source;
  const release = webGraphOf(source);
  if (release !== null)
    return webGraphSource(isAddress(release) || (isReleaseName(release) && !existsSync(release)) ? release : resolve(release));
  const { kind, place } = sourceName(source);
  return sourceText({ kind, place: isAddress(place) ? place : resolve(place) });
}

/** An option that may be given more than once. */
function several(text: string, before: readonly string[] | undefined): string[] {
  return [...(before ?? []), text];
}

/** A line for each export: what it is, and what became of its rows. */
function exportLines({ each }: IngestedSources): string {
  return each
    .flatMap(({ archive, exported, skipped }) => {
      if (exported === null) return [];
      const { provider, table, recognised_by, rows, rows_used } = exported;
      const reasons = Object.entries(skipped).map(([reason, number]) => `${reason} ${number.toLocaleString('en-US')}`);
      const refused = reasons.length === 0 ? '' : `; refused: ${reasons.join(', ')}`;
      const how = recognised_by === 'content' ? ', told by its content' : '';
      return [`${archive}: ${provider}, ${table}${how}: ${rows_used.toLocaleString('en-US')} of ${count(rows, 'row')} used${refused}.\n`];
    })
    .join('');
}

function sentence({ archives, archives_known, captures, links, seconds, webgraphs }: IngestedSources): string {
  const known = archives_known === 0 ? '' : ` (${archives_known} of them were in the index already)`;
  const graphs = webgraphs.map(
    (graph) =>
      `the web graph ${graph.name}${graph.known ? ' (in the store already)' : ''} of ${count(graph.nodes, 'node')} and ${count(graph.edges, 'edge')}, ${graph.edges_kept.toLocaleString('en-US')} kept`,
  );
  const files =
    archives === 0 && webgraphs.length > 0
      ? []
      : [`${count(archives, 'archive')}${known}: ${count(captures, 'page')}, ${count(links, 'link')}`];
  return `Ingested ${[...files, ...graphs].join('; ')} in ${seconds.toFixed(1)} s.`;
}

function count(number: number, what: string): string {
  return `${number.toLocaleString('en-US')} ${what}${number === 1 ? '' : 's'}`;
}
