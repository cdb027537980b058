/* Made from the OpenAPI document by "npm run client". Do not edit. */
/* oxlint-disable */

export const calls = {
  summary: { method: 'POST', path: '/v1/backlinks/summary' },
  breakdown: { method: 'POST', path: '/v1/backlinks/breakdown' },
  sources: { method: 'POST', path: '/v1/backlinks/sources' },
  list: { method: 'POST', path: '/v1/backlinks/list' },
  referringDomains: { method: 'POST', path: '/v1/backlinks/referring-domains' },
  referringPages: { method: 'POST', path: '/v1/backlinks/referring-pages' },
  referringNetworks: { method: 'POST', path: '/v1/backlinks/referring-networks' },
  anchors: { method: 'POST', path: '/v1/backlinks/anchors' },
  anchorsProfile: { method: 'POST', path: '/v1/backlinks/anchors-profile' },
  history: { method: 'POST', path: '/v1/backlinks/history' },
  newLost: { method: 'POST', path: '/v1/backlinks/new-lost' },
  link: { method: 'POST', path: '/v1/backlinks/link' },
  pages: { method: 'POST', path: '/v1/backlinks/pages' },
  outgoing: { method: 'POST', path: '/v1/backlinks/outgoing' },
  redirects: { method: 'POST', path: '/v1/backlinks/redirects' },
  gap: { method: 'POST', path: '/v1/backlinks/gap' },
  competitors: { method: 'POST', path: '/v1/backlinks/competitors' },
  intersection: { method: 'POST', path: '/v1/backlinks/intersection' },
  compare: { method: 'POST', path: '/v1/backlinks/compare' },
  needed: { method: 'POST', path: '/v1/backlinks/needed' },
  bulk: { method: 'POST', path: '/v1/backlinks/bulk' },
  followValue: { method: 'POST', path: '/v1/backlinks/follow-value' },
  audit: { method: 'POST', path: '/v1/backlinks/audit' },
  verdicts: { method: 'POST', path: '/v1/backlinks/verdicts' },
  authority: { method: 'POST', path: '/v1/backlinks/authority' },
  spam: { method: 'POST', path: '/v1/backlinks/spam' },
  topics: { method: 'POST', path: '/v1/backlinks/topics' },
  disavow: { method: 'POST', path: '/v1/backlinks/disavow' },
  filters: { method: 'GET', path: '/v1/filters' },
  evidence: { method: 'GET', path: '/v1/evidence/{id}' },
  index: { method: 'GET', path: '/v1/index' },
  releases: { method: 'GET', path: '/v1/releases' },
  rollback: { method: 'POST', path: '/v1/releases/rollback' },
  setVerdicts: { method: 'POST', path: '/v1/verdicts' },
  startJob: { method: 'POST', path: '/v1/jobs' },
  jobs: { method: 'GET', path: '/v1/jobs' },
  job: { method: 'GET', path: '/v1/jobs/{id}' },
  jobResult: { method: 'GET', path: '/v1/jobs/{id}/result' },
  cancelJob: { method: 'POST', path: '/v1/jobs/{id}/cancel' },
  startLook: { method: 'POST', path: '/v1/looks' },
  startAudit: { method: 'POST', path: '/v1/audits' },
  auditResults: { method: 'GET', path: '/v1/audits/{id}' },
  plan: { method: 'GET', path: '/v1/plan' },
  monitors: { method: 'GET', path: '/v1/monitors' },
  addMonitor: { method: 'POST', path: '/v1/monitors' },
  changeMonitor: { method: 'POST', path: '/v1/monitors/{id}' },
  checkMonitor: { method: 'POST', path: '/v1/monitors/{id}/check' },
  removeMonitor: { method: 'DELETE', path: '/v1/monitors/{id}' },
  monitorEvents: { method: 'GET', path: '/v1/monitors/{id}/events' },
  monitorFeed: { method: 'GET', path: '/v1/monitors/{id}/feed' },
  prices: { method: 'GET', path: '/v1/prices' },
  balance: { method: 'GET', path: '/v1/account/balance' },
  accountBalance: { method: 'GET', path: '/v1/accounts/{id}/balance' },
  deposit: { method: 'POST', path: '/v1/credits' },
  usage: { method: 'GET', path: '/v1/usage' },
  statement: { method: 'GET', path: '/v1/usage/statement' },
  keys: { method: 'GET', path: '/v1/keys' },
  createKey: { method: 'POST', path: '/v1/keys' },
  changeKey: { method: 'POST', path: '/v1/keys/{id}' },
  rotateKey: { method: 'POST', path: '/v1/keys/{id}/rotate' },
  revokeKey: { method: 'DELETE', path: '/v1/keys/{id}' },
  health: { method: 'GET', path: '/health' },
  ready: { method: 'GET', path: '/ready' },
} as const;

