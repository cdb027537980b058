import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { hostOf } from '../src/model/host.ts';
import type { Coverage, ReferringDomain } from '../src/query/shapes.ts';
import { sql } from '../src/store/literal.ts';
import { throwawayIndex, type TestIndex } from '../test/test-index.ts';
import type { Check } from './check.ts';

const hostsKnown = 13_063;
const edgesKnown = 17_646;
const asked = 150;
const targetsAsked = 50;

interface Answer {
  readonly total: number;
  readonly rows: readonly ReferringDomain[];
  readonly cursor: string | null;
  readonly coverage: Coverage;
}

/** A host graph of Canadian politics in Common Crawl's files: counts, ranks and referring domains equal a plain reading of the files; held to targets, the same answers. */
export const webgraph: Check = async (say, dataDir) => {
  const folder = join(dataDir, 'wahr');
  const files = plainFiles(folder);
  await using index = await throwawayIndex();
  const imported = await index.importWebGraph(folder);
  say('hosts', imported.nodes, 'hosts', imported.nodes === hostsKnown && files.hosts.length === hostsKnown);
  say('edges', imported.edges, 'edges', imported.edges === edgesKnown && imported.edges_kept === files.edges);
  await index.refresh();

  const ranked = await index.engine.ask<{ key: string; node: number; pagerank: number; harmonic: number; place: number }>(
    sql`SELECT host_key AS key, n.node AS node, pagerank, harmonic, harmonic_rank AS place FROM webgraph_names AS n
        INNER JOIN webgraph_nodes AS r ON r.graph = n.graph AND r.node = n.node WHERE n.graph = ${imported.graph} ORDER BY node`,
  );
  const expected = files.hosts.map(({ key, position, pagerank, harmonic, place }) => ({
    key,
    node: position - 1,
    pagerank,
    harmonic,
    place,
  }));
  const equalRanks = ranked.filter((row, i) => JSON.stringify(row) === JSON.stringify(expected.sort((a, b) => a.node - b.node)[i])).length;
  say('ranks_equal', equalRanks, 'hosts', equalRanks === hostsKnown);

  const targets = [...files.linking.keys()].sort((a, b) => (files.linking.get(b)?.length ?? 0) - (files.linking.get(a)?.length ?? 0));
  const chosen = [
    ...targets.slice(0, asked / 2),
    ...targets.slice(asked / 2).filter((_, i, rest) => i % Math.ceil(rest.length / (asked / 2)) === 0),
  ];
  const whole = new Map<string, readonly ReferringDomain[]>();
  let [equal, domains, shown] = [0, 0, 0];
  for (const target of chosen) {
    const rows = await allRows(index, target);
    whole.set(target, rows);
    domains += rows.length;
    const summary = await index.ask<{ webgraph: unknown }>('summary', { target });
    if (JSON.stringify(summary.webgraph) === JSON.stringify(files.ranksOf(target))) shown++;
    if (
      JSON.stringify(rows.map((row) => [row.domain, row.webgraph])) ===
      JSON.stringify(files.linking.get(target)?.map((domain) => [domain, files.ranksOf(domain)]))
    )
      equal++;
    else say(`differs ${target}`, rows.map((row) => row.domain).join(' '), '-');
  }
  say('asked', chosen.length, 'targets', chosen.length >= asked);
  say('referring_domains_equal', equal, 'targets, in number, name, rank and order', equal === chosen.length);
  say('referring_domains', domains, 'domains');
  say('target_ranks_shown', shown, 'targets', shown === chosen.length);

  const list = join(index.folder, 'targets.txt');
  const held = chosen.filter((_, i) => i % Math.floor(chosen.length / targetsAsked) === 0).slice(0, targetsAsked);
  writeFileSync(list, held.join('\n'));
  const kept = await index.importWebGraph(folder, { targets: list });
  await index.refresh();
  say('targets_edges_kept', kept.edges_kept, `edges of ${kept.edges}`);
  let same = 0;
  for (const target of held) if (JSON.stringify(await allRows(index, target)) === JSON.stringify(whole.get(target))) same++;
  say('targets_same_answer', same, 'targets', same === held.length && same === targetsAsked);
  const other = chosen.find((target) => !held.includes(target)) ?? '';
  const answer = await index.ask<Answer>('referring-domains', { target: other });
  say('others_not_looked', String(answer.coverage.webgraph?.looked), other, answer.coverage.webgraph?.looked === false);
};

async function allRows(index: TestIndex, target: string): Promise<ReferringDomain[]> {
  const rows: ReferringDomain[] = [];
  let cursor: string | null | undefined;
  do {
    const answer: Answer = await index.ask('referring-domains', { target, limit: 100, ...(cursor && { cursor }) });
    rows.push(...answer.rows);
    ({ cursor } = answer);
  } while (cursor !== null);
  return rows;
}

interface PlainHost {
  readonly key: string;
  readonly domain: string;
  readonly position: number;
  readonly place: number;
  readonly pagerank: number;
  readonly harmonic: number;
}

/** The three files read line by line into maps, and who links to each domain and host: other domains, in the order of their strongest host. */
function plainFiles(folder: string): {
  hosts: PlainHost[];
  edges: number;
  linking: Map<string, string[]>;
  ranksOf: (target: string) => { rank: number; harmonic_rank: number } | null;
} {
  const lines = (part: string): string[][] =>
    gunzipSync(readFileSync(join(folder, `wahr-2005-2015-host-${part}.txt.gz`)))
      .toString()
      .trimEnd()
      .split('\n')
      .map((line) => line.split('\t'));
  const ranks = new Map(
    lines('ranks')
      .slice(1)
      .map((fields) => [fields[4] ?? '', fields]),
  );
  const hosts = lines('vertices').map(([, name = '']) => {
    const { key, domain } = hostOf(name.toLowerCase().split('.').toReversed().join('.'));
    const [place, harmonic, position, pagerank] = (ranks.get(name) ?? []).map(Number);
    return { key, domain, position: position ?? 0, place: place ?? 0, pagerank: pagerank ?? 0, harmonic: harmonic ?? 0 };
  });
  const strongest = new Map<string, PlainHost>();
  for (const host of hosts)
    for (const name of [host.domain, host.key]) if (host.position < (strongest.get(name)?.position ?? Infinity)) strongest.set(name, host);

  const edges = new Set(lines('edges').map((fields) => fields.join('\t')));
  const sources = new Map<string, Set<string>>();
  for (const edge of edges) {
    const [from, to] = edge.split('\t').map((id) => hosts[Number(id)]);
    if (from === undefined || to === undefined || from.domain === to.domain || !to.domain.includes('.')) continue;
    const host = to.key.slice(0, -1).split(',').toReversed().join('.');
    for (const target of new Set([to.domain, host])) sources.set(target, (sources.get(target) ?? new Set()).add(from.domain));
  }
  // What a person could not ask for (a name with a space in it) is not asked.
  const askable = [...sources].filter(([target]) => /^[a-z0-9.-]+\.[a-z]+$/.test(target) && hostOf(target).host === target);
  const place = (domain: string): number => strongest.get(domain)?.position ?? 0;
  const linking = new Map(askable.map(([target, found]) => [target, [...found].sort((a, b) => place(a) - place(b))]));
  return {
    hosts,
    edges: edges.size,
    linking,
    ranksOf: (target) => {
      const { key, domain } = hostOf(target);
      const host = strongest.get(key === hostOf(domain).key ? domain : key);
      return host === undefined ? null : { rank: host.position, harmonic_rank: host.place };
    },
  };
}
