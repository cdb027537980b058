/**
 * The rules of topics and relevance (docs/metrics/topics.md) a second time: slow, obvious, over the rows of a release held in memory. Mixes are lists of
 * topics with weights, never bits.
 */
import { languages } from '../../src/model/language.ts';
import { topicNames, topics as taxonomy } from '../../src/model/topic/taxonomy.ts';
import type { WorldCapture } from './worlds.ts';

interface LinkRow {
  readonly target_domain: string;
  readonly source_domain: string;
  readonly state: number;
  readonly language: string;
  readonly page_topics: number;
  readonly link_topics: number;
}

/** By name of the topic, its weight in fifteenths; strongest first. */
type Mix = ReadonlyMap<string, number>;

interface Votes {
  readonly kind: 'own' | 'links' | 'neighbours';
  readonly votes: number;
  /** Millionths. */
  readonly shares: ReadonlyMap<string, number>;
}

const million = 1_000_000;
const weights = { own: [6, 1], links: [3, 2], neighbours: [2, 4] } as const;

/** The mix that a stored number holds, digit by digit in base 1024. */
export function mixIn(stored: number): Mix {
  const digits: number[] = [];
  for (let rest = stored; rest > 0; rest = Math.floor(rest / 1024)) digits.push(rest % 1024);
  return new Map(digits.map((digit) => [topicNames[Math.floor(digit / 16) - 1] ?? '?', digit % 16]));
}

export class Topics {
  readonly #votes = new Map<string, Votes[]>();
  readonly #languages = new Map<string, string>();
  readonly #mixes = new Map<string, Mix>();

  constructor(rows: readonly LinkRow[], captures: readonly WorldCapture[]) {
    const live = rows.filter((row) => row.state === 0 && row.source_domain !== row.target_domain);
    this.#own(captures);
    this.#links(live);
    this.#neighbours(live);
    for (const [domain, votes] of this.#votes) this.#mixes.set(domain, mixed(votes));
    const tags = captures.map(
      ({ capture: { source, page } }) => [source.domain, (page?.textLanguage || page?.language || '').split('-')[0] ?? ''] as const,
    );
    for (const [domain, own] of grouped(
      tags.filter(([, tag]) => languages.includes(tag)),
      ([of]) => of,
    )) {
      const counts = [...grouped(own, ([, tag]) => tag)].map(([tag, all]) => [tag, all.length] as const);
      counts.sort((a, b) => b[1] - a[1] || languages.indexOf(b[0]) - languages.indexOf(a[0]));
      this.#languages.set(domain, counts[0]?.[0] ?? '');
    }
  }

  mixOf(domain: string): Mix {
    return this.#mixes.get(domain) ?? new Map();
  }

  languageOf(domain: string): string | null {
    return this.#languages.get(domain) ?? null;
  }

  votesOf(domain: string): readonly Votes[] {
    return this.#votes.get(domain) ?? [];
  }

  /** Of a link; null where the words do not say. */
  relevance(row: LinkRow): number | null {
    const [target, site, page] = [this.mixOf(row.target_domain), this.mixOf(row.source_domain), mixIn(row.page_topics)];
    if (target.size === 0 || (page.size === 0 && site.size === 0)) return null;
    const tag = row.language.split('-')[0] ?? '';
    return score([
      [45, match(page, target)],
      [25, match(site, target)],
      [20, match(mixIn(row.link_topics), target)],
      [10, same(languages.includes(tag) ? tag : null, this.languageOf(row.target_domain))],
    ]);
  }

  siteRelevance(source: string, target: string): number | null {
    if (this.mixOf(source).size === 0 || this.mixOf(target).size === 0) return null;
    return score([
      [25, match(this.mixOf(source), this.mixOf(target))],
      [10, same(this.languageOf(source), this.languageOf(target))],
    ]);
  }

  #own(captures: readonly WorldCapture[]): void {
    const saying = captures.filter(({ capture }) => (capture.page?.topics ?? 0) !== 0);
    for (const [domain, own] of grouped(saying, ({ capture }) => capture.source.domain)) {
      const sums = summed(own.map(({ capture }) => mixIn(capture.page?.topics ?? 0)));
      this.#add(domain, { kind: 'own', votes: own.length, shares: eachOf(sums, (sum) => Math.floor((sum * million) / (15 * own.length))) });
    }
  }