export type SummaryAnswer = ({
target: string
release: number
/**
 * ISO 8601, UTC
 */
as_of: string
coverage: Coverage
domain: string
authority: (number | null)
rank: (number | null)
backlinks_total: number
followed_backlinks: number
nofollow_backlinks: number
referring_pages: number
/**
 * Pages with at least one link that is followed
 */
followed_referring_pages: (number | null)
/**
 * Pages with at least one link that is not followed
 */
referring_pages_nofollow: number
referring_hosts: number
followed_referring_hosts: (number | null)
referring_hosts_nofollow: number
referring_domains: number
followed_referring_domains: number
referring_domains_nofollow: number
referring_ips: number
followed_referring_ips: (number | null)
referring_ips_nofollow: (number | null)
/**
 * Networks: /24 of IPv4, /64 of IPv6
 */
referring_subnets: number
followed_referring_subnets: (number | null)
referring_subnets_nofollow: (number | null)
lost_backlinks: number
first_seen: (string | null)
last_seen: (string | null)
new_backlinks_30d: number
lost_backlinks_30d: number
new_referring_domains_30d: number
lost_referring_domains_30d: number
new_backlinks_90d: number
lost_backlinks_90d: number
new_referring_domains_90d: number
lost_referring_domains_90d: number
backlinks_by_type: {
[k: string]: number
}
by_rel: {
[k: string]: number
}
by_placement: {
[k: string]: number
}
by_tld: {
[k: string]: number
}
by_class: {
[k: string]: number
}
/**
 * By the country that the TLD of the linking domain says; unknown: it says none
 */
by_country: {
[k: string]: number
}
/**
 * By the shared platform that the linking domain is a tenant of; unknown: a name of its own
 */
by_platform: ({
[k: string]: number
} | null)
/**
 * Mean spam score of the live referring domains, 0 to 100
 */
spam_score: (number | null)
/**
 * Domains that only the web graph knows to link here; null when it did not look
 */
referring_domains_webgraph: (number | null)
broken_backlinks: (number | null)
/**
 * Of the domain, strongest first
 */
topics: (("software" | "data-and-ai" | "cybersecurity" | "electronics" | "phones-and-telecom" | "web-and-hosting" | "social-networks" | "marketing" | "video-games" | "film-and-television" | "music" | "celebrities" | "books-and-literature" | "art-and-design" | "photography" | "hobbies-and-crafts" | "events-and-attractions" | "gambling" | "news-media" | "politics" | "public-administration" | "law" | "education" | "science" | "environment-and-energy" | "religion" | "charity-and-community" | "business-services" | "industry-and-manufacturing" | "transport-and-logistics" | "personal-finance" | "investing" | "insurance" | "real-estate" | "careers" | "shopping" | "agriculture" | "medicine" | "dentistry" | "mental-health" | "fitness-and-wellness" | "food-and-cooking" | "restaurants-and-bars" | "drinks" | "travel" | "lodging" | "automotive" | "sports" | "outdoor-recreation" | "pets" | "home-improvement" | "furniture-and-interior" | "gardening" | "fashion" | "beauty" | "family-and-relationships" | "adult")[] | null)
webgraph: ({
/**
 * Place by PageRank, 1 is the strongest
 */
rank: (number | null)
/**
 * Place by harmonic centrality
 */
harmonic_rank: (number | null)
} | null)
/**
 * Why fields are null, or say "unknown" of some links
 */
unknown: {
[k: string]: string
}
} | {
dry_run: true
operation: string
release: number
price_list: string
/**
 * What the question would cost, with `rows`
 */
credits: number
rows: number
/**
 * `at_most`: counting them would be as much work as the question itself
 */
rows_are: ("exact" | "at_most")
/**
 * What must be left for it to be asked
 */
credits_at_most: number
rows_at_most: number
/**
 * Stored rows that the largest of its statements reads at most; null of questions about several targets
 */
rows_to_read: (number | null)
/**
 * Whether that is more than a question may read: it is answered as a job then
 */
as_job: boolean
charged: boolean
})
export type BreakdownAnswer = ({
target: string
release: number
/**
 * ISO 8601, UTC
 */
as_of: string
coverage: Coverage
total: number
rows: {
name: string
backlinks_total: number
followed_backlinks: number
nofollow_backlinks: number
referring_pages: number
/**
 * Pages with at least one link that is followed
 */
followed_referring_pages: (number | null)
/**
 * Pages with at least one link that is not followed
 */
referring_pages_nofollow: number
referring_hosts: number
followed_referring_hosts: (number | null)
referring_hosts_nofollow: number
referring_domains: number
followed_referring_domains: number
referring_domains_nofollow: number
referring_ips: number
followed_referring_ips: (number | null)
referring_ips_nofollow: (number | null)
/**
 * Networks: /24 of IPv4, /64 of IPv6
 */
referring_subnets: number
followed_referring_subnets: (number | null)
referring_subnets_nofollow: (number | null)
lost_backlinks: number
first_seen: (string | null)
last_seen: (string | null)
new_backlinks_30d: number
lost_backlinks_30d: number
new_referring_domains_30d: number
lost_referring_domains_30d: number
new_backlinks_90d: number
lost_backlinks_90d: number
new_referring_domains_90d: number
lost_referring_domains_90d: number
backlinks_by_type: {
[k: string]: number
}
by_rel: {
[k: string]: number
}
by_placement: {
[k: string]: number
}
by_tld: {
[k: string]: number
}
by_class: {
[k: string]: number
}
/**
 * By the country that the TLD of the linking domain says; unknown: it says none
 */
by_country: {
[k: string]: number
}
/**
 * By the shared platform that the linking domain is a tenant of; unknown: a name of its own
 */
by_platform: ({
[k: string]: number
} | null)
/**
 * Mean spam score of the live referring domains, 0 to 100
 */
spam_score: (number | null)
}[]
cursor: (string | null)
} | {
dry_run: true
operation: string
release: number
price_list: string
/**
 * What the question would cost, with `rows`
 */
credits: number
rows: number
/**
 * `at_most`: counting them would be as much work as the question itself
 */
rows_are: ("exact" | "at_most")
/**
 * What must be left for it to be asked
 */
credits_at_most: number
rows_at_most: number
/**
 * Stored rows that the largest of its statements reads at most; null of questions about several targets
 */
rows_to_read: (number | null)
/**
 * Whether that is more than a question may read: it is answered as a job then
 */
as_job: boolean
charged: boolean
})
export type SourcesAnswer = ({
target: string
release: number
/**
 * ISO 8601, UTC
 */
as_of: string
coverage: Coverage
backlinks: number
referring_pages: number
referring_domains: number
sources: {
source: ("archive" | "edges" | "google-search-console" | "bing" | "ahrefs" | "semrush" | "moz" | "majestic" | "dataforseo" | "table")
backlinks: number
referring_pages: number
referring_domains: number
backlinks_only: number
referring_pages_only: number
referring_domains_only: number
}[]
overlaps: {
/**
 * @minItems 2
 * @maxItems 2
 */
sources: ("archive" | "edges" | "google-search-console" | "bing" | "ahrefs" | "semrush" | "moz" | "majestic" | "dataforseo" | "table")[]
backlinks: number
referring_pages: number
referring_domains: number
}[]
completeness_estimate: {
/**
 * Capture-recapture over the sources
 */
referring_domains: {
known: number
/**
 * How many there are in all
 */
total_estimate: (number | null)
/**
 * Lower end of the 95 % interval
 */
total_low_estimate: (number | null)
/**
 * Upper end; null also when the data set none
 */
total_high_estimate: (number | null)
/**
 * known / total_estimate
 */
known_share_estimate: (number | null)
model: (("independent" | "graded") | null)
/**
 * Why nothing is estimated: one source only, or fewer than ten that two sources know
 */
reason: (("one_source" | "small_overlap") | null)
}
/**
 * Capture-recapture over the sources
 */
referring_pages: {
known: number
/**
 * How many there are in all
 */
total_estimate: (number | null)
/**
 * Lower end of the 95 % interval
 */
total_low_estimate: (number | null)
/**
 * Upper end; null also when the data set none
 */
total_high_estimate: (number | null)
/**
 * known / total_estimate
 */
known_share_estimate: (number | null)
model: (("independent" | "graded") | null)
/**
 * Why nothing is estimated: one source only, or fewer than ten that two sources know
 */
reason: (("one_source" | "small_overlap") | null)
}
}
} | {
dry_run: true
operation: string
release: number
price_list: string
/**
 * What the question would cost, with `rows`
 */
credits: number
rows: number
/**
 * `at_most`: counting them would be as much work as the question itself
 */
rows_are: ("exact" | "at_most")
/**
 * What must be left for it to be asked
 */
credits_at_most: number
rows_at_most: number
/**
 * Stored rows that the largest of its statements reads at most; null of questions about several targets
 */
rows_to_read: (number | null)
/**
 * Whether that is more than a question may read: it is answered as a job then
 */
as_job: boolean
charged: boolean
})
export type ListAnswer = ({
target: string
release: number
/**
 * ISO 8601, UTC
 */
as_of: string
coverage: Coverage
total: number
rows: Backlink[]
cursor: (string | null)
} | {
dry_run: true
operation: string
release: number
price_list: string
/**
 * What the question would cost, with `rows`
 */
credits: number
rows: number
/**
 * `at_most`: counting them would be as much work as the question itself
 */
rows_are: ("exact" | "at_most")
/**
 * What must be left for it to be asked
 */
credits_at_most: number
rows_at_most: number
/**
 * Stored rows that the largest of its statements reads at most; null of questions about several targets
 */
rows_to_read: (number | null)
/**
 * Whether that is more than a question may read: it is answered as a job then
 */
as_job: boolean
charged: boolean
})
export type ReferringDomainsAnswer = ({
target: string
release: number
/**
 * ISO 8601, UTC
 */
as_of: string
coverage: Coverage
total: number
rows: ReferringDomain[]
cursor: (string | null)
/**
 * Domains that only the web graph knows and that are not among the rows, when filters or conditions choose
 */
webgraph_left_out: ({
domains: number
because: ("links" | "conditions")
reason: string
} | null)
} | {
dry_run: true
operation: string
release: number
price_list: string
/**
 * What the question would cost, with `rows`
 */
credits: number
rows: number
/**
 * `at_most`: counting them would be as much work as the question itself
 */
rows_are: ("exact" | "at_most")
/**
 * What must be left for it to be asked
 */
credits_at_most: number
rows_at_most: number
/**
 * Stored rows that the largest of its statements reads at most; null of questions about several targets
 */
rows_to_read: (number | null)
/**
 * Whether that is more than a question may read: it is answered as a job then
 */
as_job: boolean
charged: boolean
})
export type ReferringPagesAnswer = ({
target: string
release: number
/**
 * ISO 8601, UTC
 */
as_of: string
coverage: Coverage
total: number
rows: {
source_url: string
source_host: string
source_domain: string
source_class: (("unknown" | "news" | "blog" | "forum" | "directory" | "chamber" | "association" | "government" | "school" | "event" | "shop" | "social" | "other") | null)
page_authority: number
domain_authority: number
/**
 * Pages of the target that it links to
 */
backlinks: number
followed_backlinks: number
/**
 * ISO 8601, UTC
 */
first_seen: string
/**
 * ISO 8601, UTC
 */
last_seen: string
state: ("live" | "lost")
lost_at: (string | null)
}[]
cursor: (string | null)
} | {
dry_run: true
operation: string
release: number
price_list: string
/**
 * What the question would cost, with `rows`
 */
credits: number
rows: number
/**
 * `at_most`: counting them would be as much work as the question itself
 */
rows_are: ("exact" | "at_most")
/**
 * What must be left for it to be asked
 */
credits_at_most: number
rows_at_most: number
/**
 * Stored rows that the largest of its statements reads at most; null of questions about several targets
 */
rows_to_read: (number | null)
/**
 * Whether that is more than a question may read: it is answered as a job then
 */
as_job: boolean
charged: boolean
})
export type ReferringNetworksAnswer = ({
target: string
release: number
/**
 * ISO 8601, UTC
 */
as_of: string
coverage: Coverage
total: number
rows: {
/**
 * 192.0.2.0/24, 2001:db8::/64, or one address
 */
network: string
referring_ips: number
referring_domains: number
referring_pages: number
backlinks: number
followed_backlinks: number
/**
 * ISO 8601, UTC
 */
first_seen: string
/**
 * ISO 8601, UTC
 */
last_seen: string
}[]
cursor: (string | null)
/**
 * Links whose address is unknown
 */
backlinks_without_ip: number
} | {
dry_run: true
operation: string
release: number
price_list: string
/**
 * What the question would cost, with `rows`
 */
credits: number
rows: number
/**
 * `at_most`: counting them would be as much work as the question itself
 */
rows_are: ("exact" | "at_most")
/**
 * What must be left for it to be asked
 */
credits_at_most: number
rows_at_most: number
/**
 * Stored rows that the largest of its statements reads at most; null of questions about several targets
 */
rows_to_read: (number | null)
/**
 * Whether that is more than a question may read: it is answered as a job then
 */
as_job: boolean
charged: boolean
})
export type AnchorsAnswer = ({
target: string
release: number
/**
 * ISO 8601, UTC
 */
as_of: string
coverage: Coverage
total: number
rows: Anchor[]
cursor: (string | null)
} | {
dry_run: true
operation: string
release: number
price_list: string
/**
 * What the question would cost, with `rows`
 */
credits: number
rows: number
/**
 * `at_most`: counting them would be as much work as the question itself
 */
rows_are: ("exact" | "at_most")
/**
 * What must be left for it to be asked
 */
credits_at_most: number
rows_at_most: number
/**
 * Stored rows that the largest of its statements reads at most; null of questions about several targets
 */
rows_to_read: (number | null)
/**
 * Whether that is more than a question may read: it is answered as a job then
 */
as_job: boolean
charged: boolean
})
export type AnchorsProfileAnswer = ({
target: string
release: number
/**
 * ISO 8601, UTC
 */
as_of: string
coverage: Coverage
referring_domains: number
backlinks: number
/**
 * Different anchor texts
 */
anchors: number
classes: {
class: ("branded" | "url" | "generic" | "exact" | "partial" | "other" | "empty")
/**
 * 0 to 1, of the referring domains
 */
share: number
backlinks: number
anchors: number
}[]
/**
 * Below 1 when there are more different anchors than one answer classes
 */
classified_share: number
top: {
anchor: string
class: ("branded" | "url" | "generic" | "exact" | "partial" | "other" | "empty")
/**
 * 0 to 1, of the referring domains
 */
share: number
backlinks: number
referring_domains: number
}[]
top_share: (number | null)
entropy_bits: (number | null)
/**
 * Entropy as a share of the most possible for so many anchors
 */
evenness: (number | null)
/**
 * The chance that two votes drawn at random agree
 */
herfindahl: (number | null)
/**
 * Null below five referring domains: shares of so few say nothing
 */
over_optimisation: ({
version: "anchors_v1"
score: number
confidence: number
parts: {
name: string
/**
 * 0 to 1, of the referring domains
 */
share: number
from: number
to: number
points: number
points_max: number
}[]
} | null)
/**
 * Names of the target that were looked for, in one piece
 */
brand_names: string[]
} | {
dry_run: true
operation: string
release: number
price_list: string
/**
 * What the question would cost, with `rows`
 */
credits: number
rows: number
/**
 * `at_most`: counting them would be as much work as the question itself
 */
rows_are: ("exact" | "at_most")
/**
 * What must be left for it to be asked
 */
credits_at_most: number
rows_at_most: number
/**
 * Stored rows that the largest of its statements reads at most; null of questions about several targets
 */
rows_to_read: (number | null)
/**
 * Whether that is more than a question may read: it is answered as a job then
 */
as_job: boolean
charged: boolean
})
export type HistoryAnswer = ({
target: string
release: number
/**
 * ISO 8601, UTC
 */
as_of: string
coverage: Coverage
by: ("day" | "week" | "month" | "year")
/**
 * After how many days half of the links are lost (Kaplan-Meier, 95 % interval), counted from their first sight
 */
half_life: {
days: (number | null)
low: (number | null)
high: (number | null)
spells: number
losses: number
/**
 * Why it is unknown
 */
reason: (("no_links" | "too_few_losses" | "most_links_live_on") | null)
}
total: number
rows: {
/**
 * A day, UTC
 */
from: string
/**
 * A day, UTC
 */
to: string
backlinks: {
/**
 * At the end of the bucket
 */
live: number
new: number
/**
 * Of the new: its page had been captured before without it
 */
new_link: number
/**
 * Of the new: its page had not been captured before
 */
discovered: number
/**
 * Of the new: it had been lost before
 */
returned: number
lost: number
removed: number
gone: number
redirected: number
/**
 * new - lost, so that live is the live of the bucket before and this
 */
net: number
}
referring_hosts: {
/**
 * At the end of the bucket
 */
live: number
new: number
/**
 * Of the new: its page had been captured before without it
 */
new_link: number
/**
 * Of the new: its page had not been captured before
 */
discovered: number
/**
 * Of the new: it had been lost before
 */
returned: number
lost: number
removed: number
gone: number
redirected: number
/**
 * new - lost, so that live is the live of the bucket before and this
 */
net: number
}
referring_domains: {
/**
 * At the end of the bucket
 */
live: number
new: number
/**
 * Of the new: its page had been captured before without it
 */
new_link: number
/**
 * Of the new: its page had not been captured before
 */
discovered: number
/**
 * Of the new: it had been lost before
 */
returned: number
lost: number
removed: number
gone: number
redirected: number
/**
 * new - lost, so that live is the live of the bucket before and this
 */
net: number
}
/**
 * Pages of the whole index captured in the bucket
 */
pages_captured: number
/**
 * Of these, pages that had been captured before
 */
pages_recaptured: number
/**
 * Backlinks, new_link and returned, per thousand recaptured pages; null when there were none
 */
new_per_thousand: (number | null)
lost_per_thousand: (number | null)
net_per_thousand: (number | null)
/**
 * null where `spike` is
 */
level: ({
/**
 * The usual number of new domains has changed; told once, where it is certain
 */
shift: (("up" | "down") | null)
/**
 * Where it began
 */
since: (string | null)
/**
 * Sums of a two-sided CUSUM; above 5 they tell a shift
 */
up: number
down: number
} | null)
/**
 * Whether more domains came than usual; null when nothing was captured, or too little came before
 */
spike: ({
found: boolean
/**
 * New domains that the buckets before lead to expect
 */
expected: number
/**
 * Probability of so many or more
 */
p: number
/**
 * -log10 of it
 */
severity: number
cause: ({
class: ("spam_burst" | "earned" | "unclear")
because: string
domains: number
/**
 * Median spam score of the domains that came
 */
spam_score: (number | null)
/**
 * Mean authority of the domains that came
 */
authority: (number | null)
/**
 * Mean authority of the domains that were live before
 */
authority_before: (number | null)
anchors: {
name: string
domains: number
share: number
}[]
subnets: {
name: string
domains: number
share: number
}[]
pages: {
name: string
domains: number
share: number
}[]
} | null)
} | null)
}[]
cursor: (string | null)
} | {
dry_run: true
operation: string
release: number
price_list: string
/**
 * What the question would cost, with `rows`
 */
credits: number
rows: number
/**
 * `at_most`: counting them would be as much work as the question itself
 */
rows_are: ("exact" | "at_most")
/**
 * What must be left for it to be asked
 */
credits_at_most: number
rows_at_most: number
/**
 * Stored rows that the largest of its statements reads at most; null of questions about several targets
 */
rows_to_read: (number | null)
/**
 * Whether that is more than a question may read: it is answered as a job then
 */
as_job: boolean
charged: boolean
})
export type NewLostAnswer = ({
target: string
release: number
/**
 * ISO 8601, UTC
 */
as_of: string
coverage: Coverage
total: number
rows: {
event: ("new" | "lost")
/**
 * When the link came, or was first proved to be gone
 */
at: string
/**
 * How it came or went
 */
turn: ("new_link" | "discovered" | "returned" | "removed" | "gone" | "redirected")
id: string
source_url: string
source_host: string
source_domain: string
source_title: (string | null)
/**
 * What the text is written in, else what the page declares
 */
source_language: (string | null)
/**
 * Of the linking page, strongest first
 */
source_topics: (("software" | "data-and-ai" | "cybersecurity" | "electronics" | "phones-and-telecom" | "web-and-hosting" | "social-networks" | "marketing" | "video-games" | "film-and-television" | "music" | "celebrities" | "books-and-literature" | "art-and-design" | "photography" | "hobbies-and-crafts" | "events-and-attractions" | "gambling" | "news-media" | "politics" | "public-administration" | "law" | "education" | "science" | "environment-and-energy" | "religion" | "charity-and-community" | "business-services" | "industry-and-manufacturing" | "transport-and-logistics" | "personal-finance" | "investing" | "insurance" | "real-estate" | "careers" | "shopping" | "agriculture" | "medicine" | "dentistry" | "mental-health" | "fitness-and-wellness" | "food-and-cooking" | "restaurants-and-bars" | "drinks" | "travel" | "lodging" | "automotive" | "sports" | "outdoor-recreation" | "pets" | "home-improvement" | "furniture-and-interior" | "gardening" | "fashion" | "beauty" | "family-and-relationships" | "adult")[] | null)
source_class: (("unknown" | "news" | "blog" | "forum" | "directory" | "chamber" | "association" | "government" | "school" | "event" | "shop" | "social" | "other") | null)
source_ip: (string | null)
/**
 * HTTP status of the linking page when it was captured with the link
 */
source_status: (number | null)
/**
 * Links of that page inside its own domain
 */
source_internal_links: (number | null)
/**
 * Its links to other domains
 */
source_external_links: (number | null)
target_url: string
target_host: string
target_domain: string
target_status: (("ok" | "broken" | "redirected") | null)
kind: ("anchor" | "area" | "redirect" | "canonical" | "alternate" | "frame" | "form")
has_image: boolean
anchor: string
rel: ("nofollow" | "ugc" | "sponsored")[]
/**
 * False when the source says nothing of rel; the link then counts as followed
 */
rel_known: boolean
followed: boolean
placement: ("content" | "navigation" | "header" | "footer" | "aside" | "comment" | "unknown")
placement_estimated: boolean
sitewide: boolean
links_count: number
/**
 * ISO 8601, UTC
 */
first_seen: string
/**
 * ISO 8601, UTC
 */
last_seen: string
/**
 * ISO 8601, UTC
 */
verified_at: string
stale: boolean
state: ("live" | "lost")
lost_at: (string | null)
lost_reason: (("none" | "removed" | "gone" | "redirected") | null)
lost_confirmations: number
/**
 * When an export says that the link was lost, if it was not seen since: a report, which proves nothing
 */
reported_lost_at: (string | null)
/**
 * A new_link of the last 30 days before as_of
 */
is_new: boolean
/**
 * Whether the page had been captured before without the link
 */
discovery: ("new_link" | "discovered")
page_authority: number
domain_authority: number
spam_score: (number | null)
/**
 * How much of its rank begins with trusted domains, on the scale of authority
 */
trust: (number | null)
/**
 * What part of its rank does not, in percent
 */
spam_mass: (number | null)
/**
 * How much it is about what the target is about, 0 to 100; null when their words do not say
 */
relevance: (number | null)
text_before: (string | null)
text_after: (string | null)
/**
 * Where the link was seen: archives, edge lists, and each owned export that has it
 */
seen_by: ("archive" | "edges" | "google-search-console" | "bing" | "ahrefs" | "semrush" | "moz" | "majestic" | "dataforseo" | "table")[]
/**
 * What you said of the link, its page or its domain
 */
verdict: (("ok" | "disavowed" | "asked_to_fix") | null)
verdict_tag: (string | null)
verdict_note: (string | null)
evidence: ({
archive: string
offset: number
length: number
/**
 * ISO 8601, UTC
 */
fetched_at: string
} | null)
}[]
cursor: (string | null)
/**
 * Set with since_release
 */
since: ({
release: number
/**
 * ISO 8601, UTC
 */
as_of: string
/**
 * links: with what the kept release says of each link. dates: that release is gone, and links are told that came or went behind its as_of; what was learnt later of the time before is not among them
 */
compared: ("links" | "dates")
} | null)
} | {
dry_run: true
operation: string
release: number
price_list: string
/**
 * What the question would cost, with `rows`
 */
credits: number
rows: number
/**
 * `at_most`: counting them would be as much work as the question itself
 */
rows_are: ("exact" | "at_most")
/**
 * What must be left for it to be asked
 */
credits_at_most: number
rows_at_most: number
/**
 * Stored rows that the largest of its statements reads at most; null of questions about several targets
 */
rows_to_read: (number | null)
/**
 * Whether that is more than a question may read: it is answered as a job then
 */
as_job: boolean
charged: boolean
})
export type LinkAnswer = ({
target: string
release: number
/**
 * ISO 8601, UTC
 */
as_of: string
coverage: Coverage
source: string
/**
 * null when no capture of the page shows such a link
 */
link: (Backlink | null)
/**
 * What its relevance is made of, 0 to 1 each; null where unknown
 */
relevance_parts: ({
page: (number | null)
site: (number | null)
link: (number | null)
language: (number | null)
} | null)
spells: {
/**
 * ISO 8601, UTC
 */
from: string
came: ("new_link" | "discovered" | "returned" | "removed" | "gone" | "redirected")
/**
 * First proof that it was gone; null while it is live
 */
to: (string | null)
went: (("new_link" | "discovered" | "returned" | "removed" | "gone" | "redirected") | null)
}[]
/**
 * Oldest captures beyond the number that is read
 */
captures_left_out: number
total: number
rows: {
/**
 * ISO 8601, UTC
 */
captured_at: string
crawl: string
origin: ("archive" | "edges" | "google-search-console" | "bing" | "ahrefs" | "semrush" | "moz" | "majestic" | "dataforseo" | "table")
/**
 * HTTP status; null when the archive does not say
 */
status: (number | null)
/**
 * What the capture proves of links that it does not show
 */
proof: ("nothing" | "page" | "gone" | "redirected")
/**
 * The archive says that the page was as before
 */
revisit: boolean
/**
 * null: the capture neither shows the link nor proves that it was not there
 */
present: (boolean | null)
kind: (("anchor" | "area" | "redirect" | "canonical" | "alternate" | "frame" | "form") | null)
anchor: (string | null)
rel: (("nofollow" | "ugc" | "sponsored")[] | null)
followed: (boolean | null)
placement: (("content" | "navigation" | "header" | "footer" | "aside" | "comment" | "unknown") | null)
links_count: (number | null)
evidence: {
archive: string
offset: number
length: number
}
}[]
cursor: (string | null)
} | {
dry_run: true
operation: string
release: number
price_list: string
/**
 * What the question would cost, with `rows`
 */
credits: number
rows: number
/**
 * `at_most`: counting them would be as much work as the question itself
 */
rows_are: ("exact" | "at_most")
/**
 * What must be left for it to be asked
 */
credits_at_most: number
rows_at_most: number
/**
 * Stored rows that the largest of its statements reads at most; null of questions about several targets
 */
rows_to_read: (number | null)
/**
 * Whether that is more than a question may read: it is answered as a job then
 */
as_job: boolean
charged: boolean
})
export type PagesAnswer = ({
target: string
release: number
/**
 * ISO 8601, UTC
 */
as_of: string
coverage: Coverage
total: number
rows: {
url: string
page_authority: number
backlinks: number
followed_backlinks: number
referring_domains: number
/**
 * ISO 8601, UTC
 */
first_seen: string
/**
 * ISO 8601, UTC
 */
last_seen: string
/**
 * What its newest capture proves; null when no capture proves anything
 */
status: (("ok" | "broken" | "redirected") | null)
http_status: (number | null)
redirects_to: (string | null)
}[]
cursor: (string | null)
} | {
dry_run: true
operation: string
release: number
price_list: string
/**
 * What the question would cost, with `rows`
 */
credits: number
rows: number
/**
 * `at_most`: counting them would be as much work as the question itself
 */
rows_are: ("exact" | "at_most")
/**
 * What must be left for it to be asked
 */
credits_at_most: number
rows_at_most: number
/**
 * Stored rows that the largest of its statements reads at most; null of questions about several targets
 */
rows_to_read: (number | null)
/**
 * Whether that is more than a question may read: it is answered as a job then
 */
as_job: boolean
charged: boolean
})
export type OutgoingAnswer = ({
target: string
release: number
/**
 * ISO 8601, UTC
 */
as_of: string
coverage: Coverage
total: number
rows: {
domain: string
/**
 * The linked page, when asked by page
 */
url: (string | null)
domain_authority: number
class: (("unknown" | "news" | "blog" | "forum" | "directory" | "chamber" | "association" | "government" | "school" | "event" | "shop" | "social" | "other") | null)
/**
 * Live links from the target to it
 */
links: number
followed_links: number
lost_links: number
/**
 * ISO 8601, UTC
 */
first_seen: string
/**
 * ISO 8601, UTC
 */
last_seen: string
/**
 * Live while one of the links is
 */
state: ("live" | "lost")
}[]
cursor: (string | null)
} | {
dry_run: true
operation: string
release: number
price_list: string
/**
 * What the question would cost, with `rows`
 */
credits: number
rows: number
/**
 * `at_most`: counting them would be as much work as the question itself
 */
rows_are: ("exact" | "at_most")
/**
 * What must be left for it to be asked
 */
credits_at_most: number
rows_at_most: number
/**
 * Stored rows that the largest of its statements reads at most; null of questions about several targets
 */
rows_to_read: (number | null)
/**
 * Whether that is more than a question may read: it is answered as a job then
 */
as_job: boolean
charged: boolean
})
export type RedirectsAnswer = ({
target: string
release: number
/**
 * ISO 8601, UTC
 */
as_of: string
coverage: Coverage
/**
 * False when there are more such pages than are followed
 */
complete: boolean
indirect_backlinks: number
indirect_referring_domains: number
total: number
rows: {
url: string
domain: string
/**
 * How it leads on
 */
kind: ("redirect" | "canonical")
hops: number
/**
 * From this page to the page of the target
 */
path: string[]
/**
 * When it was last seen to lead on
 */
last_seen: string
/**
 * Live links to this page: indirect links of the target
 */
backlinks: number
followed_backlinks: number
referring_domains: number
}[]
cursor: (string | null)
} | {
dry_run: true
operation: string
release: number
price_list: string
/**
 * What the question would cost, with `rows`
 */
credits: number
rows: number
/**
 * `at_most`: counting them would be as much work as the question itself
 */
rows_are: ("exact" | "at_most")
/**
 * What must be left for it to be asked
 */
credits_at_most: number
rows_at_most: number
/**
 * Stored rows that the largest of its statements reads at most; null of questions about several targets
 */
rows_to_read: (number | null)
/**
 * Whether that is more than a question may read: it is answered as a job then
 */
as_job: boolean
charged: boolean
})
export type GapAnswer = ({
target: string
release: number
/**
 * ISO 8601, UTC
 */
as_of: string
coverage: Coverage
total: number
rows: {
domain: string
domain_authority: number
domain_rank: number
source_class: (("unknown" | "news" | "blog" | "forum" | "directory" | "chamber" | "association" | "government" | "school" | "event" | "shop" | "social" | "other") | null)
/**
 * authority x (0.5 + 0.5 relevance) x log2(1 + competitors) x (1 - spam) x accept; what is unknown takes no part
 */
opportunity: number
/**
 * Competitors that it links to, followed
 */
competitors: number
links_to_competitors: {
domain: string
backlinks: number
followed_backlinks: number
}[]
links_to_you: false
/**
 * 1: a followed link in content; 0.5: elsewhere; 0: site-wide only
 */
accept: number
/**
 * ISO 8601, UTC
 */
first_seen: string
/**
 * ISO 8601, UTC
 */
last_seen: string
/**
 * How much it is about what the target is about, 0 to 100; null when their words do not say
 */
relevance: (number | null)
spam_score: (number | null)
/**
 * A page of the domain for contact, when one was captured
 */
contact_url: (string | null)
/**
 * A page of the domain that takes listings or articles, when one was captured
 */
submission_url: (string | null)
/**
 * What you said of the link, its page or its domain
 */
verdict: (("ok" | "disavowed" | "asked_to_fix") | null)
verdict_tag: (string | null)
verdict_note: (string | null)
}[]
cursor: (string | null)
formula: string
your_domain?: string
opportunities?: {
referring_domain: string
domain_rank: number
links_to_competitors: {
domain: string
backlinks: number
}[]
links_to_you: false
}[]
total_opportunities?: number
} | {
dry_run: true
operation: string
release: number
price_list: string
/**
 * What the question would cost, with `rows`
 */
credits: number
rows: number
/**
 * `at_most`: counting them would be as much work as the question itself
 */
rows_are: ("exact" | "at_most")
/**
 * What must be left for it to be asked
 */
credits_at_most: number
rows_at_most: number
/**
 * Stored rows that the largest of its statements reads at most; null of questions about several targets
 */
rows_to_read: (number | null)
/**
 * Whether that is more than a question may read: it is answered as a job then
 */
as_job: boolean
charged: boolean
})
export type CompetitorsAnswer = ({
target: string
release: number
/**
 * ISO 8601, UTC
 */
as_of: string
coverage: Coverage
total: number
rows: {
domain: string
domain_authority: number
source_class: (("unknown" | "news" | "blog" | "forum" | "directory" | "chamber" | "association" | "government" | "school" | "event" | "shop" | "social" | "other") | null)
/**
 * Domains that link to both, of those considered
 */
shared_domains: number
/**
 * Domains that link to it
 */
referring_domains: number
/**
 * How many would be shared if its links came from anywhere
 */
expected_shared: number
/**
 * log10 of the chance of so many or more: -6 is one in a million
 */
log10_p: number
}[]
cursor: (string | null)
/**
 * The target’s referring domains, and those whose links were looked at
 */
sources: {
total: number
considered: number
}
/**
 * Of the total, those that were ranked and can be shown
 */
ranked: number
} | {
dry_run: true
operation: string
release: number
price_list: string
/**
 * What the question would cost, with `rows`
 */
credits: number
rows: number
/**
 * `at_most`: counting them would be as much work as the question itself
 */
rows_are: ("exact" | "at_most")
/**
 * What must be left for it to be asked
 */
credits_at_most: number
rows_at_most: number
/**
 * Stored rows that the largest of its statements reads at most; null of questions about several targets
 */
rows_to_read: (number | null)
/**
 * Whether that is more than a question may read: it is answered as a job then
 */
as_job: boolean
charged: boolean
})
export type IntersectionAnswer = ({
targets: string[]
release: number
/**
 * ISO 8601, UTC
 */
as_of: string
coverage: Coverage
total: number
rows: {
domain: string
/**
 * The page, when pages were asked for
 */
source_url: (string | null)
domain_authority: number
source_class: (("unknown" | "news" | "blog" | "forum" | "directory" | "chamber" | "association" | "government" | "school" | "event" | "shop" | "social" | "other") | null)
/**
 * How many of the targets it links to
 */
targets: number
links_to: string[]
backlinks: number
followed_backlinks: number
/**
 * ISO 8601, UTC
 */
first_seen: string
/**
 * ISO 8601, UTC
 */
last_seen: string
}[]
cursor: (string | null)
} | {
dry_run: true
operation: string
release: number
price_list: string
/**
 * What the question would cost, with `rows`
 */
credits: number
rows: number
/**
 * `at_most`: counting them would be as much work as the question itself
 */
rows_are: ("exact" | "at_most")
/**
 * What must be left for it to be asked
 */
credits_at_most: number
rows_at_most: number
/**
 * Stored rows that the largest of its statements reads at most; null of questions about several targets
 */
rows_to_read: (number | null)
/**
 * Whether that is more than a question may read: it is answered as a job then
 */
as_job: boolean
charged: boolean
})
export type CompareAnswer = ({
targets: string[]
release: number
/**
 * ISO 8601, UTC
 */
as_of: string
coverage: Coverage
total: number
rows: {
target: string
status: ("found" | "looked_not_found" | "not_looked")
authority: (number | null)
rank: (number | null)
backlinks_total: number
followed_backlinks: number
referring_pages: number
referring_hosts: number
referring_domains: number
followed_referring_domains: number
referring_ips: number
/**
 * Networks: /24 of IPv4, /64 of IPv6
 */
referring_subnets: number
broken_backlinks: (number | null)
lost_backlinks: number
first_seen: (string | null)
last_seen: (string | null)
new_backlinks_30d: number
lost_backlinks_30d: number
new_referring_domains_30d: number
lost_referring_domains_30d: number
new_backlinks_90d: number
lost_backlinks_90d: number
new_referring_domains_90d: number
lost_referring_domains_90d: number
/**
 * Mean spam score of the live referring domains, 0 to 100
 */
spam_score: (number | null)
/**
 * Domains that link to this one of the targets and to no other
 */
only_here: number
}[]
pairs: {
/**
 * @minItems 2
 * @maxItems 2
 */
targets: never[]
shared_domains: number
}[]
cursor: null
} | {
dry_run: true
operation: string
release: number
price_list: string
/**
 * What the question would cost, with `rows`
 */
credits: number
rows: number
/**
 * `at_most`: counting them would be as much work as the question itself
 */
rows_are: ("exact" | "at_most")
/**
 * What must be left for it to be asked
 */
credits_at_most: number
rows_at_most: number
/**
 * Stored rows that the largest of its statements reads at most; null of questions about several targets
 */
rows_to_read: (number | null)
/**
 * Whether that is more than a question may read: it is answered as a job then
 */
as_job: boolean
charged: boolean
})
export type NeededAnswer = ({
target: string
release: number
/**
 * ISO 8601, UTC
 */
as_of: string
coverage: Coverage
/**
 * The target first
 */
standings: {
target: string
followed_referring_domains: number
by_band: {
authority: string
domains: number
}[]
gained_90d: number
lost_90d: number
/**
 * Gained less lost, a month, over the last 90 days
 */
monthly: number
}[]
/**
 * 1: the target has most
 */
place: number
to_median: {
domains: {
low: number
high: number
}
by_band: {
authority: string
low: number
high: number
}[]
}
to_top: {
domains: {
low: number
high: number
}
by_band: {
authority: string
low: number
high: number
}[]
}
/**
 * Until the low end of to_median; null when the target does not grow
 */
months_at_own_pace: (number | null)
assumptions: string[]
} | {
dry_run: true
operation: string
release: number
price_list: string
/**
 * What the question would cost, with `rows`
 */
credits: number
rows: number
/**
 * `at_most`: counting them would be as much work as the question itself
 */
rows_are: ("exact" | "at_most")
/**
 * What must be left for it to be asked
 */
credits_at_most: number
rows_at_most: number
/**
 * Stored rows that the largest of its statements reads at most; null of questions about several targets
 */
rows_to_read: (number | null)
/**
 * Whether that is more than a question may read: it is answered as a job then
 */
as_job: boolean
charged: boolean
})
export type BulkAnswer = ({
targets: string[]
release: number
/**
 * ISO 8601, UTC
 */
as_of: string
coverage: Coverage
total: number
rows: {
target: string
status: ("found" | "looked_not_found" | "not_looked")
authority: (number | null)
rank: (number | null)
/**
 * Of the domain among all domains, 1 the strongest
 */
position: (number | null)
backlinks: (number | null)
lost_backlinks: (number | null)
referring_domains: (number | null)
followed_referring_domains: (number | null)
new_backlinks_30d: (number | null)
lost_backlinks_30d: (number | null)
new_referring_domains_30d: (number | null)
lost_referring_domains_30d: (number | null)
/**
 * Of its domain, 0 to 100
 */
spam_score: (number | null)
/**
 * How much of its rank begins with trusted domains, on the scale of authority
 */
trust: (number | null)
/**
 * What part of its rank does not, in percent
 */
spam_mass: (number | null)
}[]
cursor: null
} | {
dry_run: true
operation: string
release: number
price_list: string
/**
 * What the question would cost, with `rows`
 */
credits: number
rows: number
/**
 * `at_most`: counting them would be as much work as the question itself
 */
rows_are: ("exact" | "at_most")
/**
 * What must be left for it to be asked
 */
credits_at_most: number
rows_at_most: number
/**
 * Stored rows that the largest of its statements reads at most; null of questions about several targets
 */
rows_to_read: (number | null)
/**
 * Whether that is more than a question may read: it is answered as a job then
 */
as_job: boolean
charged: boolean
})
export type FollowValueAnswer = ({
target: string
release: number
/**
 * ISO 8601, UTC
 */
as_of: string
coverage: Coverage
domain: string
authority: (number | null)
authority_if_rel_ignored: (number | null)
rank: (number | null)
rank_if_rel_ignored: (number | null)
/**
 * Of the rank that would arrive if rel were ignored, what comes over followed links
 */
followed_share: (number | null)
/**
 * Domains with a live link that could carry rank
 */
ranking_domains: number
ranking_domains_followed: number
/**
 * The strongest domains whose links are all not followed
 */
not_followed: {
domain: string
domain_authority: number
/**
 * Of the rank that would arrive
 */
share: number
}[]
} | {
dry_run: true
operation: string
release: number
price_list: string
/**
 * What the question would cost, with `rows`
 */
credits: number
rows: number
/**
 * `at_most`: counting them would be as much work as the question itself
 */
rows_are: ("exact" | "at_most")
/**
 * What must be left for it to be asked
 */
credits_at_most: number
rows_at_most: number
/**
 * Stored rows that the largest of its statements reads at most; null of questions about several targets
 */
rows_to_read: (number | null)
/**
 * Whether that is more than a question may read: it is answered as a job then
 */
as_job: boolean
charged: boolean
})
export type AuditAnswer = ({
target: string
release: number
/**
 * ISO 8601, UTC
 */
as_of: string
coverage: Coverage
since: {
release: (number | null)
day: (string | null)
/**
 * As in new-lost; dates when no release is given
 */
compared: ("links" | "dates")
}
summary: {
domain: string
authority: (number | null)
rank: (number | null)
backlinks_total: number
followed_backlinks: number
nofollow_backlinks: number
referring_pages: number
/**
 * Pages with at least one link that is followed
 */
followed_referring_pages: (number | null)
/**
 * Pages with at least one link that is not followed
 */
referring_pages_nofollow: number
referring_hosts: number
followed_referring_hosts: (number | null)
referring_hosts_nofollow: number
referring_domains: number
followed_referring_domains: number
referring_domains_nofollow: number
referring_ips: number
followed_referring_ips: (number | null)
referring_ips_nofollow: (number | null)
/**
 * Networks: /24 of IPv4, /64 of IPv6
 */
referring_subnets: number
followed_referring_subnets: (number | null)
referring_subnets_nofollow: (number | null)
lost_backlinks: number
first_seen: (string | null)
last_seen: (string | null)
new_backlinks_30d: number
lost_backlinks_30d: number
new_referring_domains_30d: number
lost_referring_domains_30d: number
new_backlinks_90d: number
lost_backlinks_90d: number
new_referring_domains_90d: number
lost_referring_domains_90d: number
backlinks_by_type: {
[k: string]: number
}
by_rel: {
[k: string]: number
}
by_placement: {
[k: string]: number
}
by_tld: {
[k: string]: number
}
by_class: {
[k: string]: number
}
/**
 * By the country that the TLD of the linking domain says; unknown: it says none
 */
by_country: {
[k: string]: number
}
/**
 * By the shared platform that the linking domain is a tenant of; unknown: a name of its own
 */
by_platform: ({
[k: string]: number
} | null)
/**
 * Mean spam score of the live referring domains, 0 to 100
 */
spam_score: (number | null)
/**
 * Domains that only the web graph knows to link here; null when it did not look
 */
referring_domains_webgraph: (number | null)
broken_backlinks: (number | null)
/**
 * Of the domain, strongest first
 */
topics: (("software" | "data-and-ai" | "cybersecurity" | "electronics" | "phones-and-telecom" | "web-and-hosting" | "social-networks" | "marketing" | "video-games" | "film-and-television" | "music" | "celebrities" | "books-and-literature" | "art-and-design" | "photography" | "hobbies-and-crafts" | "events-and-attractions" | "gambling" | "news-media" | "politics" | "public-administration" | "law" | "education" | "science" | "environment-and-energy" | "religion" | "charity-and-community" | "business-services" | "industry-and-manufacturing" | "transport-and-logistics" | "personal-finance" | "investing" | "insurance" | "real-estate" | "careers" | "shopping" | "agriculture" | "medicine" | "dentistry" | "mental-health" | "fitness-and-wellness" | "food-and-cooking" | "restaurants-and-bars" | "drinks" | "travel" | "lodging" | "automotive" | "sports" | "outdoor-recreation" | "pets" | "home-improvement" | "furniture-and-interior" | "gardening" | "fashion" | "beauty" | "family-and-relationships" | "adult")[] | null)
webgraph: ({
/**
 * Place by PageRank, 1 is the strongest
 */
rank: (number | null)
/**
 * Place by harmonic centrality
 */
harmonic_rank: (number | null)
} | null)
/**
 * Why fields are null, or say "unknown" of some links
 */
unknown: {
[k: string]: string
}
}
came: {
total: number
rows: {
event: ("new" | "lost")
/**
 * When the link came, or was first proved to be gone
 */
at: string
/**
 * How it came or went
 */
turn: ("new_link" | "discovered" | "returned" | "removed" | "gone" | "redirected")
id: string
source_url: string
source_host: string
source_domain: string
source_title: (string | null)
/**
 * What the text is written in, else what the page declares
 */
source_language: (string | null)
/**
 * Of the linking page, strongest first
 */
source_topics: (("software" | "data-and-ai" | "cybersecurity" | "electronics" | "phones-and-telecom" | "web-and-hosting" | "social-networks" | "marketing" | "video-games" | "film-and-television" | "music" | "celebrities" | "books-and-literature" | "art-and-design" | "photography" | "hobbies-and-crafts" | "events-and-attractions" | "gambling" | "news-media" | "politics" | "public-administration" | "law" | "education" | "science" | "environment-and-energy" | "religion" | "charity-and-community" | "business-services" | "industry-and-manufacturing" | "transport-and-logistics" | "personal-finance" | "investing" | "insurance" | "real-estate" | "careers" | "shopping" | "agriculture" | "medicine" | "dentistry" | "mental-health" | "fitness-and-wellness" | "food-and-cooking" | "restaurants-and-bars" | "drinks" | "travel" | "lodging" | "automotive" | "sports" | "outdoor-recreation" | "pets" | "home-improvement" | "furniture-and-interior" | "gardening" | "fashion" | "beauty" | "family-and-relationships" | "adult")[] | null)
source_class: (("unknown" | "news" | "blog" | "forum" | "directory" | "chamber" | "association" | "government" | "school" | "event" | "shop" | "social" | "other") | null)
source_ip: (string | null)
/**
 * HTTP status of the linking page when it was captured with the link
 */
source_status: (number | null)
/**
 * Links of that page inside its own domain
 */
source_internal_links: (number | null)
/**
 * Its links to other domains
 */
source_external_links: (number | null)
target_url: string
target_host: string
target_domain: string
target_status: (("ok" | "broken" | "redirected") | null)
kind: ("anchor" | "area" | "redirect" | "canonical" | "alternate" | "frame" | "form")
has_image: boolean
anchor: string
rel: ("nofollow" | "ugc" | "sponsored")[]
/**
 * False when the source says nothing of rel; the link then counts as followed
 */
rel_known: boolean
followed: boolean
placement: ("content" | "navigation" | "header" | "footer" | "aside" | "comment" | "unknown")
placement_estimated: boolean
sitewide: boolean
links_count: number
/**
 * ISO 8601, UTC
 */
first_seen: string
/**
 * ISO 8601, UTC
 */
last_seen: string
/**
 * ISO 8601, UTC
 */
verified_at: string
stale: boolean
state: ("live" | "lost")
lost_at: (string | null)
lost_reason: (("none" | "removed" | "gone" | "redirected") | null)
lost_confirmations: number
/**
 * When an export says that the link was lost, if it was not seen since: a report, which proves nothing
 */
reported_lost_at: (string | null)
/**
 * A new_link of the last 30 days before as_of
 */
is_new: boolean
/**
 * Whether the page had been captured before without the link
 */
discovery: ("new_link" | "discovered")
page_authority: number
domain_authority: number
spam_score: (number | null)
/**
 * How much of its rank begins with trusted domains, on the scale of authority
 */
trust: (number | null)
/**
 * What part of its rank does not, in percent
 */
spam_mass: (number | null)
/**
 * How much it is about what the target is about, 0 to 100; null when their words do not say
 */
relevance: (number | null)
text_before: (string | null)
text_after: (string | null)
/**
 * Where the link was seen: archives, edge lists, and each owned export that has it
 */
seen_by: ("archive" | "edges" | "google-search-console" | "bing" | "ahrefs" | "semrush" | "moz" | "majestic" | "dataforseo" | "table")[]
/**
 * What you said of the link, its page or its domain
 */
verdict: (("ok" | "disavowed" | "asked_to_fix") | null)
verdict_tag: (string | null)
verdict_note: (string | null)
evidence: ({
archive: string
offset: number
length: number
/**
 * ISO 8601, UTC
 */
fetched_at: string
} | null)
}[]
}
went: {
total: number
rows: {
event: ("new" | "lost")
/**
 * When the link came, or was first proved to be gone
 */
at: string
/**
 * How it came or went
 */
turn: ("new_link" | "discovered" | "returned" | "removed" | "gone" | "redirected")
id: string
source_url: string
source_host: string
source_domain: string
source_title: (string | null)
/**
 * What the text is written in, else what the page declares
 */
source_language: (string | null)
/**
 * Of the linking page, strongest first
 */
source_topics: (("software" | "data-and-ai" | "cybersecurity" | "electronics" | "phones-and-telecom" | "web-and-hosting" | "social-networks" | "marketing" | "video-games" | "film-and-television" | "music" | "celebrities" | "books-and-literature" | "art-and-design" | "photography" | "hobbies-and-crafts" | "events-and-attractions" | "gambling" | "news-media" | "politics" | "public-administration" | "law" | "education" | "science" | "environment-and-energy" | "religion" | "charity-and-community" | "business-services" | "industry-and-manufacturing" | "transport-and-logistics" | "personal-finance" | "investing" | "insurance" | "real-estate" | "careers" | "shopping" | "agriculture" | "medicine" | "dentistry" | "mental-health" | "fitness-and-wellness" | "food-and-cooking" | "restaurants-and-bars" | "drinks" | "travel" | "lodging" | "automotive" | "sports" | "outdoor-recreation" | "pets" | "home-improvement" | "furniture-and-interior" | "gardening" | "fashion" | "beauty" | "family-and-relationships" | "adult")[] | null)
source_class: (("unknown" | "news" | "blog" | "forum" | "directory" | "chamber" | "association" | "government" | "school" | "event" | "shop" | "social" | "other") | null)
source_ip: (string | null)
/**
 * HTTP status of the linking page when it was captured with the link
 */
source_status: (number | null)
/**
 * Links of that page inside its own domain
 */
source_internal_links: (number | null)
/**
 * Its links to other domains
 */
source_external_links: (number | null)
target_url: string
target_host: string
target_domain: string
target_status: (("ok" | "broken" | "redirected") | null)
kind: ("anchor" | "area" | "redirect" | "canonical" | "alternate" | "frame" | "form")
has_image: boolean
anchor: string
rel: ("nofollow" | "ugc" | "sponsored")[]
/**
 * False when the source says nothing of rel; the link then counts as followed
 */
rel_known: boolean
followed: boolean
placement: ("content" | "navigation" | "header" | "footer" | "aside" | "comment" | "unknown")
placement_estimated: boolean
sitewide: boolean
links_count: number
/**
 * ISO 8601, UTC
 */
first_seen: string
/**
 * ISO 8601, UTC
 */
last_seen: string
/**
 * ISO 8601, UTC
 */
verified_at: string
stale: boolean
state: ("live" | "lost")
lost_at: (string | null)
lost_reason: (("none" | "removed" | "gone" | "redirected") | null)
lost_confirmations: number
/**
 * When an export says that the link was lost, if it was not seen since: a report, which proves nothing
 */
reported_lost_at: (string | null)
/**
 * A new_link of the last 30 days before as_of
 */
is_new: boolean
/**
 * Whether the page had been captured before without the link
 */
discovery: ("new_link" | "discovered")
page_authority: number
domain_authority: number
spam_score: (number | null)
/**
 * How much of its rank begins with trusted domains, on the scale of authority
 */
trust: (number | null)
/**
 * What part of its rank does not, in percent
 */
spam_mass: (number | null)
/**
 * How much it is about what the target is about, 0 to 100; null when their words do not say
 */
relevance: (number | null)
text_before: (string | null)
text_after: (string | null)
/**
 * Where the link was seen: archives, edge lists, and each owned export that has it
 */
seen_by: ("archive" | "edges" | "google-search-console" | "bing" | "ahrefs" | "semrush" | "moz" | "majestic" | "dataforseo" | "table")[]
/**
 * What you said of the link, its page or its domain
 */
verdict: (("ok" | "disavowed" | "asked_to_fix") | null)
verdict_tag: (string | null)
verdict_note: (string | null)
evidence: ({
archive: string
offset: number
length: number
/**
 * ISO 8601, UTC
 */
fetched_at: string
} | null)
}[]
}
/**
 * Of the referring domains, those with a spam score of 60 or more; null when there are none
 */
toxic_share: (number | null)
/**
 * Most linked pages
 */
pages: {
total: number
rows: {
url: string
page_authority: number
backlinks: number
followed_backlinks: number
referring_domains: number
/**
 * ISO 8601, UTC
 */
first_seen: string
/**
 * ISO 8601, UTC
 */
last_seen: string
/**
 * What its newest capture proves; null when no capture proves anything
 */
status: (("ok" | "broken" | "redirected") | null)
http_status: (number | null)
redirects_to: (string | null)
}[]
}
/**
 * Pages that are gone (404, 410), most live links first
 */
broken_pages: {
total: number
rows: {
url: string
page_authority: number
backlinks: number
followed_backlinks: number
referring_domains: number
/**
 * ISO 8601, UTC
 */
first_seen: string
/**
 * ISO 8601, UTC
 */
last_seen: string
/**
 * What its newest capture proves; null when no capture proves anything
 */
status: (("ok" | "broken" | "redirected") | null)
http_status: (number | null)
redirects_to: (string | null)
}[]
}
anchors: {
classes: {
class: ("branded" | "url" | "generic" | "exact" | "partial" | "other" | "empty")
/**
 * 0 to 1, of the referring domains
 */
share: number
backlinks: number
anchors: number
}[]
top: {
anchor: string
class: ("branded" | "url" | "generic" | "exact" | "partial" | "other" | "empty")
/**
 * 0 to 1, of the referring domains
 */
share: number
backlinks: number
referring_domains: number
}[]
}
competitors: string[]
gap: {
total: number
rows: {
domain: string
domain_authority: number
domain_rank: number
source_class: (("unknown" | "news" | "blog" | "forum" | "directory" | "chamber" | "association" | "government" | "school" | "event" | "shop" | "social" | "other") | null)
/**
 * authority x (0.5 + 0.5 relevance) x log2(1 + competitors) x (1 - spam) x accept; what is unknown takes no part
 */
opportunity: number
/**
 * Competitors that it links to, followed
 */
competitors: number
links_to_competitors: {
domain: string
backlinks: number
followed_backlinks: number
}[]
links_to_you: false
/**
 * 1: a followed link in content; 0.5: elsewhere; 0: site-wide only
 */
accept: number
/**
 * ISO 8601, UTC
 */
first_seen: string
/**
 * ISO 8601, UTC
 */
last_seen: string
/**
 * How much it is about what the target is about, 0 to 100; null when their words do not say
 */
relevance: (number | null)
spam_score: (number | null)
/**
 * A page of the domain for contact, when one was captured
 */
contact_url: (string | null)
/**
 * A page of the domain that takes listings or articles, when one was captured
 */
submission_url: (string | null)
/**
 * What you said of the link, its page or its domain
 */
verdict: (("ok" | "disavowed" | "asked_to_fix") | null)
verdict_tag: (string | null)
verdict_note: (string | null)
}[]
}
next_steps: {
kind: string
step: string
subject: (string | null)
gain: number
}[]
} | {
dry_run: true
operation: string
release: number
price_list: string
/**
 * What the question would cost, with `rows`
 */
credits: number
rows: number
/**
 * `at_most`: counting them would be as much work as the question itself
 */
rows_are: ("exact" | "at_most")
/**
 * What must be left for it to be asked
 */
credits_at_most: number
rows_at_most: number
/**
 * Stored rows that the largest of its statements reads at most; null of questions about several targets
 */
rows_to_read: (number | null)
/**
 * Whether that is more than a question may read: it is answered as a job then
 */
as_job: boolean
charged: boolean
})
export type VerdictsAnswer = ({
target: string
release: number
/**
 * ISO 8601, UTC
 */
as_of: string
coverage: Coverage
total: number
rows: {
/**
 * Whether it is of one link, of all links of a page, or of all links of a domain
 */
kind: ("link" | "page" | "domain")
/**
 * The link’s id, the page’s address or the domain
 */
name: string
/**
 * The domain whose links it concerns; null: links to anybody
 */
target: (string | null)
verdict: (("ok" | "disavowed" | "asked_to_fix") | null)
tag: (string | null)
note: (string | null)
/**
 * ISO 8601, UTC
 */
at: string
}[]
cursor: (string | null)
} | {
dry_run: true
operation: string
release: number
price_list: string
/**
 * What the question would cost, with `rows`
 */
credits: number
rows: number
/**
 * `at_most`: counting them would be as much work as the question itself
 */
rows_are: ("exact" | "at_most")
/**
 * What must be left for it to be asked
 */
credits_at_most: number
rows_at_most: number
/**
 * Stored rows that the largest of its statements reads at most; null of questions about several targets
 */
rows_to_read: (number | null)
/**
 * Whether that is more than a question may read: it is answered as a job then
 */
as_job: boolean
charged: boolean
})
export type AuthorityAnswer = ({
target: string
release: number
/**
 * ISO 8601, UTC
 */
as_of: string
coverage: Coverage
domain: string
version: "authority_v2"
/**
 * Null when the release does not know the domain
 */
authority: (number | null)
/**
 * Before it is rounded
 */
authority_exact: (number | null)
/**
 * By the links of this release alone. The score is carried on from the release before, never more than 1 point from this
 */
authority_now: (number | null)
/**
 * How much of its rank begins with trusted domains, on the scale of authority
 */
trust: (number | null)
/**
 * What part of its rank does not, in percent
 */
spam_mass: (number | null)
/**
 * Who said whom to trust: the operator, the ranks of a web graph, or the release itself
 */
trust_from: (("operator" | "web_graph" | "automatic") | null)
/**
 * Of the page, when the target is one that is linked
 */
page_authority: (number | null)
/**
 * 0 to 1000
 */
rank: (number | null)
/**
 * 1 is the strongest domain of the release
 */
rank_position: (number | null)
/**
 * Domains strictly below, in percent
 */
percentile: (number | null)
/**
 * r = r0 + arriving + rest: the rank in average domains, that of a domain nobody links to, the sum of what all givers bring, and what rounding and the end of iteration leave
 */
raw: ({
r: number
r0: number
r1: number
nodes: number
arriving: number
rest: number
} | null)
webgraph: ({
/**
 * Place by PageRank, 1 is the strongest
 */
rank: (number | null)
/**
 * Place by harmonic centrality
 */
harmonic_rank: (number | null)
} | null)
giving_domains: number
givers: {
domain: string
domain_authority: number
/**
 * Of all that arrives, 0 to 1
 */
share: number
/**
 * Of authority_now: that times the share. All shares add up to 1
 */
points: number
/**
 * authority_now without this domain, all other ranks held
 */
authority_without: number
/**
 * 1 is one followed link in the content of one page
 */
weight: number
/**
 * What of the weight counts, 0 to 1
 */
counted: number
/**
 * Why not all of it counts
 */
because: (string | null)
backlinks: number
followed_backlinks: number
}[]
/**
 * Referring domains that give nothing
 */
silent: {
reason: ("not_followed" | "not_ranked" | "lost")
because: string
domains: number
examples: string[]
}[]
} | {
dry_run: true
operation: string
release: number
price_list: string
/**
 * What the question would cost, with `rows`
 */
credits: number
rows: number
/**
 * `at_most`: counting them would be as much work as the question itself
 */
rows_are: ("exact" | "at_most")
/**
 * What must be left for it to be asked
 */
credits_at_most: number
rows_at_most: number
/**
 * Stored rows that the largest of its statements reads at most; null of questions about several targets
 */
rows_to_read: (number | null)
/**
 * Whether that is more than a question may read: it is answered as a job then
 */
as_job: boolean
charged: boolean
})
export type SpamAnswer = ({
target: string
release: number
/**
 * ISO 8601, UTC
 */
as_of: string
coverage: Coverage
domain: string
version: "spam_v1"
/**
 * Null when the release does not know the domain
 */
score: (number | null)
/**
 * 0 to 1: how many domains and pages there were to judge by
 */
confidence: (number | null)
/**
 * How much of its rank begins with trusted domains, on the scale of authority
 */
trust: (number | null)
/**
 * What part of its rank does not, in percent
 */
spam_mass: (number | null)
/**
 * Domains that link to it or to one that does
 */
supporters_estimate: (number | null)
/**
 * That for each domain with a ranked link to it: 1 for the target of a farm, and for small sites. No part of the score
 */
supporter_growth: (number | null)
/**
 * Those with points, most first; they add up to the score, at most 100
 */
parts: {
name: string
points: number
points_max: number
because: string
}[]
profile: {
referring_domains: number
/**
 * Mean score of the live referring domains
 */
score: (number | null)
toxic_referring_domains: number
/**
 * 0 to 1, of the live referring domains
 */
toxic_share: (number | null)
/**
 * The same with each referring domain weighed by 1 + its authority
 */
toxic_share_by_authority: (number | null)
/**
 * Referring domains by the score of their worst link
 */
bands: {
[k: string]: number
}
}
worst: {
domain: string
/**
 * Of its worst link to the target
 */
spam_score: number
domain_spam_score: number
domain_authority: number
backlinks: number
followed_backlinks: number
reasons: {
name: string
points: number
points_max: number
because: string
}[]
}[]
} | {
dry_run: true
operation: string
release: number
price_list: string
/**
 * What the question would cost, with `rows`
 */
credits: number
rows: number
/**
 * `at_most`: counting them would be as much work as the question itself
 */
rows_are: ("exact" | "at_most")
/**
 * What must be left for it to be asked
 */
credits_at_most: number
rows_at_most: number
/**
 * Stored rows that the largest of its statements reads at most; null of questions about several targets
 */
rows_to_read: (number | null)
/**
 * Whether that is more than a question may read: it is answered as a job then
 */
as_job: boolean
charged: boolean
})
export type TopicsAnswer = ({
target: string
release: number
/**
 * ISO 8601, UTC
 */
as_of: string
coverage: Coverage
domain: string
versions: {
topics: "topics_v1"
site: "site_topics_v1"
relevance: "relevance_v1"
}
/**
 * Of the domain, strongest first; empty where no words say
 */
topics: {
topic: ("software" | "data-and-ai" | "cybersecurity" | "electronics" | "phones-and-telecom" | "web-and-hosting" | "social-networks" | "marketing" | "video-games" | "film-and-television" | "music" | "celebrities" | "books-and-literature" | "art-and-design" | "photography" | "hobbies-and-crafts" | "events-and-attractions" | "gambling" | "news-media" | "politics" | "public-administration" | "law" | "education" | "science" | "environment-and-energy" | "religion" | "charity-and-community" | "business-services" | "industry-and-manufacturing" | "transport-and-logistics" | "personal-finance" | "investing" | "insurance" | "real-estate" | "careers" | "shopping" | "agriculture" | "medicine" | "dentistry" | "mental-health" | "fitness-and-wellness" | "food-and-cooking" | "restaurants-and-bars" | "drinks" | "travel" | "lodging" | "automotive" | "sports" | "outdoor-recreation" | "pets" | "home-improvement" | "furniture-and-interior" | "gardening" | "fashion" | "beauty" | "family-and-relationships" | "adult")
/**
 * 0 to 1
 */
share: number
/**
 * Tier 1 name of the IAB Content Taxonomy 2.2
 */
iab: (string | null)
}[]
language: (string | null)
/**
 * How much there was to tell the topics from; null without any
 */
confidence: (number | null)
votes: {
kind: ("own" | "links" | "neighbours")
/**
 * Captures, linking domains, or neighbours that have a say
 */
votes: number
/**
 * Of this kind beside the others
 */
weight: number
topics: {
topic: ("software" | "data-and-ai" | "cybersecurity" | "electronics" | "phones-and-telecom" | "web-and-hosting" | "social-networks" | "marketing" | "video-games" | "film-and-television" | "music" | "celebrities" | "books-and-literature" | "art-and-design" | "photography" | "hobbies-and-crafts" | "events-and-attractions" | "gambling" | "news-media" | "politics" | "public-administration" | "law" | "education" | "science" | "environment-and-energy" | "religion" | "charity-and-community" | "business-services" | "industry-and-manufacturing" | "transport-and-logistics" | "personal-finance" | "investing" | "insurance" | "real-estate" | "careers" | "shopping" | "agriculture" | "medicine" | "dentistry" | "mental-health" | "fitness-and-wellness" | "food-and-cooking" | "restaurants-and-bars" | "drinks" | "travel" | "lodging" | "automotive" | "sports" | "outdoor-recreation" | "pets" | "home-improvement" | "furniture-and-interior" | "gardening" | "fashion" | "beauty" | "family-and-relationships" | "adult")
/**
 * 0 to 1
 */
share: number
}[]
}[]
relevance_weights: {
[k: string]: number
}
/**
 * Live links from other domains
 */
backlinks: {
/**
 * Live links whose relevance is known
 */
judged: number
/**
 * Their mean
 */
relevance: (number | null)
/**
 * Of these, those under 20
 */
off_topic: number
/**
 * 0 to 1
 */
off_topic_share: (number | null)
/**
 * By relevance
 */
bands: {
[k: string]: number
}
}
referring_domains: {
total: number
/**
 * Those of whose links the relevance is known
 */
judged: number
/**
 * Of these, those whose links have a mean under 20
 */
off_topic: number
/**
 * 0 to 1
 */
off_topic_share: (number | null)
/**
 * The same with each weighed by 1 + its authority
 */
off_topic_share_by_authority: (number | null)
with_topics: number
}
/**
 * Topics of the referring domains, most authority first
 */
profile: {
topic: ("software" | "data-and-ai" | "cybersecurity" | "electronics" | "phones-and-telecom" | "web-and-hosting" | "social-networks" | "marketing" | "video-games" | "film-and-television" | "music" | "celebrities" | "books-and-literature" | "art-and-design" | "photography" | "hobbies-and-crafts" | "events-and-attractions" | "gambling" | "news-media" | "politics" | "public-administration" | "law" | "education" | "science" | "environment-and-energy" | "religion" | "charity-and-community" | "business-services" | "industry-and-manufacturing" | "transport-and-logistics" | "personal-finance" | "investing" | "insurance" | "real-estate" | "careers" | "shopping" | "agriculture" | "medicine" | "dentistry" | "mental-health" | "fitness-and-wellness" | "food-and-cooking" | "restaurants-and-bars" | "drinks" | "travel" | "lodging" | "automotive" | "sports" | "outdoor-recreation" | "pets" | "home-improvement" | "furniture-and-interior" | "gardening" | "fashion" | "beauty" | "family-and-relationships" | "adult")
iab: (string | null)
/**
 * Those whose strongest topic it is
 */
referring_domains: number
/**
 * Mean share of the topic, of referring domains with topics
 */
share: number
/**
 * The same with each weighed by 1 + its authority
 */
share_by_authority: number
topical_authority: number
}[]
/**
 * Of the referring domains, most first
 */
languages: {
language: string
referring_domains: number
}[]
} | {
dry_run: true
operation: string
release: number
price_list: string
/**
 * What the question would cost, with `rows`
 */
credits: number
rows: number
/**
 * `at_most`: counting them would be as much work as the question itself
 */
rows_are: ("exact" | "at_most")
/**
 * What must be left for it to be asked
 */
credits_at_most: number
rows_at_most: number
/**
 * Stored rows that the largest of its statements reads at most; null of questions about several targets
 */
rows_to_read: (number | null)
/**
 * Whether that is more than a question may read: it is answered as a job then
 */
as_job: boolean
charged: boolean
})
export type DisavowAnswer = ({
target: string
release: number
/**
 * ISO 8601, UTC
 */
as_of: string
coverage: Coverage
/**
 * The text of the file
 */
file: string
domains: number
pages: number
/**
 * Domains that would be in it, and that you said are ok
 */
said_ok: string[]
/**
 * Whether more than 10000 domains score so much; those that score most are in it
 */
cut: boolean
rows: {
domain: string
spam_score: number
backlinks: number
reason: string
}[]
} | {
dry_run: true
operation: string
release: number
price_list: string
/**
 * What the question would cost, with `rows`
 */
credits: number
rows: number
/**
 * `at_most`: counting them would be as much work as the question itself
 */
rows_are: ("exact" | "at_most")
/**
 * What must be left for it to be asked
 */
credits_at_most: number
rows_at_most: number
/**
 * Stored rows that the largest of its statements reads at most; null of questions about several targets
 */
rows_to_read: (number | null)
/**
 * Whether that is more than a question may read: it is answered as a job then
 */
as_job: boolean
charged: boolean
})
export type ReleasesAnswer = Release[]
export type JobsAnswer = Job[]
export type StartLookAnswer = (Job | LookQuote)
export type StartAuditAnswer = (Job | AuditQuote)
export type AuditResultsAnswer = AuditResult[]
export type MonitorsAnswer = Monitor[]
export type KeysAnswer = Key[]

