/**
 * The four questions a second time: slow, obvious, over the rows of a release held in memory. What a row is comes from the release's
 * own table (link-states.test.ts holds that to the rules); what is filtered, ordered, grouped and counted is worked out here.
 */
import { rank1000 } from '../../src/compute/authority.ts';
import { anchorClasses, anchorClassOf } from '../../src/model/anchor/anchor-class.ts';
import { anchorSubject, type AnchorSubject } from '../../src/model/anchor/subject.ts';
import { grades, proofs } from '../../src/model/capture.ts';
import { hostOf } from '../../src/model/host.ts';
import { languages } from '../../src/model/language.ts';
import { flag, isFollowed, linkKinds, lostReasons, placements, relOf, relTokens } from '../../src/model/link.ts';
import { originBit, origins } from '../../src/model/origin.ts';
import { hasSpamWord } from '../../src/model/spam/spam-words.ts';
import { sourceClasses, sourceClassOf } from '../../src/model/source-class.ts';
import { topics as taxonomy } from '../../src/model/topic/taxonomy.ts';
import { urlOfKey } from '../../src/model/url.ts';
import { sql } from '../../src/store/literal.ts';
import { tableOf, type Release } from '../../src/store/releases.ts';
import type { TestIndex } from '../test-index.ts';
import { grouped, mixIn, Topics } from './topics-reference.ts';
import { passes, type ShownRow } from './filter-reference.ts';
import type { WorldCapture } from './worlds.ts';

/** A row of `backlinks_<n>`. */
export interface HeldRow {
  readonly hash: string;
  readonly target_key: string;
  readonly source_key: string;
  readonly target_domain: string;
  readonly source_domain: string;
  /** Where the key does not tell it. */
  readonly target_url: string;
  readonly kind: number;
  readonly flags: number;
  readonly placement: number;
  readonly anchor: string;
  readonly links_count: number;
  readonly first_at: number;
  readonly seen_for: number;
  readonly verified_after: number;
  readonly state: number;
  readonly lost_after: number;
  readonly lost_reason: number;
  readonly lost_confirmations: number;
  readonly reported_lost_after: number;
  readonly language: string;
  readonly page_topics: number;
  readonly link_topics: number;
  readonly source_ip: string;
  readonly seen_by: number;
  /** [lost, back, reason]: seconds after `first_at`, code of `lostReasons`. */
  readonly gaps: readonly (readonly [number, number, number])[];
}

interface TrustFigures {
  readonly trust: number;
  readonly spam_mass: number;
}

/** All that a release and its captures hold. */
export interface Holdings {
  readonly release: Release;
  readonly rows: readonly HeldRow[];
  readonly captures: readonly WorldCapture[];
  readonly authorities: ReadonlyMap<string, number>;
  readonly spam: ReadonlyMap<string, number>;
  readonly trust: ReadonlyMap<string, TrustFigures>;
  readonly pageAuthorities: ReadonlyMap<string, number>;
}

export async function holdingsOf(index: TestIndex, release: Release, captures: readonly WorldCapture[]): Promise<Holdings> {
  const rows = await index.engine.ask<HeldRow & Record<string, unknown>>(
    sql`SELECT *, toUnixTimestamp(first_seen) AS first_at, lower(hex(sipHash64(target_key, source_key))) AS hash FROM ${tableOf('backlinks', release.id)}`,
  );
  const domains = await index.engine.ask<{ domain: string; authority: number; spam: number; trust: number; spam_mass: number }>(
    sql`SELECT domain, authority, spam, trust, spam_mass FROM ${tableOf('domains', release.id)}`,
  );
  const pages = await index.engine.ask<{ page_key: string; authority: number }>(
    sql`SELECT page_key, authority FROM ${tableOf('pages', release.id)}`,
  );
  return {
    release,
    rows,
    captures,
    authorities: new Map(domains.map(({ domain, authority }) => [domain, authority])),
    spam: new Map(domains.map(({ domain, spam }) => [domain, spam])),
    trust: new Map(domains.map(({ domain, trust, spam_mass }) => [domain, { trust, spam_mass }])),
    pageAuthorities: new Map(pages.map(({ page_key, authority }) => [page_key, authority])),
  };
}

export interface Question {
  readonly target: string;
  readonly state?: 'live' | 'lost' | 'all';
  readonly followed?: boolean;
  readonly kind?: string | readonly string[];
  readonly rel?: string | readonly string[];
  readonly placement?: string | readonly string[];
  readonly anchor?: string;
  readonly anchor_contains?: string;
  readonly source_domain?: string | readonly string[];
  readonly source_class?: string | readonly string[];
  readonly authority_min?: number;
  readonly authority_max?: number;
  readonly is_new?: boolean;
  readonly first_seen_from?: string;
  readonly first_seen_to?: string;
  readonly last_seen_from?: string;
  readonly last_seen_to?: string;
  readonly filters?: readonly unknown[];
  readonly having?: readonly unknown[];
  readonly by?: 'ip' | 'subnet';
  readonly mode?: string | { readonly field: string; readonly count: number };
  /** Fields and directions: `first_seen,desc`. */
  readonly order?: readonly string[];
  readonly direction?: 'asc' | 'desc';
}

/** What the owner has said of a link (by its hash), a page (by its key) or a domain, for links to one domain or to anybody (''). */
export interface HeldVerdict {
  readonly kind: 'link' | 'page' | 'domain';
  readonly name: string;
  readonly target: string;
  readonly verdict: 'ok' | 'disavowed' | 'asked_to_fix' | null;
  readonly tag: string | null;
  readonly note: string | null;
}

