import type { Accounts } from '../store/accounts.ts';
import { liveRelease, type Release } from '../store/releases.ts';
import type { IndexView, ReleaseView } from './backend.ts';
import { version } from './version.ts';

/** What is in the index, from the facts of its committed batches; the engine is not asked. */
export function indexView(accounts: Accounts): IndexView {
  const live = liveRelease(accounts);
  const sums = accounts
    .prepare(
      `SELECT count(*) AS archives, coalesce(sum(counts ->> 'captures'), 0) AS captures, coalesce(sum(counts ->> 'links'), 0) AS links,
         coalesce(sum(id > ?), 0) AS waiting FROM batches WHERE state = 'committed'`,
    )
    .get(live?.lastBatch ?? 0) as { archives: number; captures: number; links: number; waiting: number };
  return {
    version,
    live_release: live === null ? null : releaseView(live, live.id),
    archives: sums.archives,
    captures: sums.captures,
    links: sums.links,
    archives_waiting: sums.waiting,
  };
}

export function releaseView(release: Release, live: number | undefined): ReleaseView {
  return {
    release: release.id,
    live: release.id === live,
    as_of: release.asOf.toISOString(),
    published_at: release.publishedAt,
    facts: release.facts,
  };
}