export interface Calls {
summary: {
given: {
body: SummaryInput
query?: {
/**
 * ndjson, csv: all rows of a list to its end, without the envelope, as with Accept: application/x-ndjson or text/csv; "limit" then bounds all rows
 */
format?: ("json" | "ndjson" | "csv")
}
}
data: SummaryAnswer
}
breakdown: {
given: {
body: BreakdownInput
query?: {
/**
 * ndjson, csv: all rows of a list to its end, without the envelope, as with Accept: application/x-ndjson or text/csv; "limit" then bounds all rows
 */
format?: ("json" | "ndjson" | "csv")
}
}
data: BreakdownAnswer
}
sources: {
given: {
body: SourcesInput
query?: {
/**
 * ndjson, csv: all rows of a list to its end, without the envelope, as with Accept: application/x-ndjson or text/csv; "limit" then bounds all rows
 */
format?: ("json" | "ndjson" | "csv")
}
}
data: SourcesAnswer
}
list: {
given: {
body: ListInput
query?: {
/**
 * ndjson, csv: all rows of a list to its end, without the envelope, as with Accept: application/x-ndjson or text/csv; "limit" then bounds all rows
 */
format?: ("json" | "ndjson" | "csv")
}
}
data: ListAnswer
}
referringDomains: {
given: {
body: ReferringDomainsInput
query?: {
/**
 * ndjson, csv: all rows of a list to its end, without the envelope, as with Accept: application/x-ndjson or text/csv; "limit" then bounds all rows
 */
format?: ("json" | "ndjson" | "csv")
}
}
data: ReferringDomainsAnswer
}
referringPages: {
given: {
body: ReferringPagesInput
query?: {
/**
 * ndjson, csv: all rows of a list to its end, without the envelope, as with Accept: application/x-ndjson or text/csv; "limit" then bounds all rows
 */
format?: ("json" | "ndjson" | "csv")
}
}
data: ReferringPagesAnswer
}
referringNetworks: {
given: {
body: ReferringNetworksInput
query?: {
/**
 * ndjson, csv: all rows of a list to its end, without the envelope, as with Accept: application/x-ndjson or text/csv; "limit" then bounds all rows
 */
format?: ("json" | "ndjson" | "csv")
}
}
data: ReferringNetworksAnswer
}
anchors: {
given: {
body: AnchorsInput
query?: {
/**
 * ndjson, csv: all rows of a list to its end, without the envelope, as with Accept: application/x-ndjson or text/csv; "limit" then bounds all rows
 */
format?: ("json" | "ndjson" | "csv")
}
}
data: AnchorsAnswer
}
anchorsProfile: {
given: {
body: AnchorsProfileInput
query?: {
/**
 * ndjson, csv: all rows of a list to its end, without the envelope, as with Accept: application/x-ndjson or text/csv; "limit" then bounds all rows
 */
format?: ("json" | "ndjson" | "csv")
}
}
data: AnchorsProfileAnswer
}
history: {
given: {
body: HistoryInput
query?: {
/**
 * ndjson, csv: all rows of a list to its end, without the envelope, as with Accept: application/x-ndjson or text/csv; "limit" then bounds all rows
 */
format?: ("json" | "ndjson" | "csv")
}
}
data: HistoryAnswer
}
newLost: {
given: {
body: NewLostInput
query?: {
/**
 * ndjson, csv: all rows of a list to its end, without the envelope, as with Accept: application/x-ndjson or text/csv; "limit" then bounds all rows
 */
format?: ("json" | "ndjson" | "csv")
}
}
data: NewLostAnswer
}
link: {
given: {
body: LinkInput
query?: {
/**
 * ndjson, csv: all rows of a list to its end, without the envelope, as with Accept: application/x-ndjson or text/csv; "limit" then bounds all rows
 */
format?: ("json" | "ndjson" | "csv")
}
}
data: LinkAnswer
}
pages: {
given: {
body: PagesInput
query?: {
/**
 * ndjson, csv: all rows of a list to its end, without the envelope, as with Accept: application/x-ndjson or text/csv; "limit" then bounds all rows
 */
format?: ("json" | "ndjson" | "csv")
}
}
data: PagesAnswer
}
outgoing: {
given: {
body: OutgoingInput
query?: {
/**
 * ndjson, csv: all rows of a list to its end, without the envelope, as with Accept: application/x-ndjson or text/csv; "limit" then bounds all rows
 */
format?: ("json" | "ndjson" | "csv")
}
}
data: OutgoingAnswer
}
redirects: {
given: {
body: RedirectsInput
query?: {
/**
 * ndjson, csv: all rows of a list to its end, without the envelope, as with Accept: application/x-ndjson or text/csv; "limit" then bounds all rows
 */
format?: ("json" | "ndjson" | "csv")
}
}
data: RedirectsAnswer
}
gap: {
given: {
body: GapInput
query?: {
/**
 * ndjson, csv: all rows of a list to its end, without the envelope, as with Accept: application/x-ndjson or text/csv; "limit" then bounds all rows
 */
format?: ("json" | "ndjson" | "csv")
}
}
data: GapAnswer
}
competitors: {
given: {
body: CompetitorsInput
query?: {
/**
 * ndjson, csv: all rows of a list to its end, without the envelope, as with Accept: application/x-ndjson or text/csv; "limit" then bounds all rows
 */
format?: ("json" | "ndjson" | "csv")
}
}
data: CompetitorsAnswer
}
intersection: {
given: {
body: IntersectionInput
query?: {
/**
 * ndjson, csv: all rows of a list to its end, without the envelope, as with Accept: application/x-ndjson or text/csv; "limit" then bounds all rows
 */
format?: ("json" | "ndjson" | "csv")
}
}
data: IntersectionAnswer
}
compare: {
given: {
body: CompareInput
query?: {
/**
 * ndjson, csv: all rows of a list to its end, without the envelope, as with Accept: application/x-ndjson or text/csv; "limit" then bounds all rows
 */
format?: ("json" | "ndjson" | "csv")
}
}
data: CompareAnswer
}
needed: {
given: {
body: NeededInput
query?: {
/**
 * ndjson, csv: all rows of a list to its end, without the envelope, as with Accept: application/x-ndjson or text/csv; "limit" then bounds all rows
 */
format?: ("json" | "ndjson" | "csv")
}
}
data: NeededAnswer
}
bulk: {
given: {
body: BulkInput
query?: {
/**
 * ndjson, csv: all rows of a list to its end, without the envelope, as with Accept: application/x-ndjson or text/csv; "limit" then bounds all rows
 */
format?: ("json" | "ndjson" | "csv")
}
}
data: BulkAnswer
}
followValue: {
given: {
body: FollowValueInput
query?: {
/**
 * ndjson, csv: all rows of a list to its end, without the envelope, as with Accept: application/x-ndjson or text/csv; "limit" then bounds all rows
 */
format?: ("json" | "ndjson" | "csv")
}
}
data: FollowValueAnswer
}
audit: {
given: {
body: AuditInput
query?: {
/**
 * ndjson, csv: all rows of a list to its end, without the envelope, as with Accept: application/x-ndjson or text/csv; "limit" then bounds all rows
 */
format?: ("json" | "ndjson" | "csv")
}
}
data: AuditAnswer
}
verdicts: {
given: {
body: VerdictsInput
query?: {
/**
 * ndjson, csv: all rows of a list to its end, without the envelope, as with Accept: application/x-ndjson or text/csv; "limit" then bounds all rows
 */
format?: ("json" | "ndjson" | "csv")
}
}
data: VerdictsAnswer
}
authority: {
given: {
body: AuthorityInput
query?: {
/**
 * ndjson, csv: all rows of a list to its end, without the envelope, as with Accept: application/x-ndjson or text/csv; "limit" then bounds all rows
 */
format?: ("json" | "ndjson" | "csv")
}
}
data: AuthorityAnswer
}
spam: {
given: {
body: SpamInput
query?: {
/**
 * ndjson, csv: all rows of a list to its end, without the envelope, as with Accept: application/x-ndjson or text/csv; "limit" then bounds all rows
 */
format?: ("json" | "ndjson" | "csv")
}
}
data: SpamAnswer
}
topics: {
given: {
body: TopicsInput
query?: {
/**
 * ndjson, csv: all rows of a list to its end, without the envelope, as with Accept: application/x-ndjson or text/csv; "limit" then bounds all rows
 */
format?: ("json" | "ndjson" | "csv")
}
}
data: TopicsAnswer
}
disavow: {
given: {
body: DisavowInput
query?: {
/**
 * ndjson, csv: all rows of a list to its end, without the envelope, as with Accept: application/x-ndjson or text/csv; "limit" then bounds all rows
 */
format?: ("json" | "ndjson" | "csv")
}
}
data: DisavowAnswer
}
filters: {
given: {
query?: {
/**
 * Only of this question
 */
operation?: string
}
}
data: FiltersAnswer
}
evidence: {
given: {
params: {
/**
 * `id` of a listed backlink
 */
id: string
}
query?: {
/**
 * A kept release instead of the live one
 */
release?: number
}
}
data: Evidence
}
index: {
given: {

}
data: Index
}
releases: {
given: {

}
data: ReleasesAnswer
}
rollback: {
given: {

}
data: Release
}
setVerdicts: {
given: {
body: SetVerdictsInput
}
data: VerdictsSet
}
startJob: {
given: {
body: StartJobInput
}
data: Job
}
jobs: {
given: {

}
data: JobsAnswer
}
job: {
given: {
params: {
/**
 * `job_id` of the job
 */
id: string
}
}
data: Job
}
jobResult: {
given: {
params: {
/**
 * `job_id` of the job
 */
id: string
}
query?: {
/**
 * ndjson, csv: all rows of a list to its end, without the envelope, as with Accept: application/x-ndjson or text/csv; "limit" then bounds all rows
 */
format?: ("json" | "ndjson" | "csv")
/**
 * `cursor` of the page before
 */
cursor?: string
/**
 * Rows of a page
 */
limit?: number
}
}
data: JobResultAnswer
}
cancelJob: {
given: {
params: {
/**
 * `job_id` of the job
 */
id: string
}
}
data: Job
}
startLook: {
given: {
body: StartLookInput
}
data: StartLookAnswer
}
startAudit: {
given: {
body: StartAuditInput
}
data: StartAuditAnswer
}
auditResults: {
given: {
params: {
/**
 * `job_id` of the audit
 */
id: string
}
query?: {
/**
 * `place` of the last result of the answer before
 */
after?: number
limit?: number
}
}
data: AuditResultsAnswer
}
plan: {
given: {
query?: {
/**
 * A part of a crawl: `cc:latest:wat:0-99`
 */
source: string
/**
 * Megabits a second of the connection; 100 when not said
 */
megabits?: number
}
}
data: Plan
}
monitors: {
given: {

}
data: MonitorsAnswer
}
addMonitor: {
given: {
body: AddMonitorInput
}
data: AddMonitorAnswer
}
changeMonitor: {
given: {
body: ChangeMonitorInput
params: {
/**
 * `monitor_id` of the monitor
 */
id: string
}
}
data: Monitor
}
checkMonitor: {
given: {
params: {
/**
 * `monitor_id` of the monitor
 */
id: string
}
}
data: Job
}
removeMonitor: {
given: {
params: {
/**
 * `monitor_id` of the monitor
 */
id: string
}
}
data: Monitor
}
monitorEvents: {
given: {
params: {
/**
 * `monitor_id` of the monitor
 */
id: string
}
query?: {
/**
 * Of the answer before; left out: from the oldest event that is kept
 */
cursor?: string
/**
 * Events at most; 100 when not given
 */
limit?: number
}
}
data: MonitorEvents
}
monitorFeed: {
given: {
params: {
/**
 * `monitor_id` of the monitor
 */
id: string
}
query?: {
/**
 * As in `feed` of the monitor
 */
token: string
/**
 * `json`: as JSON Feed; `data`: the same in the envelope of other answers
 */
format?: ("atom" | "json" | "data")
}
}
data: MonitorFeed
}
prices: {
given: {

}
data: Prices
}
balance: {
given: {

}
data: Balance
}
accountBalance: {
given: {
params: {
/**
 * An account, or a key of it
 */
id: string
}
}
data: AccountBalance
}
deposit: {
given: {
body: DepositInput
}
data: AccountBalance
}
usage: {
given: {
query?: {
/**
 * First day (UTC); default: the first of this month
 */
from?: string
/**
 * Last day; default: today
 */
to?: string
/**
 * What rows are told apart by, with commas: day, key, operation, tag
 */
by?: string
/**
 * Only calls with this tag
 */
tag?: string
/**
 * An account or a key of it; left out: the caller’s own, with an admin key all
 */
account?: string
/**
 * csv: a table without the envelope
 */
format?: ("json" | "csv")
}
}
data: Usage
}
statement: {
given: {
query?: {
/**
 * The client
 */
tag: string
month: string
/**
 * An account or a key of it; left out: the caller’s own, with an admin key all
 */
account?: string
/**
 * csv: a table without the envelope
 */
format?: ("json" | "csv")
}
}
data: Usage
}
keys: {
given: {

}
data: KeysAnswer
}
createKey: {
given: {
body: CreateKeyInput
}
data: CreateKeyAnswer
}
changeKey: {
given: {
body: ChangeKeyInput
params: {
id: string
}
}
data: Key
}
rotateKey: {
given: {
body: RotateKeyInput
params: {
id: string
}
}
data: CreateKeyAnswer
}
revokeKey: {
given: {
params: {
id: string
}
}
data: Key
}
health: {
given: {

}
data: HealthAnswer
}
ready: {
given: {

}
data: ReadyAnswer
}
}
export interface SummaryInput {
/**
 * A domain (example.com), host (blog.example.com), folder (example.com/blog/*) or page (https://example.com/a)
 */
target?: string
/**
 * Another name for target
 */
domain?: string
/**
 * Hosts below it count too. Default: those of a domain do, those of a host do not
 */
include_subdomains?: boolean
/**
 * Answer from this kept release instead of the live one
 */
release?: number
/**
 * Answer what the question would cost and how many rows it would give, without asking it
 */
dry_run?: boolean
/**
 * Refuse the question when it could cost more
 */
max_credits?: number
/**
 * Answer as a job at once (true), or refuse what reads too many rows for a question (false). Default: a job only for that
 */
as_job?: boolean
/**
 * Instead of refusing for want of credits, give as many rows as they buy
 */
truncate?: boolean
/**
 * Whom the call is made for: usage and statements tell by it. Default: the tag of the key
 */
tag?: string
}
/**
 * How far this answer looked
 */
