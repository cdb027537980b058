import { join } from 'node:path';
import { topicCodeMax } from '../../model/topic/taxonomy.ts';
import { packed, siteSlots, weightMax, type Share } from '../../model/topic/topic-mix.ts';
import type { Engine } from '../../store/engine.ts';
import { sql, type Sql } from '../../store/literal.ts';
import { tableOf } from '../../store/releases.ts';
import type { RowBinaryFile } from '../../store/row-binary.ts';
import { wholeRows } from '../../store/whole-rows.ts';
import { writeRows } from '../../store/written-rows.ts';
import { affinityOf } from './relevance.ts';
import { languageColumn } from './relevance-columns.ts';
import { million, voteKinds, voteWeights, type VoteOptions } from './topic-votes.ts';
import { VoteSums } from './vote-sums.ts';

/**
 * In: votes, sorted by domain; captures. Out: one row a domain of which either is known (`hash`): `topics`, its mix; `affinity`, by a topic's code four bits of
 * how much of the site's topics that is (`affinityOf`), so that a link's relevance is a few shifts; `language`, the number of the language that most of
 * its captures are in, 0 where unknown. Memory: the sums of one domain.
 */
export async function writeSiteTopics(
  engine: Engine,
  release: number,
  lastBatch: number,
  { stagingFolder, signal }: VoteOptions,
): Promise<void> {
  const votes = sql`SELECT hash, kind, votes, vote.1, vote.2 FROM (
    SELECT hash, kind, votes, arrayJoin(arrayZip(topics, shares)) AS vote FROM ${tableOf('topic_votes', release)}
  ) ORDER BY hash, kind`;
  await writeRows(engine, {
    into: tableOf('site_topics', release),
    path: join(stagingFolder, `site-topics-${release}.rowbinary`),
    columns: 'hash UInt64, topics UInt64, affinity UInt256',
    select: (rows) => sql`SELECT hash, max(s.topics), max(s.language), max(s.affinity) FROM (
  SELECT hash, topics, toUInt8(0) AS language, affinity FROM ${rows} UNION ALL SELECT hash, toUInt64(0), language, toUInt256(0) FROM (${languages(lastBatch)})
) AS s GROUP BY hash`,
    write: async (file) => {
      const sites = new Sites(file);
      for await (const rows of wholeRows(engine.stream(votes, { ...(signal && { signal }) }), rowBytes))
        for (let at = 0; at < rows.length; at += rowBytes) sites.hear(rows, at);
      sites.end();
    },
  });
}

function languages(lastBatch: number): Sql {
  return sql`SELECT cityHash64(domain) AS hash, argMax(code, (captures, code)) AS language FROM (
    SELECT domain, ${languageColumn(sql`if(text_language != '', text_language, language)`)} AS code, count() AS captures
    FROM captures WHERE batch_id <= ${lastBatch} GROUP BY domain, code HAVING code != 0
  ) GROUP BY hash`;
}

/** A hash of 64 bits, a kind, how many votes, a code and its share. */
const rowBytes = 18;

class Sites {
  readonly #file: RowBinaryFile;
  readonly #sums = new VoteSums();
  #hash = 0n;
  /** Kind of the votes that are being heard; -1 before any of a site. */
  #kind = -1;
  #weight = 0;
  #whole = 0;

  constructor(file: RowBinaryFile) {
    this.#file = file;
  }

  hear(rows: Buffer, at: number): void {
    const hash = rows.readBigUInt64LE(at);
    if (hash !== this.#hash) this.end();
    const kind = rows.readUInt8(at + 8);
    if (kind !== this.#kind) {
      const { weight, half } = voteWeights[voteKinds[kind] as (typeof voteKinds)[number]];
      const votes = rows.readUInt32LE(at + 9);
      this.#weight = Math.floor((1000 * weight * votes) / (votes + half));
      this.#whole += this.#weight;
    }
    [this.#hash, this.#kind] = [hash, kind];
    this.#sums.add(rows.readUInt8(at + 13), this.#weight * rows.readUInt32LE(at + 14));
  }

  end(): void {
    if (this.#kind === -1) return;
    const shares = this.#strongest();
    this.#file.u64(this.#hash);
    this.#file.u64(packed(shares));
    const affinity = affinityOf(shares);
    for (let first = 0; first <= topicCodeMax; first += 8) {
      let eight = 0;
      for (let i = 0; i < 8; i++) eight |= (affinity[first + i] as number) << (4 * i);
      this.#file.u32(eight >>> 0);
    }
    this.#file.endRow();
    this.#sums.clear();
    this.#kind = -1;
    this.#whole = 0;
  }

  /** The topics with the most, in fifteenths of all votes; of equals the lower code. */
  #strongest(): Share[] {
    const whole = million * this.#whole;
    const shares = this.#sums.codes().map((code) => ({
      code,
      weight: Math.floor((2 * weightMax * this.#sums.share(code, 1) + whole) / (2 * whole)),
    }));
    return shares
      .filter(({ weight }) => weight > 0)
      .sort((a, b) => b.weight - a.weight || a.code - b.code)
      .slice(0, siteSlots);
  }
}
