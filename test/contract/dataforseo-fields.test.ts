/** Every field that the published client of DataForSEO's Backlinks API types is taken where it is asked with, and given where it is answered with. */
import * as models from 'dataforseo-client/models';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { endpoints } from '../../src/http/dataforseo/endpoints.ts';
import { sampleService, type SampleService } from '../sample-service.ts';

const target = 'riverside-plumbing.example';
const targets = [target, 'northgate-heating.example'];
const numbered = { '1': 'northgate-heating.example', '2': 'copper-line-plumbing.example' };

/** Calls by their path, with a task that gives rows, and the client's names of what they take and give. */
const calls: readonly (readonly [string, object, string])[] = [
  ['summary', { target }, 'Summary'],
  ['history', { target }, 'History'],
  ['backlinks', { target }, 'Backlinks'],
  ['anchors', { target }, 'Anchors'],
  ['domain_pages', { target }, 'DomainPages'],
  ['domain_pages_summary', { target }, 'DomainPagesSummary'],
  ['referring_domains', { target }, 'ReferringDomains'],
  ['referring_networks', { target }, 'ReferringNetworks'],
  ['competitors', { target }, 'Competitors'],
  ['domain_intersection', { targets: numbered }, 'DomainIntersection'],
  ['page_intersection', { targets: numbered, intersection_mode: 'partial' }, 'PageIntersection'],
  ['timeseries_summary', { target }, 'TimeseriesSummary'],
  ['timeseries_new_lost_summary', { target }, 'TimeseriesNewLostSummary'],
  ['bulk_ranks', { targets }, 'BulkRanks'],
  ['bulk_backlinks', { targets }, 'BulkBacklinks'],
  ['bulk_spam_score', { targets }, 'BulkSpamScore'],
  ['bulk_referring_domains', { targets }, 'BulkReferringDomains'],
  ['bulk_new_lost_backlinks', { targets }, 'BulkNewLostBacklinks'],
  ['bulk_new_lost_referring_domains', { targets }, 'BulkNewLostReferringDomains'],
  ['bulk_pages_summary', { targets }, 'BulkPagesSummary'],
];

let service: SampleService;
beforeAll(async () => {
  service = await sampleService({ crawls: 3 });
  await service.fill();
}, 120_000);
afterAll(async () => service[Symbol.asyncDispose]());

/** The fields that a class of the client types; null when there is no such class. */
function fieldsOf(name: string): string[] | null {
  const found = (models as unknown as Record<string, (new () => { toJSON(data: object): object }) | undefined>)[name];
  return found === undefined ? null : Object.keys(new found().toJSON({}));
}

interface Result extends Record<string, unknown> {
  readonly items?: readonly Record<string, unknown>[];
}

describe.each(calls)('%s', (path, task, name) => {
  it('takes every field of a task', () => {
    const endpoint = endpoints.find((known) => known.path === `backlinks/${path}/live`);
    const fields = fieldsOf(`Backlinks${name}LiveRequestInfo`);
    expect(fields?.length).toBeGreaterThan(1);
    expect(Object.keys(endpoint?.task.shape ?? {})).toEqual(expect.arrayContaining(fields ?? []));
  });

  it('gives every field of an answer, and of each of its rows', async () => {
    const response = await fetch(`${service.address}/v3/backlinks/${path}/live`, {
      method: 'POST',
      headers: { authorization: `Bearer ${service.readKey}` },
      body: JSON.stringify([task]),
    });
    const body = (await response.json()) as { tasks: { status_code: number; status_message: string; result: Result[] }[] };
    const [only] = body.tasks;
    expect([only?.status_code, only?.status_message]).toEqual([20000, 'Ok.']);
    const [result] = only?.result ?? [];
    expect(Object.keys(result ?? {})).toEqual(expect.arrayContaining(fieldsOf(`Backlinks${name}LiveResultInfo`) ?? ['no such class']));
    const ofItem = fieldsOf(`Backlinks${name}LiveItem`);
    if (ofItem === null) return;
    expect(result?.items?.length).toBeGreaterThan(0);
    for (const item of result?.items ?? []) expect(Object.keys(item)).toEqual(expect.arrayContaining(ofItem));
  });
});
