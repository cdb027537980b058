import { backlinkColumns, backlinksWhere, isLive } from '../compute/views.ts';
import { flag, isFollowed, linkStates, notFollowed, relOf } from '../model/link.ts';
import { join, sql, strings, type Sql } from '../store/literal.ts';
import { tableOf, type Release } from '../store/releases.ts';
import { backlinksOf, type StoredBacklink } from './backlink-row.ts';
import { signalOf } from './kept-ready.ts';
import type { Asking } from './operation.ts';
import type { Backlink } from './shapes.ts';
import { targetCondition, type Target } from './target.ts';

/**
 * `new`: on a page that had been captured without it; `discovered`: on a page that had not; `lost`, with its reason in the row;
 * `found_again`: was lost and is seen; `changed`: its rel, or its anchor.
 */
export const linkChangeKinds = ['new', 'discovered', 'lost', 'found_again', 'changed'] as const;
type LinkChangeKind = (typeof linkChangeKinds)[number];

export interface LinkChange {
  readonly kind: LinkChangeKind;
  /** As the newer release has it. */
  readonly backlink: Backlink;
  /** What the earlier release said of it; null when it did not know it. */
  readonly before: Pick<Backlink, 'state' | 'anchor' | 'rel' | 'followed'> | null;
}

export interface LinkChanges {
  /** In the order of the target's and the source's keys, the first `limit`. */
  readonly changes: readonly LinkChange[];
  /** All of them, by kind. */
  readonly counts: Readonly<Record<LinkChangeKind, number>>;
}

/** What the release of `asking` says otherwise of a target's links than an earlier one. Both must be kept. */
export async function linkChanges(asking: Asking, target: Target, earlier: Release, limit: number): Promise<LinkChanges> {
  const changed = changedLinks(asking.release.id, earlier.id, target);
  const options = { workload: 'build', ...signalOf(asking) } as const;
  const counted = await asking.engine.ask<{ kind: LinkChangeKind; links: number }>(
    sql`SELECT kind, count() AS links FROM (${changed}) GROUP BY kind`,
    options,
  );
  const counts = Object.fromEntries(linkChangeKinds.map((kind) => [kind, counted.find((row) => row.kind === kind)?.links ?? 0]));
  const rows = await asking.engine.ask<ChangedRow>(sql`${changed} ORDER BY target_key, source_key LIMIT ${limit}`, options);
  const backlinks = await backlinksByKeys(asking, target, rows);
  const changes = rows.flatMap((row): LinkChange[] => {
    const backlink = backlinks.get(`${row.target_key}\0${row.source_key}`);
    return backlink === undefined ? [] : [{ kind: row.kind, backlink, before: row.known === 0 ? null : beforeOf(row) }];
  });
  return { changes, counts: counts as Record<LinkChangeKind, number> };
}

interface ChangedRow extends Record<string, unknown> {
  readonly target_key: string;
  readonly source_key: string;
  readonly kind: LinkChangeKind;
  readonly known: number;
  readonly state_before: number;
  readonly flags_before: number;
  readonly anchor_before: string;
}

/** One row a link that differs: both releases' rows side by side. Memory: a row a link of the target, spilled. */
function changedLinks(release: number, earlier: number, target: Target): Sql {
  const [live, lost] = [linkStates.indexOf('live'), linkStates.indexOf('lost')];
  const rowsOf = (table: number, isNow: number): Sql =>
    sql`SELECT ${isNow} AS is_now, b.target_key AS target_key, b.source_key AS source_key, b.state AS state, b.flags AS flags, b.anchor AS anchor
        FROM ${tableOf('backlinks', table)} AS b WHERE ${targetCondition(target)}`;
  return sql`SELECT target_key, source_key, countIf(is_now = 0) AS known, anyIf(state, is_now = 0) AS state_before, anyIf(flags, is_now = 0) AS flags_before,
      anyIf(anchor, is_now = 0) AS anchor_before, anyIf(state, is_now = 1) AS state_now, anyIf(flags, is_now = 1) AS flags_now, anyIf(anchor, is_now = 1) AS anchor_now,
      multiIf(known = 0, if(bitAnd(flags_now, ${flag.pageSeenBefore}) != 0, 'new', 'discovered'),
        state_before = ${live} AND state_now = ${lost}, 'lost', state_before = ${lost} AND state_now = ${live}, 'found_again', 'changed') AS kind
    FROM (${join([rowsOf(release, 1), rowsOf(earlier, 0)], '\nUNION ALL\n')})
    GROUP BY target_key, source_key
    HAVING countIf(is_now = 1) > 0 AND (
      (known = 0 AND state_now = ${live}) OR (known > 0 AND (state_before != state_now OR (state_now = ${live} AND (
        bitAnd(flags_before, ${notFollowed}) != bitAnd(flags_now, ${notFollowed}) OR anchor_before != anchor_now)))))`;
}

function beforeOf({ state_before, flags_before, anchor_before }: ChangedRow): NonNullable<LinkChange['before']> {
  return {
    state: linkStates[state_before] ?? 'live',
    anchor: anchor_before,
    rel: relOf(flags_before),
    followed: isFollowed(flags_before),
  };
}

/** Rows looked up at a time. */
const rowsAtOnce = 1_000;

async function backlinksByKeys(
  asking: Asking,
  target: Target,
  keys: readonly Pick<ChangedRow, 'target_key' | 'source_key'>[],
): Promise<Map<string, Backlink>> {
  const found = new Map<string, Backlink>();
  for (let at = 0; at < keys.length; at += rowsAtOnce) {
    const some = keys.slice(at, at + rowsAtOnce);
    const pairs = sql`(SELECT arrayJoin(arrayZip(${strings(some.map(({ target_key }) => target_key))}, ${strings(some.map(({ source_key }) => source_key))})))`;
    const rows = await asking.engine.ask<StoredBacklink & Record<string, unknown>>(
      sql`SELECT ${backlinkColumns(asking.release.id)} FROM ${backlinksWhere(asking.release.id, sql`${targetCondition(target)} AND (b.target_key, b.source_key) IN ${pairs}`)}`,
      signalOf(asking),
    );
    for (const [i, backlink] of (await backlinksOf(asking, rows)).entries())
      found.set(`${rows[i]?.target_key}\0${rows[i]?.source_key}`, backlink);
  }
  return found;
}

/** How many live links and linking domains the target has in a release. */
export async function liveCounts(
  asking: Asking,
  target: Target,
  release: Release,
): Promise<{ readonly backlinks: number; readonly domains: number }> {
  const [row] = await asking.engine.ask<{ backlinks: number; domains: number }>(
    sql`SELECT count() AS backlinks, uniqExact(b.source_domain) AS domains FROM ${backlinksWhere(release.id, sql`${targetCondition(target)} AND ${isLive}`)}`,
    signalOf(asking),
  );
  return row ?? { backlinks: 0, domains: 0 };
}
