import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { madeGraph, pageRankAt, writeWebGraph, type MadeGraph } from '../../../test/fixtures/web-graph.ts';
import { throwawayIndex, type TestIndex } from '../../../test/test-index.ts';
import { hostOf } from '../../model/host.ts';
import { sql } from '../../store/literal.ts';
import { newestWebGraph, webGraphById } from '../../store/web-graphs.ts';

let index: TestIndex;
let folder: string;
beforeAll(async () => {
  index = await throwawayIndex();
  folder = mkdtempSync(join(tmpdir(), 'openbacklinks-graph-'));
});
afterAll(async () => {
  await index[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

const domains = madeGraph(1, [...Array.from({ length: 400 }, (_, i) => `site-${i}.example`), 'blogspot.com', 'town.gov.uk'], 5_000);
const hosts = madeGraph(
  2,
  [
    ...Array.from({ length: 200 }, (_, i) => `h${i % 5}.site-${Math.floor(i / 5)}.co.uk`),
    ...Array.from({ length: 40 }, (_, i) => `site-${i}.co.uk`),
    ...Array.from({ length: 30 }, (_, i) => `tenant-${i}.blogspot.com`),
  ],
  3_000,
);

/** In-links by name, worked out from the plain edges: source names in the order of their places, each once. */
function inLinksOf(graph: MadeGraph, only: (target: string) => boolean = () => true): Record<string, string[]> {
  const found = new Map<string, Set<number>>();
  for (const [from, to] of graph.edges) {
    const target = graph.names[to] ?? '';
    if (!only(target)) continue;
    found.set(target, (found.get(target) ?? new Set()).add(from));
  }
  const place = (vertex: number): number => graph.positions[vertex] ?? 0;
  return Object.fromEntries(
    [...found].map(([target, sources]) => [
      target,
      [...sources].sort((a, b) => place(a) - place(b)).map((vertex) => graph.names[vertex] ?? ''),
    ]),
  );
}

async function storedInLinks(graph: number): Promise<Record<string, string[]>> {
  const names = await index.engine.ask<{ node: number; host_key: string }>(
    sql`SELECT node, host_key FROM webgraph_names WHERE graph = ${graph}`,
  );
  const nameOf = new Map(names.map(({ node, host_key }) => [node, host_key.slice(0, -1).split(',').toReversed().join('.')]));
  const rows = await index.engine.ask<{ target: number; sources: number[] }>(
    sql`SELECT target, sources FROM webgraph_in WHERE graph = ${graph} ORDER BY target, part`,
  );
  const found: Record<string, string[]> = {};
  for (const { target, sources } of rows)
    (found[nameOf.get(target) ?? ''] ??= []).push(...sources.map((source) => nameOf.get(source) ?? ''));
  return found;
}

describe('a graph of domains', () => {
  it('is stored whole: in-links of every node, strongest first, with its ranks', async () => {
    const prefix = writeWebGraph(join(folder, 'domains'), domains, { name: 'made-1-domain' });
    const imported = await index.importWebGraph(prefix);
    const distinct = new Set(domains.edges.map(String)).size;
    expect(imported).toMatchObject({ name: 'made-1-domain', known: false, nodes: 402, edges: 5_000, edges_kept: distinct });
    expect(await storedInLinks(imported.graph)).toEqual(inLinksOf(domains));
    const nodes = await index.engine.ask<{ node: number; domain_key: string; pagerank: number; harmonic_rank: number; hosts: number }>(
      sql`SELECT node, owner, domain_key, pagerank, harmonic_rank, harmonic, hosts FROM webgraph_nodes WHERE graph = ${imported.graph} ORDER BY node`,
    );
    expect(nodes).toEqual(
      domains.names
        .map((name, i) => {
          const position = domains.positions[i] ?? 0;
          const node = position - 1;
          return {
            node,
            owner: node,
            domain_key: `${name.split('.').toReversed().join(',')})`,
            pagerank: Number(pageRankAt(position, 402)),
            harmonic_rank: 403 - position,
            harmonic: position * 1.5,
            hosts: 3,
          };
        })
        .sort((a, b) => a.node - b.node),
    );
  });

  it('in many partitions is the same', async () => {
    const prefix = writeWebGraph(join(folder, 'partitions'), domains, { name: 'partitions-domain' });
    const { graph } = await index.importWebGraph(prefix, { partitionNames: 30, partitionLinks: 300 });
    expect(await storedInLinks(graph)).toEqual(inLinksOf(domains));
  });

  it('is imported once, by its bytes, and again when they differ', async () => {
    const again = writeWebGraph(join(folder, 'domains-again'), domains, { name: 'made-1-domain' });
    expect(await index.importWebGraph(again)).toMatchObject({ known: true, graph: 1 });
    const other = writeWebGraph(join(folder, 'domains-other'), { ...domains, edges: domains.edges.slice(1) }, { name: 'made-1-domain' });
    expect(await index.importWebGraph(other)).toMatchObject({ known: false, edges: 4_999 });
  });

  it('without ranks is numbered by in-links, then by name, and has no scores', async () => {
    const prefix = writeWebGraph(join(folder, 'unranked'), domains, { name: 'unranked-domain', ranks: false });
    const { graph } = await index.importWebGraph(prefix);
    const inLinks = domains.names.map((_, i) => domains.edges.filter(([, to]) => to === i).length);
    const order = [...domains.names.keys()].sort((a, b) => (inLinks[b] ?? 0) - (inLinks[a] ?? 0) || a - b);
    const positions: number[] = [];
    for (const [place, vertex] of order.entries()) positions[vertex] = place + 1;
    expect(await storedInLinks(graph)).toEqual(inLinksOf({ ...domains, positions }));
    expect(webGraphById(index.accounts, graph)).toMatchObject({ ranked: false, authority: null, steps: [] });
  });

  it('held to targets keeps their in-links and no others, in the same order', async () => {
    const targets = join(folder, 'targets.txt');
    writeFileSync(targets, 'site-3.example, site-17.example\n# a remark\nhttps://www.town.gov.uk/\nnot-in-it.example\n');
    const { graph, edges, edges_kept } = await index.importWebGraph(join(folder, 'domains'), { targets });
    const asked = new Set(['site-3.example', 'site-17.example', 'town.gov.uk']);
    const expected = inLinksOf(domains, (name) => asked.has(name));
    expect(await storedInLinks(graph)).toEqual(expected);
    expect({ edges, edges_kept }).toEqual({ edges: 5_000, edges_kept: Object.values(expected).flat().length });
    expect(webGraphById(index.accounts, graph)).toMatchObject({ nodes: 402, targets: 4 });
  });

  it('refuses targets that it cannot tell apart, naming the line', async () => {
    const targets = join(folder, 'tenants.txt');
    writeFileSync(targets, 'site-3.example\nanna.blogspot.com\n');
    await expect(index.importWebGraph(join(folder, 'domains'), { targets })).rejects.toThrow(
      /Line 2 of .*all of blogspot\.com is one vertex/,
    );
  });
});

describe('a graph of hosts', () => {
  it('in parts named by lists is the same; hosts of one domain have its strongest as owner', async () => {
    const prefix = writeWebGraph(join(folder, 'hosts'), hosts, { name: 'made-2-host', parts: 4 });
    const { graph } = await index.importWebGraph(prefix);
    expect(await storedInLinks(graph)).toEqual(inLinksOf(hosts));
    const rows = await index.engine.ask<{ host_key: string; owner: number }>(
      sql`SELECT host_key, owner FROM webgraph_names WHERE graph = ${graph}`,
    );
    const owners = new Map<string, number>();
    for (const [i, name] of hosts.names.entries()) {
      const { domain } = hostOf(name);
      owners.set(domain, Math.min(owners.get(domain) ?? Number.POSITIVE_INFINITY, (hosts.positions[i] ?? 0) - 1));
    }
    expect(Object.fromEntries(rows.map(({ host_key, owner }) => [host_key, owner]))).toEqual(
      Object.fromEntries(hosts.names.map((name) => [hostOf(name).key, owners.get(hostOf(name).domain)])),
    );
  });

  it('held to a domain and to one host keeps the hosts of the one and the other alone, with the same owners', async () => {
    const targets = join(folder, 'host-targets.txt');
    writeFileSync(targets, 'site-3.co.uk h2.site-4.co.uk tenant-3.blogspot.com\n');
    const whole = newestWebGraph(index.accounts);
    const { graph } = await index.importWebGraph(join(folder, 'hosts'), { targets });
    const asked = (name: string): boolean =>
      /(^|\.)site-3\.co\.uk$/.test(name) || name === 'h2.site-4.co.uk' || name === 'tenant-3.blogspot.com';
    expect(await storedInLinks(graph)).toEqual(inLinksOf(hosts, asked));
    const [differing] = await index.engine.ask<{ count: number; kept: number }>(
      sql`SELECT countIf(a.owner != b.owner) AS count, count() AS kept FROM webgraph_names AS a INNER JOIN webgraph_names AS b ON a.host_key = b.host_key WHERE a.graph = ${graph} AND b.graph = ${whole?.id ?? 0}`,
    );
    expect(differing).toMatchObject({ count: 0 });
    expect(differing?.kept).toBeGreaterThan(50);
  });
});

describe('files that are not whole', () => {
  function damagedCopy(name: string, change: (path: (part: string) => string) => void): string {
    const prefix = writeWebGraph(join(folder, name), domains, { name: `${name}-domain` });
    change((part) => `${prefix}-${part}.txt.gz`);
    return prefix;
  }
  function wholeGraphs(): number {
    return (index.accounts.prepare(`SELECT count(*) AS found FROM webgraphs WHERE state = 'committed'`).get() as { found: number }).found;
  }
  function rewrite(path: string, change: (text: string) => string): void {
    writeFileSync(path, gzipSync(change(gunzipSync(readFileSync(path)).toString())));
  }

  it.each([
    ['cut', (path: (part: string) => string) => truncateSync(path('edges'), 5_000), /edges.* ends in the middle of its compressed bytes/],
    [
      'strange',
      (path: (part: string) => string) => rewrite(path('edges'), (text) => text.replace('\n', '\n12 13\n')),
      /line 2 is not two vertex numbers/,
    ],
    [
      'beyond',
      (path: (part: string) => string) => rewrite(path('edges'), (text) => `${text}1\t402\n`),
      /line 5001 names vertex 402, and there are 402/,
    ],
    [
      'gap',
      (path: (part: string) => string) => rewrite(path('vertices'), (text) => text.replace(/^7\t.*\n/m, '')),
      /line 8 is not vertex 7/,
    ],
    [
      'fewer',
      (path: (part: string) => string) => rewrite(path('ranks'), (text) => text.replace(/\n.*\n$/, '\n')),
      /ranks 401 nodes, and there are 402/,
    ],
    [
      'other',
      (path: (part: string) => string) => rewrite(path('ranks'), (text) => text.replace('example.site-9\t', 'example.site-x\t')),
      /"example\.site-9" has no ranks/,
    ],
    [
      'twice',
      (path: (part: string) => string) => rewrite(path('ranks'), (text) => text.replace(/(\n[^\t]+\t[^\t]+\t)402\t/, '$1401\t')),
      /position 401 of .* is taken/,
    ],
  ])('%s: the import fails, names the place, and nothing counts', async (name, change, message) => {
    const before = wholeGraphs();
    await expect(index.importWebGraph(damagedCopy(name, change))).rejects.toThrow(message);
    expect(wholeGraphs()).toBe(before);
  });

  it('what is not there is named', async () => {
    await expect(index.importWebGraph(join(folder, 'nothing-here-domain'))).rejects.toThrow(/no web graph that can be found/);
    await expect(index.importWebGraph(folder)).rejects.toThrow(/no file in it is called NAME-domain-vertices/);
  });
});

describe('a release that lies elsewhere', () => {
  /** A storage in Common Crawl's layout; asked for what it has not, it answers 404. */
  async function storage(root: string): Promise<{ base: string; asked: string[]; close: () => Promise<unknown> }> {
    const asked: string[] = [];
    const server = createServer((request, response) => {
      asked.push(request.url ?? '');
      const path = join(root, request.url ?? '');
      if (existsSync(path)) response.end(readFileSync(path));
      else response.writeHead(404).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    return { base: `http://127.0.0.1:${port}`, asked, close: async () => new Promise((resolve) => server.close(resolve)) };
  }

  it('is fetched by its name, once, and is the same', async () => {
    const root = join(folder, 'storage');
    const graph = madeGraph(5, hosts.names, 2_000);
    const at = join(root, 'projects/hyperlinkgraph/cc-main-made');
    writeWebGraph(join(at, 'domain'), { ...domains, edges: domains.edges.slice(2) }, { name: 'cc-main-made-domain' });
    writeWebGraph(join(at, 'host'), graph, { name: 'cc-main-made-host', parts: 3 });
    // Lists name their files from the top of the storage.
    cpSync(join(at, 'host/projects'), join(root, 'projects'), { recursive: true });
    const { base, asked, close } = await storage(root);
    try {
      const found = await index.importWebGraph('cc-main-made:host', { base });
      expect(await storedInLinks(found.graph)).toEqual(inLinksOf(graph));
      expect(await index.importWebGraph('cc-main-made:host', { base })).toMatchObject({ known: true });
      expect(asked.filter((path) => path.endsWith('part-00001.txt.gz'))).toHaveLength(2);
      expect(await index.importWebGraph(`${base}/projects/hyperlinkgraph/cc-main-made/domain/`, { base })).toMatchObject({
        name: 'cc-main-made-domain',
        edges: 4_998,
      });
      writeWebGraph(join(root, 'projects/hyperlinkgraph/cc-main-two/domain'), domains, { name: 'cc-main-two-domain' });
      const before = readdirSync(join(index.folder, 'downloads')).length;
      expect(await index.importWebGraph('cc-main-two', { base, dropFetched: true })).toMatchObject({ known: false, edges: 5_000 });
      expect(readdirSync(join(index.folder, 'downloads'))).toHaveLength(before);
      await expect(index.importWebGraph('cc-main-never', { base })).rejects.toThrow(/there is no vertices file behind http/);
      expect(await index.importWebGraph('cc-main-made', { base: root })).toMatchObject({ known: true, name: 'cc-main-made-domain' });
    } finally {
      await close();
    }
  });
});

it('an import that is stopped at any step goes on, and ends as one that was left alone', async () => {
  const prefix = writeWebGraph(join(folder, 'stopped'), domains, { name: 'stopped-domain' });
  const partitions = { partitionNames: 100, partitionLinks: 500 };
  for (const step of ['vertices', 'ranks', 'edges', 'load nodes', 'load links', 'load links', 'commit']) {
    const stop = new AbortController();
    const update = ({ step: at, done }: { readonly step: string; readonly done: number }): void => {
      if (at === step && (step !== 'load links' || done > 0)) stop.abort(new Error('stopped'));
    };
    await index.importWebGraph(prefix, { ...partitions, signal: stop.signal, progress: { update, note: () => {} } }).catch(() => undefined);
  }
  const { graph } = await index.importWebGraph(prefix, partitions);
  expect(await storedInLinks(graph)).toEqual(inLinksOf(domains));
  expect(readdirSync(join(index.folder, 'webgraphs'))).toEqual([]);
});
