import type { LinkKind, Placement } from '../../model/link.ts';
import type { Backlink } from '../../query/shapes.ts';
import { elementOf, placementOf, platformOf } from './counts.ts';
import { moment } from './envelope.ts';
import { asMoment, asText, type OurFields } from './filters.ts';
import { rankOf } from './rank-scale.ts';
import type { RankScale } from './task-fields.ts';

/** The contract's types of our kinds; an anchor that is all image is `image`. */
const itemTypes: Readonly<Record<LinkKind, string>> = {
  anchor: 'anchor',
  area: 'anchor',
  redirect: 'redirect',
  canonical: 'canonical',
  alternate: 'alternate',
  frame: 'link',
  form: 'link',
};

/** One backlink as an item of the contract; `openbacklinks` holds what the contract has no field for. */
export function asBacklink(row: Backlink, scale: RankScale): Record<string, unknown> {
  const isIndirect = row.kind === 'redirect' || row.kind === 'canonical';
  return {
    type: 'backlink',
    domain_from: row.source_host,
    url_from: row.source_url,
    url_from_https: row.source_url.startsWith('https:'),
    domain_to: row.target_host,
    url_to: row.target_url,
    url_to_https: row.target_url.startsWith('https:'),
    tld_from: row.source_domain.split('.').at(-1) ?? '',
    is_new: row.is_new,
    is_lost: row.state === 'lost',
    backlink_spam_score: row.spam_score,
    rank: rankOf(row.domain_authority, scale),
    page_from_rank: rankOf(row.page_authority, scale),
    domain_from_rank: rankOf(row.domain_authority, scale),
    domain_from_platform_type: [platformOf(row.source_class)],
    domain_from_is_ip: isAddress(row.source_host),
    domain_from_ip: row.source_ip,
    domain_from_country: null,
    page_from_external_links: row.source_external_links,
    page_from_internal_links: row.source_internal_links,
    page_from_size: null,
    page_from_encoding: null,
    page_from_language: row.source_language,
    page_from_title: row.source_title,
    page_from_status_code: row.source_status,
    first_seen: moment(row.first_seen),
    prev_seen: null,
    last_seen: moment(row.last_seen),
    item_type: row.kind === 'anchor' && row.has_image && row.anchor === '' ? 'image' : itemTypes[row.kind],
    attributes: row.rel,
    dofollow: row.followed,
    original: row.discovery === 'discovered',
    alt: null,
    image_url: null,
    anchor: row.anchor,
    text_pre: row.text_before,
    text_post: row.text_after,
    semantic_location: elementOf(row.placement),
    links_count: row.links_count,
    group_count: null,
    is_broken: row.target_status === null ? null : row.target_status === 'broken',
    url_to_status_code: null,
    url_to_spam_score: null,
    url_to_redirect_target: null,
    ranked_keywords_info: null,
    is_indirect_link: isIndirect,
    indirect_link_path: null,
    openbacklinks: {
      id: row.id,
      evidence: row.evidence,
      seen_by: row.seen_by,
      verified_at: row.verified_at,
      stale: row.stale,
      lost_at: row.lost_at,
      lost_reason: row.lost_reason,
      discovery: row.discovery,
      placement: row.placement,
      placement_estimated: row.placement_estimated,
      sitewide: row.sitewide,
    },
  };
}

/** Whether a host is an address and no name. */
export function isAddress(host: string): boolean {
  return /^(?:\d+\.){3}\d+$|^\[/.test(host);
}

/** Fields of such an item by which can be filtered and ordered. */
export const backlinkFields: OurFields = {
  domain_from: { field: 'source_host', value: asText },
  url_from: { field: 'source_url', value: asText },
  domain_to: { field: 'target_host', value: asText },
  url_to: { field: 'target_url', value: asText },
  tld_from: { field: 'source_tld', value: asText },
  is_new: { field: 'is_new' },
  is_lost: { field: 'state', value: (value) => (value === true || value === 'true' ? 'lost' : 'live') },
  rank: { field: 'domain_authority', isRank: true },
  domain_from_rank: { field: 'domain_authority', isRank: true },
  domain_from_ip: { field: 'source_ip', value: asText },
  first_seen: { field: 'first_seen', value: asMoment },
  last_seen: { field: 'last_seen', value: asMoment },
  item_type: { field: 'kind', value: asText },
  attributes: { field: 'rel', value: asText },
  dofollow: { field: 'followed' },
  anchor: { field: 'anchor', value: asText },
  semantic_location: { field: 'placement', value: (value) => placementOf(String(value)) satisfies Placement },
  links_count: { field: 'links_count' },
};

/** Those by which `custom_mode` may group. */
export const customFields = ['anchor', 'domain_from', 'tld_from', 'item_type', 'semantic_location'] as const;