export interface Coverage {
status: ("found" | "looked_not_found" | "not_looked")
crawls: string[]
pages_captured: number
domains_captured: number
/**
 * null: not counted
 */
known_referring_pages: (number | null)
recaptured_referring_pages: (number | null)
oldest_capture: (string | null)
newest_capture: (string | null)
/**
 * The web graph that this question was answered from too; null when there is none or the question needs pages
 */
webgraph: ({
name: string
level: ("domain" | "host")
/**
 * False when this graph cannot say who links to the target
 */
looked: boolean
/**
 * How many chosen targets the graph was held to; null: it is whole
 */
targets: (number | null)
/**
 * What its edges mean, or why it did not look
 */
note: string
} | null)
/**
 * What would look further, when nothing was found or only by the web graph
 */
next: (string | null)
}
export interface BreakdownInput {
/**
 * A domain (example.com), host (blog.example.com), folder (example.com/blog/*) or page (https://example.com/a)
 */
target?: string
/**
 * Another name for target
 */
domain?: string
/**
 * Hosts below it count too. Default: those of a domain do, those of a host do not
 */
include_subdomains?: boolean
/**
 * Answer from this kept release instead of the live one
 */
release?: number
/**
 * Links that are live, or all
 */
state?: ("live" | "all")
/**
 * Only followed links, or only those that are not
 */
followed?: boolean
/**
 * Kinds of link
 */
kind?: (("anchor" | "area" | "redirect" | "canonical" | "alternate" | "frame" | "form") | ("anchor" | "area" | "redirect" | "canonical" | "alternate" | "frame" | "form")[])
/**
 * Links with any of these rel values
 */
rel?: (("nofollow" | "ugc" | "sponsored") | ("nofollow" | "ugc" | "sponsored")[])
/**
 * Where on the page the link stands
 */
placement?: (("content" | "navigation" | "header" | "footer" | "aside" | "comment" | "unknown") | ("content" | "navigation" | "header" | "footer" | "aside" | "comment" | "unknown")[])
/**
 * The whole anchor text, letter case ignored
 */
anchor?: string
/**
 * Part of the anchor text, letter case ignored
 */
anchor_contains?: string
/**
 * Links from these registrable domains
 */
source_domain?: (string | string[])
/**
 * Links from sites of these classes
 */
source_class?: (("news" | "blog" | "forum" | "directory" | "chamber" | "association" | "government" | "school" | "event" | "shop" | "social" | "other") | ("news" | "blog" | "forum" | "directory" | "chamber" | "association" | "government" | "school" | "event" | "shop" | "social" | "other")[])
/**
 * Lowest authority of the linking domain
 */
authority_min?: number
/**
 * Highest authority of the linking domain
 */
authority_max?: number
/**
 * Only links that appeared in the last 30 days on a page which had been captured before without them
 */
is_new?: boolean
/**
 * First seen on this day or later
 */
first_seen_from?: string
/**
 * First seen before this day ends
 */
first_seen_to?: string
/**
 * Last seen on this day or later
 */
last_seen_from?: string
/**
 * Last seen before this day ends
 */
last_seen_to?: string
/**
 * Conditions on links: [field, operator, value], nested with "and" and "or"; or as text: anchor ilike "%plumber%" and followed = true. GET /v1/filters lists fields and operators
 */
filters?: (string | unknown[])
/**
 * What links are grouped by
 */
by?: ("anchor" | "domain" | "page" | "ip" | "subnet" | "target_page" | "target")
/**
 * Default: those with most live links
 * 
 * @minItems 1
 * @maxItems 1000
 */
names?: string[]
/**
 * Rows in this answer
 */
limit?: number
/**
 * Answer what the question would cost and how many rows it would give, without asking it
 */
dry_run?: boolean
/**
 * Refuse the question when it could cost more
 */
max_credits?: number
/**
 * Answer as a job at once (true), or refuse what reads too many rows for a question (false). Default: a job only for that
 */
as_job?: boolean
/**
 * Instead of refusing for want of credits, give as many rows as they buy
 */
truncate?: boolean
/**
 * Whom the call is made for: usage and statements tell by it. Default: the tag of the key
 */
tag?: string
}
export interface SourcesInput {
/**
 * A domain (example.com), host (blog.example.com), folder (example.com/blog/*) or page (https://example.com/a)
 */
target?: string
/**
 * Another name for target
 */
domain?: string
/**
 * Hosts below it count too. Default: those of a domain do, those of a host do not
 */
include_subdomains?: boolean
/**
 * Answer from this kept release instead of the live one
 */
release?: number
/**
 * Answer what the question would cost and how many rows it would give, without asking it
 */
dry_run?: boolean
/**
 * Refuse the question when it could cost more
 */
max_credits?: number
/**
 * Answer as a job at once (true), or refuse what reads too many rows for a question (false). Default: a job only for that
 */
as_job?: boolean
/**
 * Instead of refusing for want of credits, give as many rows as they buy
 */
truncate?: boolean
/**
 * Whom the call is made for: usage and statements tell by it. Default: the tag of the key
 */
tag?: string
}
export interface ListInput {
/**
 * A domain (example.com), host (blog.example.com), folder (example.com/blog/*) or page (https://example.com/a)
 */
target?: string
/**
 * Another name for target
 */
domain?: string
/**
 * Hosts below it count too. Default: those of a domain do, those of a host do not
 */
include_subdomains?: boolean
/**
 * Answer from this kept release instead of the live one
 */
release?: number
/**
 * Links live, lost, or all
 */
state?: ("live" | "lost" | "all")
/**
 * Only followed links, or only those that are not
 */
followed?: boolean
/**
 * Kinds of link
 */
kind?: (("anchor" | "area" | "redirect" | "canonical" | "alternate" | "frame" | "form") | ("anchor" | "area" | "redirect" | "canonical" | "alternate" | "frame" | "form")[])
/**
 * Links with any of these rel values
 */
rel?: (("nofollow" | "ugc" | "sponsored") | ("nofollow" | "ugc" | "sponsored")[])
/**
 * Where on the page the link stands
 */
placement?: (("content" | "navigation" | "header" | "footer" | "aside" | "comment" | "unknown") | ("content" | "navigation" | "header" | "footer" | "aside" | "comment" | "unknown")[])
/**
 * The whole anchor text, letter case ignored
 */
anchor?: string
/**
 * Part of the anchor text, letter case ignored
 */
anchor_contains?: string
/**
 * Links from these registrable domains
 */
source_domain?: (string | string[])
/**
 * Links from sites of these classes
 */
source_class?: (("news" | "blog" | "forum" | "directory" | "chamber" | "association" | "government" | "school" | "event" | "shop" | "social" | "other") | ("news" | "blog" | "forum" | "directory" | "chamber" | "association" | "government" | "school" | "event" | "shop" | "social" | "other")[])
/**
 * Lowest authority of the linking domain
 */
authority_min?: number
/**
 * Highest authority of the linking domain
 */
authority_max?: number
/**
 * Only links that appeared in the last 30 days on a page which had been captured before without them
 */
is_new?: boolean
/**
 * First seen on this day or later
 */
first_seen_from?: string
/**
 * First seen before this day ends
 */
first_seen_to?: string
/**
 * Last seen on this day or later
 */
last_seen_from?: string
/**
 * Last seen before this day ends
 */
last_seen_to?: string
/**
 * Conditions on links: [field, operator, value], nested with "and" and "or"; or as text: anchor ilike "%plumber%" and followed = true. GET /v1/filters lists fields and operators
 */
filters?: (string | unknown[])
/**
 * What you said of the link, its page or its domain; none: nothing
 */
verdict?: (("ok" | "disavowed" | "asked_to_fix" | "none") | ("ok" | "disavowed" | "asked_to_fix" | "none")[])
/**
 * Tags that you gave
 */
verdict_tag?: (string | string[])
/**
 * as_is: every link; one_per_domain, one_per_anchor: the first of each in the order; FIELD:COUNT or {field, count}: the first COUNT of each value
 */
mode?: (string | {
field: string
count: number
})
/**
 * Up to 3 fields, each with its direction: first_seen,desc
 */
order?: (string | string[])
/**
 * Of fields without one
 */
direction?: ("asc" | "desc")
/**
 * Rows in this answer
 */
limit?: number
/**
 * `cursor` of the answer before, for the rows behind it
 */
cursor?: string
/**
 * Rows to pass over before the first page; ignored with a cursor, which costs less
 */
offset?: number
/**
 * Answer what the question would cost and how many rows it would give, without asking it
 */
dry_run?: boolean
/**
 * Refuse the question when it could cost more
 */
max_credits?: number
/**
 * Answer as a job at once (true), or refuse what reads too many rows for a question (false). Default: a job only for that
 */
as_job?: boolean
/**
 * Instead of refusing for want of credits, give as many rows as they buy
 */
truncate?: boolean
/**
 * Whom the call is made for: usage and statements tell by it. Default: the tag of the key
 */
tag?: string
}
export interface Backlink {
id: string
source_url: string
source_host: string
source_domain: string
source_title: (string | null)
/**
 * What the text is written in, else what the page declares
 */
source_language: (string | null)
/**
 * Of the linking page, strongest first
 */
source_topics: (("software" | "data-and-ai" | "cybersecurity" | "electronics" | "phones-and-telecom" | "web-and-hosting" | "social-networks" | "marketing" | "video-games" | "film-and-television" | "music" | "celebrities" | "books-and-literature" | "art-and-design" | "photography" | "hobbies-and-crafts" | "events-and-attractions" | "gambling" | "news-media" | "politics" | "public-administration" | "law" | "education" | "science" | "environment-and-energy" | "religion" | "charity-and-community" | "business-services" | "industry-and-manufacturing" | "transport-and-logistics" | "personal-finance" | "investing" | "insurance" | "real-estate" | "careers" | "shopping" | "agriculture" | "medicine" | "dentistry" | "mental-health" | "fitness-and-wellness" | "food-and-cooking" | "restaurants-and-bars" | "drinks" | "travel" | "lodging" | "automotive" | "sports" | "outdoor-recreation" | "pets" | "home-improvement" | "furniture-and-interior" | "gardening" | "fashion" | "beauty" | "family-and-relationships" | "adult")[] | null)
source_class: (("unknown" | "news" | "blog" | "forum" | "directory" | "chamber" | "association" | "government" | "school" | "event" | "shop" | "social" | "other") | null)
source_ip: (string | null)
/**
 * HTTP status of the linking page when it was captured with the link
 */
source_status: (number | null)
/**
 * Links of that page inside its own domain
 */
source_internal_links: (number | null)
/**
 * Its links to other domains
 */
source_external_links: (number | null)
target_url: string
target_host: string
target_domain: string
target_status: (("ok" | "broken" | "redirected") | null)
kind: ("anchor" | "area" | "redirect" | "canonical" | "alternate" | "frame" | "form")
has_image: boolean
anchor: string
rel: ("nofollow" | "ugc" | "sponsored")[]
/**
 * False when the source says nothing of rel; the link then counts as followed
 */
rel_known: boolean
followed: boolean
placement: ("content" | "navigation" | "header" | "footer" | "aside" | "comment" | "unknown")
placement_estimated: boolean
sitewide: boolean
links_count: number
/**
 * ISO 8601, UTC
 */
first_seen: string
/**
 * ISO 8601, UTC
 */
last_seen: string
/**
 * ISO 8601, UTC
 */
verified_at: string
stale: boolean
state: ("live" | "lost")
lost_at: (string | null)
lost_reason: (("none" | "removed" | "gone" | "redirected") | null)
lost_confirmations: number
/**
 * When an export says that the link was lost, if it was not seen since: a report, which proves nothing
 */
reported_lost_at: (string | null)
/**
 * A new_link of the last 30 days before as_of
 */
is_new: boolean
/**
 * Whether the page had been captured before without the link
 */
discovery: ("new_link" | "discovered")
page_authority: number
domain_authority: number
spam_score: (number | null)
/**
 * How much of its rank begins with trusted domains, on the scale of authority
 */
trust: (number | null)
/**
 * What part of its rank does not, in percent
 */
spam_mass: (number | null)
/**
 * How much it is about what the target is about, 0 to 100; null when their words do not say
 */
relevance: (number | null)
text_before: (string | null)
text_after: (string | null)
/**
 * Where the link was seen: archives, edge lists, and each owned export that has it
 */
seen_by: ("archive" | "edges" | "google-search-console" | "bing" | "ahrefs" | "semrush" | "moz" | "majestic" | "dataforseo" | "table")[]
/**
 * What you said of the link, its page or its domain
 */
verdict: (("ok" | "disavowed" | "asked_to_fix") | null)
verdict_tag: (string | null)
verdict_note: (string | null)
evidence: ({
archive: string
offset: number
length: number
/**
 * ISO 8601, UTC
 */
fetched_at: string
} | null)
}
export interface ReferringDomainsInput {
/**
 * A domain (example.com), host (blog.example.com), folder (example.com/blog/*) or page (https://example.com/a)
 */
target?: string
/**
 * Another name for target
 */
domain?: string
/**
 * Hosts below it count too. Default: those of a domain do, those of a host do not
 */
include_subdomains?: boolean
/**
 * Answer from this kept release instead of the live one
 */
release?: number
/**
 * Links live, lost, or all
 */
state?: ("live" | "lost" | "all")
/**
 * Only followed links, or only those that are not
 */
followed?: boolean
/**
 * Kinds of link
 */
kind?: (("anchor" | "area" | "redirect" | "canonical" | "alternate" | "frame" | "form") | ("anchor" | "area" | "redirect" | "canonical" | "alternate" | "frame" | "form")[])
/**
 * Links with any of these rel values
 */
rel?: (("nofollow" | "ugc" | "sponsored") | ("nofollow" | "ugc" | "sponsored")[])
/**
 * Where on the page the link stands
 */
placement?: (("content" | "navigation" | "header" | "footer" | "aside" | "comment" | "unknown") | ("content" | "navigation" | "header" | "footer" | "aside" | "comment" | "unknown")[])
/**
 * The whole anchor text, letter case ignored
 */
anchor?: string
/**
 * Part of the anchor text, letter case ignored
 */
anchor_contains?: string
/**
 * Links from these registrable domains
 */
source_domain?: (string | string[])
/**
 * Links from sites of these classes
 */
source_class?: (("news" | "blog" | "forum" | "directory" | "chamber" | "association" | "government" | "school" | "event" | "shop" | "social" | "other") | ("news" | "blog" | "forum" | "directory" | "chamber" | "association" | "government" | "school" | "event" | "shop" | "social" | "other")[])
/**
 * Lowest authority of the linking domain
 */
authority_min?: number
/**
 * Highest authority of the linking domain
 */
authority_max?: number
/**
 * Only links that appeared in the last 30 days on a page which had been captured before without them
 */
is_new?: boolean
/**
 * First seen on this day or later
 */
first_seen_from?: string
/**
 * First seen before this day ends
 */
first_seen_to?: string
/**
 * Last seen on this day or later
 */
last_seen_from?: string
/**
 * Last seen before this day ends
 */
last_seen_to?: string
/**
 * Conditions on links: [field, operator, value], nested with "and" and "or"; or as text: anchor ilike "%plumber%" and followed = true. GET /v1/filters lists fields and operators
 */
filters?: (string | unknown[])
/**
 * Conditions on the rows themselves (domains, anchors, ...) by their counts, written as filters are
 */
having?: (string | unknown[])
/**
 * Up to 3 fields, each with its direction: first_seen,desc
 */
order?: (string | string[])
/**
 * Of fields without one
 */
direction?: ("asc" | "desc")
/**
 * Rows in this answer
 */
limit?: number
/**
 * `cursor` of the answer before, for the rows behind it
 */
cursor?: string
/**
 * What you said of the link, its page or its domain; none: nothing
 */
verdict?: (("ok" | "disavowed" | "asked_to_fix" | "none") | ("ok" | "disavowed" | "asked_to_fix" | "none")[])
/**
 * Tags that you gave
 */
verdict_tag?: (string | string[])
/**
 * Domains whose links were captured, those that only the web graph knows, or all
 */
evidence?: ("index" | "webgraph" | "all")
/**
 * Answer what the question would cost and how many rows it would give, without asking it
 */
dry_run?: boolean
/**
 * Refuse the question when it could cost more
 */
max_credits?: number
/**
 * Answer as a job at once (true), or refuse what reads too many rows for a question (false). Default: a job only for that
 */
as_job?: boolean
/**
 * Instead of refusing for want of credits, give as many rows as they buy
 */
truncate?: boolean
/**
 * Whom the call is made for: usage and statements tell by it. Default: the tag of the key
 */
tag?: string
}
export interface ReferringDomain {
domain: string
domain_authority: (number | null)
source_class: (("unknown" | "news" | "blog" | "forum" | "directory" | "chamber" | "association" | "government" | "school" | "event" | "shop" | "social" | "other") | null)
/**
 * As the other figures of links, null for a domain that only the web graph knows
 */
backlinks: (number | null)
followed_backlinks: (number | null)
referring_pages: (number | null)
first_seen: (string | null)
last_seen: (string | null)
state: ("live" | "lost")
lost_at: (string | null)
spam_score: (number | null)
/**
 * How much of its rank begins with trusted domains, on the scale of authority
 */
trust: (number | null)
/**
 * What part of its rank does not, in percent
 */
spam_mass: (number | null)
topics: (("software" | "data-and-ai" | "cybersecurity" | "electronics" | "phones-and-telecom" | "web-and-hosting" | "social-networks" | "marketing" | "video-games" | "film-and-television" | "music" | "celebrities" | "books-and-literature" | "art-and-design" | "photography" | "hobbies-and-crafts" | "events-and-attractions" | "gambling" | "news-media" | "politics" | "public-administration" | "law" | "education" | "science" | "environment-and-energy" | "religion" | "charity-and-community" | "business-services" | "industry-and-manufacturing" | "transport-and-logistics" | "personal-finance" | "investing" | "insurance" | "real-estate" | "careers" | "shopping" | "agriculture" | "medicine" | "dentistry" | "mental-health" | "fitness-and-wellness" | "food-and-cooking" | "restaurants-and-bars" | "drinks" | "travel" | "lodging" | "automotive" | "sports" | "outdoor-recreation" | "pets" | "home-improvement" | "furniture-and-interior" | "gardening" | "fashion" | "beauty" | "family-and-relationships" | "adult")[] | null)
/**
 * That most of its pages are in
 */
language: (string | null)
/**
 * How much it is about what the target is about, 0 to 100; null when their words do not say
 */
relevance: (number | null)
/**
 * Links that were captured, or a web graph of others that holds an edge
 */
evidence: ("index" | "webgraph")
webgraph: ({
/**
 * Place by PageRank, 1 is the strongest
 */
rank: (number | null)
/**
 * Place by harmonic centrality
 */
harmonic_rank: (number | null)
} | null)
/**
 * What you said of the link, its page or its domain
 */
verdict: (("ok" | "disavowed" | "asked_to_fix") | null)
verdict_tag: (string | null)
verdict_note: (string | null)
}
export interface ReferringPagesInput {
/**
 * A domain (example.com), host (blog.example.com), folder (example.com/blog/*) or page (https://example.com/a)
 */
target?: string
/**
 * Another name for target
 */
domain?: string
/**
 * Hosts below it count too. Default: those of a domain do, those of a host do not
 */
include_subdomains?: boolean
/**
 * Answer from this kept release instead of the live one
 */
release?: number
/**
 * Links live, lost, or all
 */
state?: ("live" | "lost" | "all")
/**
 * Only followed links, or only those that are not
 */
followed?: boolean
/**
 * Kinds of link
 */
kind?: (("anchor" | "area" | "redirect" | "canonical" | "alternate" | "frame" | "form") | ("anchor" | "area" | "redirect" | "canonical" | "alternate" | "frame" | "form")[])
/**
 * Links with any of these rel values
 */
rel?: (("nofollow" | "ugc" | "sponsored") | ("nofollow" | "ugc" | "sponsored")[])
/**
 * Where on the page the link stands
 */
placement?: (("content" | "navigation" | "header" | "footer" | "aside" | "comment" | "unknown") | ("content" | "navigation" | "header" | "footer" | "aside" | "comment" | "unknown")[])
/**
 * The whole anchor text, letter case ignored
 */
anchor?: string
/**
 * Part of the anchor text, letter case ignored
 */
anchor_contains?: string
/**
 * Links from these registrable domains
 */
source_domain?: (string | string[])
/**
 * Links from sites of these classes
 */
source_class?: (("news" | "blog" | "forum" | "directory" | "chamber" | "association" | "government" | "school" | "event" | "shop" | "social" | "other") | ("news" | "blog" | "forum" | "directory" | "chamber" | "association" | "government" | "school" | "event" | "shop" | "social" | "other")[])
/**
 * Lowest authority of the linking domain
 */
authority_min?: number
/**
 * Highest authority of the linking domain
 */
authority_max?: number
/**
 * Only links that appeared in the last 30 days on a page which had been captured before without them
 */
is_new?: boolean
/**
 * First seen on this day or later
 */
first_seen_from?: string
/**
 * First seen before this day ends
 */
first_seen_to?: string
/**
 * Last seen on this day or later
 */
last_seen_from?: string
/**
 * Last seen before this day ends
 */
last_seen_to?: string
/**
 * Conditions on links: [field, operator, value], nested with "and" and "or"; or as text: anchor ilike "%plumber%" and followed = true. GET /v1/filters lists fields and operators
 */
filters?: (string | unknown[])
/**
 * Conditions on the rows themselves (domains, anchors, ...) by their counts, written as filters are
 */
having?: (string | unknown[])
/**
 * Up to 3 fields, each with its direction: first_seen,desc
 */
order?: (string | string[])
/**
 * Of fields without one
 */
direction?: ("asc" | "desc")
/**
 * Rows in this answer
 */
limit?: number
/**
 * `cursor` of the answer before, for the rows behind it
 */
cursor?: string
/**
 * Answer what the question would cost and how many rows it would give, without asking it
 */
dry_run?: boolean
/**
 * Refuse the question when it could cost more
 */
max_credits?: number
/**
 * Answer as a job at once (true), or refuse what reads too many rows for a question (false). Default: a job only for that
 */
as_job?: boolean
/**
 * Instead of refusing for want of credits, give as many rows as they buy
 */
truncate?: boolean
/**
 * Whom the call is made for: usage and statements tell by it. Default: the tag of the key
 */
tag?: string
}
export interface ReferringNetworksInput {
/**
 * A domain (example.com), host (blog.example.com), folder (example.com/blog/*) or page (https://example.com/a)
 */
target?: string
/**
 * Another name for target
 */
domain?: string
/**
 * Hosts below it count too. Default: those of a domain do, those of a host do not
 */
include_subdomains?: boolean
/**
 * Answer from this kept release instead of the live one
 */
release?: number
/**
 * Links live, lost, or all
 */
state?: ("live" | "lost" | "all")
/**
 * Only followed links, or only those that are not
 */
followed?: boolean
/**
 * Kinds of link
 */
kind?: (("anchor" | "area" | "redirect" | "canonical" | "alternate" | "frame" | "form") | ("anchor" | "area" | "redirect" | "canonical" | "alternate" | "frame" | "form")[])
/**
 * Links with any of these rel values
 */
rel?: (("nofollow" | "ugc" | "sponsored") | ("nofollow" | "ugc" | "sponsored")[])
/**
 * Where on the page the link stands
 */
placement?: (("content" | "navigation" | "header" | "footer" | "aside" | "comment" | "unknown") | ("content" | "navigation" | "header" | "footer" | "aside" | "comment" | "unknown")[])
/**
 * The whole anchor text, letter case ignored
 */
anchor?: string
/**
 * Part of the anchor text, letter case ignored
 */
anchor_contains?: string
/**
 * Links from these registrable domains
 */
source_domain?: (string | string[])
/**
 * Links from sites of these classes
 */
source_class?: (("news" | "blog" | "forum" | "directory" | "chamber" | "association" | "government" | "school" | "event" | "shop" | "social" | "other") | ("news" | "blog" | "forum" | "directory" | "chamber" | "association" | "government" | "school" | "event" | "shop" | "social" | "other")[])
/**
 * Lowest authority of the linking domain
 */
authority_min?: number
/**
 * Highest authority of the linking domain
 */
authority_max?: number
/**
 * Only links that appeared in the last 30 days on a page which had been captured before without them
 */
is_new?: boolean
/**
 * First seen on this day or later
 */
first_seen_from?: string
/**
 * First seen before this day ends
 */
first_seen_to?: string
/**
 * Last seen on this day or later
 */
last_seen_from?: string
/**
 * Last seen before this day ends
 */
last_seen_to?: string
/**
 * Conditions on links: [field, operator, value], nested with "and" and "or"; or as text: anchor ilike "%plumber%" and followed = true. GET /v1/filters lists fields and operators
 */
filters?: (string | unknown[])
/**
 * Conditions on the rows themselves (domains, anchors, ...) by their counts, written as filters are
 */
having?: (string | unknown[])
/**
 * Up to 3 fields, each with its direction: first_seen,desc
 */
order?: (string | string[])
/**
 * Of fields without one
 */
direction?: ("asc" | "desc")
/**
 * Rows in this answer
 */
limit?: number
/**
 * `cursor` of the answer before, for the rows behind it
 */
cursor?: string
/**
 * By network, or by each address
 */
by?: ("subnet" | "ip")
/**
 * Answer what the question would cost and how many rows it would give, without asking it
 */
dry_run?: boolean
/**
 * Refuse the question when it could cost more
 */
max_credits?: number
/**
 * Answer as a job at once (true), or refuse what reads too many rows for a question (false). Default: a job only for that
 */
as_job?: boolean
/**
 * Instead of refusing for want of credits, give as many rows as they buy
 */
truncate?: boolean
/**
 * Whom the call is made for: usage and statements tell by it. Default: the tag of the key
 */
tag?: string
}
export interface AnchorsInput {
/**
 * A domain (example.com), host (blog.example.com), folder (example.com/blog/*) or page (https://example.com/a)
 */
target?: string
/**
 * Another name for target
 */
domain?: string
/**
 * Hosts below it count too. Default: those of a domain do, those of a host do not
 */
include_subdomains?: boolean
/**
 * Answer from this kept release instead of the live one
 */
release?: number
/**
 * Links live, lost, or all
 */
state?: ("live" | "lost" | "all")
/**
 * Only followed links, or only those that are not
 */
followed?: boolean
/**
 * Kinds of link
 */
kind?: (("anchor" | "area" | "redirect" | "canonical" | "alternate" | "frame" | "form") | ("anchor" | "area" | "redirect" | "canonical" | "alternate" | "frame" | "form")[])
/**
 * Links with any of these rel values
 */
rel?: (("nofollow" | "ugc" | "sponsored") | ("nofollow" | "ugc" | "sponsored")[])
/**
 * Where on the page the link stands
 */
placement?: (("content" | "navigation" | "header" | "footer" | "aside" | "comment" | "unknown") | ("content" | "navigation" | "header" | "footer" | "aside" | "comment" | "unknown")[])
/**
 * The whole anchor text, letter case ignored
 */
anchor?: string
/**
 * Part of the anchor text, letter case ignored
 */
anchor_contains?: string
/**
 * Links from these registrable domains
 */
source_domain?: (string | string[])
/**
 * Links from sites of these classes
 */
source_class?: (("news" | "blog" | "forum" | "directory" | "chamber" | "association" | "government" | "school" | "event" | "shop" | "social" | "other") | ("news" | "blog" | "forum" | "directory" | "chamber" | "association" | "government" | "school" | "event" | "shop" | "social" | "other")[])
/**
 * Lowest authority of the linking domain
 */
authority_min?: number
/**
 * Highest authority of the linking domain
 */
authority_max?: number
/**
 * Only links that appeared in the last 30 days on a page which had been captured before without them
 */
is_new?: boolean
/**
 * First seen on this day or later
 */
first_seen_from?: string
/**
 * First seen before this day ends
 */
first_seen_to?: string
/**
 * Last seen on this day or later
 */
last_seen_from?: string
/**
 * Last seen before this day ends
 */
last_seen_to?: string
/**
 * Conditions on links: [field, operator, value], nested with "and" and "or"; or as text: anchor ilike "%plumber%" and followed = true. GET /v1/filters lists fields and operators
 */
filters?: (string | unknown[])
/**
 * Conditions on the rows themselves (domains, anchors, ...) by their counts, written as filters are
 */
having?: (string | unknown[])
/**
 * Up to 3 fields, each with its direction: first_seen,desc
 */
order?: (string | string[])
/**
 * Of fields without one
 */
direction?: ("asc" | "desc")
/**
 * Rows in this answer
 */
limit?: number
/**
 * `cursor` of the answer before, for the rows behind it
 */
cursor?: string
/**
 * Answer what the question would cost and how many rows it would give, without asking it
 */
dry_run?: boolean
/**
 * Refuse the question when it could cost more
 */
max_credits?: number
/**
 * Answer as a job at once (true), or refuse what reads too many rows for a question (false). Default: a job only for that
 */
as_job?: boolean
/**
 * Instead of refusing for want of credits, give as many rows as they buy
 */
truncate?: boolean
/**
 * Whom the call is made for: usage and statements tell by it. Default: the tag of the key
 */
tag?: string
}
export interface Anchor {
anchor: string
class: ("branded" | "url" | "generic" | "exact" | "partial" | "other" | "empty")
backlinks: number
referring_domains: number
followed_share: number
/**
 * ISO 8601, UTC
 */
first_seen: string
/**
 * ISO 8601, UTC
 */
last_seen: string
}
export interface AnchorsProfileInput {
/**
 * A domain (example.com), host (blog.example.com), folder (example.com/blog/*) or page (https://example.com/a)
 */
target?: string
/**
 * Another name for target
 */
domain?: string
/**
 * Hosts below it count too. Default: those of a domain do, those of a host do not
 */
include_subdomains?: boolean
/**
 * Answer from this kept release instead of the live one
 */
release?: number
followed?: boolean
/**
 * Answer what the question would cost and how many rows it would give, without asking it
 */
dry_run?: boolean
/**
 * Refuse the question when it could cost more
 */
max_credits?: number
/**
 * Answer as a job at once (true), or refuse what reads too many rows for a question (false). Default: a job only for that
 */
as_job?: boolean
/**
 * Instead of refusing for want of credits, give as many rows as they buy
 */
truncate?: boolean
/**
 * Whom the call is made for: usage and statements tell by it. Default: the tag of the key
 */
tag?: string
}
export interface HistoryInput {
/**
 * A domain (example.com), host (blog.example.com), folder (example.com/blog/*) or page (https://example.com/a)
 */
target?: string
/**
 * Another name for target
 */
domain?: string
/**
 * Hosts below it count too. Default: those of a domain do, those of a host do not
 */
include_subdomains?: boolean
/**
 * Answer from this kept release instead of the live one
 */
release?: number
/**
 * Conditions on links: [field, operator, value], nested with "and" and "or"; or as text: anchor ilike "%plumber%" and followed = true. GET /v1/filters lists fields and operators
 */
filters?: (string | unknown[])
by?: ("day" | "week" | "month" | "year")
/**
 * First day
 */
from?: string
/**
 * Last day
 */
to?: string
/**
 * Rows in this answer
 */
limit?: number
/**
 * `cursor` of the answer before, for the rows behind it
 */
cursor?: string
/**
 * Answer what the question would cost and how many rows it would give, without asking it
 */
dry_run?: boolean
/**
 * Refuse the question when it could cost more
 */
max_credits?: number
/**
 * Answer as a job at once (true), or refuse what reads too many rows for a question (false). Default: a job only for that
 */
as_job?: boolean
/**
 * Instead of refusing for want of credits, give as many rows as they buy
 */
truncate?: boolean
/**
 * Whom the call is made for: usage and statements tell by it. Default: the tag of the key
 */
tag?: string
}
export interface NewLostInput {
/**
 * A domain (example.com), host (blog.example.com), folder (example.com/blog/*) or page (https://example.com/a)
 */
target?: string
/**
 * Another name for target
 */
domain?: string
/**
 * Hosts below it count too. Default: those of a domain do, those of a host do not
 */
include_subdomains?: boolean
/**
 * Answer from this kept release instead of the live one
 */
release?: number
event?: ("new" | "lost")
/**
 * First day
 */
from?: string
/**
 * Last day
 */
to?: string
/**
 * What differs from this release, kept or not
 */
since_release?: number
/**
 * Conditions on events: [field, operator, value], nested with "and" and "or"; or as text: anchor ilike "%plumber%" and followed = true. GET /v1/filters lists fields and operators
 */
filters?: (string | unknown[])
/**
 * Up to 3 fields, each with its direction: first_seen,desc
 */
order?: (string | string[])
/**
 * Of fields without one
 */
direction?: ("asc" | "desc")
/**
 * Rows in this answer
 */
limit?: number
/**
 * `cursor` of the answer before, for the rows behind it
 */
cursor?: string
/**
 * Answer what the question would cost and how many rows it would give, without asking it
 */
dry_run?: boolean
/**
 * Refuse the question when it could cost more
 */
max_credits?: number
/**
 * Answer as a job at once (true), or refuse what reads too many rows for a question (false). Default: a job only for that
 */
as_job?: boolean
/**
 * Instead of refusing for want of credits, give as many rows as they buy
 */
truncate?: boolean
/**
 * Whom the call is made for: usage and statements tell by it. Default: the tag of the key
 */
tag?: string
}
export interface LinkInput {
id?: string
/**
 * Linking page
 */
source?: string
/**
 * Linked page, or an id
 */
target?: string
/**
 * Answer from this kept release instead of the live one
 */
release?: number
/**
 * Rows in this answer
 */
limit?: number
/**
 * `cursor` of the answer before, for the rows behind it
 */
cursor?: string
/**
 * Answer what the question would cost and how many rows it would give, without asking it
 */
dry_run?: boolean
/**
 * Refuse the question when it could cost more
 */
max_credits?: number
/**
 * Answer as a job at once (true), or refuse what reads too many rows for a question (false). Default: a job only for that
 */
as_job?: boolean
/**
 * Instead of refusing for want of credits, give as many rows as they buy
 */
truncate?: boolean
/**
 * Whom the call is made for: usage and statements tell by it. Default: the tag of the key
 */
tag?: string
}
export interface PagesInput {
/**
 * A domain (example.com), host (blog.example.com), folder (example.com/blog/*) or page (https://example.com/a)
 */
target?: string
/**
 * Another name for target
 */
domain?: string
/**
 * Hosts below it count too. Default: those of a domain do, those of a host do not
 */
include_subdomains?: boolean
/**
 * Answer from this kept release instead of the live one
 */
release?: number
status?: ("ok" | "broken" | "redirected")
/**
 * Conditions on links: [field, operator, value], nested with "and" and "or"; or as text: anchor ilike "%plumber%" and followed = true. GET /v1/filters lists fields and operators
 */
filters?: (string | unknown[])
/**
 * Conditions on the rows themselves (domains, anchors, ...) by their counts, written as filters are
 */
having?: (string | unknown[])
/**
 * Up to 3 fields, each with its direction: first_seen,desc
 */
order?: (string | string[])
/**
 * Of fields without one
 */
direction?: ("asc" | "desc")
/**
 * Rows in this answer
 */
limit?: number
/**
 * `cursor` of the answer before, for the rows behind it
 */
cursor?: string
/**
 * Answer what the question would cost and how many rows it would give, without asking it
 */
dry_run?: boolean
/**
 * Refuse the question when it could cost more
 */
max_credits?: number
/**
 * Answer as a job at once (true), or refuse what reads too many rows for a question (false). Default: a job only for that
 */
as_job?: boolean
/**
 * Instead of refusing for want of credits, give as many rows as they buy
 */
truncate?: boolean
/**
 * Whom the call is made for: usage and statements tell by it. Default: the tag of the key
 */
tag?: string
}
export interface OutgoingInput {
/**
 * A domain (example.com), host (blog.example.com), folder (example.com/blog/*) or page (https://example.com/a)
 */
target?: string
/**
 * Another name for target
 */
domain?: string
/**
 * Hosts below it count too. Default: those of a domain do, those of a host do not
 */
include_subdomains?: boolean
/**
 * Answer from this kept release instead of the live one
 */
release?: number
by?: ("domain" | "page")
state?: ("live" | "lost" | "all")
/**
 * Up to 3 fields, each with its direction: first_seen,desc
 */
order?: (string | string[])
/**
 * Of fields without one
 */
direction?: ("asc" | "desc")
/**
 * Rows in this answer
 */
limit?: number
/**
 * `cursor` of the answer before, for the rows behind it
 */
cursor?: string
/**
 * Answer what the question would cost and how many rows it would give, without asking it
 */
dry_run?: boolean
/**
 * Refuse the question when it could cost more
 */
max_credits?: number
/**
 * Answer as a job at once (true), or refuse what reads too many rows for a question (false). Default: a job only for that
 */
as_job?: boolean
/**
 * Instead of refusing for want of credits, give as many rows as they buy
 */
truncate?: boolean
/**
 * Whom the call is made for: usage and statements tell by it. Default: the tag of the key
 */
tag?: string
}
export interface RedirectsInput {
/**
 * A domain (example.com), host (blog.example.com), folder (example.com/blog/*) or page (https://example.com/a)
 */
target?: string
/**
 * Another name for target
 */
domain?: string
/**
 * Hosts below it count too. Default: those of a domain do, those of a host do not
 */
include_subdomains?: boolean
/**
 * Answer from this kept release instead of the live one
 */
release?: number
/**
 * Rows in this answer
 */
limit?: number
/**
 * `cursor` of the answer before, for the rows behind it
 */
cursor?: string
/**
 * Answer what the question would cost and how many rows it would give, without asking it
 */
dry_run?: boolean
/**
 * Refuse the question when it could cost more
 */
max_credits?: number
/**
 * Answer as a job at once (true), or refuse what reads too many rows for a question (false). Default: a job only for that
 */
as_job?: boolean
/**
 * Instead of refusing for want of credits, give as many rows as they buy
 */
truncate?: boolean
/**
 * Whom the call is made for: usage and statements tell by it. Default: the tag of the key
 */
tag?: string
}
export interface GapInput {
/**
 * A domain (example.com), host (blog.example.com), folder (example.com/blog/*) or page (https://example.com/a)
 */
target?: string
/**
 * Another name for target
 */
domain?: string
/**
 * Hosts below it count too. Default: those of a domain do, those of a host do not
 */
include_subdomains?: boolean
/**
 * Answer from this kept release instead of the live one
 */
release?: number
/**
 * Another name for target; the answer then has `opportunities` too
 */
your_domain?: string
/**
 * Up to 10 competitors: domains, hosts, folders or pages
 * 
 * @minItems 1
 * @maxItems 10
 */
competitors?: string[]
/**
 * Another name for competitors
 * 
 * @minItems 1
 * @maxItems 10
 */
competitor_domains?: string[]
/**
 * Only domains that link to so many of the competitors
 */
competitors_min?: number
/**
 * Lowest authority
 */
authority_min?: number
/**
 * Highest authority
 */
authority_max?: number
/**
 * Only sites of these classes
 * 
 * @minItems 1
 * @maxItems 13
 */
source_class?: ("news" | "blog" | "forum" | "directory" | "chamber" | "association" | "government" | "school" | "event" | "shop" | "social" | "other")[]
/**
 * Highest spam score
 */
spam_max?: number
/**
 * 0.5: without domains whose links are all site-wide; 1: only links in content
 */
accept_min?: number
/**
 * Conditions on the rows themselves (domains, anchors, ...) by their counts, written as filters are
 */
having?: (string | unknown[])
/**
 * What you said of the link, its page or its domain; none: nothing
 */
verdict?: (("ok" | "disavowed" | "asked_to_fix" | "none") | ("ok" | "disavowed" | "asked_to_fix" | "none")[])
/**
 * Tags that you gave
 */
verdict_tag?: (string | string[])
/**
 * Up to 3 fields, each with its direction: first_seen,desc
 */
order?: (string | string[])
/**
 * Of fields without one
 */
direction?: ("asc" | "desc")
/**
 * Rows in this answer
 */
limit?: number
/**
 * `cursor` of the answer before, for the rows behind it
 */
cursor?: string
/**
 * Answer what the question would cost and how many rows it would give, without asking it
 */
dry_run?: boolean
/**
 * Refuse the question when it could cost more
 */
max_credits?: number
/**
 * Answer as a job at once (true), or refuse what reads too many rows for a question (false). Default: a job only for that
 */
as_job?: boolean
/**
 * Instead of refusing for want of credits, give as many rows as they buy
 */
truncate?: boolean
/**
 * Whom the call is made for: usage and statements tell by it. Default: the tag of the key
 */
tag?: string
}
export interface CompetitorsInput {
/**
 * A domain (example.com), host (blog.example.com), folder (example.com/blog/*) or page (https://example.com/a)
 */
target?: string
/**
 * Another name for target
 */
domain?: string
/**
 * Hosts below it count too. Default: those of a domain do, those of a host do not
 */
include_subdomains?: boolean
/**
 * Answer from this kept release instead of the live one
 */
release?: number
/**
 * Least number of shared domains
 */
shared_min?: number
/**
 * Rows in this answer
 */
limit?: number
/**
 * `cursor` of the answer before, for the rows behind it
 */
cursor?: string
/**
 * Answer what the question would cost and how many rows it would give, without asking it
 */
dry_run?: boolean
/**
 * Refuse the question when it could cost more
 */
max_credits?: number
/**
 * Answer as a job at once (true), or refuse what reads too many rows for a question (false). Default: a job only for that
 */
as_job?: boolean
/**
 * Instead of refusing for want of credits, give as many rows as they buy
 */
truncate?: boolean
/**
 * Whom the call is made for: usage and statements tell by it. Default: the tag of the key
 */
tag?: string
}
export interface IntersectionInput {
/**
 * Up to 20 domains, hosts, folders or pages
 * 
 * @minItems 1
 * @maxItems 20
 */
targets: string[]
/**
 * Leave out who links to one of these
 * 
 * @minItems 1
 * @maxItems 20
 */
exclude?: string[]
/**
 * Linking domains, or linking pages
 */
by?: ("domain" | "page")
/**
 * How many of the targets; default: all
 */
targets_min?: number
/**
 * true: only followed links count as links to a target
 */
followed?: boolean
/**
 * Answer from this kept release instead of the live one
 */
release?: number
/**
 * Rows in this answer
 */
limit?: number
/**
 * `cursor` of the answer before, for the rows behind it
 */
cursor?: string
/**
 * Answer what the question would cost and how many rows it would give, without asking it
 */
dry_run?: boolean
/**
 * Refuse the question when it could cost more
 */
max_credits?: number
/**
 * Answer as a job at once (true), or refuse what reads too many rows for a question (false). Default: a job only for that
 */
as_job?: boolean
/**
 * Instead of refusing for want of credits, give as many rows as they buy
 */
truncate?: boolean
/**
 * Whom the call is made for: usage and statements tell by it. Default: the tag of the key
 */
tag?: string
}
export interface CompareInput {
/**
 * Up to 10 domains, hosts, folders or pages
 * 
 * @minItems 1
 * @maxItems 10
 */
targets: string[]
/**
 * Answer from this kept release instead of the live one
 */
release?: number
/**
 * Answer what the question would cost and how many rows it would give, without asking it
 */
dry_run?: boolean
/**
 * Refuse the question when it could cost more
 */
max_credits?: number
/**
 * Answer as a job at once (true), or refuse what reads too many rows for a question (false). Default: a job only for that
 */
as_job?: boolean
/**
 * Instead of refusing for want of credits, give as many rows as they buy
 */
truncate?: boolean
/**
 * Whom the call is made for: usage and statements tell by it. Default: the tag of the key
 */
tag?: string
}
export interface NeededInput {
/**
 * A domain (example.com), host (blog.example.com), folder (example.com/blog/*) or page (https://example.com/a)
 */
target?: string
/**
 * Another name for target
 */
domain?: string
/**
 * Hosts below it count too. Default: those of a domain do, those of a host do not
 */
include_subdomains?: boolean
/**
 * Answer from this kept release instead of the live one
 */
release?: number
/**
 * Up to 10 competitors: domains, hosts, folders or pages
 * 
 * @minItems 1
 * @maxItems 10
 */
competitors?: string[]
/**
 * Another name for competitors
 * 
 * @minItems 1
 * @maxItems 10
 */
competitor_domains?: string[]
/**
 * How long the competitors go on growing
 */
months?: number
/**
 * Answer what the question would cost and how many rows it would give, without asking it
 */
dry_run?: boolean
/**
 * Refuse the question when it could cost more
 */
max_credits?: number
/**
 * Answer as a job at once (true), or refuse what reads too many rows for a question (false). Default: a job only for that
 */
as_job?: boolean
/**
 * Instead of refusing for want of credits, give as many rows as they buy
 */
truncate?: boolean
/**
 * Whom the call is made for: usage and statements tell by it. Default: the tag of the key
 */
tag?: string
}
export interface BulkInput {
/**
 * Up to 1000 domains, hosts, folders or pages
 * 
 * @minItems 1
 * @maxItems 1000
 */
targets: string[]
/**
 * Which figures; new_lost takes the longest
 * 
 * @minItems 1
 * @maxItems 4
 */
figures?: ("ranks" | "counts" | "spam" | "new_lost")[]
/**
 * Answer from this kept release instead of the live one
 */
release?: number
/**
 * Answer what the question would cost and how many rows it would give, without asking it
 */
dry_run?: boolean
/**
 * Refuse the question when it could cost more
 */
max_credits?: number
/**
 * Answer as a job at once (true), or refuse what reads too many rows for a question (false). Default: a job only for that
 */
as_job?: boolean
/**
 * Instead of refusing for want of credits, give as many rows as they buy
 */
truncate?: boolean
/**
 * Whom the call is made for: usage and statements tell by it. Default: the tag of the key
 */
tag?: string
}
export interface FollowValueInput {
/**
 * A domain (example.com), host (blog.example.com), folder (example.com/blog/*) or page (https://example.com/a)
 */
target?: string
/**
 * Another name for target
 */
domain?: string
/**
 * Hosts below it count too. Default: those of a domain do, those of a host do not
 */
include_subdomains?: boolean
/**
 * Answer from this kept release instead of the live one
 */
release?: number
/**
 * Answer what the question would cost and how many rows it would give, without asking it
 */
dry_run?: boolean
/**
 * Refuse the question when it could cost more
 */
max_credits?: number
/**
 * Answer as a job at once (true), or refuse what reads too many rows for a question (false). Default: a job only for that
 */
as_job?: boolean
/**
 * Instead of refusing for want of credits, give as many rows as they buy
 */
truncate?: boolean
/**
 * Whom the call is made for: usage and statements tell by it. Default: the tag of the key
 */
tag?: string
}
export interface AuditInput {
/**
 * A domain (example.com), host (blog.example.com), folder (example.com/blog/*) or page (https://example.com/a)
 */
target?: string
/**
 * Another name for target
 */
domain?: string
/**
 * Hosts below it count too. Default: those of a domain do, those of a host do not
 */
include_subdomains?: boolean
/**
 * Answer from this kept release instead of the live one
 */
release?: number
/**
 * Up to 10 competitors: domains, hosts, folders or pages
 * 
 * @minItems 1
 * @maxItems 10
 */
competitors?: string[]
/**
 * Another name for competitors
 * 
 * @minItems 1
 * @maxItems 10
 */
competitor_domains?: string[]
/**
 * What came and went since this release, kept or not, instead of in 90 days
 */
since_release?: number
/**
 * Answer what the question would cost and how many rows it would give, without asking it
 */
dry_run?: boolean
/**
 * Refuse the question when it could cost more
 */
max_credits?: number
/**
 * Answer as a job at once (true), or refuse what reads too many rows for a question (false). Default: a job only for that
 */
as_job?: boolean
/**
 * Instead of refusing for want of credits, give as many rows as they buy
 */
truncate?: boolean
/**
 * Whom the call is made for: usage and statements tell by it. Default: the tag of the key
 */
tag?: string
}
export interface VerdictsInput {
/**
 * A domain (example.com), host (blog.example.com), folder (example.com/blog/*) or page (https://example.com/a)
 */
target?: string
/**
 * Another name for target
 */
domain?: string
/**
 * Hosts below it count too. Default: those of a domain do, those of a host do not
 */
include_subdomains?: boolean
/**
 * Answer from this kept release instead of the live one
 */
release?: number
/**
 * Only these
 */
verdict?: ("ok" | "disavowed" | "asked_to_fix")
/**
 * Only with this tag
 */
verdict_tag?: string
/**
 * Rows in this answer
 */
limit?: number
/**
 * `cursor` of the answer before, for the rows behind it
 */
cursor?: string
/**
 * Answer what the question would cost and how many rows it would give, without asking it
 */
dry_run?: boolean
/**
 * Refuse the question when it could cost more
 */
max_credits?: number
/**
 * Answer as a job at once (true), or refuse what reads too many rows for a question (false). Default: a job only for that
 */
as_job?: boolean
/**
 * Instead of refusing for want of credits, give as many rows as they buy
 */
truncate?: boolean
/**
 * Whom the call is made for: usage and statements tell by it. Default: the tag of the key
 */
tag?: string
}
export interface AuthorityInput {
/**
 * A domain (example.com), host (blog.example.com), folder (example.com/blog/*) or page (https://example.com/a)
 */
target?: string
/**
 * Another name for target
 */
domain?: string
/**
 * Hosts below it count too. Default: those of a domain do, those of a host do not
 */
include_subdomains?: boolean
/**
 * Answer from this kept release instead of the live one
 */
release?: number
/**
 * Rows
 */
limit?: number
/**
 * Answer what the question would cost and how many rows it would give, without asking it
 */
dry_run?: boolean
/**
 * Refuse the question when it could cost more
 */
max_credits?: number
/**
 * Answer as a job at once (true), or refuse what reads too many rows for a question (false). Default: a job only for that
 */
as_job?: boolean
/**
 * Instead of refusing for want of credits, give as many rows as they buy
 */
truncate?: boolean
/**
 * Whom the call is made for: usage and statements tell by it. Default: the tag of the key
 */
tag?: string
}
export interface SpamInput {
/**
 * A domain (example.com), host (blog.example.com), folder (example.com/blog/*) or page (https://example.com/a)
 */
target?: string
/**
 * Another name for target
 */
domain?: string
/**
 * Hosts below it count too. Default: those of a domain do, those of a host do not
 */
include_subdomains?: boolean
/**
 * Answer from this kept release instead of the live one
 */
release?: number
/**
 * Answer what the question would cost and how many rows it would give, without asking it
 */
dry_run?: boolean
/**
 * Refuse the question when it could cost more
 */
max_credits?: number
/**
 * Answer as a job at once (true), or refuse what reads too many rows for a question (false). Default: a job only for that
 */
as_job?: boolean
/**
 * Instead of refusing for want of credits, give as many rows as they buy
 */
truncate?: boolean
/**
 * Whom the call is made for: usage and statements tell by it. Default: the tag of the key
 */
tag?: string
}
export interface TopicsInput {
/**
 * A domain (example.com), host (blog.example.com), folder (example.com/blog/*) or page (https://example.com/a)
 */
target?: string
/**
 * Another name for target
 */
domain?: string
/**
 * Hosts below it count too. Default: those of a domain do, those of a host do not
 */
include_subdomains?: boolean
/**
 * Answer from this kept release instead of the live one
 */
release?: number
/**
 * Answer what the question would cost and how many rows it would give, without asking it
 */
dry_run?: boolean
/**
 * Refuse the question when it could cost more
 */
max_credits?: number
/**
 * Answer as a job at once (true), or refuse what reads too many rows for a question (false). Default: a job only for that
 */
as_job?: boolean
/**
 * Instead of refusing for want of credits, give as many rows as they buy
 */
truncate?: boolean
/**
 * Whom the call is made for: usage and statements tell by it. Default: the tag of the key
 */
tag?: string
}
export interface DisavowInput {
/**
 * A domain (example.com), host (blog.example.com), folder (example.com/blog/*) or page (https://example.com/a)
 */
target?: string
/**
 * Another name for target
 */
domain?: string
/**
 * Hosts below it count too. Default: those of a domain do, those of a host do not
 */
include_subdomains?: boolean
/**
 * Answer from this kept release instead of the live one
 */
release?: number
/**
 * Links live, lost, or all
 */
state?: ("live" | "lost" | "all")
/**
 * Only followed links, or only those that are not
 */
followed?: boolean
/**
 * Kinds of link
 */
kind?: (("anchor" | "area" | "redirect" | "canonical" | "alternate" | "frame" | "form") | ("anchor" | "area" | "redirect" | "canonical" | "alternate" | "frame" | "form")[])
/**
 * Links with any of these rel values
 */
rel?: (("nofollow" | "ugc" | "sponsored") | ("nofollow" | "ugc" | "sponsored")[])
/**
 * Where on the page the link stands
 */
placement?: (("content" | "navigation" | "header" | "footer" | "aside" | "comment" | "unknown") | ("content" | "navigation" | "header" | "footer" | "aside" | "comment" | "unknown")[])
/**
 * The whole anchor text, letter case ignored
 */
anchor?: string
/**
 * Part of the anchor text, letter case ignored
 */
anchor_contains?: string
/**
 * Links from these registrable domains
 */
source_domain?: (string | string[])
/**
 * Links from sites of these classes
 */
source_class?: (("news" | "blog" | "forum" | "directory" | "chamber" | "association" | "government" | "school" | "event" | "shop" | "social" | "other") | ("news" | "blog" | "forum" | "directory" | "chamber" | "association" | "government" | "school" | "event" | "shop" | "social" | "other")[])
/**
 * Lowest authority of the linking domain
 */
authority_min?: number
/**
 * Highest authority of the linking domain
 */
authority_max?: number
/**
 * Only links that appeared in the last 30 days on a page which had been captured before without them
 */
is_new?: boolean
/**
 * First seen on this day or later
 */
first_seen_from?: string
/**
 * First seen before this day ends
 */
first_seen_to?: string
/**
 * Last seen on this day or later
 */
last_seen_from?: string
/**
 * Last seen before this day ends
 */
last_seen_to?: string
/**
 * Conditions on links: [field, operator, value], nested with "and" and "or"; or as text: anchor ilike "%plumber%" and followed = true. GET /v1/filters lists fields and operators
 */
filters?: (string | unknown[])
/**
 * Least spam score of a link
 */
spam_min?: number
/**
 * Answer what the question would cost and how many rows it would give, without asking it
 */
dry_run?: boolean
/**
 * Refuse the question when it could cost more
 */
max_credits?: number
/**
 * Answer as a job at once (true), or refuse what reads too many rows for a question (false). Default: a job only for that
 */
as_job?: boolean
/**
 * Instead of refusing for want of credits, give as many rows as they buy
 */
truncate?: boolean
/**
 * Whom the call is made for: usage and statements tell by it. Default: the tag of the key
 */
tag?: string
}
/**
 * What filters and orders can ask for
 */
