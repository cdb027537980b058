import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleService, type SampleService } from '../../test/sample-service.ts';
import { silent } from '../base/progress.ts';
import { operationNamed } from '../query/operations.ts';
import type { JobView } from './backend.ts';

const targets = ['riverside-plumbing.example', 'copper-line-plumbing.example', 'nobody-links.example', 'www.riverside-plumbing.example'];
let service: SampleService;
beforeAll(async () => {
  service = await sampleService({ crawls: 2, charges: true });
  await service.fill();
}, 120_000);
afterAll(async () => service[Symbol.asyncDispose]());

async function call<T>(path: string, body?: unknown): Promise<T> {
  const headers = { authorization: `Bearer ${service.readKey}`, 'content-type': 'application/json' };
  const response = await fetch(
    `${service.address}${path}`,
    body === undefined ? { headers } : { method: 'POST', headers, body: JSON.stringify(body) },
  );
  const { data, error } = (await response.json()) as { data?: T; error?: { code: string } };
  if (data === undefined) throw new Error(error?.code);
  return data;
}

async function credits(): Promise<number> {
  return (await call<{ credits_remaining: number }>('/v1/account/balance')).credits_remaining;
}

describe('an audit of many targets', () => {
  it('is priced before, charges each target once, and is downloaded place by place', async () => {
    const reader = (await service.backend.keys()).find(({ name }) => name === 'reader');
    await service.backend.deposit({ to: reader?.id ?? '', credits: 100 });
    expect(await call('/v1/audits', { targets, dry_run: true })).toMatchObject({
      dry_run: true,
      targets: 3,
      credits_at_most: 15,
      charged: true,
    });

    const started = await call<JobView>('/v1/audits', { targets });
    const ended = await service.backend.followJob(started.job_id, silent);
    expect(ended).toMatchObject({ status: 'complete', result: { targets: 3, failed: 0, credits: 15 } });
    expect(await credits()).toBe(85);

    const first = await call<{ place: number; target: string; result: unknown; credits: number }[]>(`/v1/audits/${started.job_id}?limit=2`);
    const rest = await call<typeof first>(`/v1/audits/${started.job_id}?after=2`);
    expect([...first, ...rest].map(({ place, target, credits: cost }) => [place, target, cost])).toEqual([
      [1, 'riverside-plumbing.example', 5],
      [2, 'copper-line-plumbing.example', 5],
      [3, 'nobody-links.example', 5],
    ]);
    const { output } = operationNamed('audit');
    for (const { result } of [...first, ...rest]) expect(output.parse(result)).toEqual(result);
    expect(first[0]?.result).toMatchObject({
      coverage: { status: 'found' },
      next_steps: expect.arrayContaining([expect.objectContaining({ kind: 'ask_for_link' })]) as unknown,
    });
  }, 60_000);

  it('ends where the credits do, and keeps what was paid for', async () => {
    const many = Array.from({ length: 20 }, (_, i) => `of-${i}.example`);
    const started = await call<JobView>('/v1/audits', { targets: many });
    await expect(service.backend.followJob(started.job_id, silent)).rejects.toThrow('credits');
    expect(await call('/v1/audits/'.concat(started.job_id))).toHaveLength(17);
    expect(await credits()).toBe(0);
  }, 60_000);

  it('of somebody else is not found, and a wrong target is refused before', async () => {
    const { job_id } = (await service.backend.startAudit({ targets: ['riverside-plumbing.example'] })) as JobView;
    await service.backend.followJob(job_id, silent);
    await expect(call(`/v1/audits/${job_id}`)).rejects.toThrow('not_found');
    await expect(call('/v1/audits', { targets: ['not a target'] })).rejects.toThrow('invalid_target');
    await expect(call('/v1/audits', { targets, since_release: 99 })).rejects.toThrow('release_unknown');
  }, 60_000);
});
