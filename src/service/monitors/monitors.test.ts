import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { archiveOf, responseRecord, warcRecord } from '../../../test/fixtures/warc.ts';
import { readConfig } from '../../base/config.ts';
import { silent } from '../../base/progress.ts';
import { createGuard } from '../../sources/guard.ts';
import type { MonitorEvent } from '../backend.ts';
import { openOwn, type Owned } from '../open-backend.ts';
import { Deliveries } from './deliveries.ts';
import { MonitorStore } from './monitor-store.ts';

interface Received {
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

let folder: string;
let owned: Owned;
let receiver: Server;
let hook: string;
const received: Received[] = [];
/** What the receiver answers next; 204 when there is nothing. */
const answers: number[] = [];
beforeAll(async () => {
  receiver = createServer((request, response) => void receive(request, response));
  await new Promise<void>((resolve) => {
    receiver.listen(0, '127.0.0.1', resolve);
  });
  const host = `127.0.0.1:${(receiver.address() as AddressInfo).port}`;
  hook = `http://${host}/hook`;
  folder = mkdtempSync(join(tmpdir(), 'openbacklinks-'));
  owned = await openOwn(readConfig({ data: join(folder, 'data'), allowHosts: host }, {}));
});
afterAll(async () => {
  await owned.backend.close();
  receiver.close();
  rmSync(folder, { recursive: true, force: true });
});

async function receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
  received.push({ headers: request.headers, body: await text(request) });
  response.writeHead(answers.shift() ?? 204, { location: 'http://127.0.0.1/' }).end();
}

/** One more crawl, in which these pages hold these links, and a release of it. */
async function crawled(month: number, pages: Readonly<Record<string, string>>): Promise<void> {
  const records = Object.entries(pages).map(([url, html]) =>
    warcRecord({ ...responseRecord(url, Buffer.from(html)), date: `2026-0${month}-01T00:00:00Z` }),
  );
  const file = join(folder, `${month}.warc.gz`);
  writeFileSync(file, archiveOf(records, 'member a record'));
  const { backend } = owned;
  const { job_id } = await backend.startJob('ingest', { sources: [file], refresh: true });
  await backend.followJob(job_id, silent);
}

const link = (anchor: string, rel = ''): string => `<p><a href="https://shop.example/" rel="${rel}">${anchor}</a></p>`;

function told(events: readonly MonitorEvent[]): unknown[] {
  return events.map(({ kind, data }) => {
    const { source_url } = (data['backlink'] ?? {}) as { source_url?: string };
    return source_url === undefined ? [kind] : [kind, source_url];
  });
}

let monitor: string;
let secret: string;

describe('a monitor', () => {
  it('says how things stand when it begins, and nothing before there is a release', async () => {
    const early = await owned.backend.addMonitor({ target: 'shop.example', name: 'early' });
    expect(early).toMatchObject({ name: 'early', target: 'shop.example', release: null, looked_at: null });
    expect(await owned.backend.monitorEvents(early.monitor_id)).toEqual({ monitor_id: early.monitor_id, events: [], cursor: '0' });
    await owned.backend.removeMonitor(early.monitor_id);
    await crawled(1, {
      'https://a.example/': link('old'),
      'https://b.example/': link('b'),
      'https://c.example/': '<p>none</p>',
      'https://x.example/': 'x',
    });
    ({ monitor_id: monitor, secret } = await owned.backend.addMonitor({ target: 'shop.example', webhook: hook }));
    const { events } = await owned.backend.monitorEvents(monitor);
    expect(events).toMatchObject([
      { kind: 'baseline', release: 1, data: { backlinks: 2, domains: 2, compared_with: null, missed_since: null } },
    ]);
  });

  it('tells each change of a release once, and nothing of other targets', async () => {
    await crawled(2, {
      'https://a.example/': link('new words', 'nofollow'),
      'https://b.example/': '<p>removed</p>',
      'https://c.example/': link('c'),
      'https://d.example/': link('d'),
      'https://x.example/': '<a href="https://other.example/">o</a>',
    });
    const { events, cursor } = await owned.backend.monitorEvents(monitor, '1');
    expect(told(events)).toEqual([
      ['changed', 'https://a.example/'],
      ['lost', 'https://b.example/'],
      ['new', 'https://c.example/'],
      ['discovered', 'https://d.example/'],
    ]);
    expect(events[0]?.data).toMatchObject({
      backlink: { anchor: 'new words', rel: ['nofollow'], followed: false },
      before: { state: 'live', anchor: 'old', rel: [], followed: true },
    });
    expect(events[1]?.data).toMatchObject({ backlink: { state: 'lost', lost_reason: 'removed' }, before: { state: 'live' } });
    expect(events[2]?.data).toMatchObject({ before: null });
    expect(await owned.backend.monitorEvents(monitor, cursor)).toEqual({ monitor_id: monitor, events: [], cursor });
    const { job_id } = await owned.backend.startJob('refresh', {});
    await owned.backend.followJob(job_id, silent);
    expect((await owned.backend.monitorEvents(monitor, cursor)).events).toEqual([]);
  });

  it('pages through its feed', async () => {
    const first = await owned.backend.monitorEvents(monitor, undefined, 2);
    const second = await owned.backend.monitorEvents(monitor, first.cursor, 2);
    expect([...told(first.events), ...told(second.events)]).toEqual(told((await owned.backend.monitorEvents(monitor)).events).slice(0, 4));
    await expect(owned.backend.monitorEvents(monitor, 'x')).rejects.toMatchObject({ code: 'invalid_cursor' });
    await expect(owned.backend.monitorEvents('mon_none')).rejects.toMatchObject({ code: 'not_found' });
  });

  it('sees a link again, and a burst of weak domains', async () => {
    const many = Array.from({ length: 25 }, (_, i) => [`https://weak-${i}.example/`, link('cheap pills')]);
    await crawled(3, { 'https://b.example/': link('b'), ...Object.fromEntries(many) });
    const { events } = await owned.backend.monitorEvents(monitor, '5', 100);
    expect(told(events.slice(0, 1))).toEqual([['found_again', 'https://b.example/']]);
    expect(events.at(-1)).toMatchObject({
      kind: 'burst',
      data: { new_domains: 25, domains_before: 3, new_links: 25, commonest_anchor: 'cheap pills', links_with_it: 25 },
    });
  });

  it('says that it missed something when the release it looked at is gone', async () => {
    owned.instance.accounts.prepare('UPDATE monitors SET release = 0 WHERE id = ?').run(monitor);
    await crawled(4, { 'https://e.example/': link('e') });
    const { events } = await owned.backend.monitorEvents(monitor, undefined, 1000);
    expect(events.at(-1)).toMatchObject({ kind: 'baseline', data: { missed_since: 0 } });
  });

  it('stays silent after a rollback', async () => {
    const before = (await owned.backend.monitorEvents(monitor, undefined, 1000)).events.length;
    await owned.backend.rollback();
    await owned.instance.monitors.lookAll(silent);
    expect((await owned.backend.monitorEvents(monitor, undefined, 1000)).events).toHaveLength(before);
  });

  it.each(['ftp://hooks.example/', 'hooks', 'https://user:secret@hooks.example/'])('takes no webhook %s', async (webhook) => {
    await expect(owned.backend.addMonitor({ target: 'shop.example', webhook })).rejects.toMatchObject({ code: 'invalid_input' });
  });
});

