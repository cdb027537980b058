/**
 * Turns of links, hosts and domains over time, from rows of `backlinks_<n>` (as `b`).
 *
 * A row holds its whole life: it came at `first_seen`, was away in each of its `gaps`, and went at `lost_at` when it is lost. So what was live
 * at any time is what had come less what had gone, at every level: live(t) = live(t-1) + new(t) - lost(t) cannot fail, in buckets of any size.
 */
import { flag, linkStates } from '../model/link.ts';
import { firstGoing, goingOffset, turnCode, turnLevels } from '../model/turn.ts';
import { join, name, sql, type Sql } from '../store/literal.ts';

const first = sql`toUnixTimestamp(b.first_seen)`;
const returned = turnCode('returned');

/** The row's turns in order of time, as Array(Tuple(at UInt32, code UInt8)). */
export const linkTurns = sql`arrayConcat(
    [(${first}, toUInt8(if(bitAnd(b.flags, ${flag.pageSeenBefore}) != 0, ${turnCode('new_link')}, ${turnCode('discovered')})))],
    arrayFlatten(arrayMap(g -> [(toUInt32(${first} + g.1), toUInt8(g.3 + ${goingOffset})), (toUInt32(${first} + g.2), toUInt8(${returned}))], b.gaps)),
    if(b.state = ${linkStates.indexOf('lost')}, [(toUInt32(${first} + b.seen_for + b.lost_after), toUInt8(b.lost_reason + ${goingOffset}))], []))`;

/**
 * When the first of several came and the last went, from the turns of all in any order. At one moment comings count before goings, so that a
 * link that takes another's place leaves no gap. What comes a second time has returned.
 */
function unitedTurns(turns: Sql): Sql {
  const sorted = sql`arraySort(${turns})`;
  const alive = sql`arrayCumSum(t -> if(t.2 < ${firstGoing}, 1, -1), ${sorted})`;
  const turning = sql`arrayFilter((t, n) -> n = if(t.2 < ${firstGoing}, 1, 0), ${sorted}, ${alive})`;
  return sql`arrayMap((t, i) -> if(t.2 < ${firstGoing} AND i > 1, (t.1, toUInt8(${returned})), t), ${turning}, arrayEnumerate(${turning}))`;
}

/** One row a group and referring domain: its own turns as `turns`. `from` names the rows, with their condition. */
export function domainTurnsSelect(from: Sql): Sql {
  return sql`SELECT b.source_domain AS domain, ${unitedTurns(sql`groupArrayArray(${linkTurns})`)} AS turns FROM ${from} GROUP BY domain`;
}

/** Columns that rows are grouped by before anything else: what answers are kept ready for. */
type Group = readonly { readonly as: string; readonly column: Sql }[];

function leadingNames(group: Group): Sql {
  return join(
    group.map(({ as }) => sql`${name(as)},`),
    ' ',
  );
}

function leadingColumns(group: Group): Sql {
  return join(
    group.map(({ as, column }) => sql`${column} AS ${name(as)},`),
    ' ',
  );
}

/**
 * How many turns of each kind a day, level by level: columns `day`, `level` (code of `turnLevels`), `turn` (code) and `found`, after those of
 * `group`. A domain's turns are made from its hosts', which is the same as from its links', in one reading of the rows. Memory: 8 bytes a turn and the
 * names of hosts.
 */
export function flowsSelect(from: Sql, group: Group = []): Sql {
  const leading = leadingNames(group);
  const tagged = (level: (typeof turnLevels)[number], turns: Sql): Sql =>
    sql`arrayMap(t -> (toDate(toDateTime(t.1, 'UTC'), 'UTC'), toUInt8(${turnLevels.indexOf(level)}), t.2), ${turns})`;
  return sql`
  SELECT ${leading} flow.1 AS day, flow.2 AS level, flow.3 AS turn, count() AS found FROM (
    SELECT ${leading} arrayJoin(arrayConcat(
      ${tagged('backlinks', sql`groupArrayArray(of_links)`)},
      ${tagged('referring_hosts', sql`groupArrayArray(of_host)`)},
      ${tagged('referring_domains', unitedTurns(sql`groupArrayArray(of_host)`))})) AS flow
    FROM (
      SELECT ${leadingColumns(group)} b.source_domain AS domain, substring(b.source_key, 1, position(b.source_key, ')')) AS host,
        groupArrayArray(${linkTurns}) AS of_links, ${unitedTurns(sql`of_links`)} AS of_host
      FROM ${from} GROUP BY ${leading} domain, host
    ) GROUP BY ${leading} domain
  ) GROUP BY ${leading} day, level, turn`;
}

/**
 * How long the spells of the links lasted: columns `days`, `lost`, `censored` after those of `group`. A spell ends at a proven loss; the last one of a
 * live link is censored when its page was captured last.
 */
export function spellsSelect(from: Sql, group: Group = []): Sql {
  const leading = leadingNames(group);
  const isLost = sql`b.state = ${linkStates.indexOf('lost')}`;
  const begins = sql`arrayPushFront(b.gaps.2, toUInt32(0))`;
  const ends = sql`arrayPushBack(b.gaps.1, toUInt32(b.seen_for + if(${isLost}, b.lost_after, b.verified_after)))`;
  return sql`
  SELECT ${leading} spell.1 AS days, countIf(spell.2) AS lost, countIf(NOT spell.2) AS censored FROM (
    SELECT ${leadingColumns(group)} arrayJoin(arrayMap((begin, end, i) -> (toUInt16(intDiv(end - begin, 86400)), i <= length(b.gaps) OR ${isLost}), ${begins}, ${ends}, arrayEnumerate(${ends}))) AS spell
    FROM ${from}
  ) GROUP BY ${leading} days`;
}