/** Whether a row's target is what a question is about. */
export type Matches = (row: HeldRow) => boolean;

const day = 86_400;

export class Answers {
  readonly #held: Holdings;
  readonly #asOf: number;
  readonly #sitewide: ReadonlySet<string>;
  readonly #captures: ReadonlyMap<string, readonly WorldCapture[]>;
  readonly #topics: Topics;
  readonly #ofTarget = new Map<Matches, readonly HeldRow[]>();
  readonly #shownRows = new Map<HeldRow, unknown>();
  readonly #saidRows = new Map<HeldRow, ShownRow>();
  readonly #coverages = new Map<Matches, Record<string, unknown>>();
  readonly #verdicts: readonly HeldVerdict[];

  /** `verdicts`: what the owner has said. */
  constructor(held: Holdings, verdicts: readonly HeldVerdict[] = []) {
    this.#verdicts = verdicts;
    this.#held = held;
    this.#asOf = Math.max(...held.captures.map(({ capture }) => capture.fetchedAt));
    this.#captures = groupBy(held.captures, ({ capture }) => capture.source.key);
    this.#sitewide = this.#sitewideLinks();
    this.#topics = new Topics(held.rows, held.captures);
  }

  /** All rows of the list, in order, as the API shows them. */
  list(question: Question, about: Matches): unknown[] {
    const { order = ['domain_authority'], direction = 'desc', mode } = question;
    const terms = order.map((term) => term.split(','));
    const rows = this.#rowsOf(about)
      .filter((row) => this.#passes(row, question))
      .map((row) => ({ row, said: this.#said(row) }))
      .sort(
        (a, b) =>
          byTerms(terms, direction, a.said, b.said) ||
          inOrder(a.row.target_key, b.row.target_key) ||
          inOrder(a.row.source_key, b.row.source_key),
      );
    return firstOfEach(mode, rows, ({ said }) => said).map(({ row }) => this.#once(row));
  }

  anchors(question: Question, about: Matches, domain: string): unknown[] {
    const subject = this.#subject(domain);
    const rows = this.#rowsOf(about).filter((row) => this.#passes(row, question));
    const groups = [...groupBy(rows, ({ anchor }) => anchor)].map(([anchor, own]) => ({
      key: anchor,
      shown: {
        anchor,
        class: anchorClassOf(anchor, subject),
        backlinks: own.length,
        referring_domains: distinct(own, (row) => row.source_domain),
        followed_share: own.filter((row) => isFollowed(row.flags)).length / own.length,
        first_seen: iso(Math.min(...own.map((row) => row.first_at))),
        last_seen: iso(Math.max(...own.map(lastAt))),
      },
    }));
    return chosenGroups(question, 'backlinks', groups);
  }

  /** Shares of the votes that referring domains have: one each, divided over the anchors that the domain uses. */
  anchorsProfile(about: Matches, domain: string): Record<string, unknown> {
    const subject = this.#subject(domain);
    const rows = this.#rowsOf(about).filter((row) => isLive(row) && row.source_domain !== row.target_domain);
    const votes = new Map<string, number>();
    const domains = [...groupBy(rows, (row) => row.source_domain).values()];
    for (const own of domains) {
      const used = new Set(own.map(({ anchor }) => anchor));
      for (const anchor of used) votes.set(anchor, (votes.get(anchor) ?? 0) + 1 / used.size);
    }
    const shares = [...votes.values()].map((vote) => vote / domains.length);
    const entropy = shares.reduce((sum, share) => sum - share * Math.log2(share), 0);
    const some = domains.length > 0;
    return {
      referring_domains: domains.length,
      backlinks: rows.length,
      anchors: votes.size,
      classified_share: 1,
      top_share: some ? fourDigits(Math.max(...shares)) : null,
      entropy_bits: some ? fourDigits(entropy) : null,
      evenness: votes.size > 1 ? fourDigits(entropy / Math.log2(votes.size)) : null,
      herfindahl: some ? fourDigits(shares.reduce((sum, share) => sum + share ** 2, 0)) : null,
      classes: anchorClasses.map((name) => {
        const own = [...votes].filter(([anchor]) => anchorClassOf(anchor, subject) === name);
        const names = new Set(own.map(([anchor]) => anchor));
        return {
          class: name,
          share: some ? fourDigits(own.reduce((sum, [, vote]) => sum + vote, 0) / domains.length) : 0,
          backlinks: rows.filter(({ anchor }) => names.has(anchor)).length,
          anchors: own.length,
        };
      }),
    };
  }

  /** What each origin knows, knows alone, and shares with each other one, over live links of other domains. */
  sources(about: Matches): Record<string, unknown> {
    const rows = this.#rowsOf(about).filter((row) => isLive(row) && row.source_domain !== row.target_domain);
    const knownBy = (seen: (bits: number) => boolean): Record<string, number> => ({
      backlinks: rows.filter((row) => seen(row.seen_by)).length,
      referring_pages: seenThings(
        rows.filter((row) => !row.source_key.endsWith('*')),
        (row) => row.source_key,
        seen,
      ),
      referring_domains: seenThings(rows, (row) => row.source_domain, seen),
    });
    const present = origins.filter((origin) => rows.some((row) => (row.seen_by & originBit(origin)) !== 0));
    return {
      ...knownBy(() => true),
      sources: present.map((source) => ({
        source,
        ...knownBy((bits) => (bits & originBit(source)) !== 0),
        ...Object.fromEntries(
          Object.entries(knownBy((bits) => bits === originBit(source))).map(([name, count]) => [`${name}_only`, count]),
        ),
      })),
      overlaps: present.flatMap((one, i) =>
        present.slice(i + 1).map((other) => ({
          sources: [one, other],
          ...knownBy((bits) => (bits & originBit(one)) !== 0 && (bits & originBit(other)) !== 0),
        })),
      ),
    };
  }

  /** A state chooses among domains here: one with a live link that passes the filter is live. */
  referringDomains(question: Question, about: Matches): unknown[] {
    const groups = this.#groupsOfState(question, about, (row) => row.source_domain).map(({ key, own, live, dates }) => ({
      key,
      said: { topic: this.#named(key)?.[0] ?? null },
      shown: {
        domain: key,
        domain_authority: this.#authority(key),
        source_class: sourceClassOf(key),
        backlinks: live.length,
        followed_backlinks: live.filter((row) => isFollowed(row.flags)).length,
        referring_pages: distinct(live, (row) => row.source_key),
        ...dates,
        ...stateOf(own),
        spam_score: this.#spam(key),
        ...this.#trust(key),
        topics: this.#named(key),
        language: this.#topics.languageOf(key),
        relevance: this.#topics.siteRelevance(key, own[0]?.target_domain ?? ''),
        ...this.#verdictOf(own[0]?.target_domain ?? '', { domain: key }),
        evidence: 'index',
        webgraph: null,
      },
    }));
    return chosenGroups(question, 'domain_authority', groups);
  }

  /** So it does among pages. */
  referringPages(question: Question, about: Matches): unknown[] {
    const groups = this.#groupsOfState(question, about, (row) => row.source_key).map(({ key, own, live, dates }) => {
      const [newest = nothing] = [...own].sort((a, b) => lastAt(b) - lastAt(a) || inOrder(b.target_key, a.target_key));
      const url = urlOfKey(key, { https: (newest.flags & flag.sourceHttps) !== 0, www: (newest.flags & flag.sourceWww) !== 0 });
      return {
        key,
        shown: {
          source_url: url,
          source_host: hostOf(new URL(url).hostname).host,
          source_domain: newest.source_domain,
          source_class: sourceClassOf(newest.source_domain),
          page_authority: this.#held.pageAuthorities.get(key) ?? 0,
          domain_authority: this.#authority(newest.source_domain),
          backlinks: live.length,
          followed_backlinks: live.filter((row) => isFollowed(row.flags)).length,
          ...dates,
          ...stateOf(own),
        },
      };
    });
    return chosenGroups(question, 'domain_authority', groups);
  }

  referringNetworks(question: Question, about: Matches): unknown[] {
    const rows = this.#rowsOf(about).filter((row) => this.#passes(row, question) && row.source_ip !== '');
    const groups = [...groupBy(rows, ({ source_ip: ip }) => (question.by === 'ip' ? ip : networkOf(ip)))].map(([network, own]) => ({
      key: network,
      shown: {
        network,
        referring_ips: distinct(own, (row) => row.source_ip),
        referring_domains: distinct(own, (row) => row.source_domain),
        referring_pages: distinct(own, (row) => row.source_key),
        backlinks: own.length,
        followed_backlinks: own.filter((row) => isFollowed(row.flags)).length,
        first_seen: iso(Math.min(...own.map((row) => row.first_at))),
        last_seen: iso(Math.max(...own.map(lastAt))),
      },
    }));
    return chosenGroups(question, 'referring_domains', groups);
  }

  /** Links that no network shows. */
  withoutAddress(question: Question, about: Matches): number {
    return this.#rowsOf(about).filter((row) => this.#passes(row, question) && row.source_ip === '').length;
  }

  /** Groups that are live while one of their links is, and of them those that the state shows. */
  #groupsOfState(question: Question, about: Matches, name: (row: HeldRow) => string): OfState[] {
    const { state = 'live' } = question;
    const rows = this.#rowsOf(about).filter((row) => this.#passes(row, { ...question, state: 'all' }));
    return [...groupBy(rows, name)]
      .map(([key, own]) => ({
        key,
        own,
        live: own.filter(isLive),
        dates: { first_seen: iso(Math.min(...own.map((row) => row.first_at))), last_seen: iso(Math.max(...own.map(lastAt))) },
      }))
      .filter(({ live }) => state === 'all' || (state === 'live') === live.length > 0);
  }

