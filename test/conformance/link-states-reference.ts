/**
 * The rules of link states (DESIGN, "What is true"; src/compute/link-states.ts) a second time: slow, obvious, over objects in memory.
 */
import { grades, proofs, type Grade, type Proof } from '../../src/model/capture.ts';
import { bucketOf } from '../../src/model/host.ts';
import { flag, linkKinds, linkStates, lostReasons, placements, type FoldedLink, type LostReason } from '../../src/model/link.ts';
import { capturingOrigins, originBit, type Origin } from '../../src/model/origin.ts';
import type { WorldCapture } from './worlds.ts';

/** A row of `backlinks_<n>`, by column. */
export type BacklinkRow = Readonly<Record<string, string | number | readonly (readonly number[])[]>>;

/** A capture after revisits are resolved: what it shows and what it proves. */
export interface Sight {
  readonly at: number;
  readonly grade: Grade;
  readonly proof: Proof;
  readonly linkset: bigint;
  readonly links: readonly FoldedLink[];
  readonly origin: Origin;
  readonly reportedLostAt: number;
}

/** Every link of the captured pages as the index must hold it, in no order. */
export function linkStatesOf(captures: readonly WorldCapture[]): BacklinkRow[] {
  const pages = new Map<string, WorldCapture[]>();
  for (const seen of captures) pages.set(seen.capture.source.key, [...(pages.get(seen.capture.source.key) ?? []), seen]);
  return [...pages.values()].flatMap(linksOfPage);
}

function linksOfPage(captures: readonly WorldCapture[]): BacklinkRow[] {
  const sights = captures.map((seen) => sightOf(seen, captures)).sort(inOrder);
  const targets = new Set(sights.flatMap(({ links }) => links.map(({ targetKey }) => targetKey)));
  return [...targets].map((target) => rowOf(captures, sights, target));
}

/** By time; at one moment the weaker capture first; of two as good, by the number of their link set. */
function inOrder(a: Sight, b: Sight): number {
  return a.at - b.at || gradeCode(a) - gradeCode(b) || (a.linkset < b.linkset ? -1 : a.linkset > b.linkset ? 1 : 0);
}

/** A revisit shows what its original shows, at its own time, and proves no more than that did. */
export function sightOf(
  { capture, links, linkset, origin = 'archive', reportedLostAt = 0 }: WorldCapture,
  all: readonly WorldCapture[],
): Sight {
  const at = capture.fetchedAt;
  if (!capture.revisit) return { at, grade: capture.grade, proof: capture.proof, linkset, links, origin, reportedLostAt };
  const originals = all.filter((other) => !other.capture.revisit && other.capture.fetchedAt <= at);
  const candidates = originals.filter((other) =>
    capture.digest === '' ? other.capture.proof === 'page' : other.capture.digest === capture.digest,
  );
  const original = candidates.sort(originalsInOrder).at(-1);
  if (original === undefined) return { at, grade: 'none', proof: 'nothing', linkset: 0n, links: [], origin, reportedLostAt };
  const proof = capture.proof === 'nothing' ? 'nothing' : original.capture.proof;
  return { at, grade: original.capture.grade, proof, linkset: original.linkset, links: original.links, origin, reportedLostAt };
}

function originalsInOrder(a: WorldCapture, b: WorldCapture): number {
  return (
    a.capture.fetchedAt - b.capture.fetchedAt ||
    gradeCode(a.capture) - gradeCode(b.capture) ||
    proofs.indexOf(a.capture.proof) - proofs.indexOf(b.capture.proof) ||
    (a.capture.digest < b.capture.digest ? -1 : a.capture.digest > b.capture.digest ? 1 : 0) ||
    (a.linkset < b.linkset ? -1 : a.linkset > b.linkset ? 1 : 0)
  );
}

