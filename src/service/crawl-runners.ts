import { fail } from '../base/errors.ts';
import { limits } from '../base/limits.ts';
import { crawlInto, type CrawlInto } from '../pipeline/crawl.ts';
import { pagesDue } from '../pipeline/pages-due.ts';
import { verify, type LinkToVerify, type VerifyResult } from '../pipeline/verify.ts';
import { targetCondition, targetOf } from '../query/target.ts';
import { createGuard } from '../sources/guard.ts';
import { aimedNames } from '../store/batches.ts';
import { liveRelease } from '../store/releases.ts';
import type { Instance } from './instance.ts';
import type { JobRunners, Running } from './jobs.ts';
import { linksToVerify } from './links-to-verify.ts';
import type { MonitorStore } from './monitors/monitor-store.ts';
import { recheck } from './monitors/recheck.ts';
import { version } from './version.ts';

/** The jobs that fetch pages from the web themselves. `build` builds a release of what is new. */
export function crawlRunners(
  { config, folder, accounts, engine }: Pick<Instance, 'config' | 'folder' | 'accounts' | 'engine'>,
  store: MonitorStore,
  build: (running: Running) => Promise<unknown>,
): Pick<JobRunners, 'crawl' | 'verify' | 'recrawl' | 'recheck'> {
  /** Lends what a crawl needs; connections are ended with it. */
  const crawling = async <T>(work: (into: CrawlInto) => Promise<T>): Promise<T> => {
    const guard = createGuard({ allowHosts: config.allowHosts, connectionsPerHost: 1 });
    try {
      return await work({
        engine,
        accounts,
        stagingFolder: folder.staging,
        downloadFolder: folder.downloads,
        topicWords: folder.topicWords,
        crawlsFolder: folder.crawls,
        allowHosts: config.allowHosts,
        commonCrawl: { base: config.ccBase, index: config.ccIndex },
        guard,
        contact: config.contact,
        version,
      });
    } finally {
      await guard.close();
    }
  };
  const look = { engine, accounts };
  return {
    crawl: async ({ urls, crawl, pages, depth, hosts, delay_seconds, refresh }, running) => {
      const { result } = await crawling((into) =>
        crawlInto(into, urls, {
          ...(crawl !== undefined && { name: crawl }),
          pages: pages ?? limits.crawlPagesDefault,
          depth: depth ?? limits.crawlDepthDefault,
          hosts: hosts ?? 'seed',
          sitemaps: true,
          ...delayOf(delay_seconds),
          ...running,
        }),
      );
      if (refresh === true) await build(running);
      return result;
    },
    verify: async ({ delay_seconds, refresh, ...asked }, running) => {
      const links = await linksToVerify(look, asked, running.signal);
      const result = await crawling((into) => verify(into, links, { name: aimedNames.crawl, ...delayOf(delay_seconds), ...running }));
      if (refresh === true) await build(running);
      return { ...result, each: result.each.slice(0, limits.verifiedNamedMax) };
    },
    recheck: async (input, running) => {
      const looking = (links: readonly LinkToVerify[]): Promise<VerifyResult> =>
        crawling((into) => verify(into, links, { name: 'recheck', ...running }));
      return recheck({ store, looking: look, verify: looking, build }, input, running);
    },
    recrawl: async ({ target, pages, older_than_days, delay_seconds, refresh }, running) => {
      const release = liveRelease(accounts) ?? fail('no_release');
      const due = await pagesDue(engine, release, {
        pages: Math.min(pages ?? limits.crawlPagesDefault, limits.crawlSeedsMax),
        ...(older_than_days !== undefined && { olderThanDays: older_than_days }),
        ...(target !== undefined && { where: targetCondition(targetOf(target)) }),
        signal: running.signal,
      });
      if (due.length === 0) return { due: 0, crawl: null };
      const { result } = await crawling((into) => {
        const settings = {
          name: 'recrawl',
          pages: due.length * (limits.redirectsMax + 1),
          depth: 0,
          hosts: 'seed',
          sitemaps: false,
        } as const;
        return crawlInto(into, due, { ...settings, ...delayOf(delay_seconds), ...running });
      });
      if (refresh === true) await build(running);
      return { due: due.length, crawl: result };
    },
  };
}

function delayOf(seconds: number | undefined): { readonly delayMs?: number } {
  return seconds === undefined ? {} : { delayMs: seconds * 1000 };
}
