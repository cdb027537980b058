/** The figures of a set of links, whatever they have in common: a target, an anchor, a linking domain. Only live links count, but for what was lost. */
import { z } from 'zod';
import { countryOfTld } from '../model/country.ts';
import { linkKinds, placements, relTokens } from '../model/link.ts';
import { platforms } from '../model/platform.ts';
import { sourceClasses } from '../model/source-class.ts';
import { isoTime, time } from './shapes.ts';
import type { StoredSummary } from './stored-groups.ts';

const count = z.int();
/** null in what an earlier version kept ready. */
const later = count.nullable();
const counts = z.record(z.string(), count);

export const figures = {
  backlinks_total: count,
  followed_backlinks: count,
  nofollow_backlinks: count,
  referring_pages: count,
  followed_referring_pages: later.describe('Pages with at least one link that is followed'),
  referring_pages_nofollow: count.describe('Pages with at least one link that is not followed'),
  referring_hosts: count,
  followed_referring_hosts: later,
  referring_hosts_nofollow: count,
  referring_domains: count,
  followed_referring_domains: count,
  referring_domains_nofollow: count,
  referring_ips: count,
  followed_referring_ips: later,
  referring_ips_nofollow: later,
  referring_subnets: count.describe('Networks: /24 of IPv4, /64 of IPv6'),
  followed_referring_subnets: later,
  referring_subnets_nofollow: later,
  lost_backlinks: count,
  first_seen: time.nullable(),
  last_seen: time.nullable(),
  new_backlinks_30d: count,
  lost_backlinks_30d: count,
  new_referring_domains_30d: count,
  lost_referring_domains_30d: count,
  new_backlinks_90d: count,
  lost_backlinks_90d: count,
  new_referring_domains_90d: count,
  lost_referring_domains_90d: count,
  backlinks_by_type: counts,
  by_rel: counts,
  by_placement: counts,
  by_tld: counts,
  by_class: counts,
  by_country: counts.describe('By the country that the TLD of the linking domain says; unknown: it says none'),
  by_platform: counts.nullable().describe('By the shared platform that the linking domain is a tenant of; unknown: a name of its own'),
  spam_score: z.number().nullable().describe('Mean spam score of the live referring domains, 0 to 100'),
} as const;

const figuresSchema = z.object(figures);
export type Figures = z.output<typeof figuresSchema>;

/** The summary view's row in the API's words. */
export function figuresOf(stored: StoredSummary): Figures {
  const links = stored.live + stored.lost;
  return {
    backlinks_total: stored.live,
    followed_backlinks: stored.followed,
    nofollow_backlinks: stored.live - stored.followed,
    referring_pages: stored.pages,
    followed_referring_pages: stored.followed_pages ?? null,
    referring_pages_nofollow: stored.nofollow_pages,
    referring_hosts: stored.hosts,
    followed_referring_hosts: stored.followed_hosts ?? null,
    referring_hosts_nofollow: stored.nofollow_hosts,
    referring_domains: stored.domains,
    followed_referring_domains: stored.followed_domains,
    referring_domains_nofollow: stored.nofollow_domains,
    referring_ips: stored.ips,
    followed_referring_ips: stored.followed_ips ?? null,
    referring_ips_nofollow: stored.nofollow_ips ?? null,
    referring_subnets: stored.subnets,
    followed_referring_subnets: stored.followed_subnets ?? null,
    referring_subnets_nofollow: stored.nofollow_subnets ?? null,
    lost_backlinks: stored.lost,
    first_seen: links === 0 ? null : isoTime(stored.first_at),
    last_seen: links === 0 ? null : isoTime(stored.last_at),
    new_backlinks_30d: stored.new_30,
    lost_backlinks_30d: stored.lost_30,
    new_referring_domains_30d: stored.new_domains_30,
    lost_referring_domains_30d: stored.lost_domains_30,
    new_backlinks_90d: stored.new_90,
    lost_backlinks_90d: stored.lost_90,
    new_referring_domains_90d: stored.new_domains_90,
    lost_referring_domains_90d: stored.lost_domains_90,
    backlinks_by_type: Object.fromEntries([...linkKinds, 'image'].map((kind) => [kind, stored[`kind_${kind}`] ?? 0])),
    by_rel: Object.fromEntries(relTokens.map((token) => [token, stored[`rel_${token}`] ?? 0])),
    by_placement: Object.fromEntries(placements.map((placement) => [placement, stored[`placement_${placement}`] ?? 0])),
    by_tld: Object.fromEntries(stored.by_tld[0].map((tld, i) => [tld, stored.by_tld[1][i] ?? 0])),
    by_class: Object.fromEntries(stored.by_class[0].map((code, i) => [sourceClasses[code] ?? 'unknown', stored.by_class[1][i] ?? 0])),
    by_country: countriesOf(stored.by_tld),
    by_platform:
      stored.by_platform === undefined
        ? null
        : Object.fromEntries(stored.by_platform[0].map((code, i) => [platforms[code] ?? 'unknown', stored.by_platform?.[1][i] ?? 0])),
    spam_score: stored.domains === 0 ? null : Math.round(stored.spam_sum / stored.domains),
  };
}

function countriesOf([tlds, links]: StoredSummary['by_tld']): Record<string, number> {
  const found: Record<string, number> = {};
  for (const [i, tld] of tlds.entries()) {
    const country = countryOfTld(tld) ?? 'unknown';
    found[country] = (found[country] ?? 0) + (links[i] ?? 0);
  }
  return found;
}
