import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { buildCsr } from '../../src/compute/csr.ts';
import { harmonicCentrality } from '../../src/compute/harmonic.ts';
import { pageRank } from '../../src/compute/pagerank.ts';
import type { Say } from '../check.ts';
import { spearman } from './statistics.ts';

/** PageRank with Common Crawl's rules, and harmonic centrality, on a host graph with both from Common Crawl's own programs. */
export async function referenceRanks(say: Say, dataDir: string): Promise<void> {
  const lines = (part: string): string[][] =>
    gunzipSync(readFileSync(join(dataDir, `wahr/wahr-2005-2015-host-${part}.txt.gz`)))
      .toString('utf8')
      .trimEnd()
      .split('\n')
      .filter((line) => !line.startsWith('#'))
      .map((line) => line.split('\t'));
  const hosts = lines('vertices').map(([, host = '']) => host);
  const edges = lines('edges');
  const column = (at: number): Uint32Array => Uint32Array.from(edges, (edge) => Number(edge[at]));
  const graph = await buildCsr(() => [{ sources: column(0), targets: column(1) }], hosts.length);
  const { rank } = await pageRank(graph, { tolerance: 1e-12, iterationsMax: 1_000 });
  const central = harmonicCentrality(graph);
  const places = new Map(hosts.map((host, place) => [host, place]));
  const rows = lines('ranks').map(([, harmonic, , page, host = '']) => ({
    place: places.get(host) ?? -1,
    harmonic: Number(harmonic),
    page: Number(page),
  }));
  const known = rows.filter(({ place }) => place >= 0);
  say('reference.hosts', known.length, 'hosts of a crawl with reference ranks', known.length === rows.length);
  const pages = spearman(
    known.map(({ place }) => rank[place] ?? 0),
    known.map(({ page }) => page),
  );
  const harmonics = spearman(
    known.map(({ place }) => central[place] ?? 0),
    known.map(({ harmonic }) => harmonic),
  );
  say('reference.pagerank_spearman', pages, '', pages >= 0.9999);
  say('reference.harmonic_spearman', harmonics, '', harmonics >= 0.9999);
}
