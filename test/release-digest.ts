import type { Engine } from '../src/store/engine.ts';
import { schemaText, sql } from '../src/store/literal.ts';
import { tableOf } from '../src/store/releases.ts';

/** The tables of a release that stay when it is published. */
const kept = [
  'link_states',
  'backlinks',
  'domain_edges',
  'domain_targets',
  'discounts',
  'spam',
  'domains',
  'pages',
  'sitewide',
  'large_targets',
  'summaries',
  'flows',
  'spells',
  'crawled',
  'top_anchors',
  'top_domains',
  'top_backlinks',
] as const;

/** By table, how many rows it has and a digest of all of them, whatever their order: equal digests are equal rows. */
export async function releaseDigest(engine: Engine, release: number): Promise<Record<string, string>> {
  const digests: Record<string, string> = {};
  for (const table of kept) digests[table] = await tableDigest(engine, tableOf(table, release).text);
  return digests;
}

/** Over the row as one value: of columns as arguments, one that is NULL would make the whole hash NULL, and its row count for nothing. */
const hash = sql`sipHash64(tuple(*))`;

/** The same for one table of the schema; `where` is a condition of ours. */
export async function tableDigest(engine: Engine, table: string, where = '1'): Promise<string> {
  const [row] = await engine.ask<{ rows: number; both: string; sum: string }>(
    sql`SELECT count() AS rows, hex(groupBitXor(${hash})) AS both, hex(sumWithOverflow(${hash})) AS sum FROM ${schemaText(table)} WHERE ${schemaText(where)}`,
  );
  return `${row?.rows} rows ${row?.both} ${row?.sum}`;
}
