import { join } from 'node:path';
import type { Engine } from '../store/engine.ts';
import { sql } from '../store/literal.ts';
import { tableOf, type Release } from '../store/releases.ts';
import { wholeRows } from '../store/whole-rows.ts';
import { writeRows } from '../store/written-rows.ts';
import { mutualOf, type WeighedChunk } from './adjacency.ts';
import { authorityHeight, authorityVersion } from './authority.ts';
import type { KnownOfNodes } from './link-circles.ts';
import type { RowBinaryFile } from '../store/row-binary.ts';
import type { EarlierRanks, RankRun } from './rank-run.ts';
import { spamMass } from './spam-mass.ts';

/** Referring domains from which on a domain is in the panel, and how many are enough. */
const panel = { referringMin: 3, domainsMax: 10_000 };

/**
 * Ranks that the domains of this release had in the one before, of a panel drawn by the hash of their names, and the scores of all of
 * them; null when scores were made otherwise then. The run that ignores rel has no scores of its own to carry on: it moves with the other.
 */
export async function earlierRanks(
  engine: Engine,
  release: number,
  base: Release,
  column: 'rank' | 'any_rel_rank',
  nodesNow: number,
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
  return {
    r1: scale,
    panel: rows.map((row) => ({ id: row.id, logR: Math.log(nodes * row.rank) })),
    shown: column === 'rank' ? await shownBefore(engine, release, base, nodesNow) : null,
  };
}

async function shownBefore(engine: Engine, release: number, base: Release, nodes: number): Promise<Float32Array> {
  const shown = new Float32Array(nodes).fill(Number.NaN);
  const query = sql`SELECT n.id, d.score FROM ${tableOf('domains', base.id)} AS d INNER JOIN ${tableOf('nodes', release)} AS n ON n.domain = d.domain WHERE d.score > 0`;
  for await (const rows of wholeRows(engine.stream(query), 8)) {
    for (let at = 0; at < rows.length; at += 8) shown[rows.readUInt32LE(at)] = rows.readFloatLE(at + 4);
  }
  return shown;
}

/** What the build knows of the nodes beside their links, and whose name is one of a restricted registry. */
export async function knownOfNodes(
  engine: Engine,
  release: number,
  nodes: number,
): Promise<KnownOfNodes & { readonly restricted: Uint8Array }> {
  const [networks, sampled, restricted] = [new Uint32Array(nodes), new Uint8Array(nodes), new Uint8Array(nodes)];
  const query = sql`SELECT id, network, sampled, toUInt8(match(domain, ${restrictedName})) FROM ${tableOf('nodes', release)}`;
  for await (const rows of wholeRows(engine.stream(query), 10)) {
    for (let at = 0; at < rows.length; at += 10) {
      const node = rows.readUInt32LE(at);
      networks[node] = rows.readUInt32LE(at + 4);
      sampled[node] = rows.readUInt8(at + 8);
      restricted[node] = rows.readUInt8(at + 9);
    }
  }
  return { networks, sampled, restricted };
}

/** Names under these suffixes are given to governments, universities and the military only. */
const restrictedName = '[.](gov|mil|edu|ac|gob|gouv|govt|gv)([.][a-z]{2})?$';

/** One row a node, strongest first; equal ranks share a position. */
export async function writeRanks(
  engine: Engine,
  release: number,
  { byRel, anyRel, supporters }: { readonly byRel: RankRun; readonly anyRel: RankRun; readonly supporters: Uint32Array },
  folder: string,
): Promise<void> {
  const { rank, given, scale, graph, circles, scores, trust } = byRel;
  const byRank = Uint32Array.from(rank.keys()).sort((a, b) => (rank[b] ?? 0) - (rank[a] ?? 0) || a - b);
  const write = (file: RowBinaryFile): void => {
    let position = 1;
    let above = Number.POSITIVE_INFINITY;
    for (const [place, node] of byRank.entries()) {
      const own = rank[node] ?? 0;
      if (own < above) position = place + 1;
      above = own;
      const score = scores[node] ?? 0;
      const trusted = trust?.rank[node] ?? 0;
      file.u32(node);
      file.f64(own);
      file.f64(given[node] ?? 0);
      file.u8(Math.round(score));
      file.f64(score);
      file.u32(position);
      file.f64(anyRel.rank[node] ?? 0);
      file.f64(anyRel.given[node] ?? 0);
      file.u8(Math.round(anyRelScore(byRel, anyRel, node)));
      file.u8(Math.round(authorityHeight(scale, scale.nodes * trusted)));
      file.u8(trust === null ? 0 : Math.round(100 * spamMass(trusted, own)));
      file.u32(supporters[node] ?? 0);
      file.u32((graph.inStart[node + 1] ?? 0) - (graph.inStart[node] ?? 0));
      file.u32((graph.outStart[node + 1] ?? 0) - (graph.outStart[node] ?? 0));
      file.u32(mutualOf(graph, node));
      file.u32(circles.circleSize[node] ?? 0);
      file.u32(circles.networkSize[node] ?? 0);
      file.u32(circles.farmCircle[node] ?? 0);
      file.u32(circles.inCrowd[node] ?? 0);
      file.endRow();
    }
  };
  await writeRows(engine, {
    into: tableOf('ranks', release),
    path: join(folder, `ranks-${release}.rowbinary`),
    columns: rankColumns,
    write,
  });
}

/** The score if rel were ignored, carried on as far as the score is, so that the two differ by their links alone. */
function anyRelScore(byRel: RankRun, anyRel: RankRun, node: number): number {
  const fresh = ({ scale, rank }: RankRun): number => authorityHeight(scale, scale.nodes * (rank[node] ?? 0));
  const own = fresh(anyRel);
  return own === 0 ? 0 : Math.min(100, Math.max(0, own + (byRel.scores[node] ?? 0) - fresh(byRel)));
}

const rankColumns =
  'id UInt32, rank Float64, contribution Float64, authority UInt8, score Float64, position UInt32, any_rel_rank Float64, any_rel_contribution Float64, any_rel_authority UInt8, ' +
  'trust UInt8, spam_mass UInt8, supporters UInt32, ranked_in UInt32, ranked_out UInt32, mutual UInt32, circle UInt32, network_group UInt32, farm_circle UInt32, in_crowd UInt32';

/** One row an edge that does not count in full. */
export async function writeDiscounts(engine: Engine, release: number, { graph, circles }: RankRun, folder: string): Promise<void> {
  const nodes = tableOf('nodes', release);
  await writeRows(engine, {
    into: tableOf('discounts', release),
    path: join(folder, `discounts-${release}.rowbinary`),
    columns: 'target UInt32, source UInt32, factor Float64, belongs UInt8, size UInt32',
    select: (rows) =>
      sql`SELECT t.domain, s.domain, f.factor, f.belongs, f.size FROM ${rows} AS f INNER JOIN ${nodes} AS t ON t.id = f.target INNER JOIN ${nodes} AS s ON s.id = f.source`,
    write: (file) => {
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
  });
}

/** The edges of one run: those that have a weight in this column. */
export async function* edgesOf(engine: Engine, release: number, column: 'weight' | 'any_rel_weight'): AsyncIterable<WeighedChunk> {
  const weight = column === 'weight' ? sql`weight` : sql`any_rel_weight`;
  const query = sql`SELECT source, target, ${weight} FROM ${tableOf('node_edges', release)} WHERE ${weight} > 0`;
  for await (const rows of wholeRows(engine.stream(query), 12)) {
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