it('a monitor writes to nobody while no mail server is set, and only to addresses', async () => {
  const adding = (mail: string[]): Promise<unknown> => owned.backend.addMonitor({ target: 'shop.example', mail });
  await expect(adding(['owner@shop.example'])).rejects.toMatchObject({ code: 'mail_not_set' });
  await expect(adding(['owner@shop.example\r\nRCPT TO:<a@b.example>'])).rejects.toMatchObject({ code: 'invalid_input' });
});

describe('deliveries', () => {
  it('hold all events, in order, signed over id, time and body', () => {
    const events = received.flatMap(({ body }) => (JSON.parse(body) as { data: { events: MonitorEvent[] } }).data.events);
    expect(events.map(({ event_id }) => event_id)).toEqual(events.map((_, i) => i + 1));
    for (const { headers, body } of received) {
      const signed = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${body}`;
      const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
      expect(headers['webhook-signature']).toBe(`v1,${createHmac('sha256', key).update(signed).digest('base64')}`);
      expect(Math.abs(Number(headers['webhook-timestamp']) - Date.now() / 1000)).toBeLessThan(120);
    }
    expect(new Set(received.map(({ headers }) => headers['webhook-id'])).size).toBe(received.length);
  });

  it('are tried again under the same id, with a time of their own, until the receiver takes them', async () => {
    const { store, deliveries, id } = waiting(hook);
    answers.push(500, 302);
    received.length = 0;
    await deliveries.wake();
    while (store.view(id).deliveries.waiting > 0) await new Promise((resolve) => setTimeout(resolve, 50));
    await deliveries.close();
    expect(received).toHaveLength(3);
    expect(new Set(received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    expect(new Set(received.map(({ headers }) => headers['webhook-signature'])).size).toBeGreaterThan(1);
    expect(store.view(id).deliveries).toEqual({ waiting: 0, failed: 0, last_error: null });
    store.remove(id);
  });

  it('outlive the process that could not make them', async () => {
    const { store, deliveries, id } = waiting(hook);
    answers.push(503);
    await deliveries.wake();
    await deliveries.close();
    expect(store.view(id).deliveries).toEqual({ waiting: 1, failed: 0, last_error: 'the receiver answered 503' });
    received.length = 0;
    await new Promise((resolve) => setTimeout(resolve, 2_100));
    const later = deliveriesOf(store);
    await later.wake();
    await later.close();
    expect(received).toHaveLength(1);
    store.remove(id);
  });

  it.each([
    ['when the receiver says that it wants none', () => answers.push(410), (): string => hook, 'the receiver answered 410'],
    ['after the last try', () => answers.push(500, 500, 500), (): string => hook, 'the receiver answered 500'],
    ['when the guard refuses the address', () => 0, () => 'http://169.254.169.254/hook', 'is not fetched'],
  ])('are given up %s, and it is shown', async (_, prepare, where, error) => {
    const { store, deliveries, id } = waiting(where(), [0, 0]);
    prepare();
    await deliveries.wake();
    for (let waited = 0; store.view(id).deliveries.failed === 0 && waited < 400; waited++) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      await deliveries.wake();
    }
    await deliveries.close();
    expect(store.view(id).deliveries).toMatchObject({ waiting: 0, failed: 1, last_error: expect.stringContaining(error) });
    store.remove(id);
  });
});

function deliveriesOf(store: MonitorStore, pausesSeconds: readonly number[] = [1, 1, 1]): Deliveries {
  return new Deliveries({ store, guard: createGuard({ allowHosts: [new URL(hook).host] }), pausesSeconds });
}

/** A monitor with one event that waits to be delivered. */
function waiting(webhook: string, pauses?: readonly number[]): { store: MonitorStore; deliveries: Deliveries; id: string } {
  const store = new MonitorStore(owned.instance.accounts);
  const row = store.add('shop.example', { name: 'waiting', webhook, mail: [], every_hours: null, pages: 1 });
  store.looked(row, 1, [{ kind: 'baseline', release: 1, data: {} }]);
  return { store, deliveries: deliveriesOf(store, pauses), id: row.id };
}
