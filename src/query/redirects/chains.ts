/**
 * Pages that lead into a target by redirects and canonicals, step by step from the target outward. A step is a live link of kind redirect or canonical from
 * another domain; or, inside a domain that was reached, a page whose newest capture redirects there.
 */
import { limits } from '../../base/limits.ts';
import { backlinksWhere, isFollowed, isLive } from '../../compute/views.ts';
import { proofs } from '../../model/capture.ts';
import { bucketOf, keyRangeOf } from '../../model/host.ts';
import { flag, linkKinds } from '../../model/link.ts';
import { originCode } from '../../model/origin.ts';
import { urlOfKey } from '../../model/url.ts';
import { join, sql, strings, type Sql } from '../../store/literal.ts';
import { byBytes } from '../few/rows.ts';
import { signalOf } from '../kept-ready.ts';
import type { Asking } from '../operation.ts';
import { linkedUrl } from '../pages/linked-pages.ts';
import { bucketArray } from '../seen-captures.ts';
import { keyCondition, targetCondition, type Target } from '../target.ts';

export const stepKinds = ['redirect', 'canonical'] as const;
const stepCodes = stepKinds.map((kind) => linkKinds.indexOf(kind));

/** A page that leads into the target, by the shortest way that was found. */
export interface ViaPage {
  readonly key: string;
  readonly domain: string;
  readonly kind: (typeof stepKinds)[number];
  /** Addresses from this page to the one in the target. */
  readonly path: readonly string[];
  /** When the page was last seen to lead on; seconds. */
  readonly seenAt: number;
}

interface Step {
  readonly from_key: string;
  readonly from_domain: string;
  readonly from_url: string;
  readonly to_key: string;
  readonly to_url: string;
  readonly kind: (typeof stepKinds)[number];
  readonly seen_at: number;
}

/** All such pages up to `redirectHopsMax` steps away, nearest first; `complete` is false when there were more than `viaPagesMax`. */
export async function pagesLeadingTo(
  asking: Asking,
  target: Target,
): Promise<{ readonly pages: readonly ViaPage[]; readonly complete: boolean }> {
  const found = new Map<string, ViaPage>();
  let reached: readonly ViaPage[] = [];
  for (let hop = 1; hop <= limits.redirectHopsMax; hop++) {
    const steps = hop === 1 ? await stepsInto(asking, target) : await stepsTo(asking, reached);
    const next: ViaPage[] = [];
    for (const step of steps.sort((a, b) => byBytes(a.from_key, b.from_key) || byBytes(a.to_key, b.to_key) || byBytes(a.kind, b.kind))) {
      if (found.has(step.from_key) || isIn(target, step.from_key, step.from_domain)) continue;
      if (found.size === limits.viaPagesMax) return { pages: [...found.values()], complete: false };
      const onward = found.get(step.to_key)?.path ?? [step.to_url];
      const page = {
        key: step.from_key,
        domain: step.from_domain,
        kind: step.kind,
        path: [step.from_url, ...onward],
        seenAt: step.seen_at,
      };
      found.set(page.key, page);
      next.push(page);
    }
    if (next.length === 0) break;
    reached = next;
  }
  return { pages: [...found.values()], complete: true };
}

function isIn(target: Target, key: string, domain: string): boolean {
  if (target.to === null) return key === target.from;
  return byBytes(key, target.from) >= 0 && byBytes(key, target.to) < 0 && (target.scope === 'prefix' || domain === target.domain);
}

async function stepsInto(asking: Asking, target: Target): Promise<Step[]> {
  const inside = keyCondition(target, sql`${bucketOf(target.domain)}`, sql`redirect_key`, sql`domain`);
  const [linked, redirected] = await Promise.all([
    linkedSteps(asking, targetCondition(target)),
    redirectedSteps(asking, [target.domain], inside),
  ]);
  return [...linked, ...redirected];
}

async function stepsTo(asking: Asking, reached: readonly ViaPage[]): Promise<Step[]> {
  const keys = strings(reached.map(({ key }) => key));
  const buckets = bucketArray(reached.map(({ domain }) => bucketOf(domain)));
  const domains = [...new Set(reached.map(({ domain }) => domain))].slice(0, limits.redirectDomainsMax);
  const [linked, redirected] = await Promise.all([
    linkedSteps(asking, sql`(b.bucket, b.target_key) IN (SELECT arrayJoin(arrayZip(${buckets}, ${keys})))`),
    redirectedSteps(asking, domains, sql`redirect_key IN (SELECT arrayJoin(${keys}))`),
  ]);
  return [...linked, ...redirected];
}