  /** `domain` owns the target; `page` is its key when it is a page. */
  summary(about: Matches, domain: string, page: string | null): Record<string, unknown> {
    const rows = this.#rowsOf(about);
    const live = rows.filter(isLive);
    const lost = rows.filter((row) => !isLive(row));
    const authority = page === null ? this.#held.authorities.get(domain) : this.#held.pageAuthorities.get(page);
    const domains = [...groupBy(rows, (row) => row.source_domain).values()];
    const lostDomains = domains.filter((own) => !own.some(isLive));
    const ips = new Set(live.map((row) => row.source_ip).filter((ip) => ip !== ''));
    const ipsOf = (passes: Matches): Set<string> =>
      new Set(live.filter((row) => passes(row) && row.source_ip !== '').map((row) => row.source_ip));
    const since = (days: number) => (at: number) => at > this.#asOf - days * day;
    const flow = (days: number): Record<string, number> => ({
      [`new_backlinks_${days}d`]: rows.filter((row) => since(days)(row.first_at)).length,
      [`lost_backlinks_${days}d`]: lost.filter((row) => since(days)(lostAt(row))).length,
      [`new_referring_domains_${days}d`]: domains.filter((own) => since(days)(Math.min(...own.map((row) => row.first_at)))).length,
      [`lost_referring_domains_${days}d`]: lostDomains.filter((own) => since(days)(Math.max(...own.map(lostAt)))).length,
    });
    const count = (passes: Matches): number => live.filter(passes).length;
    return {
      domain,
      authority: authority ?? null,
      rank: authority === undefined ? null : rank1000(authority),
      backlinks_total: live.length,
      followed_backlinks: count((row) => isFollowed(row.flags)),
      nofollow_backlinks: count((row) => !isFollowed(row.flags)),
      followed_referring_pages: distinct(
        live.filter((row) => isFollowed(row.flags)),
        (row) => row.source_key,
      ),
      followed_referring_hosts: distinct(
        live.filter((row) => isFollowed(row.flags)),
        (row) => row.source_key.split(')')[0] ?? '',
      ),
      followed_referring_ips: ipsOf((row) => isFollowed(row.flags)).size,
      referring_ips_nofollow: ipsOf((row) => !isFollowed(row.flags)).size,
      followed_referring_subnets: new Set([...ipsOf((row) => isFollowed(row.flags))].map(subnetOf)).size,
      referring_subnets_nofollow: new Set([...ipsOf((row) => !isFollowed(row.flags))].map(subnetOf)).size,
      referring_pages: distinct(live, (row) => row.source_key),
      referring_pages_nofollow: distinct(
        live.filter((row) => !isFollowed(row.flags)),
        (row) => row.source_key,
      ),
      referring_hosts: distinct(live, (row) => row.source_key.split(')')[0] ?? ''),
      referring_hosts_nofollow: distinct(
        live.filter((row) => !isFollowed(row.flags)),
        (row) => row.source_key.split(')')[0] ?? '',
      ),
      referring_domains: distinct(live, (row) => row.source_domain),
      followed_referring_domains: distinct(
        live.filter((row) => isFollowed(row.flags)),
        (row) => row.source_domain,
      ),
      referring_domains_nofollow: distinct(
        live.filter((row) => !isFollowed(row.flags)),
        (row) => row.source_domain,
      ),
      referring_domains_webgraph: null,
      referring_ips: ips.size,
      referring_subnets: new Set([...ips].map(subnetOf)).size,
      broken_backlinks: this.#broken(live, about),
      lost_backlinks: lost.length,
      first_seen: rows.length === 0 ? null : iso(Math.min(...rows.map((row) => row.first_at))),
      last_seen: rows.length === 0 ? null : iso(Math.max(...rows.map(lastAt))),
      ...flow(30),
      ...flow(90),
      backlinks_by_type: {
        ...Object.fromEntries(linkKinds.map((kind, i) => [kind, count((row) => row.kind === i)])),
        image: count((row) => row.kind === 0 && (row.flags & flag.hasImage) !== 0 && row.anchor === ''),
      },
      by_rel: Object.fromEntries(relTokens.map((token) => [token, count((row) => relOf(row.flags).includes(token))])),
      by_placement: Object.fromEntries(placements.map((placement, i) => [placement, count((row) => row.placement === i)])),
      by_tld: tally(live, (row) => row.source_domain.split('.').at(-1) ?? ''),
      by_class: tally(live, (row) => sourceClassOf(row.source_domain) ?? 'unknown'),
      // The worlds have sites of the United Kingdom, and tenants of one platform.
      by_country: tally(live, (row) => (row.source_domain.endsWith('.uk') ? 'GB' : 'unknown')),
      by_platform: tally(live, (row) => (row.source_domain.endsWith('.github.io') ? 'github_pages' : 'unknown')),
      spam_score: this.#profileSpam(live),
      topics: this.#named(domain),
      webgraph: null,
    };
  }

