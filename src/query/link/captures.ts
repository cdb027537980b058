/** The captures of one page, and what each shows and proves of one link. */
import { limits } from '../../base/limits.ts';
import { grades, proofs } from '../../model/capture.ts';
import { sql } from '../../store/literal.ts';
import { byBytes } from '../few/rows.ts';
import { signalOf } from '../kept-ready.ts';
import type { Asking } from '../operation.ts';

/** A row of `captures`. Codes are those of the model. */
interface StoredCapture {
  readonly at: number;
  readonly status: number;
  readonly grade: number;
  readonly proof: number;
  readonly revisit: number;
  readonly digest: string;
  readonly linkset: string;
  readonly batch_id: number;
  readonly record_offset: number;
  readonly record_length: number;
  readonly crawl: string;
  readonly origin: number;
}

/** How a link looked in one link set of its page. */
interface StoredLook {
  readonly linkset: string;
  readonly kind: number;
  readonly flags: number;
  readonly placement: number;
  readonly anchor: string;
  readonly links_count: number;
}

/** A capture with what it says of the link. */
export interface LinkSight {
  readonly capture: StoredCapture;
  /** Code of `proofs`, of the original where this is a revisit. */
  readonly proof: number;
  /** The link as it was then; null when it is not shown. */
  readonly look: StoredLook | null;
  /** False: this capture proves that the link was not there. Null: it neither shows it nor proves anything of it. */
  readonly present: boolean | null;
}

export interface PageAndTarget {
  readonly bucket: number;
  readonly sourceKey: string;
  readonly targetKey: string;
}

/** Every capture of the page in order of time, the newest `capturesPerLinkMax` of them, and how many are left out. */
export async function sightsOf(
  asking: Asking,
  { bucket, sourceKey, targetKey }: PageAndTarget,
): Promise<{ sights: LinkSight[]; leftOut: number }> {
  const { release, engine } = asking;
  const page = sql`bucket = ${bucket} AND source_key = ${sourceKey} AND batch_id <= ${release.lastBatch}`;
  const [captures, looks, [count]] = await Promise.all([
    engine.ask<StoredCapture & Record<string, unknown>>(
      sql`SELECT toUnixTimestamp(fetched_at) AS at, status, grade, proof, revisit, digest, toString(linkset) AS linkset, batch_id, record_offset, record_length, crawl, origin
          FROM captures WHERE ${page} ORDER BY fetched_at DESC, batch_id DESC, record_offset DESC LIMIT ${limits.capturesPerLinkMax}`,
      signalOf(asking),
    ),
    engine.ask<StoredLook & Record<string, unknown>>(
      sql`SELECT toString(linkset) AS linkset, kind, flags, placement, anchor, links_count FROM linksets WHERE ${page} AND target_key = ${targetKey}`,
      signalOf(asking),
    ),
    engine.ask<{ found: number }>(sql`SELECT count() AS found FROM captures WHERE ${page}`, signalOf(asking)),
  ]);
  return { sights: linkSights(captures, looks), leftOut: (count?.found ?? captures.length) - captures.length };
}

/** A capture as it counts: a revisit with the grade, the proof and the links of its original. */
interface Resolved {
  readonly capture: StoredCapture;
  readonly grade: number;
  readonly proof: number;
  readonly linkset: string;
}

function linkSights(captures: readonly StoredCapture[], looks: readonly StoredLook[]): LinkSight[] {
  const byLinkset = new Map(looks.map((look) => [look.linkset, look]));
  const originals = captures.filter(({ revisit }) => revisit === 0).sort(originalsInOrder);
  const resolved = captures
    .map((capture) => resolvedOf(capture, originals))
    .sort(
      (a, b) =>
        a.capture.at - b.capture.at ||
        a.grade - b.grade ||
        a.capture.batch_id - b.capture.batch_id ||
        a.capture.record_offset - b.capture.record_offset,
    );
  const sights = resolved.map((own) => ({ ...own, look: byLinkset.get(own.linkset) ?? null }));
  let gradeToBeat = sights.find(({ look }) => look !== null)?.grade ?? 0;
  return sights.map(({ capture, grade, proof, look }) => {
    if (look !== null) gradeToBeat = grade;
    return { capture, proof, look, present: look !== null ? true : disproves(proof, grade, gradeToBeat) ? false : null };
  });
}

/** A page without the link speaks against it when it was extracted at least as well as the sight before it (or the first one). */
function disproves(proof: number, grade: number, gradeToBeat: number): boolean {
  const name = proofs[proof];
  return name === 'gone' || name === 'redirected' || (name === 'page' && grade >= gradeToBeat);
}

/** The latest original up to then with the revisit's digest; without a digest, the latest that proves the page (compute/link-states.ts). */
function resolvedOf(capture: StoredCapture, originals: readonly StoredCapture[]): Resolved {
  if (capture.revisit === 0) return { capture, grade: capture.grade, proof: capture.proof, linkset: capture.linkset };
  const original = originals.findLast(
    (other) => other.at <= capture.at && (capture.digest === '' ? proofs[other.proof] === 'page' : other.digest === capture.digest),
  );
  if (original === undefined) return { capture, grade: grades.indexOf('none'), proof: proofs.indexOf('nothing'), linkset: '0' };
  const proof = proofs[capture.proof] === 'nothing' ? capture.proof : original.proof;
  return { capture, grade: original.grade, proof, linkset: original.linkset };
}

function originalsInOrder(a: StoredCapture, b: StoredCapture): number {
  return (
    a.at - b.at ||
    a.grade - b.grade ||
    a.proof - b.proof ||
    byBytes(a.digest, b.digest) ||
    (BigInt(a.linkset) < BigInt(b.linkset) ? -1 : a.linkset === b.linkset ? 0 : 1)
  );
}
