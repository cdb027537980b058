import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { limits } from '../base/limits.ts';
import { throwawayIndex, type TestIndex } from '../../test/test-index.ts';
import { sql } from './literal.ts';
import {
  attachPartitions,
  dropBuildTables,
  dropUnfinished,
  keptReleases,
  leaseRelease,
  liveRelease,
  newestRelease,
  openRelease,
  publishRelease,
  releaseById,
  rollbackRelease,
  tableOf,
  type Release,
  type ReleaseFacts,
} from './releases.ts';

let index: TestIndex;
beforeAll(async () => {
  index = await throwawayIndex();
});
afterAll(async () => index[Symbol.asyncDispose]());

const facts: ReleaseFacts = {
  crawls: ['SAMPLE'],
  pages_captured: 1,
  domains_captured: 1,
  captures: 1,
  domains: 2,
  linking_domains: 1,
  backlinks_live: 1,
  backlinks_lost: 0,
  internal_links: 0,
  oldest_capture: '2026-01-01T00:00:00Z',
  newest_capture: '2026-01-01T00:00:00Z',
  authority: { version: 'authority_v2', r0: 1, r1: 2, nodes: 2, iterations: 1, circles_sought: true, anchor: 'fixed', fit: null },
  trust: null,
  trust_seeds_digest: null,
  supported_share: 0,
  authority_any_rel: { r0: 1, r1: 2, iterations: 1 },
  built_from: { release: null, pages_recomputed: 1, seconds: 0 },
};
const asOf = new Date('2026-01-01T00:00:00Z');

async function published(): Promise<Release> {
  const id = await openRelease(index.engine, index.accounts, 1, 64);
  return publishRelease(index.engine, index.accounts, id, asOf, facts);
}

async function tablesOf(id: number): Promise<string[]> {
  const rows = await index.engine.ask<{ name: string }>(
    sql`SELECT name FROM system.tables WHERE database = currentDatabase() AND endsWith(name, ${`_${id}`}) ORDER BY name`,
  );
  return rows.map(({ name }) => name);
}