function rowOf(captures: readonly WorldCapture[], sights: readonly Sight[], target: string): BacklinkRow {
  const having = sights.filter(({ links }) => links.some(({ targetKey }) => targetKey === target));
  const [first, last] = [having[0], having.at(-1)];
  // What a page itself said comes before what is said of it.
  const words = having.filter(wasRead).length > 0 ? lastBySets(having) : last;
  const shown = words?.links.find(({ targetKey }) => targetKey === target);
  const source = captures[0]?.capture.source;
  if (first === undefined || last === undefined || shown === undefined || source === undefined)
    throw new Error('a link that no capture has');

  const seenBefore = sights.some((sight) => sight.at < first.at && sight.proof === 'page' && gradeCode(sight) >= gradeCode(first));
  const losses = sights.filter((sight) => sight.at > last.at && disproves(sight, last)).sort(lossesInOrder);
  const loss = losses[0];
  const verified = Math.max(last.at, ...sights.filter(({ proof }) => proof !== 'nothing').map(({ at }) => at));
  const reported = Math.max(...having.map(({ reportedLostAt }) => reportedLostAt));
  return {
    bucket: bucketOf(shown.targetDomain),
    target_key: target,
    source_key: source.key,
    target_domain: shown.targetDomain,
    source_domain: source.domain,
    target_url: shown.targetUrl,
    kind: linkKinds.indexOf(shown.kind),
    flags: shown.flags | (seenBefore ? flag.pageSeenBefore : 0),
    placement: placements.indexOf(shown.placement),
    anchor: shown.anchor,
    links_count: shown.linksCount,
    first_seen: first.at,
    seen_for: last.at - first.at,
    verified_after: verified - last.at,
    state: linkStates.indexOf(loss === undefined ? 'live' : 'lost'),
    lost_after: loss === undefined ? 0 : loss.at - last.at,
    lost_reason: lostReasons.indexOf(loss === undefined ? 'none' : reasonOf(loss)),
    lost_confirmations: new Set(losses.map(({ at }) => at)).size,
    source_ip: addressOfNewest(captures),
    seen_by: having.reduce((bits, { origin }) => bits | originBit(origin), 0),
    reported_lost_after: reported >= last.at ? reported - last.at + 1 : 0,
    ...saidByNewest(captures),
    link_topics: shown.topics,
    gaps: gapsOf(sights, having, first.at),
  };
}

/** Between each two moments with the link, whether a capture proved it lost: when, when it was back, and why. */
function gapsOf(sights: readonly Sight[], having: readonly Sight[], first: number): number[][] {
  const moments = [...new Set(having.map(({ at }) => at))].sort((a, b) => a - b);
  return moments.slice(1).flatMap((back, i) => {
    // Of captures at one moment the best speaks for the link.
    const before = having.findLast(({ at }) => at === moments[i]);
    if (before === undefined) throw new Error('a moment without its capture');
    const [loss] = sights.filter((sight) => sight.at > before.at && sight.at < back && disproves(sight, before)).sort(lossesInOrder);
    return loss === undefined ? [] : [[loss.at - first, back - first, lostReasons.indexOf(reasonOf(loss))]];
  });
}

function wasRead({ origin }: Sight): boolean {
  return capturingOrigins.includes(origin);
}

/**
 * The last sight of a link set that was read from the page at least once: a set that an export names too is as good as read, at the
 * export's date.
 */
function lastBySets(having: readonly Sight[]): Sight | undefined {
  const read = new Set(having.filter(wasRead).map(({ linkset }) => linkset));
  return having.findLast(({ linkset }) => read.has(linkset));
}

/** A page without the link, read at least as well; or one that is gone or moved. */
function disproves(sight: Sight, last: Sight): boolean {
  if (sight.proof === 'page') return gradeCode(sight) >= gradeCode(last);
  return sight.proof === 'gone' || sight.proof === 'redirected';
}

function lossesInOrder(a: Sight, b: Sight): number {
  return a.at - b.at || gradeCode(a) - gradeCode(b) || proofs.indexOf(a.proof) - proofs.indexOf(b.proof);
}

function reasonOf({ proof }: Sight): LostReason {
  return proof === 'page' ? 'removed' : proof === 'nothing' ? 'none' : proof;
}

/** Where the page was served from when it was captured last; of two captures at that moment, by the one ingested last. */
function addressOfNewest(captures: readonly WorldCapture[]): string {
  const [newest] = [...captures].sort(
    (a, b) => rank(b) - rank(a) || b.capture.fetchedAt - a.capture.fetchedAt || b.batch - a.batch || (a.capture.ip < b.capture.ip ? 1 : -1),
  );
  return newest?.capture.ip ?? '';

  function rank({ origin = 'archive' }: WorldCapture): number {
    return origin === 'archive' ? 1 : 0;
  }
}

/** Language and topics of the page as its newest capture says them that says any; of two at that moment, the better, then the later ingested one. */
function saidByNewest(captures: readonly WorldCapture[]): { language: string; page_topics: number } {
  const [newest] = captures
    .map(({ capture, batch }) => ({
      at: capture.fetchedAt,
      grade: grades.indexOf(capture.grade),
      batch,
      language: capture.page?.textLanguage || capture.page?.language || '',
      page_topics: capture.page?.topics ?? 0,
    }))
    .filter(({ language, page_topics }) => language !== '' || page_topics !== 0)
    .sort(
      (a, b) =>
        b.at - a.at ||
        b.grade - a.grade ||
        b.batch - a.batch ||
        (a.language < b.language ? 1 : a.language > b.language ? -1 : b.page_topics - a.page_topics),
    );
  return { language: newest?.language ?? '', page_topics: newest?.page_topics ?? 0 };
}

function gradeCode({ grade }: { readonly grade: Grade }): number {
  return grades.indexOf(grade);
}
