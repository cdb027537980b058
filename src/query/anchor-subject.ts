import { limits } from '../base/limits.ts';
import { anchorSubject, type AnchorSubject } from '../model/anchor/subject.ts';
import { hostOfKey, hostOf, keyRangeOf } from '../model/host.ts';
import { sql } from '../store/literal.ts';
import { tableOf } from '../store/releases.ts';
import { signalOf } from './kept-ready.ts';
import type { Asking } from './operation.ts';

/** Subjects of the domains asked lately. A release never changes, so what was read once holds. */
const known = new WeakMap<Asking['engine'], Map<string, Promise<AnchorSubject>>>();

/** What a domain's anchors are held against: the titles of its own captured pages (those nearest to the root first) and the paths of its most linked pages. */
export async function subjectOf(asking: Asking, domain: string): Promise<AnchorSubject> {
  const subjects = known.get(asking.engine) ?? new Map<string, Promise<AnchorSubject>>();
  known.set(asking.engine, subjects);
  const name = `${asking.release.id} ${domain}`;
  const found = subjects.get(name) ?? readSubject(asking, domain);
  subjects.set(name, found);
  found.catch(() => subjects.delete(name));
  const [oldest] = subjects.keys();
  if (subjects.size > limits.anchorSubjectsKept && oldest !== undefined) subjects.delete(oldest);
  return found;
}

async function readSubject(asking: Asking, domain: string): Promise<AnchorSubject> {
  const { engine, release } = asking;
  const { bucket, from, to } = keyRangeOf(domain);
  const [titles, pages] = await Promise.all([
    engine.ask<{ newest_title: string }>(
      sql`SELECT argMax(title, (fetched_at, batch_id, record_offset)) AS newest_title FROM captures
          WHERE bucket = ${bucket} AND source_key >= ${from} AND source_key < ${to} AND domain = ${domain} AND batch_id <= ${release.lastBatch} AND title != ''
          GROUP BY source_key ORDER BY length(source_key), source_key LIMIT ${limits.anchorSubjectPagesMax}`,
      signalOf(asking),
    ),
    engine.ask<{ page_key: string }>(
      sql`SELECT page_key FROM ${tableOf('pages', release.id)} WHERE bucket = ${bucket} AND page_key >= ${from} AND page_key < ${to}
          ORDER BY referring_domains DESC, page_key LIMIT ${limits.anchorSubjectPagesMax}`,
      signalOf(asking),
    ),
  ]);
  const own = pages.map(({ page_key }) => page_key).filter((key) => hostOf(hostOfKey(key)).domain === domain);
  return anchorSubject(
    domain,
    titles.map(({ newest_title }) => newest_title),
    own.map((key) => key.slice(key.indexOf(')') + 1)),
  );
}
