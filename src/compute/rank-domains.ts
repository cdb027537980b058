import { join } from 'node:path';
import { rmSync } from 'node:fs';
import type { Progress } from '../base/progress.ts';
import type { Engine } from '../store/engine.ts';
import { sql, type Sql } from '../store/literal.ts';
import { tableOf } from '../store/releases.ts';
import { RowBinaryFile } from '../store/row-binary.ts';
import { authorityScale, domainAuthority, type AuthorityScale } from './authority.ts';
import { buildCsr, type EdgeChunk } from './csr.ts';
import { nodeEdgesStatement } from './graph.ts';
import { contributions, pageRank } from './pagerank.ts';

export interface DomainRanks {
  readonly scale: AuthorityScale;
  readonly iterations: number;
  /** Of the same graph with the links that are not followed: what ranks would be if rel were ignored. */
  readonly anyRel: { readonly scale: AuthorityScale; readonly iterations: number };
}

interface RankOptions {
  readonly progress: Progress;
  readonly signal?: AbortSignal;
}

/**
 * Ranks the nodes of a release's domain graph twice, by its ranked edges and by all that would be if rel were ignored, and writes
 * `ranks_<n>`. A graph without links that are not followed is ranked once.
 *
 * In: `nodes_<n>` (numbered from 0 without gaps), `domain_edges_<n>`. Out: one row a node. Memory: the graph (see csr.ts)
 * and some 50 bytes a node.
 */
export async function rankDomains(
  engine: Engine,
  release: number,
  options: RankOptions & { readonly stagingFolder: string },
): Promise<DomainRanks> {
  await engine.run(nodeEdgesStatement(release));
  const [counted] = await engine.ask<{ nodes: number; ignored: number }>(
    sql`SELECT (SELECT count() FROM ${tableOf('nodes', release)}) AS nodes, (SELECT countIf(ranked = 0) FROM ${tableOf('node_edges', release)}) AS ignored`,
  );
  const nodes = counted?.nodes ?? 0;
  const byRel = await rankedBy(engine, release, sql`ranked = 1`, nodes, options);
  const anyRel = (counted?.ignored ?? 0) === 0 ? byRel : await rankedBy(engine, release, sql`1 = 1`, nodes, options);
  const path = join(options.stagingFolder, `ranks-${release}.rowbinary`);
  writeRanks(path, byRel, anyRel);
  await engine.run(sql`INSERT INTO ${tableOf('ranks', release)} SELECT * FROM file(${path}, 'RowBinary', ${rankColumns})`);
  rmSync(path, { force: true });
  return { scale: byRel.scale, iterations: byRel.iterations, anyRel: { scale: anyRel.scale, iterations: anyRel.iterations } };
}

const rankColumns =
  'id UInt32, rank Float64, contribution Float64, authority UInt8, position UInt32, any_rel_rank Float64, any_rel_contribution Float64, any_rel_authority UInt8';

/** One run's figures by node. */
interface RankRun {
  readonly rank: Float64Array;
  /** What the node gives along each of its edges. */
  readonly given: Float64Array;
  readonly scale: AuthorityScale;
  readonly iterations: number;
}

async function rankedBy(engine: Engine, release: number, which: Sql, nodes: number, options: RankOptions): Promise<RankRun> {
  const graph = await buildCsr(() => edgeChunks(engine, release, which), nodes, options);
  const ranked = await pageRank(graph, options);
  return { rank: ranked.rank, given: contributions(graph, ranked), scale: authorityScale(ranked), iterations: ranked.iterations };
}

/** One row a node, strongest first; equal ranks share a position. */
function writeRanks(path: string, { rank, given, scale }: RankRun, anyRel: RankRun): void {
  const byRank = Uint32Array.from(rank.keys()).sort((a, b) => (rank[b] ?? 0) - (rank[a] ?? 0) || a - b);
  const file = new RowBinaryFile(path);
  let position = 1;
  let above = Number.POSITIVE_INFINITY;
  for (const [place, node] of byRank.entries()) {
    const own = rank[node] ?? 0;
    if (own < above) position = place + 1;
    above = own;
    file.u32(node);
    file.f64(own);
    file.f64(given[node] ?? 0);
    file.u8(domainAuthority(scale, own).authority);
    file.u32(position);
    const open = anyRel.rank[node] ?? 0;
    file.f64(open);
    file.f64(anyRel.given[node] ?? 0);
    file.u8(domainAuthority(anyRel.scale, open).authority);
    file.endRow();
  }
  file.close();
}

/** The engine's RowBinary pieces, which end anywhere, as pairs of arrays. */
async function* edgeChunks(engine: Engine, release: number, which: Sql): AsyncIterable<EdgeChunk> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const piece of engine.stream(sql`SELECT source, target FROM ${tableOf('node_edges', release)} WHERE ${which}`)) {
    const bytes = rest.length === 0 ? piece : Buffer.concat([rest, piece]);
    const edges = Math.floor(bytes.length / 8);
    const sources = new Uint32Array(edges);
    const targets = new Uint32Array(edges);
    for (let i = 0; i < edges; i++) {
      sources[i] = bytes.readUInt32LE(i * 8);
      targets[i] = bytes.readUInt32LE(i * 8 + 4);
    }
    rest = Buffer.from(bytes.subarray(edges * 8));
    if (edges > 0) yield { sources, targets };
  }
  if (rest.length > 0) throw new Error(`an edge of ${rest.length} bytes`);
}
