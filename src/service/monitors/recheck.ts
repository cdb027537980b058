/**
 * A monitor looks by itself: the pages that link to its target are asked for again, within its budget, and a release is built of what they
 * said, which all monitors then compare with the one before. What could not be reached says nothing, so it is never told as lost.
 */
import { fail, toFailure } from '../../base/errors.ts';
import { urlKey } from '../../model/url.ts';
import { sights, type LinkToVerify, type VerifyResult } from '../../pipeline/verify.ts';
import { linksDue } from '../../query/links-due.ts';
import { targetOf } from '../../query/target.ts';
import { liveRelease } from '../../store/releases.ts';
import type { JobInputs, JobResults } from '../backend.ts';
import type { Running } from '../jobs.ts';
import { linkOf } from '../links-to-verify.ts';
import type { Looking } from './look.ts';
import type { MonitorStore } from './monitor-store.ts';

export interface Rechecking {
  readonly store: MonitorStore;
  readonly looking: Looking;
  /** Fetches the pages of links, as polite as any crawl, and ingests them. */
  readonly verify: (links: readonly LinkToVerify[], running: Running) => Promise<VerifyResult>;
  /** Builds a release of what is new. */
  readonly build: (running: Running) => Promise<unknown>;
}

/** Interrupted, it asks for the same pages again, and for none of them once they are ingested. Throws `no_release` and what fetching throws. */
export async function recheck(
  { store, looking, verify, build }: Rechecking,
  { monitor, at }: JobInputs['recheck'],
  running: Running,
): Promise<JobResults['recheck']> {
  const row = store.row(monitor);
  try {
    if (row.recheck?.job !== running.job) {
      const release = liveRelease(looking.accounts) ?? fail('no_release');
      const wanted = { pages: row.pages, unreached: store.unreached(monitor), at: new Date(at) };
      const links = (await linksDue({ ...looking, release, signal: running.signal }, targetOf(row.target), wanted)).map(linkOf);
      const seen = links.length === 0 ? nothing : await verify(links, running);
      const { crawl, pages, links: counts } = seen;
      const keys = (isReached: boolean): Set<string> =>
        new Set(
          seen.each
            .filter(({ seen: sight }) => (sight !== 'unknown') === isReached)
            .map(({ source_url }) => urlKey(source_url) ?? source_url),
        );
      const reached = keys(true);
      const last = { job: running.job, at: new Date().toISOString(), crawl, pages, links: counts };
      store.rechecked(
        monitor,
        last,
        [...reached],
        [...keys(false)].filter((key) => !reached.has(key)),
      );
    }
    await build(running);
    const { crawl = null, pages = 0, links = nothing.links } = store.row(monitor).recheck ?? {};
    return { crawl, pages, links };
  } catch (thrown) {
    if (!running.signal.aborted) store.recheckFailed(monitor, toFailure(thrown).message);
    throw thrown;
  }
}

/** Of a target that no page is known to link to. */
const nothing: VerifyResult = {
  crawl: null,
  pages: 0,
  links: Object.fromEntries(sights.map((sight) => [sight, 0])) as VerifyResult['links'],
  each: [],
  seconds: 0,
};
