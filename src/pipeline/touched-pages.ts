import { bucketCount } from '../model/host.ts';
import type { Engine } from '../store/engine.ts';
import { sql, type Sql } from '../store/literal.ts';
import { tableOf, type Release } from '../store/releases.ts';

/** Which pages a refresh must compute. */
export interface TouchedPages {
  readonly pages: number;
  /** The buckets they lie in. */
  readonly sources: readonly number[];
  /** Of these, the buckets in which the release before has links of them; and the buckets of what those lead to. */
  readonly formerSources: readonly number[];
  readonly formerTargets: readonly number[];
}

/** Pages captured after the release before, up to batch `last`, written to `touched_<n>`; all pages, and nothing written, when there is none before. */
export async function touchedPages(
  engine: Engine,
  release: number,
  { base, last, run }: { readonly base: Release | null; readonly last: number; readonly run: (statement: Sql) => Promise<void> },
): Promise<TouchedPages> {
  if (base === null) {
    const [row] = await engine.ask<{ pages: number }>(
      sql`SELECT uniqExact(bucket, source_key) AS pages FROM captures WHERE batch_id <= ${last}`,
      { workload: 'build' },
    );
    const sources = Array.from({ length: bucketCount }, (_, bucket) => bucket);
    return { sources, pages: row?.pages ?? 0, formerSources: [], formerTargets: [] };
  }
  const touched = tableOf('touched', release);
  await run(
    sql`INSERT INTO ${touched} SELECT DISTINCT bucket, source_key FROM captures WHERE batch_id > ${base.lastBatch} AND batch_id <= ${last}`,
  );
  const sources = await engine.ask<{ bucket: number; pages: number }>(
    sql`SELECT bucket, count() AS pages FROM ${touched} GROUP BY bucket ORDER BY bucket`,
    { workload: 'build' },
  );
  const former = await engine.ask<{ source: number; target: number }>(
    sql`SELECT DISTINCT bucket AS source, target_bucket AS target FROM ${tableOf('link_states', base.id)} WHERE (bucket, source_key) IN (SELECT bucket, source_key FROM ${touched})`,
    { workload: 'build' },
  );
  return {
    sources: sources.map((row) => row.bucket),
    pages: sources.reduce((sum, row) => sum + row.pages, 0),
    formerSources: [...new Set(former.map(({ source }) => source))],
    formerTargets: [...new Set(former.map(({ target }) => target))],
  };
}