  coverage(about: Matches): Record<string, unknown> {
    return kept(this.#coverages, about, () => this.#coverage(about));
  }

  #coverage(about: Matches): Record<string, unknown> {
    const rows = this.#rowsOf(about);
    const { captures } = this.#held;
    const archived = captures.filter(({ origin }) => origin === undefined);
    return {
      status: rows.length > 0 ? 'found' : 'looked_not_found',
      crawls: [...new Set(archived.map(({ batch }) => `batch-${batch}`))].sort(),
      pages_captured: new Set(archived.map(({ capture }) => capture.source.key)).size,
      domains_captured: new Set(archived.map(({ capture }) => capture.source.domain)).size,
      known_referring_pages: distinct(rows, (row) => row.source_key),
      recaptured_referring_pages: distinct(
        rows.filter((row) => row.seen_for + row.verified_after > 0),
        (row) => row.source_key,
      ),
      oldest_capture: iso(Math.min(...captures.map(({ capture }) => capture.fetchedAt))),
      newest_capture: iso(this.#asOf),
      webgraph: null,
    };
  }

  /** The rows that a question is about: the same targets are asked of again and again. */
  #rowsOf(about: Matches): readonly HeldRow[] {
    return kept(this.#ofTarget, about, () => this.#held.rows.filter(about));
  }

  /** A row as it is shown, with what else can be said of it. */
  #said(row: HeldRow): ShownRow {
    return kept(this.#saidRows, row, () => this.#saying(row));
  }

  #saying(row: HeldRow): ShownRow {
    const { source_key, target_key, source_ip, source_domain } = row;
    return {
      ...(this.#once(row) as ShownRow),
      source_topic: namesOf(mixIn(row.page_topics))?.[0] ?? null,
      site_topic: this.#named(source_domain)?.[0] ?? null,
      source_key,
      target_key,
      source_tld: source_domain.split('.').at(-1),
      source_ip: source_ip === '' ? null : source_ip,
      source_subnet: source_ip === '' ? null : networkOf(source_ip),
    };
  }

  #passes(row: HeldRow, question: Question): boolean {
    const { state = 'live', anchor, anchor_contains: part } = question;
    const isNew = (row.flags & flag.pageSeenBefore) !== 0 && row.first_at > this.#asOf - 30 * day;
    const authority = this.#authority(row.source_domain);
    const from = (text: string): number => Date.parse(text.includes('T') ? text : `${text}T00:00:00Z`) / 1000;
    const to = (text: string): number => Date.parse(text.includes('T') ? text : `${text}T23:59:59Z`) / 1000;
    return (
      (state === 'all' || isLive(row) === (state === 'live')) &&
      (question.followed === undefined || isFollowed(row.flags) === question.followed) &&
      among(question.kind, linkKinds[row.kind]) &&
      (question.rel === undefined || relOf(row.flags).some((token) => among(question.rel, token))) &&
      among(question.placement, placements[row.placement]) &&
      (anchor === undefined || row.anchor.toUpperCase() === anchor.toUpperCase()) &&
      (part === undefined || row.anchor.toUpperCase().includes(part.toUpperCase())) &&
      among(question.source_domain, row.source_domain) &&
      among(question.source_class, sourceClassOf(row.source_domain)) &&
      authority >= (question.authority_min ?? 0) &&
      authority <= (question.authority_max ?? 100) &&
      (question.is_new === undefined || isNew === question.is_new) &&
      (question.first_seen_from === undefined || row.first_at >= from(question.first_seen_from)) &&
      (question.first_seen_to === undefined || row.first_at <= to(question.first_seen_to)) &&
      (question.last_seen_from === undefined || lastAt(row) >= from(question.last_seen_from)) &&
      (question.last_seen_to === undefined || lastAt(row) <= to(question.last_seen_to)) &&
      (question.filters === undefined || passes(question.filters, this.#said(row)))
    );
  }

  /** Lists show the same rows again and again. */
  #once(row: HeldRow): unknown {
    return kept(this.#shownRows, row, () => this.#shown(row));
  }

  /** Of a link before its page, of that before its domain; for links to this domain before links to anybody. */
  #verdictOf(target: string, names: Readonly<Partial<Record<HeldVerdict['kind'], string>>>): Record<string, unknown> {
    const levels = [
      ['link', target],
      ['page', target],
      ['domain', target],
      ['page', ''],
      ['domain', ''],
    ] as const;
    const said = levels.map(([kind, whose]) =>
      this.#verdicts.find((one) => one.kind === kind && one.target === whose && one.name === names[kind]),
    );
    const first = said.find((one) => one !== undefined);
    return { verdict: first?.verdict ?? null, verdict_tag: first?.tag ?? null, verdict_note: first?.note ?? null };
  }

  #shown(row: HeldRow): unknown {
    const { capture, link } = this.#evidence(row);
    const targetUrl = urlOfKey(row.target_key, { https: (row.flags & flag.targetHttps) !== 0, www: (row.flags & flag.targetWww) !== 0 });
    const isNewLink = (row.flags & flag.pageSeenBefore) !== 0;
    return {
      id: `${row.target_domain}~${row.hash}`,
      source_url: capture.capture.source.href,
      source_host: capture.capture.source.host,
      source_domain: row.source_domain,
      source_title: capture.capture.page?.title ?? null,
      source_language: row.language === '' ? null : row.language,
      source_topics: namesOf(mixIn(row.page_topics)),
      source_class: sourceClassOf(row.source_domain),
      source_ip: row.source_ip === '' ? null : row.source_ip,
      source_status: capture.origin === undefined ? capture.capture.status : null,
      source_internal_links: capture.origin === undefined ? (capture.capture.page?.internalLinks ?? 0) : null,
      source_external_links: capture.origin === undefined ? (capture.capture.page?.externalLinks ?? 0) : null,
      target_url: targetUrl,
      target_host: hostOf(new URL(targetUrl).hostname).host,
      target_domain: row.target_domain,
      target_status: this.#statusOf(row.target_key),
      kind: linkKinds[row.kind],
      has_image: (row.flags & flag.hasImage) !== 0,
      anchor: row.anchor,
      rel: relOf(row.flags),
      rel_known: true,
      followed: isFollowed(row.flags),
      placement: placements[row.placement],
      placement_estimated: (row.flags & flag.placementEstimated) !== 0,
      sitewide: this.#sitewide.has(`${row.source_domain}\0${row.target_domain}\0${row.anchor}`),
      links_count: row.links_count,
      first_seen: iso(row.first_at),
      last_seen: iso(lastAt(row)),
      verified_at: iso(lastAt(row) + row.verified_after),
      stale: this.#asOf - lastAt(row) - row.verified_after > 180 * day,
      state: isLive(row) ? 'live' : 'lost',
      lost_at: isLive(row) ? null : iso(lostAt(row)),
      lost_reason: isLive(row) ? null : lostReasons[row.lost_reason],
      lost_confirmations: row.lost_confirmations,
      reported_lost_at: row.reported_lost_after === 0 ? null : iso(lastAt(row) + row.reported_lost_after - 1),
      is_new: isNewLink && row.first_at > this.#asOf - 30 * day,
      discovery: isNewLink ? 'new_link' : 'discovered',
      page_authority: this.#held.pageAuthorities.get(row.source_key) ?? 0,
      domain_authority: this.#authority(row.source_domain),
      spam_score: Math.min(100, this.#spam(row.source_domain) + (hasSpamWord(row.anchor) ? 25 : 0)),
      ...this.#trust(row.source_domain),
      relevance: this.#topics.relevance(row),
      ...this.#verdictOf(row.target_domain, { link: row.hash, page: row.source_key, domain: row.source_domain }),
      text_before: link.before === '' ? null : link.before,
      text_after: link.after === '' ? null : link.after,
      seen_by: origins.filter((_, code) => (row.seen_by & (1 << code)) !== 0),
      evidence: {
        archive: `batch-${capture.batch}${capture.origin === undefined ? '' : ` ${capture.origin}`}.warc.gz`,
        offset: capture.capture.offset,
        length: capture.capture.length,
        fetched_at: iso(capture.capture.fetchedAt),
      },
    };
  }

  /** The newest capture up to the link's last sight that itself holds it (a revisit does not), archives first; of several the best, then the first ingested. */
  #evidence(row: HeldRow): { capture: WorldCapture; link: WorldCapture['links'][number] } {
    const [capture] = [...(this.#captures.get(row.source_key) ?? [])]
      .filter((seen) => seen.capture.fetchedAt <= lastAt(row) && seen.links.some(({ targetKey }) => targetKey === row.target_key))
      .sort(
        (a, b) =>
          Number(b.origin === undefined) - Number(a.origin === undefined) ||
          b.capture.fetchedAt - a.capture.fetchedAt ||
          grades.indexOf(b.capture.grade) - grades.indexOf(a.capture.grade) ||
          a.batch - b.batch ||
          a.capture.offset - b.capture.offset,
      );
    const link = capture?.links.find(({ targetKey }) => targetKey === row.target_key);
    if (capture === undefined || link === undefined) throw new Error(`no capture holds ${row.source_key} -> ${row.target_key}`);
    return { capture, link };
  }

  /** What the newest capture of a page that proves anything says of it. */
  #statusOf(key: string): 'ok' | 'broken' | 'redirected' | null {
    const [newest] = (this.#captures.get(key) ?? [])
      .map(({ capture }) => capture)
      .filter(({ proof }) => proof !== 'nothing')
      .sort(
        (a, b) =>
          b.fetchedAt - a.fetchedAt ||
          grades.indexOf(b.grade) - grades.indexOf(a.grade) ||
          proofs.indexOf(b.proof) - proofs.indexOf(a.proof),
      );
    if (newest === undefined) return null;
    return newest.proof === 'page' ? 'ok' : newest.proof === 'gone' ? 'broken' : 'redirected';
  }

  #broken(live: readonly HeldRow[], about: Matches): number | null {
    const own = [...this.#captures.keys()].filter((key) => {
      const domain = this.#captures.get(key)?.[0]?.capture.source.domain ?? '';
      return about({ ...nothing, target_key: key, target_domain: domain }) && this.#statusOf(key) !== null;
    });
    return own.length === 0 ? null : live.filter((row) => this.#statusOf(row.target_key) === 'broken').length;
  }

  /** The newest titles of a domain's pages, and the paths of those that have live links. */
  #subject(domain: string): AnchorSubject {
    const titled = this.#held.captures.filter(({ capture }) => capture.source.domain === domain && (capture.page?.title ?? '') !== '');
    const titles = [...groupBy(titled, ({ capture }) => capture.source.key).values()].map((captures) => {
      const inTime = captures.toSorted(
        (a, b) => a.capture.fetchedAt - b.capture.fetchedAt || a.batch - b.batch || a.capture.offset - b.capture.offset,
      );
      return inTime.at(-1)?.capture.page?.title ?? '';
    });
    const linked = this.#held.rows.filter((row) => row.target_domain === domain && isLive(row));
    const paths = new Set(linked.map(({ target_key }) => target_key.slice(target_key.indexOf(')') + 1)));
    return anchorSubject(domain, titles, [...paths]);
  }

