import type { Figures } from '../../query/figures.ts';
import { elementsOf, largest, platformsOf, typesOf } from './counts.ts';
import { moment } from './envelope.ts';

/** The figures that the contract gives of a target, page, anchor, domain or network alike. `most`: names of each map that are told. */
export function figureFields(found: Figures, most: number): Record<string, unknown> {
  return {
    backlinks: found.backlinks_total,
    first_seen: found.first_seen === null ? null : moment(found.first_seen),
    lost_date: null,
    backlinks_spam_score: found.spam_score,
    broken_pages: null,
    referring_domains: found.referring_hosts,
    referring_domains_nofollow: found.referring_hosts_nofollow,
    referring_main_domains: found.referring_domains,
    referring_main_domains_nofollow: found.referring_domains_nofollow,
    referring_ips: found.referring_ips,
    referring_subnets: found.referring_subnets,
    referring_pages: found.referring_pages,
    referring_pages_nofollow: found.referring_pages_nofollow,
    referring_links_tld: largest(found.by_tld, most),
    referring_links_types: typesOf(found.backlinks_by_type),
    referring_links_attributes: largest(found.by_rel, most),
    referring_links_platform_types: largest(platformsOf(found.by_class), most),
    referring_links_semantic_locations: largest(elementsOf(found.by_placement), most),
    referring_links_countries: null,
  };
}

/** Links of the status that was asked for. */
export function backlinksOf({ backlinks_total: live, lost_backlinks: lost }: Figures, status: 'live' | 'lost' | 'all'): number {
  return status === 'live' ? live : status === 'lost' ? lost : live + lost;
}
