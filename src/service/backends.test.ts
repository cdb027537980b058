import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { archiveOf, responseRecord, warcRecord } from '../../test/fixtures/warc.ts';
import { readConfig } from '../base/config.ts';
import { silent, type ProgressEvent, type ProgressNote } from '../base/progress.ts';
import { startServer, type RunningServer } from '../http/server.ts';
import type { Backend } from './backend.ts';
import { openBackend, openOwn, type Owned } from './open-backend.ts';
import { RemoteBackend } from './remote-backend.ts';
import { version } from './version.ts';

const page = (url: string, html: string, date: string): Buffer =>
  warcRecord({ ...responseRecord(url, Buffer.from(html), ['Content-Type: text/html; charset=utf-8']), date });
const archive = archiveOf(
  [
    page(
      'https://news.example/a',
      '<title>News</title><p>See <a href="https://shop.example/">the shop</a> today.</p>',
      '2026-01-02T03:04:05Z',
    ),
    page('https://blog.example/b', '<p>\u001b[31mred <a href="https://shop.example/x" rel="nofollow">x</a></p>', '2026-01-03T03:04:05Z'),
  ],
  'member a record',
);

let path: string;
let file: string;
let owned: Owned;
let server: RunningServer;
let remote: Backend;
beforeAll(async () => {
  path = mkdtempSync(join(tmpdir(), 'openbacklinks-'));
  file = join(path, 'two-pages.warc.gz');
  writeFileSync(file, archive);
  owned = await openOwn(readConfig({ data: join(path, 'data') }, {}));
  const { keys, folder } = owned.instance;
  server = await startServer(owned.backend, {
    host: '',
    port: null,
    socketPath: folder.socket,
    logLevel: 'silent',
    checkKey: (key) => keys.check(key),
    version,
  });
  remote = (await openBackend(owned.instance.config)).backend;
});
afterAll(async () => {
  await remote.close();
  await server.close();
  await owned.backend.close();
  rmSync(path, { recursive: true, force: true });
});

/** The same question to both backends: the same answer, or the same failure. */
async function both<T>(ask: (backend: Backend) => Promise<T>): Promise<T> {
  const answers = await Promise.allSettled([owned.backend, remote].map(ask));
  const [local, far] = answers.map((answer) =>
    answer.status === 'fulfilled'
      ? { value: answer.value }
      : { code: answer.reason.code, message: answer.reason.message, exit: answer.reason.exit },
  );
  expect(far).toEqual(local);
  const [first] = answers;
  if (first?.status === 'rejected') throw first.reason;
  return first?.value as T;
}

