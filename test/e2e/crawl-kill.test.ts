import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { killedCrawl } from '../killed-crawl.ts';
import { loopbackWeb } from '../loopback-web.ts';

const hosts = Array.from({ length: 20 }, (_, i) => `host-${i}.example`);

it('a crawl that is killed three times fetches everything, and nothing twice', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'openbacklinks-crawl-'));
  try {
    await using web = await loopbackWeb((url) =>
      url.endsWith('/robots.txt')
        ? null
        : { body: `<a href="https://target.example/">t</a>${Array.from({ length: 9 }, (_, i) => `<a href="/${i}">${i}</a>`).join('')}` },
    );
    const seeds = hosts.map((host) => `http://${host}/`);
    const crawled = await killedCrawl(web, folder, { hosts, seeds, pages: 1_000, depth: 2, delayMs: 30 }, [30, 90, 150]);
    expect(crawled.recorded.size).toBe(200);
    expect(crawled.recordedTwice).toEqual([]);
    expect(crawled.askedAgain).toEqual([]);
    expect(crawled.result).toMatchObject({ captures: 200, links: 200 });
    expect(web.atOnce).toBe(1);
    expect(web.pauseMs()).toBeGreaterThanOrEqual(30);
    // Of each killed run, at most what was under way: one request a host.
    expect(crawled.repeated).toBeLessThanOrEqual(3 * hosts.length);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}, 120_000);
