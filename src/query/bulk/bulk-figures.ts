/**
 * Figures of many targets in a few statements: scores and counts of whole domains from `domains_<n>`, of large targets from what is kept
 * ready, and of all others from their links, grouped by what the targets are called. So a thousand targets cost one pass over their rows.
 */
import { sql, strings, type Sql } from '../../store/literal.ts';
import { tableOf } from '../../store/releases.ts';
import { keptReady, signalOf } from '../kept-ready.ts';
import type { Asking } from '../operation.ts';
import { bucketArray } from '../seen-captures.ts';
import type { Target } from '../target.ts';
import { trustShown } from '../trust-shown.ts';
import { linksGrouped } from './links-grouped.ts';

export interface BulkScores {
  readonly authority: number | null;
  /** Of its domain among all; null when the release does not know that. */
  readonly position: number | null;
  /** Of its domain. */
  readonly spam: number | null;
  readonly trust: number | null;
  readonly spam_mass: number | null;
}

export interface BulkCounts {
  readonly live: number;
  readonly lost: number;
  readonly domains: number;
  readonly followed_domains: number;
  readonly new_30: number;
  readonly lost_30: number;
  readonly new_domains_30: number;
  readonly lost_domains_30: number;
}

interface DomainRow {
  readonly domain: string;
  readonly authority: number;
  readonly position: number;
  readonly spam: number;
  readonly trust: number;
  readonly spam_mass: number;
  readonly live: number;
  readonly lost: number;
  readonly domains: number;
  readonly followed_domains: number;
}

/** Of each target, in order. `flow`: also what came and went; without it those of whole domains are 0. */
export async function bulkFigures(
  asking: Asking,
  targets: readonly Target[],
  flow: boolean,
): Promise<{ readonly scores: BulkScores; readonly counts: BulkCounts }[]> {
  const [domains, pages, counted] = await Promise.all([
    domainRows(asking, targets),
    pageAuthorities(asking, targets),
    countsOf(asking, targets, flow),
  ]);
  return targets.map((target) => {
    const domain = domains.get(target.domain);
    return {
      scores: {
        authority: target.scope === 'page' ? (pages.get(target.from) ?? null) : (domain?.authority ?? null),
        position: domain?.position ?? null,
        spam: domain?.spam ?? null,
        ...trustShown(asking.release, domain ?? null),
      },
      counts: counted.get(target) ?? { ...nothing, ...(target.scope === 'domain' && domain) },
    };
  });
}

const nothing: BulkCounts = {
  live: 0,
  lost: 0,
  domains: 0,
  followed_domains: 0,
  new_30: 0,
  lost_30: 0,
  new_domains_30: 0,
  lost_domains_30: 0,
};

async function domainRows(asking: Asking, targets: readonly Target[]): Promise<ReadonlyMap<string, DomainRow>> {
  const names = [...new Set(targets.map(({ domain }) => domain))];
  const rows = await asking.engine.ask<DomainRow & Record<string, unknown>>(
    sql`SELECT domain, authority, position, spam, trust, spam_mass, backlinks_live AS live, backlinks_lost AS lost, referring_domains AS domains, followed_referring_domains AS followed_domains
        FROM ${tableOf('domains', asking.release.id)} WHERE domain IN (SELECT arrayJoin(${strings(names)}))`,
    signalOf(asking),
  );
  return new Map(rows.map((row) => [row.domain, row]));
}

async function pageAuthorities(asking: Asking, targets: readonly Target[]): Promise<ReadonlyMap<string, number>> {
  const pages = targets.filter(({ scope }) => scope === 'page');
  if (pages.length === 0) return new Map();
  const rows = await asking.engine.ask<{ page_key: string; authority: number }>(
    sql`SELECT page_key, authority FROM ${tableOf('pages', asking.release.id)} WHERE (bucket, page_key) IN (SELECT arrayJoin(arrayZip(${bucketsOf(pages)}, ${strings(pages.map(({ from }) => from))})))`,
    signalOf(asking),
  );
  return new Map(rows.map((row) => [row.page_key, row.authority]));
}

/** Of those whose counts do not stand in the domain's row. */
async function countsOf(asking: Asking, targets: readonly Target[], flow: boolean): Promise<ReadonlyMap<Target, BulkCounts>> {
  const wanted = targets.filter(({ scope }) => flow || scope !== 'domain');
  const large = await Promise.all(wanted.map(async (target) => (await keptReady(asking, target)) !== null));
  const [kept, grouped] = await Promise.all([
    keptCounts(
      asking,
      wanted.filter((_, i) => large[i] === true),
    ),
    linksGrouped(
      asking,
      wanted.filter((_, i) => large[i] !== true),
    ),
  ]);
  return new Map([...kept, ...grouped]);
}

async function keptCounts(asking: Asking, targets: readonly Target[]): Promise<ReadonlyMap<Target, BulkCounts>> {
  if (targets.length === 0) return new Map();
  const names = (value: (target: Target) => string): Sql => strings(targets.map(value));
  const rows = await asking.engine.ask<{ scope: string; target: string; summary: string }>(
    sql`SELECT scope, target, summary FROM ${tableOf('summaries', asking.release.id)}
        WHERE (bucket, scope, target) IN (SELECT arrayJoin(arrayZip(${bucketsOf(targets)}, ${names(({ scope }) => scope)}, ${names(({ keptAs }) => keptAs?.name ?? '')})))`,
    signalOf(asking),
  );
  const found = new Map(rows.map((row) => [`${row.scope} ${row.target}`, JSON.parse(row.summary) as BulkCounts]));
  return new Map(
    targets.flatMap((target) => {
      const counts = found.get(`${target.scope} ${target.keptAs?.name ?? ''}`);
      return counts === undefined ? [] : [[target, counts] as const];
    }),
  );
}

function bucketsOf(targets: readonly Target[]): Sql {
  return bucketArray(targets.map(({ bucket }) => bucket));
}
