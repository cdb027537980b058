/**
 * History a second time: which links were live at each second at which anything happened, and what changed from one such second to the next.
 */
import { halfLifeOf } from '../../src/compute/half-life.ts';
import { spikeTest, type SpikeTest } from '../../src/compute/spike.ts';
import { flag, lostReasons } from '../../src/model/link.ts';
import type { HeldRow } from './answers-reference.ts';
import type { WorldCapture } from './worlds.ts';

export type Unit = 'day' | 'week' | 'month' | 'year';

interface Spell {
  readonly from: number;
  /** First second in which the link is not there; infinite while it is. */
  readonly to: number;
  readonly coming: 'new_link' | 'discovered' | 'returned';
  readonly reason: string;
}

interface Life {
  readonly row: HeldRow;
  readonly spells: readonly Spell[];
}

/** The whole life of each of these links. */
function livesOf(rows: readonly HeldRow[]): Life[] {
  return rows.map((row) => {
    const cuts = row.gaps.map(([lost, back, reason]) => ({
      to: row.first_at + lost,
      back: row.first_at + back,
      reason: lostReasons[reason] ?? '',
    }));
    const end =
      row.state === 1
        ? { to: row.first_at + row.seen_for + row.lost_after, reason: lostReasons[row.lost_reason] ?? '' }
        : { to: Number.POSITIVE_INFINITY, reason: '' };
    const first = (row.flags & flag.pageSeenBefore) === 0 ? ('discovered' as const) : ('new_link' as const);
    const begins = [row.first_at, ...cuts.map(({ back }) => back)];
    return {
      row,
      spells: begins.map((from, i) => ({ from, coming: i === 0 ? first : ('returned' as const), ...(cuts[i] ?? end) })),
    };
  });
}

export interface Range {
  readonly by: Unit;
  readonly from?: string;
  readonly to?: string;
}

type Change = Record<string, number>;

interface Changes {
  readonly moments: readonly number[];
  readonly levels: Readonly<Record<'backlinks' | 'referring_hosts' | 'referring_domains', Map<number, Change>>>;
  /** Of each unit with captures, in order. */
  readonly crawled: readonly Crawled[];
  readonly tested: ReadonlyMap<number, Tested>;
}

interface Crawled {
  readonly unit: number;
  readonly captured: number;
  readonly recaptured: number;
}

/** How unusual a unit is, as it is shown. */
interface Tested {
  readonly spike: unknown;
  readonly level: unknown;
}

const known = new Map<string, Changes>();

function changesBy(rows: readonly HeldRow[], captures: readonly WorldCapture[], by: Unit): Changes {
  const name = `${by} ${rows.length} ${rows[0]?.hash} ${rows.at(-1)?.hash}`;
  const found = known.get(name);
  if (found !== undefined) return found;
  const lives = livesOf(rows);
  const moments = [...new Set(lives.flatMap(({ spells }) => spells.flatMap((spell) => [spell.from, spell.to])))]
    .filter(Number.isFinite)
    .sort((a, b) => a - b);
  const levels = {
    backlinks: changesOf(lives, by, ({ row }) => `${row.target_key} ${row.source_key}`),
    referring_hosts: changesOf(lives, by, ({ row }) => row.source_key.split(')')[0] ?? ''),
    referring_domains: changesOf(lives, by, ({ row }) => row.source_domain),
  };
  const crawled = crawlsOf(captures, by);
  const changes = { moments, levels, crawled, tested: testsOf(levels.referring_domains, crawled) };
  known.set(name, changes);
  return changes;
}