/** Redirects and canonicals between domains: they are links. */
async function linkedSteps(asking: Asking, toward: Sql): Promise<Step[]> {
  const rows = await asking.engine.ask<{
    from: string;
    domain: string;
    to: string;
    url: string;
    kind: number;
    flags: number;
    seen_at: number;
  }>(
    sql`SELECT b.source_key AS from, b.source_domain AS domain, b.target_key AS to, b.target_url AS url, b.kind AS kind, b.flags AS flags,
          toUnixTimestamp(b.first_seen) + b.seen_for AS seen_at
        FROM ${backlinksWhere(asking.release.id, sql`${toward} AND b.kind IN ${stepCodes} AND ${isLive}`)}
        ORDER BY from, to LIMIT ${limits.viaPagesMax + 1}`,
    signalOf(asking),
  );
  return rows.map((row) => ({
    from_key: row.from,
    from_domain: row.domain,
    from_url: urlOfKey(row.from, { https: (row.flags & flag.sourceHttps) !== 0, www: (row.flags & flag.sourceWww) !== 0 }),
    to_key: row.to,
    to_url: linkedUrl(row.to, row.flags, row.url),
    kind: stepKinds[stepCodes.indexOf(row.kind)] ?? 'redirect',
    seen_at: row.seen_at,
  }));
}

/** Redirects inside a domain are no links: its captures tell them. */
async function redirectedSteps(asking: Asking, domains: readonly string[], toward: Sql): Promise<Step[]> {
  const ranges = domains.map((domain) => {
    const { bucket, from, to } = keyRangeOf(domain);
    return sql`(c.bucket = ${bucket} AND c.source_key >= ${from} AND c.source_key < ${to} AND c.domain = ${domain})`;
  });
  const newest = sql`(fetched_at, grade, proof)`;
  const rows = await asking.engine.ask<{ from: string; domain: string; from_url: string; to: string; to_url: string; seen_at: number }>(
    sql`SELECT source_key AS from, domain, from_url, redirect_key AS to, to_url, seen_at FROM (
          SELECT source_key, domain, argMax(c.url, ${newest}) AS from_url, argMax(c.redirect_key, ${newest}) AS redirect_key,
            argMax(c.redirect_url, ${newest}) AS to_url, argMax(c.proof, ${newest}) AS last_proof, toUnixTimestamp(max(c.fetched_at)) AS seen_at
          FROM captures AS c WHERE (${join(ranges, ' OR ')}) AND batch_id <= ${asking.release.lastBatch} AND c.proof != 0 AND origin = ${originCode('archive')}
          GROUP BY source_key, domain)
        WHERE last_proof = ${proofs.indexOf('redirected')} AND ${toward} ORDER BY from LIMIT ${limits.viaPagesMax + 1}`,
    signalOf(asking),
  );
  return rows.map((row) => ({
    from_key: row.from,
    from_domain: row.domain,
    from_url: row.from_url,
    to_key: row.to,
    to_url: row.to_url,
    kind: 'redirect' as const,
    seen_at: row.seen_at,
  }));
}

/** Live links to the pages, redirects and canonicals apart, by page; and how many domains they come from in all. */
export async function linksToPages(
  asking: Asking,
  pages: readonly ViaPage[],
): Promise<{ readonly byKey: ReadonlyMap<string, { backlinks: number; followed: number; domains: number }>; readonly domains: number }> {
  if (pages.length === 0) return { byKey: new Map(), domains: 0 };
  const keys = sql`(SELECT arrayJoin(arrayZip(${bucketArray(pages.map(({ domain }) => bucketOf(domain)))}, ${strings(pages.map(({ key }) => key))})))`;
  const links = backlinksWhere(asking.release.id, sql`(b.bucket, b.target_key) IN ${keys} AND b.kind NOT IN ${stepCodes} AND ${isLive}`);
  const [rows, [all]] = await Promise.all([
    asking.engine.ask<{ key: string; backlinks: number; followed: number; domains: number }>(
      sql`SELECT b.target_key AS key, count() AS backlinks, countIf(${isFollowed}) AS followed, uniqExact(b.source_domain) AS domains FROM ${links} GROUP BY key`,
      signalOf(asking),
    ),
    asking.engine.ask<{ domains: number }>(sql`SELECT uniqExact(b.source_domain) AS domains FROM ${links}`, signalOf(asking)),
  ]);
  return { byKey: new Map(rows.map((row) => [row.key, row])), domains: all?.domains ?? 0 };
}
