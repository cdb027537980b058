/** What the views of a target's links give (compute/views.ts), before the API words it. Times are seconds since 1970, UTC. */

export interface StoredAnchor {
  readonly anchor: string;
  readonly backlinks: number;
  readonly referring_domains: number;
  readonly followed: number;
  readonly first_at: number;
  readonly last_at: number;
}

export interface StoredDomain {
  readonly domain: string;
  readonly authority: number;
  /** Code of `sourceClasses`. */
  readonly class: number;
  readonly spam: number;
  readonly trust: number;
  readonly spam_mass: number;
  /** Mixes of topics (model/topic/topic-mix.ts) and numbers of languages (model/language.ts) of the linking site and of the target's. */
  readonly source_topics: number;
  readonly source_site_language: number;
  readonly target_topics: number;
  readonly target_language: number;
  readonly live: number;
  readonly lost: number;
  readonly followed: number;
  readonly pages: number;
  readonly first_at: number;
  readonly last_at: number;
  readonly lost_at: number | null;
}

/** A row of the summary view; counters by kind, rel and placement ride along under their prefixed names. */
export interface StoredSummary {
  readonly [counter: `${'kind' | 'rel' | 'placement'}_${string}`]: number;
  readonly live: number;
  readonly lost: number;
  readonly followed: number;
  readonly pages: number;
  readonly hosts: number;
  readonly nofollow_pages: number;
  readonly nofollow_hosts: number;
  readonly known_pages: number;
  readonly recaptured_pages: number;
  readonly domains: number;
  readonly domains_ever: number;
  readonly followed_domains: number;
  readonly nofollow_domains: number;
  /** Of the live referring domains' scores. */
  readonly spam_sum: number;
  readonly ips: number;
  readonly subnets: number;
  readonly first_at: number;
  readonly last_at: number;
  readonly new_30: number;
  readonly new_90: number;
  readonly lost_30: number;
  readonly lost_90: number;
  readonly new_domains_30: number;
  readonly new_domains_90: number;
  readonly lost_domains_30: number;
  readonly lost_domains_90: number;
  readonly by_tld: readonly [readonly string[], readonly number[]];
  readonly by_class: readonly [readonly number[], readonly number[]];
  /** Not in answers that an earlier version kept ready; nor are these. */
  readonly by_platform?: readonly [readonly number[], readonly number[]];
  readonly followed_pages?: number;
  readonly followed_hosts?: number;
  readonly followed_ips?: number;
  readonly followed_subnets?: number;
  readonly nofollow_ips?: number;
  readonly nofollow_subnets?: number;
}