/** All buckets of the range as the operation shows them, without what is told of a spike's cause. */
export function historyOf(rows: readonly HeldRow[], captures: readonly WorldCapture[], { by, from, to }: Range): unknown[] {
  const { moments, levels, crawled, tested } = changesBy(rows, captures, by);
  const asOf = Math.max(...captures.map(({ capture }) => capture.fetchedAt));
  const oldest = Math.min(...captures.map(({ capture }) => capture.fetchedAt));
  const begin = from === undefined ? moments[0] : Date.parse(from.slice(0, 10)) / 1000;
  if (begin === undefined) return [];
  const end = Math.min(asOf, to === undefined ? asOf : Date.parse(to.slice(0, 10)) / 1000);

  const crawls = new Map(crawled.map((own) => [own.unit, own]));
  const found: unknown[] = [];
  const live: Record<string, number> = {};
  for (const [name, changes] of Object.entries(levels))
    live[name] = [...changes]
      .filter(([start]) => start < startOf(by, Math.max(begin, oldest)))
      .reduce((sum, [, change]) => sum + netOf(change), 0);
  for (let start = startOf(by, Math.max(begin, oldest)); start <= end; start = startOf(by, endOf(by, start))) {
    const row: Record<string, unknown> = { from: dateOf(start), to: dateOf(endOf(by, start) - 1) };
    for (const [name, changes] of Object.entries(levels)) {
      const change = changes.get(start) ?? {};
      live[name] = (live[name] ?? 0) + netOf(change);
      row[name] = shown(change, live[name]);
    }
    const { captured = 0, recaptured = 0 } = crawls.get(start) ?? {};
    const own = levels.backlinks.get(start) ?? {};
    const rate = (count: number): number | null => (recaptured === 0 ? null : (1000 * count) / recaptured);
    const appeared = (own['new_link'] ?? 0) + (own['returned'] ?? 0);
    found.push({
      ...row,
      pages_captured: captured,
      pages_recaptured: recaptured,
      new_per_thousand: rate(appeared),
      lost_per_thousand: rate(lostOf(own)),
      net_per_thousand: rate(appeared - lostOf(own)),
      spike: tested.get(start)?.spike ?? null,
      level: tested.get(start)?.level ?? null,
    });
  }
  return found;
}

/** By the beginning of a unit, what came and went of the things that `name` names, second by second. */
function changesOf(lives: readonly Life[], by: Unit, name: (life: Life) => string): Map<number, Change> {
  const things = new Map<string, Life[]>();
  for (const life of lives) things.set(name(life), [...(things.get(name(life)) ?? []), life]);
  const changes = new Map<number, Change>();
  for (const own of things.values()) {
    const spells = own.flatMap((life) => life.spells);
    const isLive = (at: number): boolean => spells.some((spell) => spell.from <= at && at < spell.to);
    const moments = [...new Set(spells.flatMap((spell) => [spell.from, spell.to]))].filter(Number.isFinite).sort((a, b) => a - b);
    let before = false;
    let ever = false;
    for (const at of moments) {
      const now = isLive(at);
      if (now !== before) {
        const [unit, change] = [startOf(by, at), changes.get(startOf(by, at)) ?? {}];
        changes.set(unit, change);
        const kind = now ? (ever ? 'returned' : comingAt(spells, at)) : reasonAt(spells, at);
        change[kind] = (change[kind] ?? 0) + 1;
      }
      before = now;
      ever ||= now;
    }
  }
  return changes;
}

function comingAt(spells: readonly Spell[], at: number): string {
  return spells.some(({ from, coming }) => from === at && coming === 'new_link') ? 'new_link' : 'discovered';
}

/** The weightiest reason of those that ended then: gone from its address over removed, redirected over both. */
function reasonAt(spells: readonly Spell[], at: number): string {
  return ['redirected', 'gone', 'removed'].find((reason) => spells.some((spell) => spell.to === at && spell.reason === reason)) ?? '';
}

function shown(change: Change, live: number): unknown {
  const { new_link = 0, discovered = 0, returned = 0, removed = 0, gone = 0, redirected = 0 } = change;
  const came = new_link + discovered + returned;
  return { live, new: came, new_link, discovered, returned, lost: lostOf(change), removed, gone, redirected, net: came - lostOf(change) };
}

function lostOf({ removed = 0, gone = 0, redirected = 0 }: Change): number {
  return removed + gone + redirected;
}

function netOf(change: Change): number {
  return (change['new_link'] ?? 0) + (change['discovered'] ?? 0) + (change['returned'] ?? 0) - lostOf(change);
}

const crawls = new Map<Unit, readonly Crawled[]>();

