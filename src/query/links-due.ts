import { authorityOf, backlinkColumns, backlinksWhere, isLive } from '../compute/views.ts';
import { limits } from '../base/limits.ts';
import { sql, strings, type Sql } from '../store/literal.ts';
import { tableOf } from '../store/releases.ts';
import { backlinksOf, type StoredBacklink } from './backlink-row.ts';
import { signalOf } from './kept-ready.ts';
import { newSince } from './moments.ts';
import type { Asking } from './operation.ts';
import type { Backlink } from './shapes.ts';
import { targetCondition, type Target } from './target.ts';

export interface LinksDue {
  /** Source pages at most. */
  readonly pages: number;
  /** Pages that could not be reached, by source key: when they were asked for last, in seconds since 1970 UTC. */
  readonly unreached: ReadonlyMap<string, number>;
  /** The moment that ages are reckoned from. */
  readonly at: Date;
}

/**
 * The links of a target whose pages are to be looked at next: live ones, and those lost of late, which may come back.
 *
 * A page's turn comes by its age over its interval, which falls from `recrawlDaysMax` at authority 0 to `recrawlDaysMin` at authority 100
 * of its domain; a page with a link that is new counts as 100. So of pages that were seen at the same time the newest and strongest are
 * first, and what was just looked at is last. A page that could not be reached keeps its age and would stand in the way for ever: such
 * pages have one part in `recheckUnreachedShare` of the budget to themselves, those asked for longest ago first, and what is left of it.
 */
export async function linksDue(asking: Asking, target: Target, due: LinksDue): Promise<Backlink[]> {
  const keys = await pagesOf(asking, target, due);
  const found: Backlink[] = [];
  for (let from = 0; from < keys.length && found.length < limits.verifyLinksMax; from += limits.rowsPerAnswerMax) {
    const some = sql`(SELECT arrayJoin(${strings(keys.slice(from, from + limits.rowsPerAnswerMax))}))`;
    const rows = await asking.engine.ask<StoredBacklink & Record<string, unknown>>(
      sql`SELECT ${backlinkColumns(asking.release.id)} FROM ${backlinksWhere(asking.release.id, sql`${mayChange(asking, target)} AND b.source_key IN ${some}`)}
          ORDER BY target_key, source_key LIMIT ${limits.verifyLinksMax - found.length}`,
      { workload: 'build', ...signalOf(asking) },
    );
    found.push(...(await backlinksOf(asking, rows)));
  }
  return found;
}

/** Links of the target on pages that are named: live, or lost within the days in which a link is new. */
function mayChange({ release }: Asking, target: Target): Sql {
  return sql`${targetCondition(target)} AND NOT endsWith(b.source_key, ')*')
    AND (${isLive} OR b.first_seen + b.seen_for + b.lost_after > ${newSince(release.asOf)})`;
}

/** Source keys. Memory: 100 bytes a page of the target, spilled. */
async function pagesOf(asking: Asking, target: Target, { pages, unreached, at }: LinksDue): Promise<string[]> {
  const { recrawlDaysMax: longest, recrawlDaysMin: shortest } = limits;
  const { id, asOf } = asking.release;
  const rows = await asking.engine.ask<{ source_key: string }>(
    sql`SELECT b.source_key AS source_key,
          greatest(0, ${Math.floor(at.getTime() / 1000)} - toUnixTimestamp(max(b.verified_at))) AS age,
          if(max(b.first_seen) > ${newSince(asOf)}, 100, ${authorityOf(id, sql`any(b.source_domain)`)}) AS worth
        FROM ${tableOf('backlinks', id)} AS b WHERE ${mayChange(asking, target)}
        GROUP BY source_key
        ORDER BY age / pow(${shortest} / ${longest}, worth / 100) DESC, worth DESC, source_key LIMIT ${pages + unreached.size}`,
    { workload: 'build', ...signalOf(asking) },
  );
  const all = rows.map(({ source_key }) => source_key);
  const reached = all.filter((key) => !unreached.has(key));
  const others = all
    .filter((key) => unreached.has(key))
    .sort((a, b) => (unreached.get(a) ?? 0) - (unreached.get(b) ?? 0) || (a < b ? -1 : 1));
  const share = Math.min(others.length, pages === 1 ? 0 : Math.ceil(pages / limits.recheckUnreachedShare));
  const first = reached.slice(0, pages - share);
  return [...first, ...others.slice(0, pages - first.length)];
}
