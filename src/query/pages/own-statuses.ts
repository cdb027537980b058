import { originCode } from '../../model/origin.ts';
import { sql, strings } from '../../store/literal.ts';
import { signalOf } from '../kept-ready.ts';
import type { Asking } from '../operation.ts';
import { pageStatuses, proofOfStatus, type PageStatus } from './linked-pages.ts';

interface OwnStatus {
  readonly status: PageStatus | null;
  /** HTTP status; 0 when the archive does not say. */
  readonly http: number;
  readonly redirect: string;
}

/** What the newest captures of these pages say, by key. */
export async function ownStatuses(asking: Asking, bucket: number, keys: readonly string[]): Promise<ReadonlyMap<string, OwnStatus>> {
  if (keys.length === 0) return new Map();
  const newest = sql`(fetched_at, grade, proof)`;
  const found = await asking.engine.ask<{ source_key: string; newest_proof: number; http: number; redirect: string }>(
    sql`SELECT source_key, argMax(proof, ${newest}) AS newest_proof, argMax(status, ${newest}) AS http, argMax(redirect_url, ${newest}) AS redirect
        FROM captures WHERE bucket = ${bucket} AND source_key IN (SELECT arrayJoin(${strings([...keys])}))
          AND batch_id <= ${asking.release.lastBatch} AND proof != 0 AND origin = ${originCode('archive')} GROUP BY source_key`,
    signalOf(asking),
  );
  return new Map(
    found.map(({ source_key: key, newest_proof: proof, http, redirect }) => [
      key,
      { status: pageStatuses.find((status) => proofOfStatus[status] === proof) ?? null, http, redirect },
    ]),
  );
}