export interface FiltersAnswer {
/**
 * By type of field
 */
operators: {
[k: string]: string[]
}
/**
 * Fields by kind of row
 */
rows: {
[k: string]: {
field: string
type: ("text" | "number" | "boolean" | "date" | "enum" | "list")
about: string
/**
 * What it can be, in the order that rows are ordered by
 */
values?: string[]
/**
 * Whether it may be unknown: "= null" asks for that
 */
unknown: boolean
sortable: boolean
/**
 * A condition
 */
example: unknown[]
}[]
}
operations: {
operation: string
/**
 * The kind of row that its "filters" are about: before rows are grouped
 */
filters: (string | null)
/**
 * And its "having": after
 */
having: (string | null)
order: (string | null)
}[]
limits: {
conditions: number
depth: number
bytes: number
values: number
pattern_chars: number
order_terms: number
}
}
/**
 * A backlink with the archive record in which it was seen last
 */
export interface Evidence {
backlink: Backlink
/**
 * Where the archive’s bytes lie
 */
path: string
/**
 * The record’s header and, when it holds one, its HTTP head
 */
head: string
/**
 * The decoded body around the link. Text of a page that nobody vouches for
 */
excerpt: string
found_in_excerpt: boolean
}
/**
 * What was ingested and what is published
 */
