/** The typed client against a running server: the examples of the documentation, and what goes wrong. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, expectTypeOf, it } from 'vitest';
import { OpenBacklinks, OpenBacklinksError } from '../../src/client/client.ts';
import { routes } from '../../src/http/routes.ts';
import { sampleService, type SampleService } from '../sample-service.ts';
import { callsSource } from './calls-source.ts';

const target = 'riverside-plumbing.example';
let service: SampleService;
let client: OpenBacklinks;

beforeAll(async () => {
  service = await sampleService({ crawls: 2 });
  await service.fill();
  client = new OpenBacklinks({ address: `${service.address}/`, key: service.readKey });
}, 120_000);
afterAll(async () => service[Symbol.asyncDispose]());

it('is made from the OpenAPI document as it is now ("npm run client")', async () => {
  expect(readFileSync(new URL('../../src/client/calls.ts', import.meta.url), 'utf8')).toBe(await callsSource(routes));
});

it('asks a question and knows what its answer holds', async () => {
  const { data, credits_used } = await client.call('summary', { body: { target } });
  if ('dry_run' in data) throw new Error('no dry run was asked for');
  expectTypeOf(data.referring_domains).toEqualTypeOf<number>();
  expect(data).toMatchObject({ target, coverage: { status: 'found' } });
  expect(credits_used).toBe(0);
});

it('walks a list to its end', async () => {
  const { data } = await client.call('list', { body: { target, limit: 1 } });
  const seen = new Set<string>();
  for await (const row of client.rows('list', { body: { target, limit: 7 } })) seen.add(row.id);
  expect(seen.size).toBe('total' in data ? data.total : -1);
});

it('fills addresses and queries', async () => {
  const { data } = await client.call('list', { body: { target, limit: 1 } });
  const id = 'total' in data ? (data.rows[0]?.id ?? '') : '';
  const evidence = await client.call('evidence', { params: { id } });
  expect(evidence.data.backlink.id).toBe(id);
});

it('throws what the server says, with its code', async () => {
  const refused = await client.call('summary', { body: { target: 'not a target' } }).catch((thrown: unknown) => thrown);
  expect(refused).toBeInstanceOf(OpenBacklinksError);
  expect(refused).toMatchObject({ code: 'invalid_target', http: 400, retryable: false, requestId: expect.any(String) as string });
  const stranger = new OpenBacklinks({ address: service.address });
  await expect(stranger.call('index', {})).rejects.toMatchObject({ code: 'unauthenticated', http: 401 });
});
