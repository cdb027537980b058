import type { z } from 'zod';
import type { summary as summaryOperation } from '../../query/summary.ts';
import { elementsOf, largest, platformsOf, typesOf } from './counts.ts';
import { moment } from './envelope.ts';
import { rankOf } from './rank-scale.ts';
import type { RankScale } from './task-fields.ts';

type Summary = z.output<typeof summaryOperation.output>;

/** The figures that the contract gives of a target, page, anchor or network alike. `most`: names of each map that are told. */
export function summaryCounts(found: Summary, scale: RankScale, most: number): Record<string, unknown> {
  return {
    rank: rankOf(found.authority, scale),
    backlinks: found.backlinks_total,
    first_seen: found.first_seen === null ? null : moment(found.first_seen),
    lost_date: null,
    backlinks_spam_score: found.spam_score,
    broken_backlinks: found.broken_backlinks,
    broken_pages: null,
    referring_domains: found.referring_hosts,
    referring_domains_nofollow: null,
    referring_main_domains: found.referring_domains,
    referring_main_domains_nofollow: found.referring_domains_nofollow,
    referring_ips: found.referring_ips,
    referring_subnets: found.referring_subnets,
    referring_pages: found.referring_pages,
    referring_pages_nofollow: null,
    referring_links_tld: largest(found.by_tld, most),
    referring_links_types: typesOf(found.backlinks_by_type),
    referring_links_attributes: largest(found.by_rel, most),
    referring_links_platform_types: largest(platformsOf(found.by_class), most),
    referring_links_semantic_locations: largest(elementsOf(found.by_placement), most),
    referring_links_countries: null,
  };
}