/** How many pages were captured in each unit, and of them those that had been before. */
function crawlsOf(captures: readonly WorldCapture[], by: Unit): readonly Crawled[] {
  const found = crawls.get(by);
  if (found !== undefined) return found;
  const crawled = new Map<number, { captured: number; recaptured: number }>();
  const pages = new Map<string, number[]>();
  for (const { capture } of captures) {
    if (capture.proof === 'nothing') continue;
    pages.set(capture.source.key, [...(pages.get(capture.source.key) ?? []), capture.fetchedAt]);
  }
  for (const times of pages.values()) {
    for (const unit of new Set(times.map((at) => startOf(by, at)))) {
      const own = crawled.get(unit) ?? { captured: 0, recaptured: 0 };
      own.captured++;
      if (times.some((at) => startOf(by, at) === unit && times.some((other) => other < at))) own.recaptured++;
      crawled.set(unit, own);
    }
  }
  const inOrder = [...crawled].map(([unit, own]) => ({ unit, ...own })).sort((a, b) => a.unit - b.unit);
  crawls.set(by, inOrder);
  return inOrder;
}

/** Of each unit with captures, in order: its spike, and sums of z - 1/2 (up) and -z - 1/2 (down), the largest of all that end there and begin behind the last shift. */
function testsOf(domains: ReadonlyMap<number, Change>, crawled: readonly Crawled[]): Map<number, Tested> {
  const came = (unit: number): number => (domains.get(unit)?.['new_link'] ?? 0) + (domains.get(unit)?.['discovered'] ?? 0);
  const found = new Map<number, Tested>();
  /** Behind the last shift: where a sum begins, and what it has come to. */
  let sums: { from: number; up: number; down: number }[] = [];
  for (const [i, { unit, captured }] of crawled.entries()) {
    const before = crawled.slice(Math.max(0, i - 12), i);
    const test = spikeTest(
      before.map((other) => (came(other.unit) * captured) / other.captured),
      came(unit),
    );
    if (test === null) {
      found.set(unit, { spike: null, level: null });
      continue;
    }
    const z = Math.max(-3, Math.min(3, (came(unit) - test.expected) / Math.sqrt(test.variance)));
    sums = [...sums, { from: unit, up: 0, down: 0 }].map(({ from, up, down }) => ({ from, up: up + z - 0.5, down: down - z - 0.5 }));
    const most = (way: 'up' | 'down'): { sum: number; from: number } =>
      sums.reduce((best, own) => (own[way] > best.sum ? { sum: own[way], from: own.from } : best), { sum: 0, from: 0 });
    const [up, down] = [most('up'), most('down')];
    const shift = up.sum > 5 ? 'up' : down.sum > 5 ? 'down' : null;
    if (shift !== null) sums = [];
    found.set(unit, {
      spike: shownSpike(test),
      level: {
        shift,
        since: shift === null ? null : dateOf((shift === 'down' ? down : up).from),
        up: rounded(up.sum),
        down: rounded(down.sum),
      },
    });
  }
  return found;
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}

function shownSpike(test: SpikeTest): unknown {
  const { variance: _, ...shown } = test;
  return shown;
}

export interface TurnsQuestion {
  readonly event?: 'new' | 'lost' | undefined;
  readonly from: number;
  readonly to: number;
  /** Links that were live in the release to compare with, by their hash, in place of a range. */
  readonly since?: ReadonlySet<string> | undefined;
  /** A second to compare with, in place of both. */
  readonly sinceAt?: number;
}

/** A turn of a link: which, when, what. */
export interface LinkTurn {
  readonly row: HeldRow;
  readonly event: 'new' | 'lost';
  readonly at: number;
  readonly turn: string;
}

/** What came and went of these links, in no order. */
export function turnsOf(rows: readonly HeldRow[], { event, from, to, since, sinceAt }: TurnsQuestion): LinkTurn[] {
  const all = livesOf(rows).flatMap(({ row, spells }) => {
    const own = spells.flatMap((spell): LinkTurn[] => [
      { row, event: 'new', at: spell.from, turn: spell.coming },
      ...(Number.isFinite(spell.to) ? [{ row, event: 'lost' as const, at: spell.to, turn: spell.reason }] : []),
    ]);
    if (sinceAt !== undefined) {
      const was = spells.some((spell) => spell.from <= sinceAt && sinceAt < spell.to);
      return was === (row.state === 0) ? [] : own.sort((a, b) => a.at - b.at).slice(-1);
    }
    if (since === undefined) return own.filter(({ at }) => at >= from && at <= to);
    const was = since.has(row.hash);
    return was === (row.state === 0) ? [] : own.sort((a, b) => a.at - b.at).slice(-1);
  });
  return all.filter((turn) => event === undefined || turn.event === event);
}