describe('releases, from the first on', () => {
  it('there is none before the first, and no earlier one after it', async () => {
    expect(liveRelease(index.accounts)).toBeNull();
    expect(newestRelease(index.accounts)).toBeNull();
    expect(() => rollbackRelease(index.accounts)).toThrow(expect.objectContaining({ code: 'no_release' }));
    expect(() => releaseById(index.accounts, 1)).toThrow(
      expect.objectContaining({ code: 'release_unknown', message: expect.stringContaining('known are none') as string }),
    );
    const first = await published();
    expect(liveRelease(index.accounts)).toEqual(first);
    expect(first).toMatchObject({ id: 1, lastBatch: 1, asOf, facts });
    expect(() => rollbackRelease(index.accounts)).toThrow(expect.objectContaining({ code: 'no_earlier_release' }));
  });

  it('a release that is being built is not live, not kept, and not taken as a base', async () => {
    const id = await openRelease(index.engine, index.accounts, 2, 64);
    expect(liveRelease(index.accounts)?.id).toBe(1);
    expect(newestRelease(index.accounts)?.id).toBe(1);
    expect(keptReleases(index.accounts).map((release) => release.id)).toEqual([1]);
    expect(() => releaseById(index.accounts, id)).toThrow(expect.objectContaining({ code: 'release_unknown' }));
  });

  it('no table keeps statistics of its columns', async () => {
    const kept = await index.engine.ask<{ name: string }>(
      sql`SELECT name FROM system.tables WHERE database = currentDatabase() AND engine = 'MergeTree' AND position(create_table_query, ${"auto_statistics_types = ''"}) = 0`,
    );
    expect(kept).toEqual([]);
  });

  it('what a crash left half built is dropped with all its tables', async () => {
    expect(await tablesOf(2)).not.toEqual([]);
    expect(await dropUnfinished(index.engine, index.accounts)).toEqual([2]);
    expect(await tablesOf(2)).toEqual([]);
    expect(await dropUnfinished(index.engine, index.accounts)).toEqual([]);
  });

  it('going back points to the release before, and the next one goes forward again', async () => {
    const second = await published();
    expect(liveRelease(index.accounts)?.id).toBe(second.id);
    expect(rollbackRelease(index.accounts).id).toBe(1);
    expect(liveRelease(index.accounts)?.id).toBe(1);
    expect(newestRelease(index.accounts)?.id).toBe(second.id);
    const third = await published();
    expect(liveRelease(index.accounts)?.id).toBe(third.id);
  });

  it(`${limits.releasesKept} releases stay; an older one is gone, and says which are kept`, async () => {
    const fourth = await published();
    const kept = keptReleases(index.accounts).map((release) => release.id);
    expect(kept).toHaveLength(limits.releasesKept);
    expect(kept).not.toContain(1);
    expect(await tablesOf(1)).toEqual([]);
    expect(await tablesOf(fourth.id)).toContain(`backlinks_${fourth.id}`);
    expect(() => releaseById(index.accounts, 1)).toThrow(
      expect.objectContaining({ code: 'release_gone', message: expect.stringContaining(`kept are ${kept.join(', ')}`) as string }),
    );
  });

  it('a leased release stays until its lease is over', async () => {
    const [oldest] = keptReleases(index.accounts);
    if (oldest === undefined) throw new Error('no release is kept');
    leaseRelease(index.accounts, oldest.id, 'reader', 3_600);
    await published();
    expect(releaseById(index.accounts, oldest.id).id).toBe(oldest.id);
    leaseRelease(index.accounts, oldest.id, 'reader', -10);
    await published();
    expect(() => releaseById(index.accounts, oldest.id)).toThrow(expect.objectContaining({ code: 'release_gone' }));
  });

  it('the live release stays, however old it is', async () => {
    const [oldest] = keptReleases(index.accounts);
    if (oldest === undefined) throw new Error('no release is kept');
    while (liveRelease(index.accounts)?.id !== oldest.id) rollbackRelease(index.accounts);
    leaseRelease(index.accounts, oldest.id, 'nobody', -10);
    const id = await openRelease(index.engine, index.accounts, 1, 64);
    expect(releaseById(index.accounts, oldest.id).id).toBe(oldest.id);
    await publishRelease(index.engine, index.accounts, id, asOf, facts);
    expect(() => releaseById(index.accounts, oldest.id)).toThrow(expect.objectContaining({ code: 'release_gone' }));
  });
});

describe('tables of a release', () => {
  it('share partitions with the release before without copying, and outlive it', async () => {
    const from = await openRelease(index.engine, index.accounts, 1, 64);
    const to = await openRelease(index.engine, index.accounts, 1, 64);
    const row = sql`target_domain, source_domain, live, first_seen, last_seen`;
    await index.engine.run(
      sql`INSERT INTO ${tableOf('domain_edges', from)} (bucket, ${row}) SELECT number % 2, toString(number), 'a.example', 1, now(), now() FROM numbers(10)`,
    );
    await attachPartitions(index.engine, 'domain_edges', from, to, [1, 5]);
    await index.engine.run(sql`DROP TABLE ${tableOf('domain_edges', from)} SYNC`);
    const rows = await index.engine.ask(sql`SELECT target_domain FROM ${tableOf('domain_edges', to)} ORDER BY target_domain`);
    expect(rows.map(({ target_domain: domain }) => domain)).toEqual(['1', '3', '5', '7', '9']);
    await dropUnfinished(index.engine, index.accounts);
  });

  it('lose what only the build needs', async () => {
    const id = await openRelease(index.engine, index.accounts, 1, 64);
    await dropBuildTables(index.engine, id);
    expect(await tablesOf(id)).not.toEqual(expect.arrayContaining([`changes_${id}`]));
    expect(await tablesOf(id)).toEqual(expect.arrayContaining([`backlinks_${id}`, `link_states_${id}`, `domains_${id}`, `pages_${id}`]));
    await dropUnfinished(index.engine, index.accounts);
  });
});
