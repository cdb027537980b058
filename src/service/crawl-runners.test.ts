import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../base/config.ts';
import { silent } from '../base/progress.ts';
import type { JobInputs, JobKind, JobResults } from './backend.ts';
import { openOwn, type Owned } from './open-backend.ts';

const pages: Record<string, string> = {
  '/': '<a href="/story">story</a> <a href="https://shop.example/">shop</a>',
  '/story': '<a href="https://shop.example/">the shop</a>',
};
let server: Server;
let site: string;
let path: string;
let owned: Owned;
beforeAll(async () => {
  server = createServer((request, response) => {
    const page = pages[request.url ?? ''];
    response.writeHead(page === undefined ? 404 : 200, { 'content-type': 'text/html' }).end(page ?? 'none');
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  site = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  path = mkdtempSync(join(tmpdir(), 'openbacklinks-'));
  owned = await openOwn(readConfig({ data: path, allowHosts: new URL(site).host, contact: 'owner@example.com' }, {}));
});
afterAll(async () => {
  await owned.backend.close();
  server.close();
  rmSync(path, { recursive: true, force: true });
});

async function run<Kind extends JobKind>(kind: Kind, input: JobInputs[Kind]): Promise<JobResults[Kind]> {
  const { job_id } = await owned.backend.startJob(kind, input);
  return (await owned.backend.followJob(job_id, silent)).result as JobResults[Kind];
}

describe('jobs that fetch from the web', () => {
  it('crawl a site, build a release of it', async () => {
    const result = await run('crawl', { urls: [site], delay_seconds: 0.1, refresh: true });
    expect(result).toMatchObject({ captures: 2, links: 2, by: { fetched: { page: 2 } } });
    const { data } = await owned.backend.ask('list', { target: 'shop.example' });
    expect(data).toMatchObject({ total: 2 });
  });

  it('verify a target’s links, links by id, and links that the index does not know', async () => {
    pages['/story'] = 'no link any more';
    const { links, each } = await run('verify', { target: 'shop.example', delay_seconds: 0.1 });
    expect(links).toEqual({ present: 1, absent: 1, gone: 0, redirected: 0, unknown: 0 });
    const [first] = each;
    const byId = await run('verify', { ids: [first?.id ?? ''], delay_seconds: 0.1 });
    expect(byId.each).toMatchObject([{ id: first?.id, seen: first?.seen, state_before: 'live' }]);
    const byEnds = await run('verify', { links: [{ source_url: site, target: 'other.example' }], delay_seconds: 0.1, refresh: true });
    expect(byEnds.each).toMatchObject([{ id: null, target: 'other.example', seen: 'absent', state_before: null }]);
    const { data } = await owned.backend.ask('list', { target: 'shop.example', state: 'lost' });
    expect(data).toMatchObject({ total: 1, rows: [{ lost_reason: 'removed' }] });
  });

  it('recrawl what is due, and nothing when nothing is', async () => {
    expect(await run('recrawl', { target: 'shop.example' })).toEqual({ due: 0, crawl: null });
    const { due, crawl } = await run('recrawl', { target: 'shop.example', older_than_days: 0, delay_seconds: 0.1 });
    expect(due).toBe(1);
    expect(crawl).toMatchObject({ captures: 1, by: { fetched: { unchanged: 1 } } });
  });

  it('refuse what they cannot do, by name', async () => {
    await expect(run('verify', {})).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(run('verify', { ids: ['nonsense'] })).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(run('crawl', { urls: ['ftp://example.com/'] })).rejects.toMatchObject({ code: 'invalid_input' });
  });
});