/** Why a spike was: who came between two seconds, and what they share. */
export function causeOf(
  rows: readonly HeldRow[],
  authorityOf: (domain: string) => number,
  spamOf: (domain: string) => number,
  from: number,
  to: number,
): Record<string, unknown> {
  const lives = livesOf(rows);
  const domains = [...new Set(rows.map((row) => row.source_domain))].map((domain) => {
    const spells = lives.filter(({ row }) => row.source_domain === domain).flatMap((life) => life.spells);
    const isLive = (at: number): boolean => spells.some((spell) => spell.from <= at && at < spell.to);
    const came = spells.some((spell) => spell.from >= from && spell.from < to && !isLive(spell.from - 1));
    return { domain, came, before: isLive(from - 1) };
  });
  const came = new Set(domains.filter((domain) => domain.came).map(({ domain }) => domain));
  const links = lives.filter(
    ({ row, spells }) => came.has(row.source_domain) && spells.some((spell) => spell.from >= from && spell.from < to),
  );
  const mean = (names: readonly string[]): number | null =>
    names.length === 0 ? null : names.reduce((sum, name) => sum + authorityOf(name), 0) / names.length;
  const shared = (name: (row: HeldRow) => string): { name: string; domains: number; share: number }[] => {
    const groups = new Map<string, Set<string>>();
    for (const { row } of links) if (name(row) !== '') groups.set(name(row), (groups.get(name(row)) ?? new Set()).add(row.source_domain));
    return [...groups]
      .map(([key, own]) => ({ name: key, domains: own.size, share: own.size / came.size }))
      .sort((a, b) => b.domains - a.domains || Buffer.compare(Buffer.from(a.name), Buffer.from(b.name)))
      .slice(0, 3);
  };
  const spam = [...came].map(spamOf).sort((a, b) => a - b);
  return {
    domains: came.size,
    spam_score: spam[Math.floor(spam.length / 2)] ?? null,
    authority: mean([...came]),
    authority_before: mean(domains.filter(({ before }) => before).map(({ domain }) => domain)),
    anchors: shared((row) => row.anchor),
    subnets: shared((row) => (row.source_ip === '' ? '' : `${row.source_ip.split('.').slice(0, 3).join('.')}.0/24`)),
    pages: shared((row) => `https://${row.target_domain}/${row.target_key.split(')/')[1] ?? ''}`),
  };
}

/** The half-life of these links; how it follows from lengths of spells is tested beside its formula. */
export function halfLifeOfRows(rows: readonly HeldRow[]): unknown {
  const byDays = new Map<number, { days: number; lost: number; censored: number }>();
  for (const { row, spells } of livesOf(rows)) {
    for (const spell of spells) {
      const censored = !Number.isFinite(spell.to);
      const to = censored ? row.first_at + row.seen_for + row.verified_after : spell.to;
      const days = Math.floor((to - spell.from) / 86_400);
      const own = byDays.get(days) ?? { days, lost: 0, censored: 0 };
      byDays.set(days, censored ? { ...own, censored: own.censored + 1 } : { ...own, lost: own.lost + 1 });
    }
  }
  return halfLifeOf([...byDays.values()]);
}

/** The first second of the unit that a moment lies in. */
function startOf(by: Unit, at: number): number {
  const day = new Date(at * 1000);
  const [year, month, date] = [day.getUTCFullYear(), day.getUTCMonth(), day.getUTCDate()];
  if (by === 'year') return Date.UTC(year, 0, 1) / 1000;
  if (by === 'month') return Date.UTC(year, month, 1) / 1000;
  const midnight = Date.UTC(year, month, date) / 1000;
  // 1970-01-01 was a Thursday.
  return by === 'day' ? midnight : midnight - ((midnight / 86_400 + 3) % 7) * 86_400;
}

function endOf(by: Unit, start: number): number {
  const day = new Date(start * 1000);
  if (by === 'year') return Date.UTC(day.getUTCFullYear() + 1, 0, 1) / 1000;
  if (by === 'month') return Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + 1, 1) / 1000;
  return start + (by === 'week' ? 7 : 1) * 86_400;
}

function dateOf(at: number): string {
  return new Date(at * 1000).toISOString().slice(0, 10);
}
