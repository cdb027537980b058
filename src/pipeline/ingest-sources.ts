/** Everything that ingest takes: archives and tables, which become batches, and web graphs, which are stores of their own. */
import { fail } from '../base/errors.ts';
import { isAddress } from '../sources/source-name.ts';
import { isReleaseName, webGraphOf } from '../sources/web-graph/web-graph-source.ts';
import { ingest, type IngestInto, type IngestOptions, type IngestResult } from './ingest.ts';
import { importWebGraph, type ImportedWebGraph } from './web-graph/import-web-graph.ts';

export interface IngestSourcesInto extends IngestInto {
  /** Where imports of web graphs work; kept over interruptions. */
  readonly webGraphFolder: string;
}

export interface IngestSourcesOptions extends IngestOptions {
  /** A file of domains, for web graphs: only in-links of these are kept. */
  readonly targets?: string;
}

export interface IngestedSources extends IngestResult {
  readonly webgraphs: readonly ImportedWebGraph[];
}

/** Ingests all sources, web graphs last. Throws as `ingest` and `importWebGraph` do, and `usage` for targets without a web graph. */
export async function ingestSources(
  into: IngestSourcesInto,
  sources: readonly string[],
  { targets, ...options }: IngestSourcesOptions,
): Promise<IngestedSources> {
  const releases = sources.flatMap((source) => webGraphOf(source) ?? []);
  const others = sources.filter((source) => webGraphOf(source) === null);
  if (targets !== undefined && releases.length === 0)
    fail('usage', { reason: 'Targets are for web graphs: name one as webgraph:RELEASE, or leave them out.' });
  const isPath = (release: string): boolean => !isAddress(release) && !isReleaseName(release);
  if (!options.localPaths && (targets !== undefined || releases.some(isPath))) fail('paths_need_admin');
  const started = performance.now();
  const result = others.length === 0 && releases.length > 0 ? nothing : await ingest(into, others, options);
  const webgraphs: ImportedWebGraph[] = [];
  for (const release of releases) {
    const graph = await importWebGraph({ ...into, workFolder: into.webGraphFolder }, release, {
      ...options,
      base: into.commonCrawl.base,
      ...(targets !== undefined && { targets }),
    });
    webgraphs.push(graph);
  }
  return { ...result, seconds: Math.round(performance.now() - started) / 1000, webgraphs };
}

const nothing: IngestResult = {
  archives: 0,
  archives_known: 0,
  archives_failed: 0,
  records: 0,
  captures: 0,
  links: 0,
  bytes: 0,
  seconds: 0,
  each: [],
};