  #links(live: readonly LinkRow[]): void {
    const saying = live.filter((row) => row.link_topics !== 0);
    for (const [target, rows] of grouped(saying, (row) => row.target_domain)) {
      const domains = [...grouped(rows, (row) => row.source_domain).values()].map((own) =>
        eachOf(summed(own.map((row) => mixIn(row.link_topics))), (sum) => Math.floor((sum * million) / (15 * own.length))),
      );
      this.#add(target, {
        kind: 'links',
        votes: domains.length,
        shares: eachOf(summed(domains), (sum) => Math.floor(sum / domains.length)),
      });
    }
  }

  #neighbours(live: readonly LinkRow[]): void {
    const edges = [...grouped(live, (row) => `${row.source_domain} ${row.target_domain}`).keys()].map(
      (edge) => edge.split(' ') as [string, string],
    );
    const heard = new Map<string, [weight: number, shares: ReadonlyMap<string, number>][]>();
    const hear = (domain: string, neighbour: string, degree: number): void => {
      const own = this.votesOf(neighbour).find(({ kind }) => kind === 'own');
      if (own === undefined) return;
      heard.set(domain, [...(heard.get(domain) ?? []), [Math.floor(million / Math.sqrt(1 + degree)), own.shares]]);
    };
    for (const [source, target] of edges) {
      hear(target, source, edges.filter(([from]) => from === source).length);
      hear(source, target, edges.filter(([, to]) => to === target).length);
    }
    for (const [domain, all] of heard) {
      if (all.length < 3) continue;
      const whole = all.reduce((sum, [weight]) => sum + weight, 0);
      const sums = summed(all.map(([weight, shares]) => eachOf(shares, (share) => share * weight)));
      this.#add(domain, { kind: 'neighbours', votes: all.length, shares: eachOf(sums, (sum) => Math.floor(sum / whole)) });
    }
  }

  #add(domain: string, votes: Votes): void {
    this.#votes.set(domain, [...this.votesOf(domain), votes]);
  }
}

function mixed(votes: readonly Votes[]): Mix {
  const weighed = votes.map(({ kind, votes: n, shares }) => {
    const [weight, half] = weights[kind];
    return { weight: Math.floor((1000 * weight * n) / (n + half)), shares };
  });
  const whole = weighed.reduce((sum, { weight }) => sum + weight, 0) * million;
  const sums = summed(weighed.map(({ weight, shares }) => eachOf(shares, (share) => share * weight)));
  return new Map(
    [...sums]
      .map(([topic, sum]) => [topic, Math.round((15 * sum) / whole)] as const)
      .filter(([, weight]) => weight > 0)
      .sort((a, b) => b[1] - a[1] || topicNames.indexOf(a[0] as never) - topicNames.indexOf(b[0] as never))
      .slice(0, 5),
  );
}

/** 0 to 1: each topic of a mix by how much of the target's it is, in fifteenths; null for an empty mix. */
function match(mix: Mix, target: Mix): number | null {
  if (mix.size === 0) return null;
  const near = (topic: string): number =>
    [...target].reduce(
      (sum, [other, weight]) => sum + (other === topic ? weight : tier(other) !== null && tier(other) === tier(topic) ? weight / 2 : 0),
      0,
    );
  const top = Math.max(...[...target.keys()].map(near));
  const fifteenths = (topic: string): number => Math.floor((15 * Math.min(top, near(topic))) / top + 0.5);
  const sum = [...mix].reduce((all, [topic, weight]) => all + weight * fifteenths(topic), 0);
  return sum / (15 * [...mix.values()].reduce((all, weight) => all + weight, 0));
}

function tier(topic: string): string | null {
  return taxonomy.find(({ name }) => name === topic)?.iab ?? null;
}

function same(a: string | null, b: string | null): number | null {
  return a === null || b === null ? null : Number(a === b);
}

function score(parts: readonly (readonly [weight: number, value: number | null])[]): number {
  const known = parts.filter((part): part is [number, number] => part[1] !== null);
  const sum = known.reduce((all, [weight, value]) => all + weight * value, 0);
  return Math.floor((100 * sum) / known.reduce((all, [weight]) => all + weight, 0) + 0.5);
}

function summed(maps: readonly ReadonlyMap<string, number>[]): Map<string, number> {
  const sums = new Map<string, number>();
  for (const map of maps) for (const [key, value] of map) sums.set(key, (sums.get(key) ?? 0) + value);
  return sums;
}

function eachOf(map: ReadonlyMap<string, number>, change: (value: number) => number): Map<string, number> {
  return new Map([...map].map(([key, value]) => [key, change(value)]));
}

export function grouped<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(key(item), [...(groups.get(key(item)) ?? []), item]);
  return groups;
}
