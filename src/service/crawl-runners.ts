import { limits } from '../base/limits.ts';
import { crawlInto, type CrawlInto } from '../pipeline/crawl.ts';
import { createGuard } from '../sources/guard.ts';
import type { Instance } from './instance.ts';
import type { JobRunners, Running } from './jobs.ts';
import { version } from './version.ts';

/** The jobs that fetch pages from the web themselves. `build` builds a release of what is new. */
export function crawlRunners(
  { config, folder, accounts, engine }: Pick<Instance, 'config' | 'folder' | 'accounts' | 'engine'>,
  build: (running: Running) => Promise<unknown>,
): Pick<JobRunners, 'crawl'> {
  /** Lends what a crawl needs; connections are ended with it. */
  const crawling = async <T>(work: (into: CrawlInto) => Promise<T>): Promise<T> => {
    const guard = createGuard({ allowHosts: config.allowHosts, connectionsPerHost: 1 });
    try {
      return await work({
        engine,
        accounts,
        stagingFolder: folder.staging,
        downloadFolder: folder.downloads,
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
  return {
    crawl: async ({ urls, crawl, pages, depth, hosts, delay_seconds, refresh }, running) => {
      const result = await crawling((into) =>
        crawlInto(into, urls, {
          ...(crawl !== undefined && { name: crawl }),
          pages: pages ?? limits.crawlPagesDefault,
          depth: depth ?? limits.crawlDepthDefault,
          hosts: hosts ?? 'seed',
          sitemaps: true,
          ...(delay_seconds !== undefined && { delayMs: delay_seconds * 1000 }),
          ...running,
        }),
      );
      if (refresh === true) await build(running);
      return result;
    },
  };
}
