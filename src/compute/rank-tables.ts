import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Engine } from '../store/engine.ts';
import { sql, type Sql } from '../store/literal.ts';
import { tableOf, type Release } from '../store/releases.ts';
import { RowBinaryFile } from '../store/row-binary.ts';
import { mutualOf, type WeighedChunk } from './adjacency.ts';
import { authorityVersion, domainAuthority } from './authority.ts';
import type { EarlierRanks, RankRun } from './rank-run.ts';

/** Referring domains from which on a domain is in the panel, and how many are enough. */
const panel = { referringMin: 3, domainsMax: 10_000 };

/** Ranks that the domains of this release had in the one before, of a panel drawn by the hash of their names; null when scores were made otherwise then. */
export async function earlierRanks(
  engine: Engine,
  release: number,
  base: Release,
  column: 'rank' | 'any_rel_rank',
): Promise<EarlierRanks | null> {
  const { version, nodes, r1 } = base.facts.authority;
  if (version !== authorityVersion) return null;
  const rank = column === 'rank' ? sql`d.rank` : sql`d.any_rel_rank`;
  const rows = await engine.ask<{ id: number; rank: number }>(
    sql`SELECT n.id AS id, ${rank} AS rank FROM ${tableOf('domains', base.id)} AS d INNER JOIN ${tableOf('nodes', release)} AS n ON n.domain = d.domain
        WHERE d.followed_referring_domains >= ${panel.referringMin} ORDER BY cityHash64(d.domain), d.domain LIMIT ${panel.domainsMax}`,
    { workload: 'build' },
  );
  const scale = column === 'rank' ? r1 : base.facts.authority_any_rel.r1;
  return { r1: scale, panel: rows.map((row) => ({ id: row.id, logR: Math.log(nodes * row.rank) })) };
}

/** By node, the number of its network; 0 where it is unknown. */
export async function networksOf(engine: Engine, release: number, nodes: number): Promise<Uint32Array> {
  const networks = new Uint32Array(nodes);
  const query = sql`SELECT id, network FROM ${tableOf('nodes', release)} WHERE network != 0`;
  for await (const rows of rowsOf(engine.stream(query), 8)) {
    for (let at = 0; at < rows.length; at += 8) networks[rows.readUInt32LE(at)] = rows.readUInt32LE(at + 4);
  }
  return networks;
}

/** One row a node, strongest first; equal ranks share a position. */
export async function writeRanks(engine: Engine, release: number, byRel: RankRun, anyRel: RankRun, folder: string): Promise<void> {
  const { rank, given, scale, graph, circles } = byRel;
  const byRank = Uint32Array.from(rank.keys()).sort((a, b) => (rank[b] ?? 0) - (rank[a] ?? 0) || a - b);
  await stored(engine, sql`${tableOf('ranks', release)}`, join(folder, `ranks-${release}.rowbinary`), rankColumns, (file) => {
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
      file.u32((graph.inStart[node + 1] ?? 0) - (graph.inStart[node] ?? 0));
      file.u32((graph.outStart[node + 1] ?? 0) - (graph.outStart[node] ?? 0));
      file.u32(mutualOf(graph, node));
      file.u32(circles.circleSize[node] ?? 0);
      file.u32(circles.networkSize[node] ?? 0);
      file.u32(circles.farmCircle[node] ?? 0);
      file.endRow();
    }
  });
}

const rankColumns =
  'id UInt32, rank Float64, contribution Float64, authority UInt8, position UInt32, any_rel_rank Float64, any_rel_contribution Float64, any_rel_authority UInt8, ' +
  'ranked_in UInt32, ranked_out UInt32, mutual UInt32, circle UInt32, network_group UInt32, farm_circle UInt32';

/** One row an edge that does not count in full. */
export async function writeDiscounts(engine: Engine, release: number, { graph, circles }: RankRun, folder: string): Promise<void> {
  const nodes = tableOf('nodes', release);
  const path = join(folder, `discounts-${release}.rowbinary`);
  const into = sql`${tableOf('discounts', release)}`;
  const named = sql`SELECT t.domain, s.domain, f.factor, f.belongs, f.size FROM`;
  const joined = sql`AS f INNER JOIN ${nodes} AS t ON t.id = f.target INNER JOIN ${nodes} AS s ON s.id = f.source`;
  await stored(
    engine,
    into,
    path,
    'target UInt32, source UInt32, factor Float64, belongs UInt8, size UInt32',
    (file) => {
      for (let target = 0; target < graph.nodes; target++) {
        for (let edge = graph.inStart[target] as number; edge < (graph.inStart[target + 1] as number); edge++) {
          const factor = circles.factors[edge] as number;
          if (factor === 1) continue;
          file.u32(target);
          file.u32(graph.sources[edge] as number);
          file.f64(factor);
          file.u8(circles.belongs[edge] as number);
          file.u32(Math.round(1 / factor));
          file.endRow();
        }
      }
    },
    [named, joined],
  );
}

/** Writes rows to a file, and the file into a table. */
async function stored(
  engine: Engine,
  into: Sql,
  path: string,
  columns: string,
  write: (file: RowBinaryFile) => void,
  [select, rest] = [sql`SELECT * FROM`, sql``],
): Promise<void> {
  const file = new RowBinaryFile(path);
  write(file);
  file.close();
  await engine.run(sql`INSERT INTO ${into} ${select} file(${path}, 'RowBinary', ${columns}) ${rest}`);
  rmSync(path, { force: true });
}

/** The edges of one run: those that have a weight in this column. */
export async function* edgesOf(engine: Engine, release: number, column: 'weight' | 'any_rel_weight'): AsyncIterable<WeighedChunk> {
  const weight = column === 'weight' ? sql`weight` : sql`any_rel_weight`;
  const query = sql`SELECT source, target, ${weight} FROM ${tableOf('node_edges', release)} WHERE ${weight} > 0`;
  for await (const rows of rowsOf(engine.stream(query), 12)) {
    const edges = rows.length / 12;
    const [sources, targets, weights] = [new Uint32Array(edges), new Uint32Array(edges), new Float32Array(edges)];
    for (let i = 0; i < edges; i++) {
      sources[i] = rows.readUInt32LE(12 * i);
      targets[i] = rows.readUInt32LE(12 * i + 4);
      weights[i] = rows.readFloatLE(12 * i + 8);
    }
    yield { sources, targets, weights };
  }
}

/** The engine's RowBinary pieces, which end anywhere, cut to whole rows of a fixed size. */
async function* rowsOf(pieces: AsyncIterable<Buffer>, rowBytes: number): AsyncIterable<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const piece of pieces) {
    const bytes = rest.length === 0 ? piece : Buffer.concat([rest, piece]);
    const whole = bytes.length - (bytes.length % rowBytes);
    rest = Buffer.from(bytes.subarray(whole));
    if (whole > 0) yield bytes.subarray(0, whole);
  }
  if (rest.length > 0) throw new Error(`a row of ${rest.length} bytes`);
}
