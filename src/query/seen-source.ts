import { bucketOf } from '../model/host.ts';
import { originCode } from '../model/origin.ts';
import { batchById } from '../store/batches.ts';
import { sql, strings } from '../store/literal.ts';
import { tableOf } from '../store/releases.ts';
import type { StoredBacklink } from './backlink-row.ts';
import { byKey } from './kept-ready.ts';
import type { Asking } from './operation.ts';
import { bucketArray, capturesOf, sourceBuckets } from './seen-captures.ts';
import { isoTime, type Backlink } from './shapes.ts';

/** What is known of a link beyond its row: the capture that showed it last, the text around it, the pages at both ends. */
export interface SeenSource {
  readonly url: string;
  readonly title: string;
  /** What the record says of its page; null when it is no archive's. */
  readonly page: { readonly status: number; readonly internalLinks: number; readonly externalLinks: number } | null;
  readonly evidence: NonNullable<Backlink['evidence']>;
  readonly before: string | null;
  readonly after: string | null;
  readonly pageAuthority: number;
  /** Code of `proofs`: what the newest capture of the target page says; 0 when there is none. */
  readonly targetProof: number;
}

/**
 * Looks up, for each row, what stands beside it, in the rows' order. Up to four narrow look-ups by key, side by side: each reads
 * only the granules that hold the asked keys. Rows ingested after the release was built do not show.
 */
export async function sourcesOf(asking: Asking, rows: readonly StoredBacklink[]): Promise<(SeenSource | undefined)[]> {
  if (rows.length === 0) return [];
  const [captures, contexts, authorities, targets] = await Promise.all([
    capturesOf(asking, rows),
    contextsOf(asking, rows),
    // No page stands above its domain (compute/authority.ts): pages of a domain without authority have none.
    pageAuthoritiesOf(
      asking,
      rows.filter((row) => row.authority > 0),
    ),
    targetProofsOf(
      asking,
      rows.filter((row) => row.target_captured === 1),
    ),
  ]);
  return rows.map((row, i) => {
    const capture = captures[i];
    if (capture === undefined) return undefined;
    const context = contexts.get(`${row.source_key}\0${row.target_key}\0${capture.linkset}`);
    return {
      url: capture.url,
      title: capture.title,
      page:
        capture.origin === originCode('archive')
          ? { status: capture.status, internalLinks: capture.internal_links, externalLinks: capture.external_links }
          : null,
      evidence: {
        archive: batchById(asking.accounts, capture.batch_id)?.archive ?? '',
        offset: capture.record_offset,
        length: capture.record_length,
        fetched_at: isoTime(capture.at),
      },
      before: context?.before ?? null,
      after: context?.after ?? null,
      pageAuthority: authorities.get(row.source_key) ?? 0,
      targetProof: targets.get(row.target_key) ?? 0,
    };
  });
}

async function contextsOf(asking: Asking, rows: readonly StoredBacklink[]): Promise<Map<string, { before: string; after: string }>> {
  const found = await asking.engine.ask<{
    source_key: string;
    target_key: string;
    linkset: string;
    text_before: string;
    text_after: string;
  }>(
    sql`SELECT source_key, target_key, toString(linkset) AS linkset, text_before, text_after FROM link_context
        WHERE (bucket, source_key, target_key) IN (SELECT arrayJoin(arrayZip(${sourceBuckets(rows)}, ${strings(rows.map((row) => row.source_key))}, ${strings(rows.map((row) => row.target_key))})))
          AND batch_id <= ${asking.release.lastBatch}`,
    byKey(asking),
  );
  return new Map(
    found.map((row) => [`${row.source_key}\0${row.target_key}\0${row.linkset}`, { before: row.text_before, after: row.text_after }]),
  );
}

/** The authority of these source pages, by their keys. */
export async function pageAuthoritiesOf(
  asking: Asking,
  rows: readonly Pick<StoredBacklink, 'source_key' | 'source_domain'>[],
): Promise<Map<string, number>> {
  if (rows.length === 0) return new Map();
  const found = await asking.engine.ask<{ page_key: string; authority: number }>(
    sql`SELECT page_key, authority FROM ${tableOf('pages', asking.release.id)}
        WHERE (bucket, page_key) IN (SELECT arrayJoin(arrayZip(${sourceBuckets(rows)}, ${strings(rows.map((row) => row.source_key))})))`,
    byKey(asking),
  );
  return new Map(found.map((row) => [row.page_key, row.authority]));
}

async function targetProofsOf(asking: Asking, rows: readonly StoredBacklink[]): Promise<Map<string, number>> {
  if (rows.length === 0) return new Map();
  const keys = [...new Map(rows.map((row) => [row.target_key, bucketOf(row.target_domain)]))];
  const found = await asking.engine.ask<{ source_key: string; newest: number }>(
    sql`SELECT source_key, argMax(proof, (fetched_at, grade, proof)) AS newest FROM captures
        WHERE (bucket, source_key) IN (SELECT arrayJoin(arrayZip(${bucketArray(keys.map(([, bucket]) => bucket))}, ${strings(keys.map(([key]) => key))})))
          AND batch_id <= ${asking.release.lastBatch} AND proof != 0 AND origin = ${originCode('archive')}
        GROUP BY source_key`,
    byKey(asking),
  );
  return new Map(found.map((row) => [row.source_key, row.newest]));
}
