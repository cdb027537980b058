/**
 * The times in which a link was away between two sights of it: lost by the same proof as a link that is lost for good (link-states.ts), and seen
 * again. Each sight is followed by the captures that prove something up to the next sight; the first of them that proves the loss begins the gap.
 */
import { proofs } from '../model/capture.ts';
import { lostReasons } from '../model/link.ts';
import { sql, type Sql } from '../store/literal.ts';

const provesPage = proofs.indexOf('page');

/** Code of `lostReasons` for a code of `proofs`. */
export function reasonOf(proof: Sql): Sql {
  const pairs = [
    [provesPage, lostReasons.indexOf('removed')],
    [proofs.indexOf('gone'), lostReasons.indexOf('gone')],
    [proofs.indexOf('redirected'), lostReasons.indexOf('redirected')],
  ] as const;
  return sql`transform(${proof}, ${pairs.map(([code]) => code)}, ${pairs.map(([, reason]) => reason)}, 0)`;
}

/**
 * Array(Tuple(lost_after UInt32, back_after UInt32, reason UInt8)), seconds after `first`.
 * @param sights (at, grade) of the captures that have the link, in any order
 * @param proven (at, grade, proof) of the page's captures that prove something, those with the link among them
 * @param first when the link was seen first, `last` when last
 */
export function gapsOf(sights: Sql, proven: Sql, first: Sql, last: Sql): Sql {
  const between = sql`arrayFilter(p -> p.1 > ${first} AND p.1 < ${last}, ${proven})`;
  // At one moment sights stand before proofs, the best sight last, so that no proof of that moment speaks against them.
  const events = sql`arraySort(arrayConcat(
      arrayMap(s -> (toUInt32(s.1), toUInt8(0), toUInt8(s.2), toUInt8(0)), ${sights}),
      arrayMap(p -> (toUInt32(p.1), toUInt8(1), toUInt8(p.2), toUInt8(p.3)), ${between})))`;
  const pieces = sql`arraySplit(e -> e.2 = 0, ${events})`;
  const loss = sql`arrayFirst(e -> e.2 = 1 AND e.1 > piece[1].1 AND (e.4 != ${provesPage} OR e.3 >= piece[1].3), piece)`;
  const none = sql`CAST([] AS Array(Tuple(UInt32, UInt32, UInt8)))`;
  return sql`if(empty(${between}), ${none},
      arrayMap(g -> (toUInt32(g.1.1 - ${first}), toUInt32(g.2 - ${first}), toUInt8(${reasonOf(sql`g.1.4`)})),
        arrayFilter(g -> g.1.1 != 0,
          arrayMap((piece, next) -> (${loss}, next[1].1), arrayPopBack(${pieces}), arrayPopFront(${pieces})))))`;
}
