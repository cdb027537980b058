import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../base/config.ts';
import { silent } from '../../base/progress.ts';
import type { MonitorView } from '../backend.ts';
import { openOwn, type Owned } from '../open-backend.ts';

const link = (anchor: string): string => `<p><a href="https://shop.example/">${anchor}</a></p>`;
/** What each page shows; none is 404. */
const pages = new Map<string, string>([
  ['/stays', link('old')],
  ['/removed', link('removed')],
  ['/gone', link('gone')],
]);

let folder: string;
let owned: Owned;
let steady: Server;
let failing: Server;
/** `http://127.0.0.1:PORT` of each. */
let home: string;
let away: string;
let monitor: MonitorView;
beforeAll(async () => {
  steady = await listening('127.0.0.1', (path) => pages.get(path) ?? null);
  failing = await listening('127.0.0.2', () => link('away'));
  home = addressOf(steady);
  away = addressOf(failing);
  folder = mkdtempSync(join(tmpdir(), 'openbacklinks-'));
  const allowHosts = [home, away].map((address) => new URL(address).host).join(',');
  owned = await openOwn(readConfig({ data: join(folder, 'data'), allowHosts, contact: 'owner@example.com' }, {}));
});
afterAll(async () => {
  await owned.backend.close();
  for (const server of [steady, failing]) server.close();
  rmSync(folder, { recursive: true, force: true });
});

async function listening(host: string, body: (path: string) => string | null): Promise<Server> {
  const server = createServer(({ url }, response) => {
    const html = url === '/robots.txt' ? null : body(url ?? '/');
    response.writeHead(html === null ? 404 : 200, { 'content-type': 'text/html', connection: 'close' }).end(html ?? 'none');
  });
  await new Promise<void>((resolve) => {
    server.listen(0, host, resolve);
  });
  return server;
}

function addressOf(server: Server): string {
  const { address, port } = server.address() as AddressInfo;
  return `http://${address}:${port}`;
}

/** Follows every recheck that waits or runs. */
async function rechecked(): Promise<void> {
  const open = (await owned.backend.jobs()).filter(
    ({ kind, status }) => kind === 'recheck' && (status === 'queued' || status === 'running'),
  );
  for (const { job_id } of open) await owned.backend.followJob(job_id, silent).catch(() => null);
}

async function shown(): Promise<MonitorView> {
  const [view] = await owned.backend.monitors();
  if (view === undefined) throw new Error('there is a monitor');
  return view;
}

const dueNow = (id: string): void => void owned.instance.accounts.prepare('UPDATE monitors SET next_at = 1 WHERE id = ?').run(id);
const rechecks = async (): Promise<number> => (await owned.backend.jobs()).filter(({ kind }) => kind === 'recheck').length;

describe('a monitor with a schedule', () => {
  it('says why it could not look, and when it looks next', async () => {
    owned.instance.schedule.resume();
    const before = Date.now();
    const { monitor_id } = await owned.backend.addMonitor({ target: 'shop.example', every_hours: 24 });
    await rechecked();
    const view = await shown();
    expect(view).toMatchObject({ every_hours: 24, pages: 100, recheck: { job_id: null, checked_at: null, pages: null } });
    expect(view.recheck.error).toContain('There is no release yet');
    const dueMs = Date.parse(view.recheck.next_at ?? '') - before - 24 * 3_600_000;
    expect(dueMs).toBeGreaterThanOrEqual(-1_000);
    expect(dueMs).toBeLessThan(60_000);
    await owned.backend.removeMonitor(monitor_id);
  });

  it('looks by itself, tells what changed, and takes no failure for a loss', async () => {
    const urls = [...[...pages.keys()].map((path) => `${home}${path}`), `${away}/page`];
    const { job_id } = await owned.backend.startJob('crawl', { urls, depth: 0, delay_seconds: 0.1, refresh: true });
    await owned.backend.followJob(job_id, silent);
    pages.set('/stays', link('new')).set('/removed', '<p>nothing</p>').delete('/gone');
    await new Promise((resolve) => failing.close(resolve));

    monitor = await owned.backend.addMonitor({ target: 'shop.example', every_hours: 24 });
    await rechecked();
    const { events } = await owned.backend.monitorEvents(monitor.monitor_id);
    expect(events.map(({ kind, data }) => [kind, (data['backlink'] as { source_url: string } | undefined)?.source_url])).toEqual([
      ['baseline', undefined],
      ['lost', `${home}/gone`],
      ['lost', `${home}/removed`],
      ['changed', `${home}/stays`],
    ]);
    const view = await shown();
    expect(view.recheck).toMatchObject({ pages: 4, links: { present: 1, absent: 1, gone: 1, redirected: 0, unknown: 1 }, error: null });
    expect(Date.parse(view.recheck.checked_at ?? '')).toBeGreaterThan(Date.now() - 120_000);
    const { data } = await owned.backend.ask('list', { target: 'shop.example', state: 'live', order: 'source_url,asc' });
    expect((data as { rows: { source_url: string }[] }).rows.map(({ source_url }) => source_url)).toEqual([
      `${home}/stays`,
      `${away}/page`,
    ]);
  }, 120_000);

  it('is never looked for twice at once', async () => {
    const before = await rechecks();
    dueNow(monitor.monitor_id);
    owned.instance.schedule.wake();
    dueNow(monitor.monitor_id);
    owned.instance.schedule.wake();
    const open = (await shown()).recheck.job_id;
    expect((await owned.backend.checkMonitor(monitor.monitor_id)).job_id).toBe(open);
    expect(await rechecks()).toBe(before + 1);
    await owned.backend.cancelJob(open ?? '');
    await rechecked();
  }, 120_000);

  it('is due again after a restart, once, however long nobody was there', async () => {
    dueNow(monitor.monitor_id);
    const before = await rechecks();
    await owned.backend.close();
    owned = await openOwn(owned.instance.config);
    expect(await rechecks()).toBe(before);
    owned.instance.schedule.resume();
    expect(await rechecks()).toBe(before + 1);
    await rechecked();
    owned.instance.schedule.wake();
    expect(await rechecks()).toBe(before + 1);
    expect((await shown()).recheck.error).toBeNull();
  }, 120_000);

  it('can be given another schedule, or none', async () => {
    const at = async (): Promise<string | null> => (await shown()).recheck.next_at;
    const next = await at();
    await owned.backend.changeMonitor(monitor.monitor_id, { pages: 7, every_hours: 24 });
    expect([(await shown()).pages, await at()]).toEqual([7, next]);
    await owned.backend.changeMonitor(monitor.monitor_id, { every_hours: null, name: 'quiet' });
    expect(await shown()).toMatchObject({ name: 'quiet', every_hours: null, pages: 7, recheck: { next_at: null } });
  });

  it('ends the job of a monitor that is removed', async () => {
    const { job_id } = await owned.backend.checkMonitor(monitor.monitor_id);
    await owned.backend.removeMonitor(monitor.monitor_id);
    await owned.backend.followJob(job_id, silent).catch(() => null);
    expect((await owned.backend.job(job_id)).status).toBe('cancelled');
  }, 60_000);

  it('needs somebody who answers for its requests', async () => {
    const data = mkdtempSync(join(tmpdir(), 'openbacklinks-'));
    await owned.backend.close();
    const other = await openOwn(readConfig({ data }, {}));
    await expect(other.backend.addMonitor({ target: 'shop.example', every_hours: 1 })).rejects.toMatchObject({ code: 'contact_missing' });
    await other.backend.close();
    rmSync(data, { recursive: true, force: true });
    owned = await openOwn(owned.instance.config);
  });
});
