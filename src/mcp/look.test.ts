import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sampleService, type SampleService } from '../../test/sample-service.ts';

let site: Server;
let address: string;
let service: SampleService;
const clients: Client[] = [];
beforeAll(async () => {
  site = createServer((request, response) => {
    const isHome = request.url === '/';
    response
      .writeHead(isHome ? 200 : 404, { 'content-type': 'text/html' })
      .end(isHome ? '<a href="https://looked-for.example/">x</a>' : 'none');
  });
  await new Promise<void>((resolve) => {
    site.listen(0, '127.0.0.1', resolve);
  });
  address = `http://127.0.0.1:${(site.address() as AddressInfo).port}/`;
  service = await sampleService({ crawls: 1, allowHosts: new URL(address).host, contact: 'owner@example.com' });
});
afterAll(async () => {
  await Promise.all(clients.map(async (client) => client.close()));
  await service[Symbol.asyncDispose]();
  site.close();
});

async function connected(key: string): Promise<Client> {
  const client = new Client({ name: 'test', version: '1' });
  const requestInit = { headers: { authorization: `Bearer ${key}` } };
  await client.connect(new StreamableHTTPClientTransport(new URL(`${service.address}/mcp`), { requestInit }));
  clients.push(client);
  return client;
}

async function call(client: Client, name: string, args: Record<string, unknown>): Promise<string> {
  const { content } = await client.callTool({ name, arguments: args });
  const [first] = content;
  return first?.type === 'text' ? first.text : '';
}

test('who is told that nobody looked can have it looked, poll, and ask again', async () => {
  await service.fill();
  const client = await connected(service.adminKey);
  expect(await call(client, 'backlinks', { target: 'looked-for.example' })).toContain('0 of 0 rows');
  const begun = await call(client, 'look', { action: 'crawl', urls: [address] });
  const job_id = /job_id: (\S+)/.exec(begun)?.[1] ?? '';
  let polled = begun;
  while (/: (?:queued|running)/.test(polled)) {
    await new Promise((resolve) => setTimeout(resolve, 200));
    polled = await call(client, 'look', { job_id });
  }
  expect(polled).toContain('crawl: complete');
  expect(await call(client, 'backlinks', { target: 'looked-for.example' })).toContain(address);
});

test('an administrator watches a target and reads what was seen', async () => {
  const client = await connected(service.adminKey);
  const added = await call(client, 'look', { action: 'watch', target: 'looked-for.example', hours: 24, limit: 5 });
  const id = /monitor_id: (\S+)/.exec(added)?.[1] ?? '';
  expect(added).not.toContain('whsec_');
  const [monitor] = await service.backend.monitors();
  expect(monitor).toMatchObject({ monitor_id: id, every_hours: 24, pages: 5 });
  expect(await call(client, 'look', { action: 'monitors' })).toContain(`${id}: looked-for.example, looked 2`);
  const events = await call(client, 'look', { action: 'events', monitor_id: id });
  expect(events).toMatch(/^<untrusted-[0-9a-f]+>[^]* baseline [^]*<\/untrusted-[0-9a-f]+>\ncursor: \d+$/);
  const cursor = /cursor: (\d+)/.exec(events)?.[1];
  expect(await call(client, 'look', { action: 'events', monitor_id: id, cursor })).toBe(`None yet.\ncursor: ${cursor}`);
});

test('an enrichment is begun with a target', async () => {
  const client = await connected(service.adminKey);
  const quote = await call(client, 'look', { action: 'enrich', target: 'looked-for.example', limit: 20, dry_run: true });
  expect(quote).toContain('pages_at_most: 20');
  expect(await call(client, 'look', { action: 'enrich', target: 'looked-for.example', limit: 20 })).toMatch(
    /job_id: \S+\nenrich: (?:queued|running)/,
  );
});

test('a key that may only read is not offered it where nothing is charged', async () => {
  const reader = await connected(service.readKey);
  expect((await reader.listTools()).tools.map(({ name }) => name)).not.toContain('look');
});

test.each([
  {},
  { action: 'crawl', job_id: 'job_1' },
  { action: 'crawl' },
  { action: 'verify' },
  { action: 'sing' },
  { action: 'enrich' },
  { action: 'watch', target: 'no target' },
  { action: 'events', monitor_id: 'mon_none' },
  { job_id: 'job_none' },
])('says what is wrong with %j', async (args) => {
  const client = await connected(service.adminKey);
  expect(await call(client, 'look', args)).toMatch(/^(?:invalid_input|invalid_target|not_found): /);
});
