/** Questions about several targets a second time: sets of domains, worked out from the rows of a release held in memory. */
import { overlapLog10P } from '../../src/compute/hypergeometric.ts';
import { isFollowed, placements } from '../../src/model/link.ts';
import { sourceClassOf } from '../../src/model/source-class.ts';
import { byTerms, type HeldRow, type Holdings, type Matches } from './answers-reference.ts';
import { passes } from './filter-reference.ts';
import { Topics } from './topics-reference.ts';

export interface GapQuestion {
  readonly competitors_min?: number;
  readonly authority_min?: number;
  readonly authority_max?: number;
  readonly source_class?: readonly string[];
  readonly accept_min?: number;
  readonly spam_max?: number;
  readonly having?: readonly unknown[];
  readonly order?: readonly string[];
}

export interface IntersectionQuestion {
  readonly by?: 'domain' | 'page';
  readonly targets_min?: number;
  readonly followed?: boolean;
}

/** A target by the name that answers show, the domain that owns it, and its links. */
export interface Named {
  readonly text: string;
  readonly domain: string;
  readonly matches: Matches;
}

export class Overlaps {
  readonly #held: Holdings;
  readonly #sitewide: ReadonlySet<string>;
  readonly #topics: Topics;
  readonly #verdicts: ReadonlyMap<string, string>;

  /** `verdicts`: of domains, for links to anybody. */
  constructor(held: Holdings, verdicts: ReadonlyMap<string, string> = new Map()) {
    this.#verdicts = verdicts;
    this.#held = held;
    this.#sitewide = sitewideLinks(held);
    this.#topics = new Topics(held.rows, held.captures);
  }