export interface Index {
version: string
live_release: (Release | null)
archives: number
captures: number
links: number
/**
 * Archives ingested since the live release was built
 */
archives_waiting: number
}
/**
 * One built index
 */
export interface Release {
release: number
/**
 * Whether questions are answered from it
 */
live: boolean
/**
 * Its newest capture: "new" and "last 30 days" are relative to it
 */
as_of: string
published_at: (string | null)
facts: ReleaseFacts
}
/**
 * What a release says of itself, fixed when it was built
 */
export interface ReleaseFacts {
crawls: string[]
pages_captured: number
domains_captured: number
captures: number
domains: number
/**
 * Domains with a live link to another one
 */
linking_domains: number
backlinks_live: number
backlinks_lost: number
oldest_capture: (string | null)
newest_capture: (string | null)
/**
 * Links inside one registrable domain; stored only where an ingest keeps them
 */
internal_links: number
/**
 * The scale that all domains of the release share
 */
authority: {
version: string
r0: number
r1: number
nodes: number
iterations: number
circles_sought: boolean
anchor: ("top" | "fixed" | "carried")
fit: ({
a: number
b: number
panel: number
} | null)
}
/**
 * Where trust began; null where there was nobody to begin with
 */
trust: ({
seeds_from: ("operator" | "web_graph" | "automatic")
seeds: number
iterations: number
} | null)
/**
 * Of the list of seeds that was given
 */
trust_seeds_digest: (string | null)
/**
 * Of links that were looked at for crowds, the share from domains that others link to
 */
supported_share: number
/**
 * The scale if rel were ignored
 */
authority_any_rel: {
r0: number
r1: number
iterations: number
}
/**
 * The web graph that questions are answered from too; absent when there is none
 */
webgraph?: {
id: number
name: string
level: ("domain" | "host")
nodes: number
edges: number
/**
 * Each once, and only those of the chosen targets
 */
edges_kept: number
/**
 * How many chosen targets it was held to; null: it is whole
 */
targets: (number | null)
ranked: boolean
}
built_from: {
release: (number | null)
pages_recomputed: number
seconds: number
}
}
export interface SetVerdictsInput {
/**
 * @minItems 1
 * @maxItems 1000
 */
verdicts: {
/**
 * Of one backlink: its id
 */
link?: string
/**
 * Of all links of a page: its address
 */
page?: string
/**
 * Of all links of a domain
 */
domain?: string
/**
 * Only for links to this domain; left out: for links to anybody. A link’s own is that of its id
 */
target?: string
/**
 * ok, disavowed, asked_to_fix
 */
verdict?: (("ok" | "disavowed" | "asked_to_fix") | null)
/**
 * A word to find it by
 */
tag?: (string | null)
note?: (string | null)
}[]
}
/**
 * How many verdicts were said, and how many forgotten
 */
