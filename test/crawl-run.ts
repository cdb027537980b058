/** One crawl in a process of its own, to be killed: `FOLDER INPUT`, where the file INPUT holds a CrawlRunInput as JSON. Prints its result. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { crawlInto } from '../src/pipeline/crawl.ts';
import { loopbackGuard } from './loopback-web.ts';
import { openIndex } from './test-index.ts';

export interface CrawlRunInput {
  readonly port: number;
  readonly hosts: readonly string[];
  readonly seeds: readonly string[];
  readonly pages: number;
  readonly depth: number;
  readonly delayMs: number;
}

const [folder = '', file = ''] = process.argv.slice(2);
const { port, hosts, seeds, pages, depth, delayMs } = JSON.parse(readFileSync(file, 'utf8')) as CrawlRunInput;
const { engine, accounts, ...index } = await openIndex(folder);
const guard = loopbackGuard(hosts, port);
const before = process.cpuUsage();
let fetching = before;
const { result } = await crawlInto(
  {
    engine,
    accounts,
    guard: {
      ...guard,
      exchange: async (...asked) => {
        fetching = process.cpuUsage(before);
        return guard.exchange(...asked);
      },
    },
    stagingFolder: join(folder, 'staging'),
    downloadFolder: join(folder, 'downloads'),
    crawlsFolder: join(folder, 'crawls'),
    allowHosts: [],
    commonCrawl: { base: 'http://cc.invalid', index: 'http://cc.invalid' },
    contact: 'owner@example.com',
    version: '0',
  },
  seeds,
  { pages, depth, delayMs, hosts: 'seed', sitemaps: false },
);
const { user, system } = process.cpuUsage(before);
await guard.close();
await index[Symbol.asyncDispose]();
console.log(JSON.stringify({ ...result, fetchingCpuSeconds: (fetching.user + fetching.system) / 1e6, cpuSeconds: (user + system) / 1e6 }));
