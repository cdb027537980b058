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

test('POST /v1/backlinks/gap answers in the words of the contract', async () => {
  const { status, answer } = await post('/v1/backlinks/gap', {
    your_domain: 'copper-line-plumbing.example',
    competitor_domains: ['riverside-plumbing.example', 'northgate-heating.example'],
    limit: 5,
  });
  expect(status).toBe(200);
  const gap = z.object({
    your_domain: z.literal('copper-line-plumbing.example'),
    opportunities: z
      .array(
        z.object({
          referring_domain: z.string(),
          domain_rank: z.int().min(0).max(1000),
          links_to_competitors: z.array(z.object({ domain: z.string(), backlinks: count })).min(1),
          links_to_you: z.literal(false),
        }),
      )
      .min(1)
      .max(5),
    total_opportunities: count,
  });
  const { data } = succeeded(gap).parse(answer);
  expect(data.total_opportunities).toBeGreaterThanOrEqual(data.opportunities.length);
});

test('a call whose data no source brings yet says so, and makes no figure up', async () => {
  for (const path of ['/v1/audit/citation', '/v1/score/local-authority', '/v1/ai/visibility']) {
    const { status, answer } = await post(path, { business_name: 'Riverside Plumbing' });
    expect(status).toBe(501);
    expect(failed.parse(answer).error.code).toBe('not_available_yet');
    expect((await post(path, {}, 'wrong')).status).toBe(401);
  }
});
