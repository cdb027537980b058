/**
 * What an edge weighs (authority v2), from its row of `domain_edges_<n>` and the captured pages of its source:
 *
 *   w = placed · spread     placed   the best place of its links: content 1, the rest of a page 1/2 (unknown too), a comment 1/4
 *                           spread   site-wide 0.3; else min(2, 1 + log2(links) / 4): more pages say more, and soon no more
 *
 * An edge is site-wide when links with one anchor are at least 20 and at least 30 % of the source's captured pages (METRICS 5.2), so that a footer counts once and
 * for less than one link. That rank flows by place is an old idea (US patent 7,716,225, "reasonable surfer") without published numbers: these are
 * ours. Stronger ones (navigation 0.3, footer 0.15) agreed less with Moz's and Common Crawl's ranks (docs/metrics/authority.md).
 */
import { placements, type Placement } from '../model/link.ts';
import { sql, type Sql } from '../store/literal.ts';

const places: Readonly<Record<Placement, number>> = {
  content: 1,
  navigation: 0.5,
  header: 0.5,
  footer: 0.5,
  aside: 0.5,
  comment: 0.25,
  unknown: 0.5,
};

/** Pages that must repeat an anchor, and their share of the source's captured pages, for a link to be site-wide (METRICS 5.2). */
export const sitewide = { pagesMin: 20, shareMin: 0.3 };
const sitewideSpread = 0.3;

/** The place of a backlink in hundredths. */
export const placeOf = sql`toUInt8(${placements.map((placement) => 100 * places[placement])}[placement + 1])`;

/** In units of 1/1024, so that sums of weights are exact in whatever order they are made. */
export function edgeWeight(placed: Sql, links: Sql, repeated: Sql, pagesCaptured: Sql): Sql {
  const isSitewide = sql`${repeated} >= ${sitewide.pagesMin} AND ${repeated} >= ${sitewide.shareMin} * ${pagesCaptured}`;
  return sql`toFloat32(round(10.24 * ${placed} * if(${isSitewide}, ${sitewideSpread}, least(2, 1 + log2(greatest(1, ${links})) / 4))) / 1024)`;
}
