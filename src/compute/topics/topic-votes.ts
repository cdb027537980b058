/**
 * The topics of a site, from three kinds of votes, each a mix of topics with shares in millionths:
 *
 *   own         its captures' mixes, one vote each
 *   links       what the anchors of its live links, and the text around them, speak of: one vote a linking domain
 *   neighbours  the own topics of domains that it links to and that link to it, each by 1 / sqrt(1 + d), d being how many domains that
 *               neighbour links to (when it links here) or is linked by (when it is linked from here): who links to everybody says little
 *
 * Fewer than three neighbours say nothing. A kind weighs `weight * n / (n + half)` for n votes, so that few votes say less (site-topics.ts). Whole numbers
 * throughout: sums are the same to the bit in whatever order they are added up.
 */
import { pageSlots, weightBits, weightMax } from '../../model/topic/topic-mix.ts';
import { join, sql, type Sql } from '../../store/literal.ts';
import { tableOf } from '../../store/releases.ts';
import type { RowBinaryFile } from '../../store/row-binary.ts';
import { slotsOf } from './relevance-columns.ts';

export const siteTopicsVersion = 'site_topics_v1';

/** Codes are places; part of a release's format. */
export const voteKinds = ['own', 'links', 'neighbours'] as const;
export type VoteKind = (typeof voteKinds)[number];

export const voteWeights: Readonly<Record<VoteKind, { readonly weight: number; readonly half: number }>> = {
  own: { weight: 6, half: 1 },
  links: { weight: 3, half: 2 },
  neighbours: { weight: 2, half: 4 },
};

/** Shares of topics are told in millionths. */
export const million = 1_000_000;

export interface VoteOptions {
  /** For files that the engine loads; must exist. */
  readonly stagingFolder: string;
  readonly signal?: AbortSignal;
}

/** Of a file of votes, behind whose they are. */
export const voteColumns = 'kind UInt8, votes UInt32, topics Array(UInt8), shares Array(UInt32)';

export interface Vote {
  /** Place in `voteKinds`. */
  readonly kind: number;
  readonly votes: number;
  /** Codes of topics, and of each the share in millionths. */
  readonly codes: readonly number[];
  readonly shares: readonly number[];
}

/** Ends a row of `voteColumns`. */
export function writeVote(file: RowBinaryFile, { kind, votes, codes, shares }: Vote): void {
  file.u8(kind);
  file.u32(votes);
  file.bytes(Buffer.from(codes), 0, codes.length);
  file.u32s(Uint32Array.from(shares));
  file.endRow();
}

/** In: captures. Out: a row a domain whose pages have topics. Memory: one hash row of some 200 bytes a domain. */
export function ownVotesStatement(release: number, lastBatch: number): Sql {
  return sql`INSERT INTO ${tableOf('topic_votes', release)}
SELECT cityHash64(domain) AS hash, ${voteKinds.indexOf('own')} AS kind, pages AS votes, mix.1 AS topics, arrayMap(w -> toUInt32(intDiv(w * ${million}, ${weightMax} * pages)), mix.2) AS shares FROM (
  SELECT domain, toUInt32(count()) AS pages, ${sumOfSlots(sql`topics`)} AS mix FROM captures WHERE batch_id <= ${lastBatch} AND topics != 0 GROUP BY domain
)`;
}

/** Weights of topics in mixes, added up: (codes, weights). */
function sumOfSlots(mix: Sql): Sql {
  const slots = slotsOf(mix, pageSlots);
  return sql`sumMap(${join(
    [
      sql`arrayMap(s -> toUInt8(bitShiftRight(s, ${weightBits})), ${slots})`,
      sql`arrayMap(s -> toUInt64(bitAnd(s, ${weightMax})), ${slots})`,
    ],
    ', ',
  )})`;
}