  #named(domain: string): string[] | null {
    return namesOf(this.#topics.mixOf(domain));
  }

  /** What the question `topics` says beside its head. */
  topics(about: Matches, domain: string): Record<string, unknown> {
    const rows = this.#rowsOf(about).filter((row) => isLive(row) && row.source_domain !== row.target_domain);
    const domains = [...grouped(rows, (row) => row.source_domain)].map(([name, own]) => ({
      mix: this.#topics.mixOf(name),
      language: this.#topics.languageOf(name),
      votes: 1 + this.#authority(name),
      relevance: own.map((row) => this.#topics.relevance(row)).filter((value) => value !== null),
    }));
    const relevance = domains.flatMap((each) => each.relevance);
    const judged = domains.filter((each) => each.relevance.length > 0);
    const off = judged.filter((each) => each.relevance.reduce((a, b) => a + b, 0) < 20 * each.relevance.length);
    const topical = domains.filter(({ mix }) => mix.size > 0);
    const shareOf = (mix: ReadonlyMap<string, number>, topic: string): number =>
      Math.floor((1_000_000 * (mix.get(topic) ?? 0)) / [...mix.values()].reduce((a, b) => a + b, 0));
    const votes = sumBy(topical, (each) => each.votes);
    const authority = this.#authority(domain);
    const names = [...new Set(topical.flatMap(({ mix }) => [...mix.keys()]))];
    const kinds = this.#topics.votesOf(domain);
    const weightOf: Record<string, [number, number]> = { own: [6, 1], links: [3, 2], neighbours: [2, 4] };
    const weights = kinds.map(({ kind, votes: n }) => fourDigits(((weightOf[kind]?.[0] ?? 0) * n) / (n + (weightOf[kind]?.[1] ?? 0))));
    return {
      domain,
      topics: [...this.#topics.mixOf(domain)].map(([topic, weight]) => ({
        topic,
        iab: iabNamed(topic),
        share: Math.round((100 * weight) / 15) / 100,
      })),
      language: this.#topics.languageOf(domain),
      confidence: kinds.length === 0 ? null : fourDigits(weights.reduce((a, b) => a + b, 0) / 11),
      votes: kinds.map(({ kind, votes: n, shares }, i) => ({
        kind,
        votes: n,
        weight: weights[i],
        topics: [...shares]
          .map(([topic, share]) => ({ topic, share: fourDigits(share / 1_000_000) }))
          .sort((a, b) => b.share - a.share || placeOf(a.topic) - placeOf(b.topic))
          .slice(0, 10),
      })),
      backlinks: {
        judged: relevance.length,
        relevance: relevance.length === 0 ? null : Math.round(relevance.reduce((a, b) => a + b, 0) / relevance.length),
        off_topic: relevance.filter((value) => value < 20).length,
        off_topic_share: relevance.length === 0 ? null : fourDigits(relevance.filter((value) => value < 20).length / relevance.length),
        bands: Object.fromEntries(
          ['0-19', '20-39', '40-59', '60-79', '80-100'].map((band, i) => [
            band,
            relevance.filter((value) => Math.min(4, Math.floor(value / 20)) === i).length,
          ]),
        ),
      },
      referring_domains: {
        total: domains.length,
        judged: judged.length,
        off_topic: off.length,
        off_topic_share: judged.length === 0 ? null : fourDigits(off.length / judged.length),
        off_topic_share_by_authority:
          judged.length === 0 ? null : fourDigits(sumBy(off, (each) => each.votes) / sumBy(judged, (each) => each.votes)),
        with_topics: topical.length,
      },
      profile: names
        .map((topic) => {
          const byAuthority = sumBy(topical, (each) => each.votes * shareOf(each.mix, topic)) / (1_000_000 * votes);
          return {
            topic,
            iab: iabNamed(topic),
            referring_domains: topical.filter(({ mix }) => [...mix.keys()][0] === topic).length,
            share: fourDigits(sumBy(topical, ({ mix }) => shareOf(mix, topic)) / (1_000_000 * topical.length)),
            share_by_authority: fourDigits(byAuthority),
            topical_authority: Math.round(10 * authority * byAuthority) / 10,
          };
        })
        .sort((a, b) => b.share_by_authority - a.share_by_authority || placeOf(a.topic) - placeOf(b.topic)),
      languages: [
        ...grouped(
          domains.flatMap(({ language }) => language ?? []),
          (language) => language,
        ),
      ]
        .map(([language, own]) => ({ language, referring_domains: own.length }))
        .sort((a, b) => b.referring_domains - a.referring_domains || (a.language < b.language ? -1 : 1)),
    };
  }

  #trust(domain: string): TrustFigures {
    return this.#held.trust.get(domain) ?? { trust: 0, spam_mass: 0 };
  }

  #spam(domain: string): number {
    return this.#held.spam.get(domain) ?? 0;
  }

  #profileSpam(live: readonly HeldRow[]): number | null {
    const domains = [...new Set(live.map((row) => row.source_domain))];
    return domains.length === 0 ? null : Math.round(domains.reduce((sum, domain) => sum + this.#spam(domain), 0) / domains.length);
  }

  #authority(domain: string): number {
    return this.#held.authorities.get(domain) ?? 0;
  }

  /** The same anchor from one domain to another on at least 20 pages and 30 % of the domain's captured pages. */
  #sitewideLinks(): Set<string> {
    const archived = [...this.#captures.values()].filter((captures) => captures.some(({ origin }) => origin === undefined));
    const pages = groupBy(archived, (captures) => captures[0]?.capture.source.domain ?? '');
    const rows = this.#held.rows.filter((row) => isLive(row) && row.source_domain !== row.target_domain);
    const found = new Set<string>();
    for (const [name, own] of groupBy(rows, (row) => `${row.source_domain}\0${row.target_domain}\0${row.anchor}`)) {
      const on = distinct(own, (row) => row.source_key);
      const captured = pages.get(own[0]?.source_domain ?? '')?.length ?? 0;
      if (captured > 0 && on >= 20 && on >= 0.3 * captured) found.add(name);
    }
    return found;
  }
}

