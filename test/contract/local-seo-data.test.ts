/** The calls of the Local SEO Data API that are true here, made as its published client makes them. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { sampleService, type SampleService } from '../sample-service.ts';

let service: SampleService;
beforeAll(async () => {
  service = await sampleService({ crawls: 1 });
  await service.fill();
});
afterAll(async () => {
  await service[Symbol.asyncDispose]();
});

async function post(path: string, body: unknown, key = service.readKey): Promise<{ status: number; answer: unknown }> {
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json', accept: 'application/json' };
  const response = await fetch(`${service.address}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
  return { status: response.status, answer: await response.json() };
}

const count = z.int().min(0);
const succeeded = <Data extends z.ZodType>(data: Data) =>
  z.object({
    status: z.literal('success'),
    request_id: z.string().min(1),
    credits_used: z.number(),
    credits_remaining: z.number().nullable(),
    cached: z.boolean(),
    data,
  });
const failed = z.object({
  status: z.literal('error'),
  request_id: z.string().min(1),
  error: z.object({ code: z.string(), message: z.string() }),
});

const summary = z.object({
  domain: z.string(),
  rank: z.int().min(0).max(1000),
  backlinks_total: count,
  referring_domains: count,
  referring_domains_nofollow: count,
  broken_backlinks: count.nullable(),
  spam_score: z.number().nullable(),
  backlinks_by_type: z.object({ anchor: count, image: count, redirect: count }),
});

test('POST /v1/backlinks/summary takes a domain and answers every field of the contract', async () => {
  const { status, answer } = await post('/v1/backlinks/summary', { domain: 'riverside-plumbing.example' });
  expect(status).toBe(200);
  const { data } = succeeded(summary).parse(answer);
  expect(data.domain).toBe('riverside-plumbing.example');
  expect(data.backlinks_total).toBeGreaterThan(0);
  expect(data.referring_domains).toBeGreaterThan(0);
  expect(data.referring_domains_nofollow).toBeLessThanOrEqual(data.referring_domains);
});

test('GET /v1/account/balance has what the client prints', async () => {
  const response = await fetch(`${service.address}/v1/account/balance`, { headers: { authorization: `Bearer ${service.readKey}` } });
  const balance = z.object({ credits_remaining: z.number().nullable(), plan: z.object({ name: z.string() }) });
  expect(succeeded(balance).safeParse(await response.json()).error).toBeUndefined();
});

test('GET /health needs no key', async () => {
  expect((await fetch(`${service.address}/health`)).status).toBe(200);
});

test('failures have the code and the message that the client prints', async () => {
  const wrongKey = await post('/v1/backlinks/summary', { domain: 'riverside-plumbing.example' }, 'wrong');
  expect(wrongKey.status).toBe(401);
  expect(failed.parse(wrongKey.answer).error.code).toBe('unauthenticated');
  const wrongDomain = await post('/v1/backlinks/summary', { domain: 'not a domain' });
  expect(wrongDomain.status).toBe(400);
  expect(failed.parse(wrongDomain.answer).error.message).toContain('not a domain');
});

test('a call that is not answered here is a 404 in the envelope', async () => {
  const { status, answer } = await post('/v1/audit/citation', { business_name: 'Riverside Plumbing' });
  expect(status).toBe(404);
  expect(failed.parse(answer).error.code).toBe('not_found');
});
