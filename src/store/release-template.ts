/** The tables of a release as `schema/release.sql` states them, for a release number and a number of partitions. */
import { createHash } from 'node:crypto';
import { bucketCount } from '../model/host.ts';
import { statementsOf } from './migrate.ts';

/** Partitions of each table that releases share: one, or one a bucket. */
export type PartitionCount = 1 | typeof bucketCount;

const template = statementsOf('release.sql');

/** Names the tables and columns of a release: only releases of one layout can share partitions, and only those of this one are read. */
export const releaseLayout = createHash('sha1').update(template.join(';')).digest('hex').slice(0, 12);

/** More rows, and more bytes, than any part has. */
const everyPart = 1_000_000_000_000;

/** The statements that create a release's tables, in their order. */
export function releaseStatements(id: number, partitions: PartitionCount): string[] {
  const isSmall = partitions === 1;
  const chosen: Readonly<Record<string, string | number>> = {
    n: id,
    buckets: bucketCount / partitions,
    compact_to: isSmall ? 0 : everyPart,
    source: isSmall ? 'LowCardinality(String)' : 'String',
  };
  return template.map((statement) => withoutStatistics(statement).replace(/\{(\w+)\}/g, (_, word: string) => String(chosen[word])));
}

/** Everything `release.sql` creates, in the reverse order. */
export function releaseObjects(id: number): { readonly kind: string; readonly table: string }[] {
  return template
    .map((statement) => {
      const found = /^CREATE (TABLE|DICTIONARY|MATERIALIZED VIEW) (\w+)_\{n\}/.exec(statement);
      if (found === null) throw new Error(`release.sql holds a statement that creates no object of release ${id}`);
      return { kind: found[1] === 'DICTIONARY' ? 'DICTIONARY' : 'TABLE', table: found[2] ?? '' };
    })
    .toReversed();
}

/**
 * The engine keeps statistics of every column beside each merged part unless told not to. No question or build step is planned by them, and
 * where partitions are small they are a quarter of `backlinks` (bench store/bytes: 102 bytes a row with them, 77 without).
 */
function withoutStatistics(statement: string): string {
  const setting = `auto_statistics_types = ''`;
  if (!statement.includes('ENGINE = MergeTree')) return statement;
  return statement.includes('\nSETTINGS ')
    ? statement.replace('\nSETTINGS ', `\nSETTINGS ${setting}, `)
    : `${statement}\nSETTINGS ${setting}`;
}
