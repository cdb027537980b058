/** What is too much for a question becomes a job, on every surface. */
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { OpenBacklinks } from '../../src/client/client.ts';
import { list } from '../../src/query/list.ts';
import type { JobView } from '../../src/service/backend.ts';
import { connectOwner } from '../../src/service/remote-backend.ts';
import { sampleService, type SampleService } from '../sample-service.ts';

const target = 'riverside-plumbing.example';
let service: SampleService;
/** The same web, without the bound: what the answers are. */
let expected: { ids: string[]; total: number };
const question = { target, state: 'all', filters: ['anchor', '<>', ''], limit: 5 };

beforeAll(async () => {
  const free = await sampleService({ crawls: 2 });
  await free.fill();
  const { rows, total } = (await free.backend.ask('list', { ...question, limit: 1_000 })).data as { rows: unknown; total: number };
  expected = { ids: idsOf(rows), total };
  await free[Symbol.asyncDispose]();
  service = await sampleService({ crawls: 2, charges: true, questionRows: '1' });
  await service.fill();
  const reader = (await service.backend.keys()).find(({ name }) => name === 'reader');
  await service.backend.deposit({ to: reader?.id ?? '', credits: 100 });
}, 240_000);
afterAll(async () => service[Symbol.asyncDispose]());

function idsOf(rows: unknown): string[] {
  return (rows as { id: string }[]).map(({ id }) => id);
}

async function call(
  path: string,
  body?: object,
): Promise<{ status: number; text: string; data: Record<string, unknown>; error: { code?: string } }> {
  const headers = { authorization: `Bearer ${service.readKey}` };
  const response = await fetch(
    `${service.address}${path}`,
    body === undefined ? { headers } : { method: 'POST', headers, body: JSON.stringify(body) },
  );
  const text = await response.text();
  const { data = {}, error = {} } = text.startsWith('{"status')
    ? (JSON.parse(text) as { data?: Record<string, unknown>; error?: { code: string } })
    : {};
  return { status: response.status, text, data, error };
}

async function complete(started: Record<string, unknown>): Promise<JobView & { result_url: string }> {
  for (;;) {
    const { data } = await call(String(started.poll_url));
    if (data.status === 'complete') return data as unknown as JobView & { result_url: string };
    if (data.status === 'failed') throw new Error(JSON.stringify(data.error));
    await sleep(50);
  }
}

it('is priced before, answered with 202, and read where the job says', async () => {
  const quote = await call('/v1/backlinks/list', { ...question, dry_run: true });
  expect(quote.data).toMatchObject({ as_job: true, rows: 5, rows_are: 'at_most', credits: 1.1, rows_at_most: 5, credits_at_most: 1.1 });
  expect(quote.data.rows_to_read).toBeGreaterThan(1);
  const refused = await call('/v1/backlinks/list', { ...question, as_job: false });
  expect([refused.status, refused.error.code]).toEqual([422, 'too_many_rows']);

  const started = await call('/v1/backlinks/list', question);
  expect(started.status).toBe(202);
  expect(started.data).toMatchObject({ kind: 'answer', result_url: `/v1/jobs/${String(started.data.job_id)}/result` });
  const ended = await complete(started.data);
  expect(ended.result).toMatchObject({ rows: 5, total: expected.total, reason: 'limit', credits: 1.1 });
  const { data } = await call(ended.result_url);
  expect(data).toMatchObject({ target, total: expected.total, coverage: { status: 'found' } });
  expect(idsOf(data.rows)).toEqual(expected.ids.slice(0, 5));
  // It was paid for: asked again it is the same job.
  expect((await call('/v1/backlinks/list', question)).data).toMatchObject({ job_id: ended.job_id, status: 'complete' });
  expect((await call('/v1/account/balance')).data.credits_remaining).toBe(98.9);
  // Where the question goes on is a question of its own.
  const next = await complete((await call('/v1/backlinks/list', { ...question, cursor: data.cursor })).data);
  expect(idsOf((await call(next.result_url)).data.rows)).toEqual(expected.ids.slice(5, 10));
});

it('to its end as lines and as a table', async () => {
  const { limit: _, ...all } = question;
  const started = await call('/v1/backlinks/list?format=ndjson', all);
  expect(started.status).toBe(202);
  const { result_url: result } = await complete(started.data);
  const lines = (await call(`${result}?format=ndjson`)).text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(idsOf(lines.slice(0, -1))).toEqual(expected.ids);
  expect(lines.at(-1)).toMatchObject({ stream: { reason: 'complete', rows: expected.total, total: expected.total } });
  expect((await call(`${result}?format=csv`)).text.trim().split('\n')).toHaveLength(1 + expected.total);
  const first = await call(`${result}?limit=10`);
  const second = await call(`${result}?limit=10&cursor=${String(first.data.cursor)}`);
  expect([...idsOf(first.data.rows), ...idsOf(second.data.rows)]).toEqual(expected.ids.slice(0, 20));
  expect((await call(`${result}?cursor=wrong`)).error.code).toBe('invalid_cursor');
  expect((await call('/v1/jobs/job_0/result')).error.code).toBe('not_found');
});

it('the client waits for it, and a remote backend is told', async () => {
  const client = new OpenBacklinks({ address: service.address, key: service.readKey });
  const { data } = await client.call('list', { body: { target, filters: ['anchor', '<>', ''], state: 'all', limit: 7 } });
  expect('cursor' in data ? idsOf(data.rows) : []).toEqual(expected.ids.slice(0, 7));
  const owner = await connectOwner(service.folder);
  if (owner === null) throw new Error('the owner answers');
  await expect(owner.ask('list', question)).rejects.toMatchObject({ code: 'too_many_rows' });
  await expect(owner.whole('list', question)[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code: 'too_many_rows' });
  const { job_id: job } = await owner.startAnswer('list', { ...question, limit: 9 }, true);
  await owner.followJob(job, { update: () => {}, note: () => {} });
  const rows: unknown[] = [];
  for await (const piece of owner.answerPieces(job)) rows.push(...piece.rows);
  expect(idsOf(rows)).toEqual(expected.ids.slice(0, 9));
  await owner.close();
});

it('the command line follows it and prints the answer', async () => {
  const words = [
    '--data',
    service.folder.path,
    'query',
    'list',
    target,
    '--state',
    'all',
    '--filters',
    'anchor <> ""',
    '--limit',
    '3',
    '--json',
  ];
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/main.ts', ...words]);
  const [stdout, stderr, status] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise((resolve) => child.once('exit', resolve)),
  ]);
  expect({ status, stderr }).toMatchObject({ status: 0, stderr: expect.stringContaining('it is answered as job_') as string });
  const { rows, total } = JSON.parse(stdout) as { rows: unknown; total: number };
  expect(idsOf(rows)).toEqual(expected.ids.slice(0, 3));
  expect(total).toBe(expected.total);
});

it('an agent asks again until its answer is there', async () => {
  const client = new Client({ name: 'test', version: '1' });
  const requestInit = { headers: { authorization: `Bearer ${service.readKey}` } };
  await client.connect(new StreamableHTTPClientTransport(new URL(`${service.address}/mcp`), { requestInit }));
  const ask = async (): Promise<string> =>
    JSON.stringify((await client.callTool({ name: list.tool, arguments: { ...question, limit: 4 } })).content);
  const first = await ask();
  expect(first).toContain('Ask the same question again');
  let last = first;
  while (last.includes('Ask the same question again')) {
    await sleep(50);
    last = await ask();
  }
  expect(last).toContain(`4 of ${expected.total} rows`);
  expect(last).toContain('for 1.08 credits');
  await client.close();
});
