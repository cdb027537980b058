import { join } from 'node:path';
import { rmSync } from 'node:fs';
import type { Progress } from '../base/progress.ts';
import type { Engine } from '../store/engine.ts';
import { sql } from '../store/literal.ts';
import { tableOf } from '../store/releases.ts';
import { RowBinaryFile } from '../store/row-binary.ts';
import { authorityScale, domainAuthority, type AuthorityScale } from './authority.ts';
import { buildCsr, type EdgeChunk } from './csr.ts';
import { nodeEdgesStatement } from './graph.ts';
import { contributions, pageRank } from './pagerank.ts';

export interface DomainRanks {
  readonly scale: AuthorityScale;
  readonly iterations: number;
}

/**
 * Ranks the nodes of a release's domain graph and writes `ranks_<n>`.
 *
 * In: `nodes_<n>` (numbered from 0 without gaps), `domain_edges_<n>`. Out: one row a node. Memory: the graph (see csr.ts)
 * and some 30 bytes a node.
 */
export async function rankDomains(
  engine: Engine,
  release: number,
  options: { stagingFolder: string; progress: Progress; signal?: AbortSignal },
): Promise<DomainRanks> {
  await engine.run(nodeEdgesStatement(release));
  const [counted] = await engine.ask<{ nodes: number }>(sql`SELECT count() AS nodes FROM ${tableOf('nodes', release)}`);
  const graph = await buildCsr(() => edgeChunks(engine, release), counted?.nodes ?? 0, options);
  const ranked = await pageRank(graph, options);
  const given = contributions(graph, ranked);
  const scale = authorityScale(ranked);
  const path = join(options.stagingFolder, `ranks-${release}.rowbinary`);
  writeRanks(path, ranked.rank, given, scale);
  await engine.run(
    sql`INSERT INTO ${tableOf('ranks', release)} SELECT * FROM file(${path}, 'RowBinary', 'id UInt32, rank Float64, contribution Float64, authority UInt8, position UInt32')`,
  );
  rmSync(path, { force: true });
  return { scale, iterations: ranked.iterations };
}

/** One row a node, strongest first; equal ranks share a position. */
function writeRanks(path: string, rank: Float64Array, given: Float64Array, scale: AuthorityScale): void {
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
    file.endRow();
  }
  file.close();
}

/** The engine's RowBinary pieces, which end anywhere, as pairs of arrays. */
async function* edgeChunks(engine: Engine, release: number): AsyncIterable<EdgeChunk> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const piece of engine.stream(sql`SELECT source, target FROM ${tableOf('node_edges', release)}`)) {
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
