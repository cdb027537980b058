/**
 * How many pages one core fetches, parses for links, compresses and writes: `npm run bench -- sources/crawler`.
 *
 * 400 hosts with 25 pages each, of 32 kB and 60 links, without a delay; the web answers in a process of its own. Processor time of the
 * crawling process only, because the machine may be busy with other things.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pageReader } from '../../src/pipeline/page-reader.ts';
import { crawl } from '../../src/sources/crawler/crawler.ts';
import { loopbackGuard } from '../../test/loopback-web.ts';

const hosts = Array.from({ length: 400 }, (_, i) => `host-${i}.example`);
const pagesOfHost = 25;

async function main(): Promise<void> {
  const web = spawn(process.execPath, [import.meta.filename, 'serve'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const port = await new Promise<number>((resolve) => web.stdout.once('data', (text: Buffer) => resolve(Number(text.toString()))));
  const folder = mkdtempSync(path.join(tmpdir(), 'bench-crawler-'));
  const guard = loopbackGuard(hosts, port);
  try {
    const [before, startedAt] = [process.cpuUsage(), performance.now()];
    const { captures, segments } = await crawl(
      hosts.map((host) => `http://${host}/`),
      {
        guard,
        folder,
        name: 'bench',
        visits: path.join(folder, 'visits.sqlite'),
        reader: pageReader,
        agent: 'openbacklinks',
        userAgent: 'openbacklinks/0 (+owner@example.com)',
        contact: 'owner@example.com',
        pages: 1_000_000,
        depth: 3,
        hosts: 'seed',
        sitemaps: false,
        delayMs: 0,
        onSegment: () => {},
      },
    );
    const { user, system } = process.cpuUsage(before);
    const bytes = segments.reduce((sum, segment) => sum + statSync(segment).size, 0);
    console.log(`sources/crawler/pages ${captures} pages`);
    console.log(`sources/crawler/pages-a-core ${((captures * 1e6) / (user + system)).toFixed(0)} pages/s`);
    console.log(`sources/crawler/pages-by-the-clock ${((captures * 1000) / (performance.now() - startedAt)).toFixed(0)} pages/s`);
    console.log(`sources/crawler/written ${(bytes / 1e6).toFixed(1)} MB`);
    console.log(`sources/crawler/resident ${(process.memoryUsage().rss / 1e6).toFixed(0)} MB`);
  } finally {
    await guard.close();
    web.kill();
    rmSync(folder, { recursive: true });
  }
}

/** Each page links to its neighbours, to other pages of its host and to other hosts. */
function serve(): void {
  const filler = Array.from({ length: 400 }, (_, i) => `<p>Paragraph ${i * 7919} of a page about something, with words.</p>`).join('\n');
  const server = createServer((request, response) => {
    const number = Number(/(\d+)$/.exec(request.url ?? '')?.[1] ?? 0);
    if (request.url === '/robots.txt') response.writeHead(404).end();
    else {
      const own = Array.from({ length: 30 }, (_, i) => `<a href="/page-${(number + i) % pagesOfHost}">page ${i}</a>`);
      const others = Array.from({ length: 30 }, (_, i) => `<a href="https://target-${number * 30 + i}.example/">target ${i}</a>`);
      response
        .writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
        .end(`<title>${number}</title>${own.join(' ')}${filler}${others.join(' ')}`);
    }
  });
  server.listen(0, '127.0.0.1', () => console.log((server.address() as AddressInfo).port));
}

if (process.argv[2] === 'serve') serve();
else await main();