export interface VerdictsSet {
set: number
removed: number
}
export interface StartJobInput {
/**
 * ingest reads archives; crawl fetches pages and ingests them; verify looks at given links now; recrawl fetches pages again that are due; enrich fetches a few likely pages of domains that are only known to link to a target, and ingests them; refresh builds and publishes a release from what was ingested
 */
kind: ("ingest" | "refresh" | "crawl" | "verify" | "recrawl" | "enrich")
/**
 * ingest: http(s) addresses of archives, files of Common Crawl as `cc:latest:wat:0-9`, a web graph as `webgraph:RELEASE`, or paths on the server’s machine
 * 
 * @minItems 1
 * @maxItems 10000
 */
sources?: string[]
/**
 * ingest, crawl: the collection’s name; default: what the archive says, the first address’s host. enrich: the crawl to take pages from; default: the newest
 */
crawl?: string
/**
 * ingest: keep links inside one domain too
 */
keep_internal?: boolean
/**
 * ingest: remove archives that were fetched once they are in the index
 */
drop_fetched?: boolean
/**
 * ingest: a file of domains on the server’s machine; only their in-links are kept of a web graph
 */
targets?: string
/**
 * all but refresh: build a release when it is done
 */
refresh?: boolean
/**
 * ingest, exports: the site whose links they list, for tables without a column for it
 */
property?: string
/**
 * ingest, exports: columns of a table that is not recognised, as `source=COLUMN,target=COLUMN`
 * 
 * @maxItems 50
 */
map?: string[]
/**
 * ingest, exports: when they were made, for rows without dates
 */
date?: string
/**
 * refresh: compute everything anew instead of sharing what did not change
 */
full?: boolean
/**
 * crawl: http(s) addresses to begin with
 * 
 * @minItems 1
 * @maxItems 100000
 */
urls?: string[]
/**
 * crawl, recrawl: pages at most (1000)
 */
pages?: number
/**
 * crawl: links from an address to begin with, at most (3)
 */
depth?: number
/**
 * crawl: `seed`, only the hosts of those addresses (default), or `any`
 */
hosts?: ("seed" | "any")
/**
 * crawl, verify, recrawl: pause between two requests to one host (1); a longer one that it asks for is obeyed
 */
delay_seconds?: number
/**
 * enrich: what links are wanted to; verify: its backlinks, those verified longest ago first; recrawl: only pages that link to it
 */
target?: string
/**
 * enrich: domains to look at, the strongest first; default: those that only the web graph knows to link to the target
 * 
 * @minItems 1
 * @maxItems 10000
 */
domains?: string[]
/**
 * enrich: how many of the domains; 200 when not said
 */
top?: number
/**
 * enrich: most pages of each domain; 50 when not said
 */
records?: number
/**
 * enrich: say what would be fetched, and fetch nothing
 */
dry_run?: boolean
/**
 * verify: ids of backlinks of the live release
 * 
 * @minItems 1
 * @maxItems 10000
 */
ids?: string[]
/**
 * verify: links by their ends; the target may be a domain, a host, a folder or a page
 * 
 * @minItems 1
 * @maxItems 10000
 */
links?: {
source_url: string
target: string
}[]
/**
 * verify: backlinks of the target at most (200)
 */
limit?: number
/**
 * recrawl: all pages captured longer ago; when not given, by the authority of their domain, after 7 to 180 days
 */
older_than_days?: number
}
/**
 * Long work: queued, then run one at a time, answers beside what changes the index
 */
export interface Job {
job_id: string
/**
 * GET it until status is complete, failed or cancelled
 */
poll_url: string
/**
 * Of a question answered as a job: GET it when status is complete
 */
result_url?: string
kind: ("ingest" | "refresh" | "crawl" | "verify" | "recrawl" | "recheck" | "audit" | "answer" | "enrich")
status: ("queued" | "running" | "complete" | "failed" | "cancelled")
input: {
[k: string]: unknown
}
progress: ({
step: string
done: number
total: (number | null)
unit: string
counts: {
[k: string]: number
}
per_second: (number | null)
seconds_left: (number | null)
} | null)
result: ({
[k: string]: unknown
} | null)
error: ({
code: string
message: string
} | null)
/**
 * ISO 8601, UTC
 */
created_at: string
started_at: (string | null)
ended_at: (string | null)
}
/**
 * What a job answered, as its question does
 */
export interface JobResultAnswer {
target?: string
release: number
/**
 * ISO 8601, UTC
 */
as_of: string
coverage?: Coverage
total?: number
/**
 * As the question has them
 */
rows?: {

}[]
/**
 * Of a whole answer: its next page. Else where the question goes on
 */
cursor?: (string | null)
}
export interface StartLookInput {
/**
 * crawl fetches pages of your own hosts; verify looks at backlinks now; enrich fetches likely pages of domains that are only known to link
 */
action: ("crawl" | "verify" | "enrich")
/**
 * crawl: where it begins, on hosts that the key may have crawled
 * 
 * @minItems 1
 * @maxItems 100000
 */
urls?: string[]
/**
 * crawl: links from there, at most (3)
 */
depth?: number
/**
 * verify: whose backlinks, those verified longest ago first; enrich: what links are wanted to
 */
target?: string
/**
 * verify: backlinks by id, instead
 * 
 * @minItems 1
 * @maxItems 10000
 */
ids?: string[]
/**
 * enrich: domains to look at; default: those that only the web graph knows to link to the target
 * 
 * @minItems 1
 * @maxItems 10000
 */
domains?: string[]
/**
 * Pages or records that are fetched at most (100); what is fetched is charged
 */
pages?: number
/**
 * Answer what it would cost at most, and start nothing
 */
dry_run?: boolean
/**
 * Refuse the question when it could cost more
 */
max_credits?: number
/**
 * Whom the call is made for: usage and statements tell by it. Default: the tag of the key
 */
tag?: string
}
/**
 * What a look would cost at most
 */
export interface LookQuote {
dry_run: true
action: ("crawl" | "verify" | "enrich")
pages_at_most: number
/**
 * What must be left for it to run; charged is what was fetched
 */
credits_at_most: number
price_list: string
/**
 * Whether this key pays: one that may start jobs does not
 */
charged: boolean
}
export interface StartAuditInput {
/**
 * Up to 1000 domains, hosts, folders or pages
 * 
 * @minItems 1
 * @maxItems 1000
 */
targets: string[]
/**
 * Up to 10 competitors: domains, hosts, folders or pages
 * 
 * @minItems 1
 * @maxItems 10
 */
competitors?: string[]
/**
 * What came and went since this kept release, instead of in 90 days
 */
since_release?: number
/**
 * Answer what it would cost at most, and start nothing
 */
dry_run?: boolean
}
/**
 * What an audit would cost
 */
export interface AuditQuote {
dry_run: true
targets: number
credits_at_most: number
price_list: string
charged: boolean
}
/**
 * What an audit found out about one target
 */
