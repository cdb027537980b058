/**
 * The scores against what is public: authority against ranks of others, its stability and its robustness, spam scores against lists and
 * generated farms. `npm run metrics` writes the figures to docs/metrics/validation.md.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { buildCsr } from '../src/compute/csr.ts';
import { harmonicCentrality } from '../src/compute/harmonic.ts';
import { pageRank } from '../src/compute/pagerank.ts';
import { sql } from '../src/store/literal.ts';
import { tableOf } from '../src/store/releases.ts';
import { throwawayIndex, type TestIndex } from '../test/test-index.ts';
import type { Check, Say } from './check.ts';
import { farmShapes } from './scores/farms.ts';
import { edgesOf, NamedGraph, type NamedEdge } from './scores/named-graph.ts';
import { spamNames } from './scores/spam-names.ts';
import { areaUnderCurve, pairedDifference, quantile, randomFrom, recallAt, spearman } from './scores/statistics.ts';

export const scores: Check = async (say, dataDir) => {
  await referenceRanks(say, dataDir);
  spamNames(say, dataDir);
  await using index = await throwawayIndex();
  await index.ingest([join(dataDir, 'pages/trafilatura.warc.gz'), join(dataDir, 'selfhosted/selfhosted.warc.gz')]);
  const { release } = await index.refresh();
  const graph = await NamedGraph.of(await domainsOf(index, release.id), await edgesOf(index, release.id));
  usefulness(say, dataDir, graph);
  await robustness(say, graph, await edgesOf(index, release.id));
  await hiddenFarms(say, graph, await edgesOf(index, release.id));
  await stability(say, index, graph);
};

/** PageRank with Common Crawl's rules, and harmonic centrality, on a host graph with both from Common Crawl's own programs. */
async function referenceRanks(say: Say, dataDir: string): Promise<void> {
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

async function domainsOf(index: TestIndex, release: number): Promise<string[]> {
  const rows = await index.engine.ask<{ domain: string }>(sql`SELECT domain FROM ${tableOf('domains', release)} ORDER BY domain`);
  return rows.map(({ domain }) => domain);
}

/** Spearman against ranks of others on the nodes both know, beside the plain count of followed referring domains. */
function usefulness(say: Say, dataDir: string, graph: NamedGraph): void {
  const read = (file: string): unknown => JSON.parse(readFileSync(join(dataDir, 'ranks', file), 'utf8'));
  const moz = read('moz-top-sites.json') as { rootDomain: string; linkingRootDomains: number; domainAuthority: number }[];
  const { rows } = read('domain-cc-main-2026-apr-may-jun.json') as { rows: string[][] };
  const named = (at: number): [string, number][] => rows.map((row) => [(row[4] ?? '').split('.').toReversed().join('.'), -Number(row[at])]);
  const references: Readonly<Record<string, [string, number][]>> = {
    moz_linking_domains: moz.map((row) => [row.rootDomain.replace(/^www\./, ''), row.linkingRootDomains]),
    moz_domain_authority: moz.map((row) => [row.rootDomain.replace(/^www\./, ''), row.domainAuthority]),
    common_crawl_harmonic: named(0),
    common_crawl_pagerank: named(2),
  };
  const nodes = new Set(graph.names);
  for (const [name, reference] of Object.entries(references)) {
    const both = reference.filter(([domain]) => nodes.has(domain));
    const truth = both.map(([, value]) => value);
    const own = both.map(([domain]) => graph.authority(domain));
    const counts = both.map(([domain]) => graph.referring(domain));
    const [low, high] = pairedDifference(own, counts, truth);
    say(`usefulness.${name}.domains`, both.length, 'domains that both know');
    say(`usefulness.${name}.authority`, spearman(own, truth), 'Spearman');
    say(
      `usefulness.${name}.plain_pagerank`,
      spearman(
        both.map(([domain]) => graph.plainRank(domain)),
        truth,
      ),
      'Spearman',
    );
    say(`usefulness.${name}.referring_domains`, spearman(counts, truth), 'Spearman');
    say(`usefulness.${name}.difference_low`, low, 'authority - referring domains, 95 % interval');
    say(`usefulness.${name}.difference_high`, high, low > 0 ? 'better' : high < 0 ? 'worse' : 'no difference shown');
  }
}

const popularCount = 40;

/** What a farm of 200 sites adds to the authority that five honest links give. */
async function robustness(say: Say, graph: NamedGraph, edges: readonly NamedEdge[]): Promise<void> {
  const random = randomFrom(5);
  const linking = [...new Set(edges.map(([source]) => source))];
  const honest = Array.from({ length: 5 }, (): NamedEdge => [linking[Math.floor(random() * linking.length)] ?? '', 'target.invalid', 1]);
  const before = await NamedGraph.of(graph.names, [...edges, ...honest]);
  say('robustness.five_honest_links', before.authority('target.invalid'), 'points');
  for (const [shape, farm] of Object.entries(farmShapes)) {
    const after = await NamedGraph.of(graph.names, [...edges, ...honest, ...farm(200, random, popularOf(graph)).edges]);
    const rise = after.authority('target.invalid') - before.authority('target.invalid');
    const plain = after.plainAuthority('target.invalid') - before.plainAuthority('target.invalid');
    // Who links to unrelated sites besides cannot be told from an honest site by the graph: stated, not promised.
    say(
      `robustness.${shape}_rise`,
      rise,
      `points by 200 sites of 50 pages; plain PageRank ${plain.toFixed(1)}`,
      shape === 'camouflage' ? undefined : rise < 3,
    );
  }
}

function popularOf(graph: NamedGraph): string[] {
  return graph.names.toSorted((a, b) => graph.referring(b) - graph.referring(a)).slice(0, popularCount);
}

/** Farms hidden in the graph, by link features alone, against all other domains. */
async function hiddenFarms(say: Say, graph: NamedGraph, edges: readonly NamedEdge[]): Promise<void> {
  const random = randomFrom(6);
  for (const [shape, farm] of Object.entries(farmShapes)) {
    for (const size of [10, 30, 200]) {
      const { edges: added, sites, targets } = farm(size, random, popularOf(graph));
      const hidden = await NamedGraph.of(graph.names, [...edges, ...added]);
      const guilty = new Set([...sites, ...targets]);
      const positives = [...guilty].map((name) => hidden.linkSpam(name));
      const negatives = hidden.names.filter((name) => !guilty.has(name)).map((name) => hidden.linkSpam(name));
      say(`farms.${shape}_${size}.auc`, areaUnderCurve(positives, negatives), '');
      say(`farms.${shape}_${size}.recall_at_2_percent`, recallAt(0.02, positives, negatives), '');
    }
  }
  const honest = graph.names.map((name) => graph.linkSpam(name));
  say(
    'farms.honest_at_20_or_more',
    honest.filter((score) => score >= 20).length,
    `of ${honest.length} domains of the crawl, by link features`,
  );
}

/** The same crawl released again with 5 % of its pages missing at random. */
async function stability(say: Say, index: TestIndex, graph: NamedGraph): Promise<void> {
  await index.engine.run(sql`ALTER TABLE captures DELETE WHERE cityHash64(source_key) % 20 = 7`);
  const { release } = await index.refresh(true);
  const again = await NamedGraph.of(await domainsOf(index, release.id), await edgesOf(index, release.id), graph);
  say('stability.panel', again.run.fit?.panel ?? 0, 'domains that the scale was carried by');
  say('stability.panel_slope', again.run.fit?.b ?? Number.NaN, 'ln r after by ln r before');
  const left = new Set(again.names);
  const moves = graph.names
    .filter((name) => left.has(name) && graph.referring(name) > 0)
    .map((name) => ({ referring: graph.referring(name), move: Math.abs(again.authority(name) - graph.authority(name)) }));
  for (const [from, to] of [
    [1, 2],
    [3, 9],
    [10, Number.POSITIVE_INFINITY],
  ] as const) {
    const own = moves.filter(({ referring }) => referring >= from && referring <= to).map(({ move }) => move);
    const within = own.filter((move) => move < 1).length / own.length;
    const range = to === Number.POSITIVE_INFINITY ? `${from}_or_more` : `${from}_to_${to}`;
    say(`stability.${range}.domains`, own.length, 'domains with so many followed referring domains');
    // The goal of 0.95 is missed: docs/metrics/validation.md says why.
    say(`stability.${range}.within_1_point`, within, 'share; from 10 on the goal is 0.95');
    say(`stability.${range}.move_median`, quantile(own, 0.5), 'points');
    say(`stability.${range}.move_p95`, quantile(own, 0.95), 'points');
  }
}
