/**
 * What stands behind a spike: which anchors, networks and pages the domains that came in it share, and what kind of burst that makes it (METRICS
 * section 6.3). Topical relevance is not known to the index yet, so its part of the rule is left open.
 */
import { domainTurnsSelect, linkTurns } from '../../compute/turns.ts';
import { authorityOf, spamOf } from '../../compute/views.ts';
import { limits } from '../../base/limits.ts';
import { flag } from '../../model/link.ts';
import { firstGoing } from '../../model/turn.ts';
import { sql, type Sql } from '../../store/literal.ts';
import { burstOf } from '../few/burst.ts';
import { networkColumn } from '../fields/network.ts';
import { signalOf } from '../kept-ready.ts';
import type { Asking } from '../operation.ts';
import { linkedUrl } from '../pages/linked-pages.ts';
import type { LinksOverTime } from './flows.ts';

/** What several domains of a burst have in common. */
export interface Shared {
  readonly what: 'anchor' | 'subnet' | 'page';
  readonly name: string;
  readonly domains: number;
  /** How the page was written in links to it (`flag`), and its address when the key does not give it back. */
  readonly form: number;
  readonly url: string;
}

export interface Burst {
  /** Domains that came within the time. */
  readonly domains: number;
  /** Median spam score of them: the upper of two in the middle. */
  readonly spam: number | null;
  readonly authority: number | null;
  /** Mean authority of the domains that were live before. */
  readonly authorityBefore: number | null;
  /** The most shared of each kind, most domains first. */
  readonly shared: readonly Shared[];
}

/** A time from its first second to the one after its last. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Anchors, networks and pages that are named of each burst. */
export const sharedNamed = 3;

/** Those of the links that came in this time. */
export async function burstIn(asking: Asking, { few, rows }: LinksOverTime, span: Span): Promise<Burst> {
  if (few !== null) return burstOf(few, span);
  const turns = domainTurnsSelect(rows);
  const [[mean], shared] = await Promise.all([
    asking.engine.ask<{ domains: number; spam: number | null; authority: number | null; before: number | null }>(
      meansSelect(asking.release.id, turns, span),
      signalOf(asking),
    ),
    asking.engine.ask<Shared & Record<string, unknown>>(sharedSelect(rows, turns, span), signalOf(asking)),
  ]);
  return {
    domains: mean?.domains ?? 0,
    spam: mean?.spam ?? null,
    authority: mean?.authority ?? null,
    authorityBefore: mean?.before ?? null,
    shared,
  };
}

function comesIn(span: Span): Sql {
  return sql`arrayExists(t -> t.2 < ${firstGoing} AND t.1 >= ${span.from} AND t.1 < ${span.to}, turns)`;
}

function meansSelect(release: number, turns: Sql, span: Span): Sql {
  return sql`SELECT countIf(came) AS domains, if(countIf(came) = 0, NULL, quantileExactIf(0.5)(toUInt16(spam_score), came)) AS spam,
      if(countIf(came) = 0, NULL, avgIf(strength, came)) AS authority,
      if(countIf(was_live) = 0, NULL, avgIf(strength, was_live)) AS before
    FROM (
      SELECT ${authorityOf(release, sql`domain`)} AS strength, ${spamOf(release, sql`domain`)} AS spam_score, ${comesIn(span)} AS came, length(arrayFilter(t -> t.1 < ${span.from}, turns)) % 2 = 1 AS was_live
      FROM (${turns}))`;
}

const keyForm = flag.targetHttps | flag.targetWww;

function sharedSelect(rows: Sql, turns: Sql, span: Span): Sql {
  const comes = sql`arrayExists(t -> t.2 < ${firstGoing} AND t.1 >= ${span.from} AND t.1 < ${span.to}, ${linkTurns})`;
  return sql`SELECT fact.1 AS what, fact.2 AS name, uniqExact(source_domain) AS domains, max(form) AS form, max(url) AS url FROM (
      SELECT b.source_domain AS source_domain, bitAnd(b.flags, ${keyForm}) AS form, b.target_url AS url,
        arrayJoin([('anchor', b.anchor), ('subnet', ${networkColumn(sql`toString(b.source_ip)`)}), ('page', b.target_key)]) AS fact
      FROM ${rows} AND ${comes} AND b.source_domain IN (SELECT domain FROM (${turns}) WHERE ${comesIn(span)})
    ) WHERE name != '' GROUP BY what, name ORDER BY what, domains DESC, name LIMIT ${sharedNamed} BY what`;
}

export type BurstClass = 'spam_burst' | 'earned' | 'unclear';

/** Shares of a burst's domains above which they belong together. */
const together = { subnet: 0.3, anchor: 0.4 };

/** A burst and why it is classed as it is. */
export function classOfBurst(burst: Burst): { readonly class: BurstClass; readonly because: string } {
  for (const what of ['subnet', 'anchor'] as const) {
    const most = burst.shared.find((shared) => shared.what === what);
    if (most !== undefined && most.domains > together[what] * burst.domains) return { class: 'spam_burst', because: `one_${what}` };
  }
  if (burst.spam !== null && burst.spam >= limits.toxicSpamMin) return { class: 'spam_burst', because: 'spam_sources' };
  if (burst.authority === null || burst.authorityBefore === null) return { class: 'unclear', because: 'nothing_to_compare' };
  return burst.authority > burst.authorityBefore
    ? { class: 'earned', because: 'stronger_than_before' }
    : { class: 'unclear', because: 'no_stronger_than_before' };
}

/** A shared page as it is shown. */
export function pageUrl({ name, form, url }: Shared): string {
  return linkedUrl(name, form, url);
}