const nothing: HeldRow = {
  hash: '',
  target_key: '',
  source_key: '',
  target_domain: '',
  source_domain: '',
  target_url: '',
  kind: 0,
  flags: 0,
  placement: 0,
  anchor: '',
  links_count: 0,
  first_at: 0,
  seen_for: 0,
  verified_after: 0,
  state: 0,
  lost_after: 0,
  lost_reason: 0,
  lost_confirmations: 0,
  reported_lost_after: 0,
  language: '',
  page_topics: 0,
  link_topics: 0,
  source_ip: '',
  seen_by: 0,
  gaps: [],
};

function isLive(row: HeldRow): boolean {
  return row.state === 0;
}

function lastAt(row: HeldRow): number {
  return row.first_at + row.seen_for;
}

function lostAt(row: HeldRow): number {
  return lastAt(row) + row.lost_after;
}

function among(wanted: string | readonly string[] | undefined, value: string | null | undefined): boolean {
  return wanted === undefined || (value !== null && value !== undefined && [wanted].flat().includes(value));
}

interface OfState {
  readonly key: string;
  readonly own: readonly HeldRow[];
  readonly live: readonly HeldRow[];
  readonly dates: { readonly first_seen: string; readonly last_seen: string };
}

function stateOf(own: readonly HeldRow[]): { readonly state: string; readonly lost_at: string | null } {
  return own.some(isLive) ? { state: 'live', lost_at: null } : { state: 'lost', lost_at: iso(Math.max(...own.map(lostAt))) };
}

