import { join } from 'node:path';
import type { Engine } from '../../store/engine.ts';
import { sql, type Sql } from '../../store/literal.ts';
import { tableOf } from '../../store/releases.ts';
import type { RowBinaryFile } from '../../store/row-binary.ts';
import { wholeRows } from '../../store/whole-rows.ts';
import { writeRows } from '../../store/written-rows.ts';
import { million, voteColumns, voteKinds, writeVote, type VoteOptions } from './topic-votes.ts';
import { VoteSums } from './vote-sums.ts';

/** Fewer neighbours than this say nothing: most of the web is linked by one or two domains, and is not what they are. */
const neighboursLeast = 3;

/**
 * What the neighbours of a domain speak of: a vote each, by 1 / sqrt(1 + degree).
 *
 * In: own votes; the live edges by node number, read three times: for the degrees, and from both ends, sorted by who hears (on disk where they are
 * many). Out: a row a domain with at least `neighboursLeast` neighbours that have topics. Memory: 16 bytes a node, 5 a topic of a domain's own votes.
 */
export async function writeNeighbourVotes(engine: Engine, release: number, { stagingFolder, signal }: VoteOptions): Promise<void> {
  const stream = (query: Sql, rowBytes: number): AsyncIterable<Buffer> =>
    wholeRows(engine.stream(query, { ...(signal && { signal }) }), rowBytes);
  const own = await ownVotesOf(engine, release, stream);
  await writeRows(engine, {
    into: tableOf('topic_votes', release),
    path: join(stagingFolder, `neighbour-votes-${release}.rowbinary`),
    columns: `id UInt32, ${voteColumns}`,
    select: (rows) =>
      sql`SELECT cityHash64(n.domain), f.kind, f.votes, f.topics, f.shares FROM ${tableOf('nodes', release)} AS n INNER JOIN ${rows} AS f ON f.id = n.id`,
    write: async (file) => {
      const votes = new NeighbourVotes(file, own);
      for await (const rows of stream(pairsOf(release), 9))
        for (let at = 0; at < rows.length; at += 9) votes.hear(rows.readUInt32LE(at), rows.readUInt32LE(at + 4), rows.readUInt8(at + 8));
      votes.end();
    },
  });
}

/** Who hears, whom, and which way: in 0 the neighbour links here, in 1 it is linked from here. */
function pairsOf(release: number): Sql {
  const edges = tableOf('node_edges', release);
  const saying = sql`(SELECT n.id FROM ${tableOf('nodes', release)} AS n WHERE cityHash64(n.domain) IN (SELECT hash FROM ${ownVotes(release)}))`;
  return sql`SELECT hears, neighbour, way FROM (
    SELECT target AS hears, source AS neighbour, toUInt8(0) AS way FROM ${edges} WHERE source IN ${saying}
    UNION ALL SELECT source, target, toUInt8(1) FROM ${edges} WHERE target IN ${saying}
  ) ORDER BY hears`;
}

function ownVotes(release: number): Sql {
  return sql`${tableOf('topic_votes', release)} WHERE kind = ${voteKinds.indexOf('own')}`;
}

/** The own votes of all nodes: those of node n are at [start[n], end[n]) of `codes` and `shares`. */
interface OwnVotes {
  readonly start: Uint32Array;
  readonly end: Uint32Array;
  readonly codes: Uint8Array;
  readonly shares: Uint32Array;
  /** By way, how many pairs a node is the neighbour of. */
  readonly degrees: readonly [Uint32Array, Uint32Array];
}

async function ownVotesOf(
  engine: Engine,
  release: number,
  stream: (query: Sql, rowBytes: number) => AsyncIterable<Buffer>,
): Promise<OwnVotes> {
  const [found] = await engine.ask<{ nodes: number; topics: number }>(
    sql`SELECT (SELECT count() FROM ${tableOf('nodes', release)}) AS nodes, sum(length(topics)) AS topics FROM ${ownVotes(release)}`,
    { workload: 'build' },
  );
  const { nodes, topics } = found ?? { nodes: 0, topics: 0 };
  const [start, end, out, into] = [new Uint32Array(nodes), new Uint32Array(nodes), new Uint32Array(nodes), new Uint32Array(nodes)];
  const [codes, shares] = [new Uint8Array(topics), new Uint32Array(topics)];
  let place = 0;
  const votes = sql`SELECT id, vote.1, vote.2 FROM (
    SELECT n.id AS id, arrayJoin(arrayZip(o.topics, o.shares)) AS vote FROM ${tableOf('nodes', release)} AS n
    INNER JOIN (SELECT hash, topics, shares FROM ${ownVotes(release)}) AS o ON o.hash = cityHash64(n.domain)
  ) ORDER BY id`;
  for await (const rows of stream(votes, 9)) {
    for (let at = 0; at < rows.length; at += 9) {
      const node = rows.readUInt32LE(at);
      if (end[node] === 0) start[node] = place;
      codes[place] = rows.readUInt8(at + 4);
      shares[place] = rows.readUInt32LE(at + 5);
      end[node] = ++place;
    }
  }
  for await (const rows of stream(sql`SELECT source, target FROM ${tableOf('node_edges', release)}`, 8)) {
    for (let at = 0; at < rows.length; at += 8) {
      (out[rows.readUInt32LE(at)] as number)++;
      (into[rows.readUInt32LE(at + 4)] as number)++;
    }
  }
  return { start, end, codes, shares, degrees: [out, into] };
}

/** Adds up pairs that come sorted by who hears. */
class NeighbourVotes {
  readonly #file: RowBinaryFile;
  readonly #own: OwnVotes;
  readonly #sums = new VoteSums();
  #hearing = -1;
  #neighbours = 0;
  #weight = 0;

  constructor(file: RowBinaryFile, own: OwnVotes) {
    this.#file = file;
    this.#own = own;
  }

  hear(node: number, neighbour: number, way: number): void {
    if (node !== this.#hearing) {
      this.end();
      this.#hearing = node;
    }
    const { start, end, codes, shares, degrees } = this.#own;
    const weight = Math.floor(million / Math.sqrt(1 + (degrees[way as 0 | 1][neighbour] as number)));
    this.#neighbours++;
    this.#weight += weight;
    for (let place = start[neighbour] as number; place < (end[neighbour] as number); place++)
      this.#sums.add(codes[place] as number, weight * (shares[place] as number));
  }

  end(): void {
    if (this.#neighbours >= neighboursLeast) {
      const codes = this.#sums.codes();
      const shares = codes.map((code) => this.#sums.share(code, this.#weight));
      this.#file.u32(this.#hearing);
      writeVote(this.#file, { kind: voteKinds.indexOf('neighbours'), votes: this.#neighbours, codes, shares });
    }
    this.#sums.clear();
    this.#neighbours = 0;
    this.#weight = 0;
  }
}
