import { relevanceOf } from '../compute/topics/relevance.ts';
import { linkSpam } from '../compute/spam/spam-model.ts';
import { limits } from '../base/limits.ts';
import { flag, isFollowed, linkKinds, linkStates, lostReasons, placements, relOf } from '../model/link.ts';
import { hostOf } from '../model/host.ts';
import { topicsNamed } from '../model/topic/topic-mix.ts';
import { urlOfKey } from '../model/url.ts';
import { proofs } from '../model/capture.ts';
import { verdictKinds } from '../model/verdict.ts';
import { Verdicts, type ShownVerdict } from './verdict-filter.ts';
import { originsOf } from '../model/origin.ts';
import type { Asking } from './operation.ts';
import { newSince } from './moments.ts';
import { trustShown } from './trust-shown.ts';
import { classNamed, isoTime, type Backlink } from './shapes.ts';
import { sourcesOf, type SeenSource } from './seen-source.ts';

/** A row of the `backlinks` view (compute/views.ts), as the engine gives it. */
export interface StoredBacklink {
  readonly hash: string;
  readonly target_key: string;
  readonly source_key: string;
  readonly target_domain: string;
  readonly source_domain: string;
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
  readonly source_ip: string;
  readonly seen_by: number;
  /** 1 and the seconds from the last sight to a loss that an export reports; 0 for none. */
  readonly reported_lost_after: number;
  /** Times in which the link was away: lost and seen again so many seconds after `first_at`, and the code of `lostReasons`. */
  readonly gaps: readonly (readonly [lostAfter: number, backAfter: number, reason: number])[];
  readonly authority: number;
  readonly class: number;
  /** The linking domain's scores. */
  readonly spam: number;
  readonly trust: number;
  readonly spam_mass: number;
  /** Of the linking page, as a tag; '' when unknown. */
  readonly language: string;
  /** Mixes of topics (model/topic/topic-mix.ts) of the page, of what the link says, and of both sites. */
  readonly page_topics: number;
  readonly link_topics: number;
  readonly source_topics: number;
  readonly target_topics: number;
  /** Numbers of languages (model/language.ts) that most pages of the sites are in. */
  readonly source_site_language: number;
  readonly target_language: number;
  readonly sitewide: number;
  /** 1 when a page of the target's domain was captured, so that its state may be known. */
  readonly target_captured: number;
}

/** Stored rows as the API shows them, in the same order: codes worded, evidence, titles, context and page authority joined. */
export async function backlinksOf(asking: Asking, rows: readonly StoredBacklink[]): Promise<Backlink[]> {
  const shown: Backlink[] = [];
  const verdicts = new Map<string, Verdicts>();
  // A look-up names its keys in the statement: of a whole answer's piece it would be too long.
  for (let from = 0; from < rows.length; from += limits.rowsPerAnswerMax) {
    const some = rows.slice(from, from + limits.rowsPerAnswerMax);
    const seen = await sourcesOf(asking, some);
    for (const [i, row] of some.entries()) {
      const own = verdicts.get(row.target_domain) ?? new Verdicts(asking, row.target_domain, verdictKinds);
      verdicts.set(row.target_domain, own);
      shown.push({ ...backlinkOf(asking, row, seen[i]), ...own.shown(row) });
    }
  }
  return shown;
}

function backlinkOf({ release }: Asking, row: StoredBacklink, seen: SeenSource | undefined): Omit<Backlink, keyof ShownVerdict> {
  const lastSeen = row.first_at + row.seen_for;
  const verified = lastSeen + row.verified_after;
  const lost = row.state === linkStates.indexOf('lost');
  const sourceForm = { https: (row.flags & flag.sourceHttps) !== 0, www: (row.flags & flag.sourceWww) !== 0 };
  const targetForm = { https: (row.flags & flag.targetHttps) !== 0, www: (row.flags & flag.targetWww) !== 0 };
  const sourceUrl = seen?.url ?? urlOfKey(row.source_key, sourceForm);
  const targetUrl = row.target_url === '' ? urlOfKey(row.target_key, targetForm) : row.target_url;
  const isNewLink = (row.flags & flag.pageSeenBefore) !== 0;
  return {
    id: `${row.target_domain}~${row.hash}`,
    source_url: sourceUrl,
    source_host: hostIn(sourceUrl),
    source_domain: row.source_domain,
    source_title: seen === undefined || seen.title === '' ? null : seen.title,
    source_language: row.language === '' ? null : row.language,
    source_topics: topicsNamed(row.page_topics),
    source_class: classNamed(row.class),
    source_ip: row.source_ip === '' ? null : row.source_ip,
    source_status: seen?.page == null || seen.page.status === 0 ? null : seen.page.status,
    source_internal_links: seen?.page?.internalLinks ?? null,
    source_external_links: seen?.page?.externalLinks ?? null,
    target_url: targetUrl,
    target_host: hostIn(targetUrl),
    target_domain: row.target_domain,
    target_status: targetStatus(seen),
    kind: linkKinds[row.kind] ?? 'anchor',
    has_image: (row.flags & flag.hasImage) !== 0,
    anchor: row.anchor,
    rel: relOf(row.flags),
    rel_known: (row.flags & flag.relUnknown) === 0,
    followed: isFollowed(row.flags),
    placement: placements[row.placement] ?? 'unknown',
    placement_estimated: (row.flags & flag.placementEstimated) !== 0,
    sitewide: row.sitewide === 1,
    links_count: row.links_count,
    first_seen: isoTime(row.first_at),
    last_seen: isoTime(lastSeen),
    verified_at: isoTime(verified),
    stale: release.asOf.getTime() / 1000 - verified > limits.staleDays * 86_400,
    state: lost ? 'lost' : 'live',
    lost_at: lost ? isoTime(lastSeen + row.lost_after) : null,
    lost_reason: lost ? (lostReasons[row.lost_reason] ?? null) : null,
    lost_confirmations: row.lost_confirmations,
    reported_lost_at: row.reported_lost_after === 0 ? null : isoTime(lastSeen + row.reported_lost_after - 1),
    is_new: isNewLink && row.first_at * 1000 > newSince(release.asOf).getTime(),
    discovery: isNewLink ? 'new_link' : 'discovered',
    page_authority: seen?.pageAuthority ?? 0,
    domain_authority: row.authority,
    spam_score: linkSpam(row.spam, row.anchor),
    ...trustShown(release, row),
    relevance: relevanceOf(row),
    text_before: seen?.before ?? null,
    text_after: seen?.after ?? null,
    seen_by: originsOf(row.seen_by),
    evidence: seen?.evidence ?? null,
  };
}

/** From the target page's own newest capture; null when it was never captured or its capture proves nothing. */
function targetStatus(seen: SeenSource | undefined): Backlink['target_status'] {
  const proof = proofs[seen?.targetProof ?? 0];
  if (proof === 'page') return 'ok';
  if (proof === 'gone') return 'broken';
  return proof === 'redirected' ? 'redirected' : null;
}

function hostIn(url: string): string {
  return hostOf(new URL(url).hostname).host;
}