/** Groups that pass `having`, in the order asked for. */
function chosenGroups(
  { having, order, direction = 'desc' }: Question,
  standard: string,
  groups: readonly { readonly key: string; readonly shown: ShownRow; readonly said?: ShownRow }[],
): ShownRow[] {
  const terms = (order ?? [standard]).map((term) => term.split(','));
  return groups
    .map((group) => ({ ...group, said: { ...group.shown, ...group.said } }))
    .filter(({ said }) => having === undefined || passes(having, said))
    .sort((a, b) => byTerms(terms, direction, a.said, b.said) || inOrder(a.key, b.key))
    .map(({ shown }) => shown);
}

/** By each term (`field,direction`) in turn. Words of an enum stand in the order of their codes, and unknown below everything. */
export function byTerms(terms: readonly (readonly string[])[], standard: string, a: ShownRow, b: ShownRow): number {
  for (const [field = '', direction = standard] of terms) {
    const [own, other] = [a, b].map((row) => rankOf(field, row[field]));
    const found = inOrder(own ?? 0, other ?? 0);
    if (found !== 0) return direction === 'desc' ? -found : found;
  }
  return 0;
}

const topicCodes = [null, ...taxonomy.map(({ name }) => name)];
const codes: Readonly<Record<string, readonly (string | null)[]>> = {
  source_topic: topicCodes,
  site_topic: topicCodes,
  topic: topicCodes,
  language: [null, ...languages],
  kind: linkKinds,
  placement: placements,
  state: ['live', 'lost'],
  lost_reason: [null, ...lostReasons.slice(1)],
  discovery: ['new_link', 'discovered'],
  verdict: [null, 'ok', 'disavowed', 'asked_to_fix'],
  source_class: [null, ...sourceClasses.slice(1)],
};

