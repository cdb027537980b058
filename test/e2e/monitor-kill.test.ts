import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, it } from 'vitest';
import type { JobView, MonitorEvent, MonitorView } from '../../src/service/backend.ts';

const pages = Array.from({ length: 8 }, (_, i) => `/page-${i}`);

/** Pages asked for, in order, and what they answer from when the first crawl is over. */
const asked: string[] = [];
let removed = false;

it('a recheck that is killed twice goes on: one job, no page that was fetched is fetched again, each loss told once', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'openbacklinks-monitor-'));
  const site = createServer(({ url = '/' }, response) => {
    if (url !== '/robots.txt') asked.push(url);
    const isPage = pages.includes(url);
    response
      .writeHead(isPage ? 200 : 404, { 'content-type': 'text/html' })
      .end(isPage && !removed ? '<a href="https://shop.example/">x</a>' : 'none');
  });
  await new Promise<void>((resolve) => {
    site.listen(0, '127.0.0.1', resolve);
  });
  const { host } = new URL(`http://127.0.0.1:${(site.address() as AddressInfo).port}`);
  /** Kills the process when so many pages were asked for since the crawl; never when that is null. Returns its last line. */
  const run = async (until: number | null): Promise<string> => {
    const urls = pages.map((path) => `http://${host}${path}`);
    const child = spawn(process.execPath, ['--import', 'tsx', 'test/monitor-run.ts', join(folder, 'data'), host, ...urls], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = new Promise((resolve) => child.once('exit', resolve));
    const watch = setInterval(() => {
      if (until !== null && removed && asked.length >= until) child.kill('SIGKILL');
    }, 5);
    let last = '';
    for await (const line of createInterface({ input: child.stdout })) {
      last = line;
      if (line !== 'crawled') continue;
      removed = true;
      asked.length = 0;
    }
    await ended;
    clearInterval(watch);
    return last;
  };
  try {
    expect(await run(3)).toBe('crawled');
    expect(await run(6)).toBe('');
    const { monitor, rechecks, events } = JSON.parse(await run(null)) as {
      monitor: MonitorView;
      rechecks: JobView[];
      events: MonitorEvent[];
    };
    expect(rechecks).toMatchObject([{ kind: 'recheck', status: 'complete', result: { pages: 8 } }]);
    expect(monitor.recheck).toMatchObject({ pages: 8, links: { present: 0, absent: 8, unknown: 0 }, error: null });
    expect(events.map(({ kind }) => kind)).toEqual(['baseline', ...pages.map(() => 'lost')]);
    expect(new Set(asked).size).toBe(8);
    // Of each killed run, at most the one that was under way: a host sees one request at a time.
    expect(asked.length).toBeLessThanOrEqual(8 + 2);
  } finally {
    site.close();
    site.closeAllConnections();
    rmSync(folder, { recursive: true, force: true });
  }
}, 240_000);
