import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { summary } from '../../src/query/summary.ts';
import { sampleService, type SampleService } from '../sample-service.ts';

let service: SampleService;
beforeAll(async () => {
  service = await sampleService({ crawls: 1, charges: true });
  await service.fill();
}, 120_000);
afterAll(async () => {
  await service[Symbol.asyncDispose]();
});

test('an agent pays for the questions of its tools, once each, and is told what they cost', async () => {
  const { key, id } = await service.backend.createKey('agent', ['read']);
  await service.backend.deposit({ to: id, credits: 10 });
  const client = new Client({ name: 'test', version: '1' });
  const requestInit = { headers: { authorization: `Bearer ${key}` } };
  await client.connect(new StreamableHTTPClientTransport(new URL(`${service.address}/mcp`), { requestInit }));
  const ask = async (more: object): Promise<string> => {
    const target = 'riverside-plumbing.example';
    const { content } = await client.callTool({ name: summary.tool, arguments: { target, ...more } });
    return JSON.stringify(content);
  };
  expect(await ask({ dry_run: true })).toContain('credits_at_most');
  expect((await service.backend.balance(id)).credits_remaining).toBe(10);
  expect(await ask({})).toContain('Credits: 1 used, 9 left.');
  expect(await ask({ max_credits: 0.5 })).toContain('over_budget');
  expect((await service.backend.balance(id)).credits_remaining).toBe(9);
  await client.close();
});