export interface AuditResult {
/**
 * Of the target among those of the audit, from 1
 */
place: number
target: string
result: ({
target: string
release: number
/**
 * ISO 8601, UTC
 */
as_of: string
coverage: Coverage
since: {
release: (number | null)
day: (string | null)
/**
 * As in new-lost; dates when no release is given
 */
compared: ("links" | "dates")
}
summary: {
domain: string
authority: (number | null)
rank: (number | null)
backlinks_total: number
followed_backlinks: number
nofollow_backlinks: number
referring_pages: number
/**
 * Pages with at least one link that is followed
 */
followed_referring_pages: (number | null)
/**
 * Pages with at least one link that is not followed
 */
referring_pages_nofollow: number
referring_hosts: number
followed_referring_hosts: (number | null)
referring_hosts_nofollow: number
referring_domains: number
followed_referring_domains: number
referring_domains_nofollow: number
referring_ips: number
followed_referring_ips: (number | null)
referring_ips_nofollow: (number | null)
/**
 * Networks: /24 of IPv4, /64 of IPv6
 */
referring_subnets: number
followed_referring_subnets: (number | null)
referring_subnets_nofollow: (number | null)
lost_backlinks: number
first_seen: (string | null)
last_seen: (string | null)
new_backlinks_30d: number
lost_backlinks_30d: number
new_referring_domains_30d: number
lost_referring_domains_30d: number
new_backlinks_90d: number
lost_backlinks_90d: number
new_referring_domains_90d: number
lost_referring_domains_90d: number
backlinks_by_type: {
[k: string]: number
}
by_rel: {
[k: string]: number
}
by_placement: {
[k: string]: number
}
by_tld: {
[k: string]: number
}
by_class: {
[k: string]: number
}
/**
 * By the country that the TLD of the linking domain says; unknown: it says none
 */
by_country: {
[k: string]: number
}
/**
 * By the shared platform that the linking domain is a tenant of; unknown: a name of its own
 */
by_platform: ({
[k: string]: number
} | null)
/**
 * Mean spam score of the live referring domains, 0 to 100
 */
spam_score: (number | null)
/**
 * Domains that only the web graph knows to link here; null when it did not look
 */
referring_domains_webgraph: (number | null)
broken_backlinks: (number | null)
/**
 * Of the domain, strongest first
 */
topics: (("software" | "data-and-ai" | "cybersecurity" | "electronics" | "phones-and-telecom" | "web-and-hosting" | "social-networks" | "marketing" | "video-games" | "film-and-television" | "music" | "celebrities" | "books-and-literature" | "art-and-design" | "photography" | "hobbies-and-crafts" | "events-and-attractions" | "gambling" | "news-media" | "politics" | "public-administration" | "law" | "education" | "science" | "environment-and-energy" | "religion" | "charity-and-community" | "business-services" | "industry-and-manufacturing" | "transport-and-logistics" | "personal-finance" | "investing" | "insurance" | "real-estate" | "careers" | "shopping" | "agriculture" | "medicine" | "dentistry" | "mental-health" | "fitness-and-wellness" | "food-and-cooking" | "restaurants-and-bars" | "drinks" | "travel" | "lodging" | "automotive" | "sports" | "outdoor-recreation" | "pets" | "home-improvement" | "furniture-and-interior" | "gardening" | "fashion" | "beauty" | "family-and-relationships" | "adult")[] | null)
webgraph: ({
/**
 * Place by PageRank, 1 is the strongest
 */
rank: (number | null)
/**
 * Place by harmonic centrality
 */
harmonic_rank: (number | null)
} | null)
/**
 * Why fields are null, or say "unknown" of some links
 */
unknown: {
[k: string]: string
}
}
came: {
total: number
rows: {
event: ("new" | "lost")
/**
 * When the link came, or was first proved to be gone
 */
at: string
/**
 * How it came or went
 */
turn: ("new_link" | "discovered" | "returned" | "removed" | "gone" | "redirected")
id: string
source_url: string
source_host: string
source_domain: string
source_title: (string | null)
/**
 * What the text is written in, else what the page declares
 */
source_language: (string | null)
/**
 * Of the linking page, strongest first
 */
source_topics: (("software" | "data-and-ai" | "cybersecurity" | "electronics" | "phones-and-telecom" | "web-and-hosting" | "social-networks" | "marketing" | "video-games" | "film-and-television" | "music" | "celebrities" | "books-and-literature" | "art-and-design" | "photography" | "hobbies-and-crafts" | "events-and-attractions" | "gambling" | "news-media" | "politics" | "public-administration" | "law" | "education" | "science" | "environment-and-energy" | "religion" | "charity-and-community" | "business-services" | "industry-and-manufacturing" | "transport-and-logistics" | "personal-finance" | "investing" | "insurance" | "real-estate" | "careers" | "shopping" | "agriculture" | "medicine" | "dentistry" | "mental-health" | "fitness-and-wellness" | "food-and-cooking" | "restaurants-and-bars" | "drinks" | "travel" | "lodging" | "automotive" | "sports" | "outdoor-recreation" | "pets" | "home-improvement" | "furniture-and-interior" | "gardening" | "fashion" | "beauty" | "family-and-relationships" | "adult")[] | null)
source_class: (("unknown" | "news" | "blog" | "forum" | "directory" | "chamber" | "association" | "government" | "school" | "event" | "shop" | "social" | "other") | null)
source_ip: (string | null)
/**
 * HTTP status of the linking page when it was captured with the link
 */
source_status: (number | null)
/**
 * Links of that page inside its own domain
 */
source_internal_links: (number | null)
/**
 * Its links to other domains
 */
source_external_links: (number | null)
target_url: string
target_host: string
target_domain: string
target_status: (("ok" | "broken" | "redirected") | null)
kind: ("anchor" | "area" | "redirect" | "canonical" | "alternate" | "frame" | "form")
has_image: boolean
anchor: string
rel: ("nofollow" | "ugc" | "sponsored")[]
/**
 * False when the source says nothing of rel; the link then counts as followed
 */
rel_known: boolean
followed: boolean
placement: ("content" | "navigation" | "header" | "footer" | "aside" | "comment" | "unknown")
placement_estimated: boolean
sitewide: boolean
links_count: number
/**
 * ISO 8601, UTC
 */
first_seen: string
/**
 * ISO 8601, UTC
 */
last_seen: string
/**
 * ISO 8601, UTC
 */
verified_at: string
stale: boolean
state: ("live" | "lost")
lost_at: (string | null)
lost_reason: (("none" | "removed" | "gone" | "redirected") | null)
lost_confirmations: number
/**
 * When an export says that the link was lost, if it was not seen since: a report, which proves nothing
 */
reported_lost_at: (string | null)
/**
 * A new_link of the last 30 days before as_of
 */
is_new: boolean
/**
 * Whether the page had been captured before without the link
 */
discovery: ("new_link" | "discovered")
page_authority: number
domain_authority: number
spam_score: (number | null)
/**
 * How much of its rank begins with trusted domains, on the scale of authority
 */
trust: (number | null)
/**
 * What part of its rank does not, in percent
 */
spam_mass: (number | null)
/**
 * How much it is about what the target is about, 0 to 100; null when their words do not say
 */
relevance: (number | null)
text_before: (string | null)
text_after: (string | null)
/**
 * Where the link was seen: archives, edge lists, and each owned export that has it
 */
seen_by: ("archive" | "edges" | "google-search-console" | "bing" | "ahrefs" | "semrush" | "moz" | "majestic" | "dataforseo" | "table")[]
/**
 * What you said of the link, its page or its domain
 */
verdict: (("ok" | "disavowed" | "asked_to_fix") | null)
verdict_tag: (string | null)
verdict_note: (string | null)
evidence: ({
archive: string
offset: number
length: number
/**
 * ISO 8601, UTC
 */
fetched_at: string
} | null)
}[]
}
went: {
total: number
rows: {
event: ("new" | "lost")
/**
 * When the link came, or was first proved to be gone
 */
at: string
/**
 * How it came or went
 */
turn: ("new_link" | "discovered" | "returned" | "removed" | "gone" | "redirected")
id: string
source_url: string
source_host: string
source_domain: string
source_title: (string | null)
/**
 * What the text is written in, else what the page declares
 */
source_language: (string | null)
/**
 * Of the linking page, strongest first
 */
source_topics: (("software" | "data-and-ai" | "cybersecurity" | "electronics" | "phones-and-telecom" | "web-and-hosting" | "social-networks" | "marketing" | "video-games" | "film-and-television" | "music" | "celebrities" | "books-and-literature" | "art-and-design" | "photography" | "hobbies-and-crafts" | "events-and-attractions" | "gambling" | "news-media" | "politics" | "public-administration" | "law" | "education" | "science" | "environment-and-energy" | "religion" | "charity-and-community" | "business-services" | "industry-and-manufacturing" | "transport-and-logistics" | "personal-finance" | "investing" | "insurance" | "real-estate" | "careers" | "shopping" | "agriculture" | "medicine" | "dentistry" | "mental-health" | "fitness-and-wellness" | "food-and-cooking" | "restaurants-and-bars" | "drinks" | "travel" | "lodging" | "automotive" | "sports" | "outdoor-recreation" | "pets" | "home-improvement" | "furniture-and-interior" | "gardening" | "fashion" | "beauty" | "family-and-relationships" | "adult")[] | null)
source_class: (("unknown" | "news" | "blog" | "forum" | "directory" | "chamber" | "association" | "government" | "school" | "event" | "shop" | "social" | "other") | null)
source_ip: (string | null)
/**
 * HTTP status of the linking page when it was captured with the link
 */
source_status: (number | null)
/**
 * Links of that page inside its own domain
 */
source_internal_links: (number | null)
/**
 * Its links to other domains
 */
source_external_links: (number | null)
target_url: string
target_host: string
target_domain: string
target_status: (("ok" | "broken" | "redirected") | null)
kind: ("anchor" | "area" | "redirect" | "canonical" | "alternate" | "frame" | "form")
has_image: boolean
anchor: string
rel: ("nofollow" | "ugc" | "sponsored")[]
/**
 * False when the source says nothing of rel; the link then counts as followed
 */
rel_known: boolean
followed: boolean
placement: ("content" | "navigation" | "header" | "footer" | "aside" | "comment" | "unknown")
placement_estimated: boolean
sitewide: boolean
links_count: number
/**
 * ISO 8601, UTC
 */
first_seen: string
/**
 * ISO 8601, UTC
 */
last_seen: string
/**
 * ISO 8601, UTC
 */
verified_at: string
stale: boolean
state: ("live" | "lost")
lost_at: (string | null)
lost_reason: (("none" | "removed" | "gone" | "redirected") | null)
lost_confirmations: number
/**
 * When an export says that the link was lost, if it was not seen since: a report, which proves nothing
 */
reported_lost_at: (string | null)
/**
 * A new_link of the last 30 days before as_of
 */
is_new: boolean
/**
 * Whether the page had been captured before without the link
 */
discovery: ("new_link" | "discovered")
page_authority: number
domain_authority: number
spam_score: (number | null)
/**
 * How much of its rank begins with trusted domains, on the scale of authority
 */
trust: (number | null)
/**
 * What part of its rank does not, in percent
 */
spam_mass: (number | null)
/**
 * How much it is about what the target is about, 0 to 100; null when their words do not say
 */
relevance: (number | null)
text_before: (string | null)
text_after: (string | null)
/**
 * Where the link was seen: archives, edge lists, and each owned export that has it
 */
seen_by: ("archive" | "edges" | "google-search-console" | "bing" | "ahrefs" | "semrush" | "moz" | "majestic" | "dataforseo" | "table")[]
/**
 * What you said of the link, its page or its domain
 */
verdict: (("ok" | "disavowed" | "asked_to_fix") | null)
verdict_tag: (string | null)
verdict_note: (string | null)
evidence: ({
archive: string
offset: number
length: number
/**
 * ISO 8601, UTC
 */
fetched_at: string
} | null)
}[]
}
/**
 * Of the referring domains, those with a spam score of 60 or more; null when there are none
 */
toxic_share: (number | null)
/**
 * Most linked pages
 */
pages: {
total: number
rows: {
url: string
page_authority: number
backlinks: number
followed_backlinks: number
referring_domains: number
/**
 * ISO 8601, UTC
 */
first_seen: string
/**
 * ISO 8601, UTC
 */
last_seen: string
/**
 * What its newest capture proves; null when no capture proves anything
 */
status: (("ok" | "broken" | "redirected") | null)
http_status: (number | null)
redirects_to: (string | null)
}[]
}
/**
 * Pages that are gone (404, 410), most live links first
 */
broken_pages: {
total: number
rows: {
url: string
page_authority: number
backlinks: number
followed_backlinks: number
referring_domains: number
/**
 * ISO 8601, UTC
 */
first_seen: string
/**
 * ISO 8601, UTC
 */
last_seen: string
/**
 * What its newest capture proves; null when no capture proves anything
 */
status: (("ok" | "broken" | "redirected") | null)
http_status: (number | null)
redirects_to: (string | null)
}[]
}
anchors: {
classes: {
class: ("branded" | "url" | "generic" | "exact" | "partial" | "other" | "empty")
/**
 * 0 to 1, of the referring domains
 */
share: number
backlinks: number
anchors: number
}[]
top: {
anchor: string
class: ("branded" | "url" | "generic" | "exact" | "partial" | "other" | "empty")
/**
 * 0 to 1, of the referring domains
 */
share: number
backlinks: number
referring_domains: number
}[]
}
competitors: string[]
gap: {
total: number
rows: {
domain: string
domain_authority: number
domain_rank: number
source_class: (("unknown" | "news" | "blog" | "forum" | "directory" | "chamber" | "association" | "government" | "school" | "event" | "shop" | "social" | "other") | null)
/**
 * authority x (0.5 + 0.5 relevance) x log2(1 + competitors) x (1 - spam) x accept; what is unknown takes no part
 */
opportunity: number
/**
 * Competitors that it links to, followed
 */
competitors: number
links_to_competitors: {
domain: string
backlinks: number
followed_backlinks: number
}[]
links_to_you: false
/**
 * 1: a followed link in content; 0.5: elsewhere; 0: site-wide only
 */
accept: number
/**
 * ISO 8601, UTC
 */
first_seen: string
/**
 * ISO 8601, UTC
 */
last_seen: string
/**
 * How much it is about what the target is about, 0 to 100; null when their words do not say
 */
relevance: (number | null)
spam_score: (number | null)
/**
 * A page of the domain for contact, when one was captured
 */
contact_url: (string | null)
/**
 * A page of the domain that takes listings or articles, when one was captured
 */
submission_url: (string | null)
/**
 * What you said of the link, its page or its domain
 */
verdict: (("ok" | "disavowed" | "asked_to_fix") | null)
verdict_tag: (string | null)
verdict_note: (string | null)
}[]
}
next_steps: {
kind: string
step: string
subject: (string | null)
gain: number
}[]
} | {
error: {
code: string
message: string
}
})
credits: number
}
/**
 * What an ingest of a part of a crawl would fetch, store and take
 */
export interface Plan {
crawl: string
format: ("wat" | "warc")
/**
 * Where the files lie
 */
base: string
files: number
files_in_index: number
files_to_fetch: number
/**
 * Exact; null when not every file was asked for its size
 */
fetch_bytes: (number | null)
fetch_bytes_estimate: number
read_bytes_estimate: number
pages_estimate: number
/**
 * Links to other domains
 */
links_estimate: number
index_bytes_estimate: number
/**
 * The index and the fetched files; without these with `drop_fetched`
 */
disk_bytes_estimate: number
disk_bytes_free: number
fetch_seconds_estimate: number
read_seconds_estimate: number
/**
 * Fetching and reading go on at the same time
 */
seconds_estimate: number
assumptions: {
name: string
value: number
unit: string
source: string
}[]
}
/**
 * A target that is watched
 */
export interface Monitor {
monitor_id: string
name: string
target: string
/**
 * Where events are delivered to
 */
webhook: (string | null)
/**
 * Addresses that get a digest of each look that saw something
 */
mail: string[]
/**
 * Path of its feed; whoever has it can read the feed without a key
 */
feed: string
/**
 * The release that was looked at last
 */
release: (number | null)
looked_at: (string | null)
/**
 * Why the last look at a release failed; the next one makes up for it
 */
look_error: (string | null)
/**
 * Hours between two rechecks; null: it fetches nothing itself
 */
every_hours: (number | null)
/**
 * Source pages that a recheck asks for at most
 */
pages: number
/**
 * Looks at the backlinks by itself
 */
recheck: {
/**
 * When the next one is due
 */
next_at: (string | null)
/**
 * The job of one that waits or runs
 */
job_id: (string | null)
checked_at: (string | null)
/**
 * Source pages that the last one asked for
 */
pages: (number | null)
/**
 * What they showed of the links; `unknown`: the page could not be looked at, which is no loss
 */
links: ({
[k: string]: number
} | null)
/**
 * Why the last one failed
 */
error: (string | null)
}
/**
 * ISO 8601, UTC
 */
created_at: string
deliveries: {
waiting: number
failed: number
last_error: (string | null)
}
}
export interface AddMonitorInput {
/**
 * A domain, a host, a folder or a page
 */
target: string
/**
 * Default: the target
 */
name?: string
/**
 * An http(s) address where events are delivered to, signed
 */
webhook?: string
/**
 * Addresses that get a digest of each look that saw something, through the operator’s mail server
 * 
 * @maxItems 20
 */
mail?: string[]
/**
 * Hours between two rechecks of its backlinks; left out: it fetches nothing itself
 */
every_hours?: number
/**
 * Source pages that a recheck asks for at most (100)
 */
pages?: number
}
/**
 * A monitor that was made
 */
export interface AddMonitorAnswer {
monitor_id: string
name: string
target: string
/**
 * Where events are delivered to
 */
webhook: (string | null)
/**
 * Addresses that get a digest of each look that saw something
 */
mail: string[]
/**
 * Path of its feed; whoever has it can read the feed without a key
 */
feed: string
/**
 * The release that was looked at last
 */
release: (number | null)
looked_at: (string | null)
/**
 * Why the last look at a release failed; the next one makes up for it
 */
look_error: (string | null)
/**
 * Hours between two rechecks; null: it fetches nothing itself
 */
every_hours: (number | null)
/**
 * Source pages that a recheck asks for at most
 */
pages: number
/**
 * Looks at the backlinks by itself
 */
recheck: {
/**
 * When the next one is due
 */
next_at: (string | null)
/**
 * The job of one that waits or runs
 */
job_id: (string | null)
checked_at: (string | null)
/**
 * Source pages that the last one asked for
 */
pages: (number | null)
/**
 * What they showed of the links; `unknown`: the page could not be looked at, which is no loss
 */
links: ({
[k: string]: number
} | null)
/**
 * Why the last one failed
 */
error: (string | null)
}
/**
 * ISO 8601, UTC
 */
created_at: string
deliveries: {
waiting: number
failed: number
last_error: (string | null)
}
/**
 * Signs deliveries. It is shown here and never again
 */
secret: string
}
export interface ChangeMonitorInput {
name?: string
webhook?: (string | null)
/**
 * Addresses that get a digest of each look that saw something, through the operator’s mail server
 * 
 * @maxItems 20
 */
mail?: string[]
every_hours?: (number | null)
/**
 * Source pages that a recheck asks for at most (100)
 */
pages?: number
}
/**
 * What a monitor saw, oldest first
 */
export interface MonitorEvents {
monitor_id: string
events: {
/**
 * Counts up
 */
event_id: number
kind: ("new" | "discovered" | "lost" | "found_again" | "changed" | "baseline" | "more" | "burst")
release: number
/**
 * ISO 8601, UTC
 */
at: string
/**
 * Of a link: `backlink` as it is now, and `before`, what the earlier release said (null when it did not know it)
 */
data: {
[k: string]: unknown
}
}[]
/**
 * Ask with it for what comes after
 */
cursor: string
}
/**
 * The newest events of a monitor, newest first
 */
export interface MonitorFeed {
version: "https://jsonfeed.org/version/1.1"
title: string
description: string
language: "en"
/**
 * ISO 8601, UTC
 */
updated: string
id: string
items: {
id: string
/**
 * The linking page
 */
url?: string
title: string
content_text: string
/**
 * ISO 8601, UTC
 */
date_published: string
/**
 * The kind of the event
 */
tags: string[]
}[]
}
/**
 * What calls cost
 */
export interface Prices {
/**
 * Whether calls are charged here
 */
charged: boolean
version: string
/**
 * What one credit is in money
 */
credit: {
amount: number
currency: string
}
operations: {
operation: string
/**
 * Credits a call
 */
base: number
/**
 * Credits a row of the answer
 */
row: number
/**
 * Credits a target asked about
 */
target: number
}[]
}
/**
 * What is left to spend
 */
export interface Balance {
account?: string
/**
 * null while credits are not counted
 */
credits_remaining: (number | null)
daily_cap: (number | null)
plan: {
name: string
}
}
/**
 * What an account has left
 */
export interface AccountBalance {
account: string
/**
 * null while credits are not counted
 */
credits_remaining: (number | null)
}
export interface DepositInput {
/**
 * An account, or a key of it
 */
to: string
credits: number
/**
 * promotional: a gift (default); payments: paid for
 */
from?: ("promotional" | "payments")
/**
 * Names the payment: it is posted once, however often told
 */
reference?: string
note?: string
}
/**
 * Calls that were answered and what they cost
 */
export interface Usage {
from: string
to: string
tag: (string | null)
rows: {
day: (string | null)
key: (string | null)
operation: (string | null)
tag: (string | null)
calls: number
rows: number
credits: number
}[]
calls: number
credits: number
/**
 * By the price list of today
 */
money: {
amount: number
currency: string
}
}
/**
 * A key, without its secret
 */
export interface Key {
id: string
name: string
/**
 * Who pays: keys of one account spend the same credits
 */
account: string
scopes: ("read" | "ingest" | "admin")[]
/**
 * The only questions it may ask, and looks it may buy
 */
operations: (("summary" | "breakdown" | "sources" | "list" | "referring-domains" | "referring-pages" | "referring-networks" | "anchors" | "anchors-profile" | "history" | "new-lost" | "link" | "pages" | "outgoing" | "redirects" | "gap" | "competitors" | "intersection" | "compare" | "needed" | "bulk" | "follow-value" | "audit" | "verdicts" | "authority" | "spam" | "topics" | "disavow" | "crawl" | "verify" | "enrich")[] | null)
/**
 * Hosts, with those below them, that it may have crawled for credits; null: none
 */
crawl_hosts: (string[] | null)
/**
 * What it may spend a day (UTC)
 */
daily_credits: (number | null)
/**
 * What it may spend a calendar month (UTC)
 */
monthly_credits: (number | null)
requests_per_second: (number | null)
/**
 * Questions running or waiting at the same time
 */
concurrent: (number | null)
/**
 * The client that its calls are made for
 */
tag: (string | null)
/**
 * ISO 8601, UTC
 */
created_at: string
expires_at: (string | null)
revoked_at: (string | null)
}
export interface CreateKeyInput {
/**
 * What it is for, to tell it from others
 */
name: string
/**
 * read answers questions; ingest also ingests from public addresses and refreshes; admin does everything
 * 
 * @minItems 1
 * @maxItems 3
 */
scopes?: ("read" | "ingest" | "admin")[]
/**
 * An account that has a key already, or the id of such a key; left out: a new account
 */
account?: string
/**
 * When it ends to be valid; null: never
 */
expires_at?: (string | null)
operations?: (("summary" | "breakdown" | "sources" | "list" | "referring-domains" | "referring-pages" | "referring-networks" | "anchors" | "anchors-profile" | "history" | "new-lost" | "link" | "pages" | "outgoing" | "redirects" | "gap" | "competitors" | "intersection" | "compare" | "needed" | "bulk" | "follow-value" | "audit" | "verdicts" | "authority" | "spam" | "topics" | "disavow" | "crawl" | "verify" | "enrich")[] | null)
daily_credits?: (number | null)
monthly_credits?: (number | null)
requests_per_second?: (number | null)
concurrent?: (number | null)
tag?: (string | null)
crawl_hosts?: (string[] | null)
}
export interface CreateKeyAnswer {
id: string
name: string
/**
 * Who pays: keys of one account spend the same credits
 */
account: string
scopes: ("read" | "ingest" | "admin")[]
/**
 * The only questions it may ask, and looks it may buy
 */
operations: (("summary" | "breakdown" | "sources" | "list" | "referring-domains" | "referring-pages" | "referring-networks" | "anchors" | "anchors-profile" | "history" | "new-lost" | "link" | "pages" | "outgoing" | "redirects" | "gap" | "competitors" | "intersection" | "compare" | "needed" | "bulk" | "follow-value" | "audit" | "verdicts" | "authority" | "spam" | "topics" | "disavow" | "crawl" | "verify" | "enrich")[] | null)
/**
 * Hosts, with those below them, that it may have crawled for credits; null: none
 */
crawl_hosts: (string[] | null)
/**
 * What it may spend a day (UTC)
 */
daily_credits: (number | null)
/**
 * What it may spend a calendar month (UTC)
 */
monthly_credits: (number | null)
requests_per_second: (number | null)
/**
 * Questions running or waiting at the same time
 */
concurrent: (number | null)
/**
 * The client that its calls are made for
 */
tag: (string | null)
/**
 * ISO 8601, UTC
 */
created_at: string
expires_at: (string | null)
revoked_at: (string | null)
/**
 * The key itself. It is shown here and never again
 */
key: string
}
export interface ChangeKeyInput {
/**
 * What it is for, to tell it from others
 */
name?: string
/**
 * When it ends to be valid; null: never
 */
expires_at?: (string | null)
operations?: (("summary" | "breakdown" | "sources" | "list" | "referring-domains" | "referring-pages" | "referring-networks" | "anchors" | "anchors-profile" | "history" | "new-lost" | "link" | "pages" | "outgoing" | "redirects" | "gap" | "competitors" | "intersection" | "compare" | "needed" | "bulk" | "follow-value" | "audit" | "verdicts" | "authority" | "spam" | "topics" | "disavow" | "crawl" | "verify" | "enrich")[] | null)
daily_credits?: (number | null)
monthly_credits?: (number | null)
requests_per_second?: (number | null)
concurrent?: (number | null)
tag?: (string | null)
crawl_hosts?: (string[] | null)
}
export interface RotateKeyInput {
/**
 * How long the old secret works beside the new one
 */
grace_seconds?: number
}
export interface HealthAnswer {
version: string
uptime_seconds: number
}
export interface ReadyAnswer {
release: number
}
