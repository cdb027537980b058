/** What an enrichment says of itself: of all domains together, and of each. */
import { limits } from '../base/limits.ts';
import type { IndexedPage } from '../sources/common-crawl/url-index.ts';

/**
 * `found`: pages of it link there. `not_found`: none of the records that were read does; other pages may. `no_pages`: the crawl holds no
 * HTML page of it. `not_reached`: the index or a record could not be had. `planned`: of a dry run.
 */
type DomainStatus = 'found' | 'not_found' | 'no_pages' | 'not_reached' | 'planned';

interface EnrichedDomain {
  readonly domain: string;
  readonly rank: number | null;
  readonly status: DomainStatus;
  /** Why it was not reached. */
  readonly reason: string | null;
  /** HTML pages that the index listed; null when it did not answer. */
  readonly pages_listed: number | null;
  /** The index holds more of it than was listed. */
  readonly listed_in_part: boolean;
  readonly records_chosen: number;
  readonly records_known: number;
  readonly records_fetched: number;
  readonly bytes_fetched: number;
  readonly pages_linking: number;
  readonly links: number;
}

export interface EnrichResult {
  readonly target: string;
  readonly crawl: string;
  readonly dry_run: boolean;
  readonly domains: number;
  /** Of those that were named, the index knew a link already: nothing was asked about them. */
  readonly domains_linking_already: number;
  readonly domains_found: number;
  readonly domains_not_found: number;
  readonly domains_without_pages: number;
  readonly domains_not_reached: number;
  /** Found, of those that were asked about; null when none was. */
  readonly found_share: number | null;
  readonly records_chosen: number;
  readonly records_known: number;
  readonly records_fetched: number;
  readonly records_failed: number;
  /** What the records to fetch come to; exact, as the index says. */
  readonly bytes_to_fetch: number;
  readonly bytes_fetched: number;
  readonly index_requests: number;
  readonly index_bytes: number;
  readonly pages_linking: number;
  readonly links: number;
  readonly seconds: number;
  /** Each domain by itself, the first `enrichNamedMax` of them. */
  readonly each: readonly EnrichedDomain[];
}

/** What the domains come to, by what became of each. `links`: to the target, on each page that has some. */
export function summed(looked: readonly Looked[], links: ReadonlyMap<IndexedPage, number>, dryRun: boolean): Summed {
  const each = looked.map((one) => shown(one, links, dryRun));
  const count = (status: DomainStatus): number => each.filter((one) => one.status === status).length;
  const sum = (of: (one: EnrichedDomain) => number): number => each.reduce((total, one) => total + of(one), 0);
  return {
    domains_found: count('found'),
    domains_not_found: count('not_found'),
    domains_without_pages: count('no_pages'),
    domains_not_reached: count('not_reached'),
    found_share: dryRun || each.length === 0 ? null : Math.round((10_000 * count('found')) / each.length) / 10_000,
    records_chosen: sum((one) => one.records_chosen),
    records_known: sum((one) => one.records_known),
    records_fetched: sum((one) => one.records_fetched),
    bytes_fetched: sum((one) => one.bytes_fetched),
    pages_linking: sum((one) => one.pages_linking),
    links: sum((one) => one.links),
    each: each.slice(0, limits.enrichNamedMax),
  };
}

type Summed = Omit<
  EnrichResult,
  | 'target'
  | 'crawl'
  | 'dry_run'
  | 'domains'
  | 'domains_linking_already'
  | 'records_failed'
  | 'bytes_to_fetch'
  | 'index_requests'
  | 'index_bytes'
  | 'seconds'
>;

/** What becomes of one domain. */
export interface Looked {
  readonly domain: string;
  readonly rank: number | null;
  readonly listed: { readonly pages: number; readonly isPart: boolean } | null;
  readonly chosen: readonly IndexedPage[];
  reason: string | null;
  known: number;
  fetched: number;
  bytes: number;
}

function shown(one: Looked, links: ReadonlyMap<IndexedPage, number>, dryRun: boolean): EnrichedDomain {
  const linking = one.chosen.flatMap((page) => links.get(page) ?? []);
  return {
    domain: one.domain,
    rank: one.rank,
    status: statusOf(one, linking.length > 0, dryRun),
    reason: linking.length > 0 ? null : one.reason,
    pages_listed: one.listed?.pages ?? null,
    listed_in_part: one.listed?.isPart ?? false,
    records_chosen: one.chosen.length,
    records_known: one.known,
    records_fetched: one.fetched,
    bytes_fetched: one.bytes,
    pages_linking: linking.length,
    links: linking.reduce((sum, count) => sum + count, 0),
  };
}

/** A domain of which a record failed is not said to have no link. */
function statusOf({ reason, chosen }: Looked, isLinking: boolean, dryRun: boolean): DomainStatus {
  if (isLinking) return 'found';
  if (reason !== null) return 'not_reached';
  if (chosen.length === 0) return 'no_pages';
  return dryRun ? 'planned' : 'not_found';
}
