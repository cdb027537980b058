import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Say } from '../check.ts';
import { NamedGraph, type NamedEdge } from './named-graph.ts';
import { pairedDifference, randomFrom, spearman } from './statistics.ts';

type Reference = readonly (readonly [domain: string, value: number])[];

/** Spearman against ranks of others on the nodes both know, beside the plain count of followed referring domains. */
export async function usefulness(say: Say, dataDir: string, graph: NamedGraph, edges: readonly NamedEdge[]): Promise<void> {
  const references = referencesIn(dataDir);
  const nodes = new Set(graph.names);
  const without = await NamedGraph.of(graph.names, edges, { crowds: false });
  for (const [name, reference] of Object.entries(references)) {
    const both = reference.filter(([domain]) => nodes.has(domain));
    const truth = both.map(([, value]) => value);
    const of = (score: (domain: string) => number): number[] => both.map(([domain]) => score(domain));
    const own = of((domain) => graph.authority(domain));
    const counts = of((domain) => graph.referring(domain));
    say(`usefulness.${name}.domains`, both.length, 'domains that both know');
    say(`usefulness.${name}.authority`, spearman(own, truth), 'Spearman');
    const others = {
      plain_pagerank: of((domain) => graph.plainRank(domain)),
      referring_domains: counts,
      trust: of((domain) => graph.trust(domain)),
    };
    for (const [other, values] of Object.entries(others)) say(`usefulness.${name}.${other}`, spearman(values, truth), 'Spearman');
    difference(say, `usefulness.${name}.difference`, 'authority - referring domains', pairedDifference(own, counts, truth));
    const plain = of((domain) => without.authority(domain));
    difference(
      say,
      `usefulness.${name}.crowds_difference`,
      'authority - authority with crowds in full',
      pairedDifference(own, plain, truth),
    );
    const mixed = of((domain) => graph.authority(domain) + graph.trustScore(domain));
    difference(say, `usefulness.${name}.trust_difference`, 'mean of authority and trust - authority', pairedDifference(mixed, own, truth));
  }
  await fromGivenSeeds(say, references['common_crawl_harmonic'] ?? [], graph, edges);
}

function difference(say: Say, name: string, of: string, [low, high]: readonly [number, number]): void {
  say(`${name}_low`, low, `${of}, 95 % interval`);
  say(`${name}_high`, high, low > 0 ? 'better' : high < 0 ? 'worse' : 'no difference shown');
}

/** Trust from one half of the strongest domains by harmonic centrality, chosen at random, against the ranks of the other half. */
async function fromGivenSeeds(say: Say, reference: Reference, graph: NamedGraph, edges: readonly NamedEdge[]): Promise<void> {
  const random = randomFrom(9);
  const nodes = new Set(graph.names);
  const both = reference.filter(([domain]) => nodes.has(domain));
  const seeds = both.filter(() => random() < 0.5).map(([domain]) => domain);
  const trusted = await NamedGraph.of(graph.names, edges, { seeds });
  const others = both.filter(([domain]) => !seeds.includes(domain));
  const truth = others.map(([, value]) => value);
  const trust = others.map(([domain]) => trusted.trust(domain));
  const own = others.map(([domain]) => graph.authority(domain));
  say(
    'usefulness.given_seeds.seeds',
    seeds.length,
    'of them linking to others: '.concat(String(seeds.filter((name) => graph.linked(name) > 0).length)),
  );
  say(
    'usefulness.given_seeds.reached_share',
    trusted.names.filter((name) => trusted.trust(name) > 0).length / nodes.size,
    'of all domains have trust',
  );
  say('usefulness.given_seeds.trust', spearman(trust, truth), 'Spearman with the harmonic rank of the other half');
  say('usefulness.given_seeds.authority', spearman(own, truth), 'Spearman with the same');
  difference(say, 'usefulness.given_seeds.difference', 'trust - authority', pairedDifference(trust, own, truth));
}

function referencesIn(dataDir: string): Readonly<Record<string, Reference>> {
  const read = (file: string): unknown => JSON.parse(readFileSync(join(dataDir, 'ranks', file), 'utf8'));
  const moz = read('moz-top-sites.json') as { rootDomain: string; linkingRootDomains: number; domainAuthority: number }[];
  const { rows } = read('domain-cc-main-2026-apr-may-jun.json') as { rows: string[][] };
  const named = (at: number): Reference => rows.map((row) => [(row[4] ?? '').split('.').toReversed().join('.'), -Number(row[at])] as const);
  return {
    moz_linking_domains: moz.map((row) => [row.rootDomain.replace(/^www\./, ''), row.linkingRootDomains]),
    moz_domain_authority: moz.map((row) => [row.rootDomain.replace(/^www\./, ''), row.domainAuthority]),
    common_crawl_harmonic: named(0),
    common_crawl_pagerank: named(2),
  };
}
