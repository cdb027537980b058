import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { silent } from '../../src/base/progress.ts';
import { limits } from '../../src/base/limits.ts';
import { sampleService, type SampleService } from '../sample-service.ts';

interface Answered {
  readonly status: number;
  readonly body: { readonly data?: Record<string, unknown>; readonly error?: { readonly code: string } };
}

let site: Server;
let host: string;
let service: SampleService;
let buyer: { readonly id: string; readonly key: string };
/** Pages of the site that were asked for. */
const asked: string[] = [];
beforeAll(async () => {
  site = createServer(({ url = '/' }, response) => {
    if (url !== '/robots.txt') asked.push(url);
    const isPage = /^\/\d?$/.test(url);
    const links = [1, 2, 3].map((page) => `<a href="/${page}">${page}</a>`).join('');
    response
      .writeHead(isPage ? 200 : 404, { 'content-type': 'text/html' })
      .end(isPage ? `${links}<a href="https://bought.example/">x</a>` : 'none');
  });
  await new Promise<void>((resolve) => {
    site.listen(0, '127.0.0.1', resolve);
  });
  ({ host } = new URL(`http://127.0.0.1:${(site.address() as AddressInfo).port}`));
  service = await sampleService({ crawls: 1, charges: true, allowHosts: host, contact: 'owner@example.com' });
  await service.fill();
  buyer = await service.backend.createKey('buyer', ['read'], { rules: { crawl_hosts: ['127.0.0.1', 'bought.example'], tag: 'client' } });
  await service.backend.deposit({ to: buyer.id, credits: 20 });
});
afterAll(async () => {
  await service[Symbol.asyncDispose]();
  site.close();
});

async function look(body: unknown, key = buyer.key): Promise<Answered> {
  const response = await fetch(`${service.address}/v1/looks`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as Answered['body'] };
}

const balance = async (): Promise<number | null> => (await service.backend.balance(buyer.id)).credits_remaining;
const ended = async (answer: Answered): Promise<string> => {
  const id = String(answer.body.data?.['job_id']);
  return service.backend.followJob(id, silent).then(
    ({ status }) => status,
    (thrown: { code: string }) => thrown.code,
  );
};