  /** Rows with what the test compares of each. */
  gap(target: Named, competitors: readonly Named[], question: GapQuestion): Record<string, unknown>[] {
    const terms = (question.order ?? ['opportunity']).map((term) => term.split(','));
    const own = new Set([target, ...competitors].map(({ domain }) => domain));
    const toTarget = new Set(this.#linksTo(target).map((row) => row.source_domain));
    const toCompetitors = competitors.map((competitor) => ({ competitor, rows: this.#linksTo(competitor) }));
    const sources = [...new Set(toCompetitors.flatMap(({ rows }) => rows.map((row) => row.source_domain)))];
    return sources
      .filter((domain) => !toTarget.has(domain) && !own.has(domain))
      .map((domain) => {
        const pairs = toCompetitors.map(({ competitor, rows }) => ({
          competitor,
          rows: rows.filter((row) => row.source_domain === domain),
        }));
        const linked = pairs.filter(({ rows }) => rows.some((row) => isFollowed(row.flags))).length;
        const accept = Math.max(...pairs.flatMap(({ rows }) => rows.map((row) => this.#accept(row))));
        const authority = this.#held.authorities.get(domain) ?? 0;
        const spam = this.#held.spam.get(domain) ?? 0;
        const relevance = this.#topics.siteRelevance(domain, target.domain);
        const topical = relevance === null ? 1 : 0.5 + (0.5 * relevance) / 100;
        const all = pairs.flatMap(({ rows }) => rows);
        return {
          domain,
          domain_authority: authority,
          source_class: sourceClassOf(domain),
          spam_score: spam,
          relevance,
          order: authority * topical * Math.log2(1 + linked) * (1 - spam / 100) * accept,
          competitors: linked,
          verdict: this.#verdicts.get(domain) ?? null,
          accept,
          links_to_competitors: pairs
            .filter(({ rows }) => rows.length > 0)
            .map(({ competitor, rows }) => ({
              domain: competitor.text,
              backlinks: rows.length,
              followed_backlinks: rows.filter((row) => isFollowed(row.flags)).length,
            })),
          ...this.#seen(all, competitors),
          ...this.#addresses(domain),
        };
      })
      .filter((row) => row.competitors >= (question.competitors_min ?? 1) && row.accept >= (question.accept_min ?? 0))
      .filter((row) => question.having === undefined || passes(question.having, { ...row, opportunity: row.order }))
      .filter((row) => row.spam_score <= (question.spam_max ?? 100))
      .filter((row) => row.domain_authority >= (question.authority_min ?? 0) && row.domain_authority <= (question.authority_max ?? 100))
      .filter((row) => question.source_class === undefined || question.source_class.includes(row.source_class ?? ''))
      .sort(
        (a, b) => byTerms(terms, 'desc', { ...a, opportunity: a.order }, { ...b, opportunity: b.order }) || (a.domain < b.domain ? -1 : 1),
      );
  }

  intersection(targets: readonly Named[], excluded: readonly Named[], question: IntersectionQuestion): Record<string, unknown>[] {
    const by = (row: HeldRow): string => (question.by === 'page' ? row.source_key : row.source_domain);
    const links = targets.map((target) => ({ target, rows: this.#linksTo(target) }));
    const left = new Set(excluded.flatMap((target) => this.#linksTo(target).map(by)));
    const names = [...new Set(links.flatMap(({ rows }) => rows.map(by)))].filter((name) => !left.has(name));
    return names
      .map((name) => {
        const pairs = links.map(({ target, rows }) => ({ target, rows: rows.filter((row) => by(row) === name) }));
        const linked = pairs.filter(({ rows }) => rows.some((row) => question.followed !== true || isFollowed(row.flags)));
        const all = pairs.flatMap(({ rows }) => rows);
        const domain = all[0]?.source_domain ?? '';
        return {
          name,
          domain,
          domain_authority: this.#held.authorities.get(domain) ?? 0,
          targets: linked.length,
          links_to: linked.map(({ target }) => target.text),
          backlinks: all.length,
          followed_backlinks: all.filter((row) => isFollowed(row.flags)).length,
          ...(question.by === 'page' ? seenOf(all) : this.#seen(all, targets)),
        };
      })
      .filter(({ targets: linked }) => linked >= (question.targets_min ?? targets.length))
      .sort((a, b) => b.targets - a.targets || b.domain_authority - a.domain_authority || (a.name < b.name ? -1 : 1));
  }

  competitors(target: Named, least: number): Record<string, unknown>[] {
    const sources = new Set(this.#linksTo(target).map((row) => row.source_domain));
    const live = this.#held.rows.filter((row) => row.state === 0 && row.source_domain !== row.target_domain);
    const population = new Set(live.map((row) => row.source_domain)).size;
    const referring = new Map<string, Set<string>>();
    for (const row of live) referring.set(row.target_domain, (referring.get(row.target_domain) ?? new Set()).add(row.source_domain));
    return [...referring]
      .filter(([domain]) => domain !== target.domain)
      .map(([domain, own]) => ({ domain, shared_domains: [...own].filter((one) => sources.has(one)).length, referring_domains: own.size }))
      .filter(({ shared_domains: shared }) => shared >= least)
      .map((row) => ({
        ...row,
        expected_shared: (sources.size * row.referring_domains) / population,
        log10_p: overlapLog10P(row.shared_domains, sources.size, row.referring_domains, population),
      }))
      .sort((a, b) => a.log10_p - b.log10_p || b.shared_domains - a.shared_domains || (a.domain < b.domain ? -1 : 1));
  }

  /** Live links of other domains. */
  #linksTo({ matches }: Named): HeldRow[] {
    return this.#held.rows.filter((row) => row.state === 0 && matches(row) && row.source_domain !== row.target_domain);
  }

  #accept(row: HeldRow): number {
    if (!isFollowed(row.flags) || this.#sitewide.has(`${row.source_domain}\0${row.target_domain}\0${row.anchor}`)) return 0;
    return placements[row.placement] === 'content' ? 1 : 0.5;
  }

  /** First and last sight of all links of a source to targets that it links to now, lost ones included. */
  #seen(live: readonly HeldRow[], targets: readonly Named[]): Record<string, unknown> {
    const sources = new Set(live.map((row) => row.source_domain));
    const linked = targets.filter(({ matches }) => live.some(matches));
    return seenOf(
      this.#held.rows.filter(
        (row) => sources.has(row.source_domain) && row.source_domain !== row.target_domain && linked.some(({ matches }) => matches(row)),
      ),
    );
  }

  #addresses(domain: string): Record<string, unknown> {
    const own = this.#held.captures.map(({ capture }) => capture).filter(({ source }) => source.domain === domain);
    // A page's address is that of its newest capture.
    const newest = new Map([...own].sort((a, b) => a.fetchedAt - b.fetchedAt).map(({ source }) => [source.key, source.href]));
    const shortest = (path: RegExp): string | null =>
      [...newest]
        .filter(([key]) => path.test(key.slice(key.indexOf(')') + 1)))
        .sort(([a], [b]) => a.length - b.length || (a < b ? -1 : 1))[0]?.[1] ?? null;
    return { contact_url: shortest(/^\/(contact|about\/contact-us\.html)$/), submission_url: shortest(/^\/(write-for-us|submit)$/) };
  }
}

function seenOf(rows: readonly HeldRow[]): Record<string, unknown> {
  const iso = (seconds: number): string => new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
  return {
    first_seen: iso(Math.min(...rows.map((row) => row.first_at))),
    last_seen: iso(Math.max(...rows.map((row) => row.first_at + row.seen_for))),
  };
}

/** The same anchor from one domain to another on at least 20 pages and 30 % of the domain's captured pages. */
function sitewideLinks({ rows, captures }: Holdings): Set<string> {
  const pages = new Map<string, Set<string>>();
  for (const { capture } of captures)
    pages.set(capture.source.domain, (pages.get(capture.source.domain) ?? new Set()).add(capture.source.key));
  const on = new Map<string, Set<string>>();
  for (const row of rows) {
    if (row.state !== 0 || row.source_domain === row.target_domain) continue;
    const name = `${row.source_domain}\0${row.target_domain}\0${row.anchor}`;
    on.set(name, (on.get(name) ?? new Set()).add(row.source_key));
  }
  return new Set(
    [...on]
      .filter(([name, own]) => own.size >= 20 && own.size >= 0.3 * (pages.get(name.split('\0')[0] ?? '')?.size ?? 0))
      .map(([name]) => name),
  );
}
