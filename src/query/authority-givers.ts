import { edgeWeightOf, giftOf } from '../compute/graph.ts';
import { belonging } from '../compute/link-circles.ts';
import { authorityOf } from '../compute/views.ts';
import { sql, type Sql } from '../store/literal.ts';
import { tableOf } from '../store/releases.ts';
import { signalOf } from './kept-ready.ts';
import type { Asking } from './operation.ts';
import type { Target } from './target.ts';

interface Giver {
  readonly domain: string;
  readonly domain_authority: number;
  /** A share of all rank. */
  readonly gift: number;
  readonly weight: number;
  readonly counted: number;
  readonly because: string | null;
  readonly backlinks: number;
  readonly followed_backlinks: number;
}

export interface Givers {
  readonly rows: readonly Giver[];
  readonly domains: number;
  /** What all of them give together. */
  readonly all: number;
}

/** The domains whose links bring rank to the target's domain, those that bring most first. */
export async function giversOf(asking: Asking, target: Target, limit: number): Promise<Givers> {
  const release = asking.release.id;
  const rows = await asking.engine.ask<
    Omit<Giver, 'because'> & { belongs: number; size: number; domains: number; all: number } & Record<string, unknown>
  >(
    sql`SELECT *, count() OVER () AS domains, sum(gift) OVER () AS all FROM (
          SELECT e.source_domain AS domain, ${authorityOf(release, sql`e.source_domain`)} AS domain_authority, ${giftOf(release)} AS gift,
            ${edgeWeightOf(release)} AS weight, if(d.size = 0, 1, d.factor) AS counted, d.belongs AS belongs, d.size AS size,
            e.live AS backlinks, e.followed AS followed_backlinks
          FROM ${edgesOfTarget(release, target)}
          LEFT JOIN (SELECT source_domain, factor, belongs, size FROM ${tableOf('discounts', release)} WHERE target_domain = ${target.domain}) AS d
            ON d.source_domain = e.source_domain
          WHERE e.ranked > 0
        ) ORDER BY gift DESC, domain LIMIT ${limit}`,
    signalOf(asking),
  );
  return {
    rows: rows.map((row) => ({
      domain: row.domain,
      domain_authority: row.domain_authority,
      gift: row.gift,
      weight: row.weight,
      counted: Math.round(10_000 * row.counted) / 10_000,
      because: discountBecause(row),
      backlinks: row.backlinks,
      followed_backlinks: row.followed_backlinks,
    })),
    domains: rows[0]?.domains ?? 0,
    all: rows[0]?.all ?? 0,
  };
}

function discountBecause({ belongs, size }: { readonly belongs: number; readonly size: number }): string | null {
  if (size === 0) return null;
  const circle = (belongs & belonging.circle) !== 0;
  if (!circle && (belongs & belonging.crowd) !== 0)
    return 'one of many domains that nobody else links to: they count as many as those that others link to make likely';
  const isTier = (belongs & belonging.upperTier) !== 0;
  const what = circle
    ? 'that link to nothing else, or mostly to one another'
    : isTier
      ? 'that others link to whom nobody links to, many more than chance explains'
      : 'from one small network';
  return `one of ${size} domains ${what}: together they count as one`;
}

export interface Silent {
  readonly reason: 'not_followed' | 'not_ranked' | 'lost';
  readonly because: string;
  readonly domains: number;
  readonly examples: string[];
}

const silences = {
  not_followed: 'its links are nofollow, ugc or sponsored, or its pages say nofollow',
  not_ranked: 'its links stand on pages that are not to be indexed, or are of a kind that carries no rank (alternate, frame, form)',
  lost: 'its links are lost',
} as const;
const examplesShown = 10;

/** The other referring domains of the target's domain, by the reason why they give nothing. */
export async function silentOf(asking: Asking, target: Target): Promise<Silent[]> {
  const release = asking.release.id;
  const reasons = Object.keys(silences) as Silent['reason'][];
  const rows = await asking.engine.ask<{ reason: Silent['reason']; domains: number; examples: string[] }>(
    sql`SELECT reason, count() AS domains,
          arrayMap(one -> one.2, arraySlice(arraySort(groupArray((-toInt16(${authorityOf(release, sql`domain`)}), domain))), 1, ${examplesShown})) AS examples
        FROM (
          SELECT e.source_domain AS domain, multiIf(e.live = 0, 'lost', e.followed = 0, 'not_followed', 'not_ranked') AS reason
          FROM ${edgesOfTarget(release, target)} WHERE e.ranked = 0
        ) GROUP BY reason`,
    signalOf(asking),
  );
  return reasons.flatMap((reason) => {
    const found = rows.find((row) => row.reason === reason);
    return found === undefined ? [] : [{ reason, because: silences[reason], domains: found.domains, examples: found.examples }];
  });
}

/** Edges (as `e`) from other domains to the target's. */
function edgesOfTarget(release: number, target: Target): Sql {
  return sql`(SELECT * FROM ${tableOf('domain_edges', release)} WHERE bucket = ${target.bucket} AND target_domain = ${target.domain} AND source_domain != ${target.domain}) AS e`;
}
