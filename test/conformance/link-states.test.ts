import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dropUncommitted } from '../../src/store/batches.ts';
import { schemaText, sql } from '../../src/store/literal.ts';
import { tableOf } from '../../src/store/releases.ts';
import { releaseDigest, tableDigest } from '../release-digest.ts';
import { throwawayIndex, type TestIndex } from '../test-index.ts';
import { linkStatesOf, type BacklinkRow } from './link-states-reference.ts';
import { archivedOf, batchesOfWorlds, loadWorlds, randomWorlds } from './worlds.ts';

const captures = randomWorlds(300, 20_261_122).flat();
const batches = Array.from({ length: batchesOfWorlds }, (_, batch) => captures.filter((seen) => seen.batch === batch));
const strangers = randomWorlds(20, 7).flat();
const rawTables = ['captures', 'linksets', 'link_context'];

describe.each([
  { how: 'in one partition', onePartitionLinksMax: Number.POSITIVE_INFINITY, partitions: [1, 1, 1] },
  { how: 'in a partition a bucket', onePartitionLinksMax: 0, partitions: [64, 64, 64] },
  { how: 'spread when they are more than one partition takes', onePartitionLinksMax: 1500, partitions: [1, 64, 64] },
])('300 random worlds in three batches, $how', ({ onePartitionLinksMax, partitions }) => {
  let index: TestIndex;
  const releases: number[] = [];
  const lying: unknown[] = [];

  beforeAll(async () => {
    index = await throwawayIndex({ onePartitionLinksMax });
    for (const [i, batch] of batches.entries()) {
      await loadWorlds(index, `batch-${i}`, batch);
      const { release } = await index.refresh();
      lying.push(release.facts.partitions);
      releases.push(release.id);
    }
  }, 300_000);
  afterAll(async () => index[Symbol.asyncDispose]());

  it('lie so', () => {
    expect(lying).toEqual(partitions);
  });

  it.each([0, 1, 2])('has every link with its states as the rules say after batch %i', async (last) => {
    const expected = linkStatesOf(captures.filter(({ batch }) => batch <= last));
    const found = await backlinks(index, releases[last] ?? 0);
    expect(found.length).toBe(expected.length);
    expect(found).toEqual(expected.sort(byKeys));
    expect(expected.length).toBeGreaterThan(1000);
  });

  it('has links that were away and came back', () => {
    expect(linkStatesOf(captures).filter(({ gaps }) => Array.isArray(gaps) && gaps.length > 0).length).toBeGreaterThan(20);
  });

  it('holds the same states by source as by target', async () => {
    const release = releases.at(-1) ?? 0;
    const columns = schemaText(
      'source_key, target_key, target_domain, first_seen, seen_for, verified_after, state, lost_after, lost_reason, lost_confirmations',
    );
    const from = (table: string, targetBucket: string): Promise<unknown[]> =>
      index.engine.ask(
        sql`SELECT ${columns}, ${schemaText(targetBucket)} AS of_target FROM ${tableOf(table, release)} ORDER BY source_key, target_key`,
      );
    expect(await from('link_states', 'target_bucket')).toEqual(await from('backlinks', 'bucket'));
  });

  it('is the same, to the row and in every table, whether built batch by batch or at once', async () => {
    const stepByStep = await releaseDigest(index.engine, releases.at(-1) ?? 0);
    const { release } = await index.refresh(true);
    expect(await releaseDigest(index.engine, release.id)).toEqual(stepByStep);
  });

  it('keeps no trace of a batch that was never committed', async () => {
    const digests = async (): Promise<string[]> => Promise.all(rawTables.map((table) => tableDigest(index.engine, table)));
    const before = await digests();
    const lost = await loadWorlds(index, 'lost', archivedOf([...strangers, ...captures]));
    expect(await digests()).not.toEqual(before);
    // As a process leaves it that is killed before it writes the commit row.
    index.accounts.prepare(`UPDATE batches SET state = 'loading', committed_at = NULL WHERE id = ?`).run(lost.id);
    expect(await dropUncommitted(index.engine, index.accounts)).toBe(1);
    expect(await digests()).toEqual(before);
    const { release } = await index.refresh(true);
    expect(await backlinks(index, release.id)).toEqual(linkStatesOf(captures).sort(byKeys));
  });
});

async function backlinks(index: TestIndex, release: number): Promise<BacklinkRow[]> {
  return index.engine.ask<BacklinkRow>(
    sql`SELECT * REPLACE (toUnixTimestamp(first_seen) AS first_seen) FROM ${tableOf('backlinks', release)} ORDER BY target_key, source_key`,
  );
}

function byKeys(a: BacklinkRow, b: BacklinkRow): number {
  const [left, right] = [
    `${String(a['target_key'])}\0${String(a['source_key'])}`,
    `${String(b['target_key'])}\0${String(b['source_key'])}`,
  ];
  return left < right ? -1 : 1;
}
