import { isFollowed, isLive } from '../../compute/views.ts';
import { limits } from '../../base/limits.ts';
import { join, sql, strings, type Sql } from '../../store/literal.ts';
import { tableOf } from '../../store/releases.ts';
import { signalOf } from '../kept-ready.ts';
import type { Asking } from '../operation.ts';
import { targetCondition, type Target } from '../target.ts';
import type { BulkCounts } from './bulk-figures.ts';

/** Counts of targets from their links: pages in one pass, domains and hosts by partition, folders one by one. */
export async function linksGrouped(asking: Asking, targets: readonly Target[]): Promise<ReadonlyMap<Target, BulkCounts>> {
  const groups = [...kinds(targets), ...targets.filter(({ keptAs }) => keptAs === null).map(alone)].filter(
    ({ members }) => members.size > 0,
  );
  if (groups.length === 0) return new Map();
  const statements = groups.map(({ name, where }, place) => grouped(asking, place, name, where));
  const rows = await asking.engine.ask<BulkCounts & { place: number; name: string } & Record<string, unknown>>(
    join(statements, '\nUNION ALL\n'),
    signalOf(asking),
  );
  return new Map(
    rows.flatMap(({ place, name, ...counts }) => {
      const target = groups[place]?.members.get(name);
      return target === undefined ? [] : [[target, counts] as const];
    }),
  );
}

interface Group {
  /** What a link's target is called in this group. */
  readonly name: Sql;
  readonly where: Sql;
  readonly members: ReadonlyMap<string, Target>;
}

function kinds(targets: readonly Target[]): Group[] {
  const of = (scope: Target['scope']): Target[] => targets.filter((target) => target.scope === scope && target.keptAs !== null);
  const [domains, hosts, pages] = [of('domain'), of('host'), of('page')];
  return [
    ...byBucket(domains).map((own) => ({ name: sql`b.target_domain`, where: within(own), members: byName(own) })),
    ...byBucket(hosts).map((own) => ({
      name: sql`substring(b.target_key, 1, position(b.target_key, ')'))`,
      where: within(own),
      members: byName(own),
    })),
    {
      name: sql`b.target_key`,
      where: sql`b.bucket IN ${bucketsOf(pages)} AND b.target_key IN (SELECT arrayJoin(${strings(pages.map(({ from }) => from))}))`,
      members: byName(pages),
    },
  ];
}

/** A range is held against every mark of what is read, so the ranges of a bucket are asked of that partition only. */
function byBucket(targets: readonly Target[]): Target[][] {
  return bucketsOf(targets).map((bucket) => targets.filter((target) => target.bucket === bucket));
}

/** A folder, or a host with those below it: nothing in a link is called as it is. */
function alone(target: Target): Group {
  return { name: sql`''`, where: targetCondition(target), members: new Map([['', target]]) };
}

/** Ranges of keys; a link in the range of a name with what is below it may belong to another one, which `members` does not hold. */
function within(targets: readonly Target[]): Sql {
  const ranges = targets.map(({ from, to }) => sql`(b.target_key >= ${from} AND b.target_key < ${to ?? ''})`);
  return ranges.length === 0 ? sql`1 = 0` : sql`b.bucket IN ${bucketsOf(targets)} AND (${join(ranges, ' OR ')})`;
}

function byName(targets: readonly Target[]): ReadonlyMap<string, Target> {
  return new Map(targets.map((target) => [target.keptAs?.name ?? '', target]));
}

function bucketsOf(targets: readonly Target[]): number[] {
  return [...new Set(targets.map(({ bucket }) => bucket))];
}

/** The counts of the summary (compute/views.ts) that a bulk answer has, in the same two levels. */
function grouped({ release }: Asking, place: number, name: Sql, where: Sql): Sql {
  const since = sql`${new Date(release.asOf.getTime() - limits.newDays * 86_400_000)}`;
  const lostAt = sql`(b.first_seen + b.seen_for + b.lost_after)`;
  return sql`
  SELECT ${place} AS place, name, sum(d.links) AS live, sum(d.gone) AS lost, countIf(d.links > 0) AS domains, countIf(d.followed > 0) AS followed_domains,
    sum(d.appeared) AS new_30, sum(d.disappeared) AS lost_30, countIf(d.first_at > ${since}) AS new_domains_30,
    countIf(d.links = 0 AND d.lost_at > ${since}) AS lost_domains_30
  FROM (
    SELECT ${name} AS name, countIf(${isLive}) AS links, countIf(NOT (${isLive})) AS gone, countIf(${isLive} AND ${isFollowed}) AS followed,
      countIf(b.first_seen > ${since}) AS appeared, countIf(NOT (${isLive}) AND ${lostAt} > ${since}) AS disappeared,
      min(b.first_seen) AS first_at, max(${lostAt}) AS lost_at
    FROM ${tableOf('backlinks', release.id)} AS b WHERE ${where} GROUP BY name, b.source_domain
  ) AS d GROUP BY name`;
}