describe('the backend of the owner and the one that asks it', () => {
  it('are two', () => {
    expect(remote).toBeInstanceOf(RemoteBackend);
    expect(owned.backend).not.toBeInstanceOf(RemoteBackend);
  });

  it('fail alike before there is anything', async () => {
    await expect(both((backend) => backend.ask('list', { target: 'shop.example' }))).rejects.toMatchObject({ code: 'no_release' });
    await expect(both((backend) => backend.rollback())).rejects.toMatchObject({ code: 'no_release' });
    await expect(both((backend) => backend.ask('lst', { target: 'shop.example' }))).rejects.toMatchObject({ code: 'unknown_operation' });
    await expect(both((backend) => backend.job('job_none'))).rejects.toMatchObject({ code: 'not_found' });
  });

  it('carry a failed job with its code', async () => {
    const { job_id } = await remote.startJob('ingest', { sources: [join(path, 'nothing.warc')] });
    await expect(both((backend) => backend.followJob(job_id, silent))).rejects.toMatchObject({ code: 'source_missing', exit: 3 });
  });

  it('tell progress and notes of a job', async () => {
    const events: ProgressEvent[] = [];
    const notes: ProgressNote[] = [];
    const job = await remote.startJob('ingest', { sources: [file, file], refresh: true });
    const ended = await remote.followJob(job.job_id, { update: (event) => events.push(event), note: (note) => notes.push(note) });
    expect(ended).toMatchObject({ status: 'complete', result: { archives: 1, captures: 2, links: 2 } });
    expect(events.length).toBeGreaterThan(0);
    expect(events.at(-1)).toMatchObject({ task: 'refresh' });
    const again = await remote.startJob('ingest', { sources: [file] });
    await remote.followJob(again.job_id, { update: () => {}, note: (note) => notes.push(note) });
    expect(notes.map((note) => note.text)).toEqual([`${file} is in the index already`]);
  });

  it('watch alike, and tell what was seen', async () => {
    const { monitor_id, secret, ...monitor } = await remote.addMonitor({ target: 'shop.example', name: 'the shop' });
    expect(secret).toMatch(/^whsec_/);
    expect(await both((backend) => backend.monitors())).toMatchObject([{ monitor_id, ...monitor, release: 1 }]);
    const { events, cursor } = await both((backend) => backend.monitorEvents(monitor_id));
    expect(events).toMatchObject([{ kind: 'baseline', data: { backlinks: 2, domains: 2 } }]);
    expect(await both((backend) => backend.monitorEvents(monitor_id, cursor, 5))).toEqual({ monitor_id, events: [], cursor });
    await expect(both((backend) => backend.monitorEvents(monitor_id, 'x'))).rejects.toMatchObject({ code: 'invalid_cursor' });
    await remote.removeMonitor(monitor_id);
    await expect(both((backend) => backend.removeMonitor(monitor_id))).rejects.toMatchObject({ code: 'not_found' });
  });

  it('answer alike', async () => {
    const { data } = await both((backend) => backend.ask('list', { target: 'shop.example' }));
    expect(data).toMatchObject({ total: 2, release: 1, coverage: { status: 'found' } });
    await both((backend) => backend.ask('backlinks', { target: 'shop.example', followed: true }));
    await both((backend) => backend.index());
    expect(await both((backend) => backend.releases())).toMatchObject([{ release: 1, live: true }]);
    await both((backend) => backend.jobs().then((jobs) => jobs.map(({ job_id, status }) => ({ job_id, status }))));
    await expect(both((backend) => backend.ask('list', { target: 'shop.example', limit: 1001 }))).rejects.toMatchObject({
      code: 'limit_out_of_range',
    });
    await expect(both((backend) => backend.rollback())).rejects.toMatchObject({ code: 'no_earlier_release' });
  });

  it('show the record behind a link, without what would move a terminal', async () => {
    const { data } = await owned.backend.ask('list', { target: 'shop.example', order: 'source' });
    const [news, blog] = (data as { rows: { id: string; source_url: string }[] }).rows.toSorted((a, b) =>
      b.source_url.localeCompare(a.source_url),
    );
    const shown = await both((backend) => backend.evidence(news?.id ?? ''));
    expect(shown).toMatchObject({ path: file, found_in_excerpt: true, backlink: { source_url: 'https://news.example/a' } });
    expect(shown.head).toContain('WARC-Target-URI: https://news.example/a');
    expect(shown.head).toContain('HTTP 200\nContent-Type: text/html; charset=utf-8');
    expect(shown.excerpt).toContain('See <a href="https://shop.example/">the shop</a> today.');
    const other = await both((backend) => backend.evidence(blog?.id ?? '', 1));
    expect(other.excerpt).toContain('<p>\ufffd[31mred <a');

    renameSync(file, `${file}.gone`);
    await expect(both((backend) => backend.evidence(news?.id ?? ''))).rejects.toMatchObject({ code: 'evidence_missing' });
    renameSync(`${file}.gone`, file);
    await expect(both((backend) => backend.evidence('shop.example~0000000000000000'))).rejects.toMatchObject({ code: 'not_found' });
    await expect(both((backend) => backend.evidence('nonsense'))).rejects.toMatchObject({ code: 'invalid_input' });
  });

  it('make and revoke keys that the owner knows at once', async () => {
    const { key, id } = await remote.createKey('reports', ['read']);
    expect(owned.instance.keys.check(key)).toMatchObject({ id, scopes: ['read'] });
    await remote.revokeKey(id);
    expect(owned.instance.keys.check(key)).toBeNull();
    expect((await both((backend) => backend.keys())).length).toBe(1);
  });

  it('do not take the data directory from each other', async () => {
    await expect(openOwn(owned.instance.config)).rejects.toMatchObject({ code: 'data_locked', params: { pid: process.pid } });
  });

  it('say so when the owner is gone', async () => {
    await server.close();
    await expect(remote.index()).rejects.toMatchObject({ code: 'owner_lost', exit: 4 });
  });
});
