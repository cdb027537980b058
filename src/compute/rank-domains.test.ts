import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { throwawayIndex, type TestIndex } from '../../test/test-index.ts';
import { silent } from '../base/progress.ts';
import { sql, strings } from '../store/literal.ts';
import { openRelease, tableOf } from '../store/releases.ts';
import { buildAdjacency } from './adjacency.ts';
import { rankDomains } from './rank-domains.ts';
import { rankedBy } from './rank-run.ts';

let index: TestIndex;
beforeAll(async () => {
  index = await throwawayIndex();
});
afterAll(async () => index[Symbol.asyncDispose]());

const nodes = 3_000;
const edges = fc
  .sample(fc.tuple(fc.nat(nodes - 1), fc.nat(nodes - 1)), { seed: 20_261_122, numRuns: 20_000 })
  // A hub, so that ranks differ by orders of magnitude; its number is not the smallest.
  .map(([source, target], i) => [source, i % 3 === 0 ? 1_234 : target] as const)
  .filter(([source, target]) => source !== target);

async function releaseOf(pairs: readonly (readonly [number, number])[]): Promise<number> {
  const release = await openRelease(index.engine, index.accounts, 1, 64);
  const name = (i: readonly number[]): string[] => i.map((node) => `d${String(node).padStart(6, '0')}.example`);
  await index.engine.run(
    sql`INSERT INTO ${tableOf('nodes', release)} SELECT concat('d', leftPad(toString(number), 6, '0'), '.example'), number, 1, 0, 1, 0, 0, 0 FROM numbers(${nodes})`,
  );
  const distinct = [...new Map(pairs.map((pair) => [pair.join(), pair])).values()];
  await index.engine.run(
    sql`INSERT INTO ${tableOf('domain_edges', release)} (source_domain, target_domain, ranked, placed, repeated, rankable, rankable_placed, rankable_repeated, live, first_seen, last_seen)
        SELECT pair.1, pair.2, 1, 100, 1, 1, 100, 1, 1, now(), now() FROM (SELECT arrayJoin(arrayZip(${strings(name(distinct.map(([source]) => source)))}, ${strings(name(distinct.map(([, target]) => target)))})) AS pair)`,
  );
  return release;
}

it('every node has its rank in the graph of ranked edges, whichever way the edges come', async () => {
  const release = await releaseOf(edges);
  const { scale } = await rankDomains(index.engine, release, { stagingFolder: index.folder, progress: silent });
  const rows = await index.engine.ask<{ id: number; rank: number; position: number; authority: number }>(
    sql`SELECT id, rank, position, authority FROM ${tableOf('ranks', release)} ORDER BY id`,
  );
  const distinct = [...new Map(edges.map((pair) => [pair.join(), pair])).values()];
  const chunk = {
    sources: Uint32Array.from(distinct, ([source]) => source),
    targets: Uint32Array.from(distinct, ([, target]) => target),
    weights: new Float32Array(distinct.length).fill(1),
  };
  const { rank } = await rankedBy(await buildAdjacency([chunk], nodes, distinct.length), {
    networks: new Uint32Array(nodes),
    sampled: new Uint8Array(nodes).fill(1),
  });
  expect(rows.map(({ id }) => id)).toEqual(Array.from({ length: nodes }, (_, i) => i));
  expect(rows.map((row) => row.rank)).toEqual([...rank]);
  expect(scale.nodes).toBe(nodes);
  expect(rows[1_234]).toMatchObject({ position: 1 });
  expect(Math.max(...rows.map(({ authority }) => authority))).toBe(rows[1_234]?.authority);
});

it('an edge that does not count in full is written with what counts of it, by name', async () => {
  // Nine domains that link to nothing but 500, and one that links to 500 and 501.
  const release = await releaseOf([...Array.from({ length: 9 }, (_, i) => [i, 500] as const), [9, 500], [9, 501]]);
  await rankDomains(index.engine, release, { stagingFolder: index.folder, progress: silent });
  const rows = await index.engine.ask(
    sql`SELECT target_domain, source_domain, factor, belongs, size FROM ${tableOf('discounts', release)} ORDER BY source_domain`,
  );
  expect(rows).toEqual(
    Array.from({ length: 9 }, (_, i) => ({
      target_domain: 'd000500.example',
      source_domain: `d00000${i}.example`,
      factor: expect.closeTo(1 / 9, 6) as number,
      belongs: 1,
      size: 9,
    })),
  );
});

it('equal ranks share a position, and the next one counts them', async () => {
  const release = await releaseOf([
    [1, 10],
    [2, 11],
    [3, 12],
    [4, 12],
    [4, 13],
  ]);
  await rankDomains(index.engine, release, { stagingFolder: index.folder, progress: silent });
  const rows = await index.engine.ask<{ position: number; found: number }>(
    sql`SELECT position, count() AS found FROM ${tableOf('ranks', release)} GROUP BY position ORDER BY position`,
  );
  expect(rows).toEqual([
    { position: 1, found: 1 },
    { position: 2, found: 2 },
    { position: 4, found: 1 },
    { position: 5, found: nodes - 4 },
  ]);
});
