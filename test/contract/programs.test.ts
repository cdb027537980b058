/** The examples of docs/programs.md, as they stand there: only the address is that of the test's own server. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { sampleService, type SampleService } from '../sample-service.ts';

const run = promisify(execFile);
const page = readFileSync(path.resolve(import.meta.dirname, '../../docs/programs.md'), 'utf8');
const target = 'riverside-plumbing.example';

let service: SampleService;
let summary: { backlinks_total: number; referring_domains: number };
beforeAll(async () => {
  service = await sampleService({ crawls: 2 });
  await service.fill();
  summary = (await service.backend.ask('summary', { target })).data as typeof summary;
}, 120_000);
afterAll(async () => service[Symbol.asyncDispose]());

/** The examples in a language, with the address of the server of this test. */
function examples(language: string): string[] {
  return Array.from(page.matchAll(/```(\w+)\n([\s\S]*?)```/g))
    .filter(([, name]) => name === language)
    .map(([, , text = '']) => text.replaceAll('http://127.0.0.1:8080', service.address));
}

async function ran(command: string, args: readonly string[]): Promise<string> {
  const { stdout } = await run(command, args, { env: { ...process.env, OPENBACKLINKS_KEY: service.readKey } });
  return stdout;
}

async function isThere(command: string): Promise<boolean> {
  return run(command, ['--version']).then(
    () => true,
    () => false,
  );
}

it('curl gets figures, a whole list, and both in DataForSEO’s words', async (test) => {
  if (!(await isThere('curl'))) return test.skip('no curl on this machine');
  const [figures = '', list = '', other = '', ...more] = examples('sh');
  expect(more).toEqual([]);
  expect(JSON.parse(await ran('bash', ['-c', figures]))).toMatchObject({ status: 'success', data: { target, ...summary } });
  const { data } = await service.backend.ask('list', { target, followed: true });
  const lines = (await ran('bash', ['-c', list])).trim().split('\n');
  expect(lines.length - 1).toBe((data as { total: number }).total);
  expect(JSON.parse(await ran('bash', ['-c', other]))).toMatchObject({
    tasks: [{ status_code: 20000, result: [{ target, backlinks: summary.backlinks_total }] }],
  });
});

it('Python gets figures and walks a list', async (test) => {
  if (!(await isThere('python3'))) return test.skip('no python3 on this machine');
  const [program = '', ...more] = examples('python');
  expect(more).toEqual([]);
  const folder = mkdtempSync(path.join(tmpdir(), 'openbacklinks-programs-'));
  try {
    const file = path.join(folder, 'example.py');
    writeFileSync(file, program);
    const [first, ...lines] = (await ran('python3', [file])).trim().split('\n');
    const { data } = await service.backend.ask('referring-domains', { target, limit: 1000 });
    expect(Number(first)).toBe(summary.referring_domains);
    expect(lines).toEqual((data as { rows: { domain: string; backlinks: number }[] }).rows.map((row) => `${row.domain} ${row.backlinks}`));
    expect(lines.length).toBeGreaterThan(10);
    writeFileSync(file, program.replaceAll(target, 'no target'));
    await expect(ran('python3', [file])).rejects.toThrow('Give a domain (example.com)');
  } finally {
    rmSync(folder, { recursive: true });
  }
});

/** What is read of an HTTP Request node, and nothing else may be said in it: what is not read would not be replayed. */
const workflow = z.strictObject({
  nodes: z.tuple([
    z.strictObject({
      name: z.string(),
      type: z.literal('n8n-nodes-base.httpRequest'),
      typeVersion: z.number().min(3),
      position: z.tuple([z.number(), z.number()]),
      parameters: z.strictObject({
        method: z.enum(['GET', 'POST']),
        url: z.url(),
        authentication: z.literal('genericCredentialType'),
        genericAuthType: z.enum(['httpHeaderAuth', 'httpBasicAuth']),
        sendBody: z.literal(true),
        specifyBody: z.literal('json'),
        jsonBody: z.string().transform((text) => JSON.parse(text) as unknown),
        options: z.strictObject({}),
      }),
    }),
  ]),
  connections: z.strictObject({}),
});

describe('an HTTP Request node of n8n', () => {
  async function replayed(text: string): Promise<unknown> {
    const { method, url, genericAuthType, jsonBody } = workflow.parse(JSON.parse(text)).nodes[0].parameters;
    const basic = Buffer.from(`anybody:${service.readKey}`).toString('base64');
    const authorization = genericAuthType === 'httpBasicAuth' ? `Basic ${basic}` : `Bearer ${service.readKey}`;
    const response = await fetch(url, {
      method,
      headers: { authorization, 'content-type': 'application/json', accept: 'application/json,text/html' },
      body: JSON.stringify(jsonBody),
    });
    expect(response.status).toBe(200);
    return response.json();
  }

  it('asks a question of ours, and one in DataForSEO’s words', async () => {
    const [ours = '', theirs = '', ...more] = examples('json');
    expect(more).toEqual([]);
    const domains = (await service.backend.ask('referring-domains', { target, limit: 50 })).data as { total: number; rows: unknown[] };
    expect(await replayed(ours)).toMatchObject({ status: 'success', data: { total: domains.total, rows: domains.rows } });
    const list = (await service.backend.ask('list', { target, limit: 50 })).data as { total: number };
    expect(await replayed(theirs)).toMatchObject({ tasks: [{ status_code: 20000, result: [{ total_count: list.total, target }] }] });
  });
});
