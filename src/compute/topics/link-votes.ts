import { join } from 'node:path';
import { linkStates } from '../../model/link.ts';
import { pageSlots, slotBits, weightBits, weightMax } from '../../model/topic/topic-mix.ts';
import type { Engine } from '../../store/engine.ts';
import { sql } from '../../store/literal.ts';
import { tableOf } from '../../store/releases.ts';
import type { RowBinaryFile } from '../../store/row-binary.ts';
import { wholeRows } from '../../store/whole-rows.ts';
import { writeRows } from '../../store/written-rows.ts';
import { million, voteColumns, voteKinds, writeVote, type VoteOptions } from './topic-votes.ts';
import { VoteSums } from './vote-sums.ts';

/**
 * What the links of others speak of, one vote a linking domain: the mean mix of its links.
 *
 * In: live links with words of topics, sorted by target and source (on disk where they are many). Out: a row a domain that is linked with such words.
 * Memory: the sums of one domain.
 */
export async function writeLinkVotes(engine: Engine, release: number, { stagingFolder, signal }: VoteOptions): Promise<void> {
  const links = sql`SELECT cityHash64(target_domain) AS hash, cityHash64(source_domain) AS source, link_topics FROM ${tableOf('backlinks', release)}
    WHERE state = ${linkStates.indexOf('live')} AND link_topics != 0 AND source_domain != target_domain ORDER BY hash, source`;
  await writeRows(engine, {
    into: tableOf('topic_votes', release),
    path: join(stagingFolder, `link-votes-${release}.rowbinary`),
    columns: `hash UInt64, ${voteColumns}`,
    write: async (file) => {
      const votes = new LinkVotes(file);
      for await (const rows of wholeRows(engine.stream(links, { ...(signal && { signal }) }), rowBytes))
        for (let at = 0; at < rows.length; at += rowBytes) votes.hear(rows, at);
      votes.end();
    },
  });
}

/** Two hashes of 64 bits and a mix of 32. */
const rowBytes = 20;

class LinkVotes {
  readonly #file: RowBinaryFile;
  readonly #ofDomain = new VoteSums();
  readonly #ofTarget = new VoteSums();
  /** Both hashes of the row before. */
  readonly #before = Buffer.alloc(16);
  #links = 0;
  #domains = 0;

  constructor(file: RowBinaryFile) {
    this.#file = file;
  }

  hear(rows: Buffer, at: number): void {
    if (rows.compare(this.#before, 0, 16, at, at + 16) !== 0) {
      this.#endDomain();
      if (rows.compare(this.#before, 0, 8, at, at + 8) !== 0) this.#endTarget();
      rows.copy(this.#before, 0, at, at + 16);
    }
    this.#links++;
    const mix = rows.readUInt32LE(at + 16);
    for (let slot = 0; slot < pageSlots; slot++) {
      const share = (mix >>> (slotBits * slot)) & (2 ** slotBits - 1);
      if (share !== 0) this.#ofDomain.add(share >> weightBits, million * (share & weightMax));
    }
  }

  end(): void {
    this.#endDomain();
    this.#endTarget();
  }

  #endDomain(): void {
    if (this.#links === 0) return;
    for (const code of this.#ofDomain.codes()) this.#ofTarget.add(code, this.#ofDomain.share(code, weightMax * this.#links));
    this.#ofDomain.clear();
    this.#links = 0;
    this.#domains++;
  }

  #endTarget(): void {
    if (this.#domains === 0) return;
    const codes = this.#ofTarget.codes().filter((code) => this.#ofTarget.share(code, 1) > 0);
    this.#file.u64(this.#before.readBigUInt64LE(0));
    writeVote(this.#file, {
      kind: voteKinds.indexOf('links'),
      votes: this.#domains,
      codes,
      shares: codes.map((code) => this.#ofTarget.share(code, this.#domains)),
    });
    this.#ofTarget.clear();
    this.#domains = 0;
  }
}
