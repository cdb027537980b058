/**
 * Links of hosts: rows of lists and exports that name a host on one side or both, and no page (model/host-node.ts). Such a row says that
 * some page links, so where a page of that host is known to link there, it is one of those already: it is evidence for the linking host and
 * domain, and no further backlink. It stays in `host_links_<n>`, and is one of `backlinks_<n>` while nothing more exact is known.
 *
 * Columns in:  `host_links_<n>` and the rows between pages of `backlinks_<n>`, of some buckets of the target's domain.
 * Columns out: `backlinks_<n>`.
 * Order:       buckets; a row and all that is more exact than it lie in one. Memory: 100 bytes a row that is more exact than some row of these buckets.
 *
 * A row is stood for by a live row that is more exact: a page where it names a host, on one side or both, and the same on the other. The most
 * exact rows are stood for by none, so no host and no domain loses its last link.
 */
import { somePage } from '../model/host-node.ts';
import { linkStates } from '../model/link.ts';
import { sql, type Sql } from '../store/literal.ts';
import { tableOf } from '../store/releases.ts';

const node = `)${somePage}`;

/** Whether a row names a host on one side or both. */
export const namesHost = sql`(endsWith(source_key, ${node}) OR endsWith(target_key, ${node}))`;

export function hostLinksStatement(release: number, buckets: readonly number[]): Sql {
  const hosts = tableOf('host_links', release);
  const source = sql`substring(source_key, 1, position(source_key, ')'))`;
  const target = sql`substring(target_key, 1, position(target_key, ')'))`;
  const [fromHost, toHost] = [sql`endsWith(source_key, ${node})`, sql`endsWith(target_key, ${node})`];
  const live = sql`bucket IN ${buckets} AND state = ${linkStates.indexOf('live')}`;
  // Only what shares its target's host with a row that names a host can stand for one.
  const near = sql`${target} IN (SELECT ${target} FROM ${hosts} WHERE bucket IN ${buckets})`;
  const exact = sql`(SELECT source_key, target_key FROM ${tableOf('backlinks', release)} WHERE ${live} AND ${near}
    UNION ALL SELECT source_key, target_key FROM ${hosts} WHERE ${live})`;
  return sql`INSERT INTO ${tableOf('backlinks', release)} SELECT * FROM ${hosts} WHERE bucket IN ${buckets}
    AND NOT (${fromHost} AND (target_key, ${source}) IN (SELECT target_key, ${source} FROM ${exact} WHERE NOT ${fromHost}))
    AND NOT (${toHost} AND (${target}, source_key) IN (SELECT ${target}, source_key FROM ${exact} WHERE NOT ${toHost}))
    AND NOT (${fromHost} AND ${toHost} AND (${target}, ${source}) IN (SELECT ${target}, ${source} FROM ${exact} WHERE NOT ${fromHost} AND NOT ${toHost}))`;
}
