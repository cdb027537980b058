import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { loadWorlds, pageCapture } from '../../test/conformance/worlds.ts';
import { madeGraph, writeWebGraph } from '../../test/fixtures/web-graph.ts';
import { throwawayIndex, type TestIndex } from '../../test/test-index.ts';
import { refresh } from '../pipeline/refresh.ts';
import type { Refreshed } from '../pipeline/refresh.ts';

const sites = Array.from({ length: 40 }, (_, i) => `site-${i}.example`);
/** Each links to the next three; `alone.example` to nobody, and site-0 to `far.example` besides. */
const pages = sites.map((site, i) =>
  pageCapture(`https://${site}/`, [
    ...[1, 2, 3].map((k) => `https://site-${(i + k) % 40}.example/`),
    ...(i === 0 ? ['https://far.example/'] : []),
  ]),
);

let index: TestIndex;
const built = async (trustSeeds: readonly string[]): Promise<Refreshed> =>
  refresh(index.engine, index.accounts, { stagingFolder: index.folder, trustSeeds });
const trustOf = async (target: string): Promise<unknown> => {
  const { trust, spam_mass, trust_from } = await index.ask('authority', { target });
  return { trust, spam_mass, trust_from };
};

beforeAll(async () => {
  index = await throwawayIndex();
});
afterAll(async () => index[Symbol.asyncDispose]());

it('is null where there is nobody to begin with', async () => {
  await loadWorlds(index, 'alone', [pageCapture('https://alone.example/', [])]);
  expect((await built([])).release.facts.trust).toBeNull();
  expect(await index.ask('authority', { target: 'alone.example' })).toMatchObject({ trust: null, spam_mass: null, trust_from: null });
});

it('begins with the domains that the operator names, and another list makes another release', async () => {
  await loadWorlds(index, 'first', pages);
  const first = await built(['far.example', 'unknown.example']);
  expect(first.release.facts.trust).toMatchObject({ seeds_from: 'operator', seeds: 1 });
  // Nothing leads from far.example anywhere: it has all trust there is, and nobody else has any.
  expect(await trustOf('far.example')).toEqual({ trust: expect.any(Number) as number, spam_mass: 0, trust_from: 'operator' });
  expect(await trustOf('site-7.example')).toEqual({ trust: 0, spam_mass: 100, trust_from: 'operator' });
  expect((await built(['unknown.example', 'far.example'])).built).toBe(false);
  const second = await built(['site-6.example']);
  expect(second.built).toBe(true);
  expect(await trustOf('site-7.example')).toMatchObject({ trust: expect.any(Number) as number });
  expect(second.release.facts.trust_seeds_digest).not.toBe(first.release.facts.trust_seeds_digest);
});

it('is a column, a filter and an order', async () => {
  const { rows } = await index.ask<{ rows: { domain: string; trust: number; spam_mass: number }[] }>('referring-domains', {
    target: 'site-9.example',
    having: [['trust', '>', 0]],
    order: ['trust,desc'],
  });
  // site-7 has a part of what site-6 has, site-8 a part of what both have.
  expect(rows.map(({ domain }) => domain)).toEqual(['site-6.example', 'site-8.example', 'site-7.example']);
  expect(rows.map(({ trust }) => trust)).toEqual(rows.map(({ trust }) => trust).toSorted((a, b) => b - a));
  const { total } = await index.ask<{ total: number }>('list', { target: 'site-9.example', filters: [['spam_mass', '<', 50]] });
  expect(total).toBe(rows.filter(({ spam_mass }) => spam_mass < 50).length);
});

it('begins with the strongest of a web graph where the release knows enough of them', async () => {
  const graph = madeGraph(11, sites, 300);
  await index.importWebGraph(writeWebGraph(join(index.folder, 'files'), graph, { name: 'made-domain' }));
  const { release } = await built([]);
  expect(release.facts.trust).toMatchObject({ seeds_from: 'web_graph', seeds: 40 });
  expect(await index.ask('authority', { target: 'site-3.example' })).toMatchObject({
    trust_from: 'web_graph',
    webgraph: { rank: expect.any(Number) as number, harmonic_rank: expect.any(Number) as number },
  });
});