describe('a key that may only read', () => {
  it('is told beforehand what a look costs at most, and nothing is started', async () => {
    const answer = await look({ action: 'crawl', urls: [`http://${host}/`], pages: 30, dry_run: true });
    // A base of 1 credit, and 5 times 0.02 a page.
    expect(answer.body.data).toEqual({
      dry_run: true,
      action: 'crawl',
      pages_at_most: 30,
      credits_at_most: 4,
      price_list: '2026-11',
      charged: true,
    });
    expect([await balance(), asked]).toEqual([20, []]);
  });

  it('buys a crawl of its own hosts, pays for the pages that were fetched, and finds them in the answers', async () => {
    const answer = await look({ action: 'crawl', urls: [`http://${host}/`], pages: 30, depth: 1 });
    expect(answer.body.data).toMatchObject({ kind: 'crawl', status: expect.stringMatching(/queued|running/) as string });
    expect(await ended(answer)).toBe('complete');
    expect(asked.toSorted()).toEqual(['/', '/1', '/2', '/3', '/sitemap.xml']);
    // A base, and four pages of 0.1.
    expect(await balance()).toBe(18.6);
    const { data } = await service.backend.ask('list', { target: 'bought.example' });
    expect(data).toMatchObject({ total: 4 });
    const today = new Date().toISOString().slice(0, 10);
    const usage = await service.backend.usage({ from: today, to: today, by: ['operation', 'tag'] });
    expect(usage.rows).toMatchObject([{ operation: 'crawl', tag: 'client', rows: 4, credits: 1.4 }]);
  });

  it('buys a check of backlinks', async () => {
    const answer = await look({ action: 'verify', target: 'bought.example', pages: 2, tag: 'other' });
    expect(await ended(answer)).toBe('complete');
    expect(await balance()).toBe(17.4);
  });

  it('pays nothing for what fails', async () => {
    expect(await ended(await look({ action: 'verify', target: 'nobody-links-here.example' }))).toBe('invalid_input');
    expect(await balance()).toBe(17.4);
  });

  it.each([
    ['another host', { action: 'crawl', urls: ['http://elsewhere.example/'] }, 'host_not_yours'],
    ['another host beside its own', { action: 'crawl', urls: ['http://bought.example/', 'http://notbought.example/'] }, 'host_not_yours'],
    ['a name that only ends like its own', { action: 'crawl', urls: ['http://evilbought.example/'] }, 'host_not_yours'],
    ['its own name as a user name', { action: 'crawl', urls: ['http://bought.example@elsewhere.example/'] }, 'host_not_yours'],
    ['any host', { action: 'crawl', urls: ['http://bought.example/'], hosts: 'any' }, 'invalid_input'],
    ['a shorter delay', { action: 'crawl', urls: ['http://bought.example/'], delay_seconds: 0.1 }, 'invalid_input'],
    [
      'links that it names by their ends',
      { action: 'verify', links: [{ source_url: 'http://a.example/', target: 'b.example' }] },
      'invalid_input',
    ],
    ['an ingest', { action: 'ingest', sources: ['https://a.example/a.warc.gz'] }, 'invalid_input'],
    ['another key’s money', { action: 'verify', target: 'bought.example', paid_by: 'key_other' }, 'invalid_input'],
    ['more pages than there may be', { action: 'verify', target: 'bought.example', pages: limits.boughtPagesMax + 1 }, 'invalid_input'],
    ['more links than pages', { action: 'verify', ids: ['a~1', 'b~2'], pages: 1 }, 'limit_out_of_range'],
    ['what it cannot pay', { action: 'verify', target: 'bought.example', pages: 1_000 }, 'insufficient_credits'],
    ['more than it says it would spend', { action: 'verify', target: 'bought.example', pages: 50, max_credits: 5 }, 'over_budget'],
    ['no target', { action: 'verify', target: 'no target' }, 'invalid_target'],
  ])('does not get %s', async (_, body, code) => {
    const before = asked.length;
    expect((await look(body)).body.error?.code).toBe(code);
    expect([await balance(), asked.length]).toEqual([17.4, before]);
  });

  it('does not get it past its limits: questions, caps, and how many look at once', async () => {
    const limited = await service.backend.createKey('limited', ['read'], {
      account: buyer.id,
      rules: { operations: ['summary', 'verify'], daily_credits: 2 },
    });
    const wanted = { action: 'verify', target: 'bought.example', pages: 5 };
    expect((await look({ action: 'enrich', target: 'bought.example' }, limited.key)).body.error?.code).toBe('operation_not_allowed');
    expect((await look({ ...wanted, pages: 20 }, limited.key)).body.error?.code).toBe('cap_reached');
    const slow = await service.backend.startJob('crawl', {
      urls: Array.from({ length: 20 }, (_, i) => `http://${host}/slow-${i}`),
      depth: 0,
      delay_seconds: 1,
    });
    for (let i = 0; i < limits.boughtLooksOpenMax; i++) expect((await look({ ...wanted, pages: 1 + i })).status).toBe(200);
    expect((await look({ ...wanted, pages: 9 })).body.error?.code).toBe('too_many_looks');
    await service.backend.cancelJob(slow.job_id);
    for (const { job_id } of await service.backend.jobs()) await service.backend.followJob(job_id, silent).catch(() => null);
  }, 60_000);

  it('buys over MCP too, within the budget of its session', async () => {
    const client = new Client({ name: 'test', version: '1' });
    const requestInit = { headers: { authorization: `Bearer ${buyer.key}`, 'openbacklinks-budget': '3' } };
    await client.connect(new StreamableHTTPClientTransport(new URL(`${service.address}/mcp`), { requestInit }));
    const call = async (args: Record<string, unknown>): Promise<string> => {
      const { content } = await client.callTool({ name: 'look', arguments: args });
      return content[0]?.type === 'text' ? content[0].text : '';
    };
    expect(await call({ action: 'verify', target: 'bought.example', limit: 10, dry_run: true })).toContain('credits_at_most: 2');
    expect(await call({ action: 'verify', target: 'bought.example', limit: 10 })).toContain('verify: ');
    expect(await call({ action: 'verify', target: 'bought.example', limit: 11 })).toContain('session_budget_spent');
    expect(await call({ action: 'recrawl', target: 'bought.example' })).toContain('forbidden');
    expect(await call({ action: 'monitors' })).toContain('forbidden');
    await client.close();
  });
});

it('who may start jobs does not pay for them', async () => {
  const { key, id } = await service.backend.createKey('feeder', ['read', 'ingest']);
  const answer = await look({ action: 'verify', target: 'bought.example', pages: 1 }, key);
  expect(await ended(answer)).toBe('complete');
  expect((await service.backend.balance(id)).credits_remaining).toBe(0);
}, 60_000);
