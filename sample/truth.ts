/**
 * What a correct index must say of the sample web, worked out from the plan: no archive is read, no HTML parsed, and of the product only the rules
 * of sameness (URL keys, domains) are used. The rules of state are those of the guide, written a second time and as plainly as possible.
 */
import { relFlags, isFollowed, type LinkKind, type LostReason } from '../src/model/link.ts';
import { addressOf, type Address } from '../src/model/url.ts';
import type { PlannedCapture } from './crawl.ts';
import { linksOf, type PlannedLink } from './links.ts';

/** One backlink between two domains. Times are seconds since 1970 UTC. */
export interface TruthLink {
  readonly source: Address;
  readonly target: Address;
  /** As the last capture that had it shows it; the kind of the representative link. */
  readonly kind: LinkKind;
  readonly anchor: string;
  readonly followed: boolean;
  readonly firstSeen: number;
  readonly lastSeen: number;
  readonly state: 'live' | 'lost';
  readonly lostAt: number | null;
  readonly lostReason: LostReason;
  readonly lostConfirmations: number;
  /** The page had been captured whole before the link first stood on it. */
  readonly pageSeenBefore: boolean;
}

/** What the index must count for a target domain. Without a word for state, live links are meant. */
export interface TruthCounts {
  readonly backlinks: number;
  readonly lostBacklinks: number;
  readonly followedBacklinks: number;
  readonly referringPages: number;
  readonly referringHosts: number;
  readonly referringDomains: number;
  readonly followedReferringDomains: number;
  /** First seen within 30 days before `asOf`. */
  readonly newBacklinks30d: number;
  /** Lost within 30 days before `asOf`. */
  readonly lostBacklinks30d: number;
}

export class SampleTruth {
  /** Archives in the order in which they were written. */
  readonly files: readonly string[];
  /** Captures with a response or a revisit; pages and domains among them. */
  readonly captures: number;
  readonly pages: number;
  readonly domains: number;
  /** Time of the newest capture, seconds since 1970 UTC. */
  readonly asOf: number;
  readonly links: readonly TruthLink[];

  constructor(files: readonly string[], captures: readonly PlannedCapture[]) {
    const sources = new Map<string, PlannedCapture[]>();
    for (const capture of captures) {
      const { key } = known(capture.url);
      const earlier = sources.get(key);
      if (earlier === undefined) sources.set(key, [capture]);
      else earlier.push(capture);
    }
    this.files = files;
    this.captures = captures.length;
    this.pages = sources.size;
    this.domains = new Set(captures.map(({ url }) => known(url).domain)).size;
    this.asOf = Math.max(...captures.map(({ fetchedAt }) => fetchedAt));
    this.links = [...sources.values()].flatMap(linksOfSource);
  }

  /** Links to any page of a domain, lost ones included. */
  linksTo(domain: string): TruthLink[] {
    return this.links.filter(({ target }) => target.domain === domain);
  }

  countsOf(domain: string): TruthCounts {
    const links = this.linksTo(domain);
    const live = links.filter(({ state }) => state === 'live');
    const followed = live.filter((link) => link.followed);
    const recent = (time: number | null): boolean => time !== null && time > this.asOf - 30 * 86_400;
    return {
      backlinks: live.length,
      lostBacklinks: links.length - live.length,
      followedBacklinks: followed.length,
      referringPages: different(live, 'key'),
      referringHosts: different(live, 'host'),
      referringDomains: different(live, 'domain'),
      followedReferringDomains: different(followed, 'domain'),
      newBacklinks30d: links.filter(({ firstSeen }) => recent(firstSeen)).length,
      lostBacklinks30d: links.filter(({ lostAt }) => recent(lostAt)).length,
    };
  }
}

function different(links: readonly TruthLink[], part: 'key' | 'host' | 'domain'): number {
  return new Set(links.map(({ source }) => source[part])).size;
}

/** Why a capture proves that links that are not in it are gone; null when it proves nothing. */
function proofOf({ page, month, url }: PlannedCapture): Exclude<LostReason, 'none'> | null {
  const answer = page.answers?.[month];
  if (answer === undefined) return 'removed';
  if (answer.status === 404 || answer.status === 410) return 'gone';
  if ('to' in answer) return known(answer.to, url).key === known(url).key ? null : 'redirected';
  return null;
}

interface Seen {
  readonly link: PlannedLink;
  readonly target: Address;
  readonly followed: boolean;
}

/** `captures` are all of one source page, oldest first. */
function linksOfSource(captures: readonly PlannedCapture[]): TruthLink[] {
  const seenIn = captures.map(externalLinks);
  const targets = new Set(seenIn.flatMap((links) => [...links.keys()]));
  return [...targets].map((target) => {
    const first = seenIn.findIndex((links) => links.has(target));
    const last = seenIn.findLastIndex((links) => links.has(target));
    const [firstCapture, lastCapture, seen] = [captures[first], captures[last], seenIn[last]?.get(target)];
    if (firstCapture === undefined || lastCapture === undefined || seen === undefined) throw new Error('a target was seen nowhere');
    const proofs = captures.slice(last + 1).flatMap((capture) => {
      const reason = proofOf(capture);
      return reason === null ? [] : [{ reason, at: capture.fetchedAt }];
    });
    return {
      source: known(lastCapture.url),
      target: seen.target,
      kind: seen.link.kind,
      anchor: seen.link.anchor,
      followed: seen.followed,
      firstSeen: firstCapture.fetchedAt,
      lastSeen: lastCapture.fetchedAt,
      state: proofs.length === 0 ? 'live' : 'lost',
      lostAt: proofs[0]?.at ?? null,
      lostReason: proofs[0]?.reason ?? 'none',
      lostConfirmations: proofs.length,
      pageSeenBefore: captures.slice(0, first).some((capture) => proofOf(capture) === 'removed'),
    };
  });
}

/** Links of a capture to other domains by target key; of several to one target the first followed one, else the first. */
function externalLinks({ site, page, month, url }: PlannedCapture): Map<string, Seen> {
  const pageFollows = !`${page.metaRobots ?? ''} ${page.robotsHeader ?? ''}`.includes('nofollow');
  const found = new Map<string, Seen>();
  for (const link of linksOf(site, page, month)) {
    const target = known(link.href, page.baseHref ?? url);
    if (target.domain === known(url).domain) continue;
    const followed = pageFollows && isFollowed(relFlags(link.rel));
    const earlier = found.get(target.key);
    if (earlier === undefined || (followed && !earlier.followed)) found.set(target.key, { link, target, followed });
  }
  return found;
}

function known(url: string, base?: string): Address {
  const address = addressOf(url, base);
  if (address === null) throw new Error(`the plan holds "${url}", which is no address`);
  return address;
}