function rankOf(field: string, value: unknown): string | number {
  const words = codes[field];
  if (words !== undefined) return words.indexOf(value as string | null);
  if (typeof value === 'boolean') return value ? 1 : 0;
  return typeof value === 'number' || typeof value === 'string' ? value : '';
}

/** The first of each value of a field, as many as the mode says, in the order given. */
function firstOfEach<T>(mode: Question['mode'], rows: readonly T[], saidOf: (row: T) => ShownRow): readonly T[] {
  const best =
    mode === 'one_per_domain' ? { field: 'source_domain', count: 1 } : mode === 'one_per_anchor' ? { field: 'anchor', count: 1 } : mode;
  if (best === undefined || typeof best === 'string') return rows;
  const seen = new Map<unknown, number>();
  return rows.filter((row) => {
    const value = saidOf(row)[best.field];
    seen.set(value, (seen.get(value) ?? 0) + 1);
    return (seen.get(value) ?? 0) <= best.count;
  });
}

/** Numbers by size, texts by their UTF-8 bytes. */
function inOrder(a: string | number, b: string | number): number {
  return typeof a === 'number' && typeof b === 'number' ? a - b : Buffer.compare(Buffer.from(String(a)), Buffer.from(String(b)));
}

function kept<K, V>(known: Map<K, V>, key: K, work: () => V): V {
  const found = known.get(key) ?? work();
  known.set(key, found);
  return found;
}

function groupBy<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group === undefined) groups.set(key(item), [item]);
    else group.push(item);
  }
  return groups;
}

function distinct<T>(items: readonly T[], key: (item: T) => string): number {
  return new Set(items.map(key)).size;
}

function fourDigits(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}

function tally(rows: readonly HeldRow[], key: (row: HeldRow) => string): Record<string, number> {
  return Object.fromEntries([...groupBy(rows, key)].map(([name, own]) => [name, own.length]));
}

/** The network that `subnetOf` names, in full. */
function networkOf(ip: string): string {
  return ip.includes(':') ? `${subnetOf(ip)}::/64` : `${subnetOf(ip)}.0/24`;
}

/** /24 of an IPv4 address; /64 of the IPv6 addresses that worlds use (`2001:db8::1`, `2001:db8:0:1::1`). */
function subnetOf(ip: string): string {
  return ip.includes(':') ? (ip.split('::')[0] ?? '') : ip.split('.').slice(0, 3).join('.');
}

function iso(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
}

/** Distinct things whose rows, taken together, were seen so. */
function seenThings(rows: readonly HeldRow[], thing: (row: HeldRow) => string, seen: (bits: number) => boolean): number {
  return [...groupBy(rows, thing).values()].filter((own) => seen(own.reduce((bits, row) => bits | row.seen_by, 0))).length;
}

function namesOf(mix: ReadonlyMap<string, number>): string[] | null {
  return mix.size === 0 ? null : [...mix.keys()];
}

function placeOf(topic: string): number {
  return taxonomy.findIndex(({ name }) => name === topic);
}

function iabNamed(topic: string): string | null {
  return taxonomy.find(({ name }) => name === topic)?.iab ?? null;
}

function sumBy<T>(items: readonly T[], value: (item: T) => number): number {
  return items.reduce((sum, item) => sum + value(item), 0);
}
