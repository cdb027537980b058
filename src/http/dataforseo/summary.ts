import type { z } from 'zod';
import { z as schema } from 'zod';
import type { summary as summaryOperation } from '../../query/summary.ts';
import { elementsOf, largest, platformsOf, typesOf } from './counts.ts';
import { defineEndpoint, requireLooked } from './endpoint.ts';
import { moment } from './envelope.ts';
import { rankOf } from './rank-scale.ts';
import { aboutTarget, ofLinks } from './task-fields.ts';

type Summary = z.output<typeof summaryOperation.output>;

export const summary = defineEndpoint({
  path: 'backlinks/summary/live',
  method: 'POST',
  task: schema.object({ ...aboutTarget, ...ofLinks }),
  answer: async ({ ask }, { target, include_subdomains, rank_scale, internal_list_limit: most }) => {
    const found = await ask<Summary>('summary', { target, include_subdomains });
    requireLooked(found);
    return [
      {
        target: found.target,
        first_seen: found.first_seen === null ? null : moment(found.first_seen),
        lost_date: null,
        rank: rankOf(found.authority, rank_scale),
        backlinks: found.backlinks_total,
        backlinks_spam_score: found.spam_score,
        crawled_pages: null,
        info: { server: null, cms: null, platform_type: null, ip_address: null, country: null, is_ip: null, target_spam_score: null },
        internal_links_count: null,
        external_links_count: null,
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
        openbacklinks: { release: found.release, as_of: found.as_of, coverage: found.coverage },
      },
    ];
  },
});
