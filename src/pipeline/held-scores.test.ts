import { afterAll, beforeAll, expect, it } from 'vitest';
import { loadWorlds, pageCapture } from '../../test/conformance/worlds.ts';
import { throwawayIndex, type TestIndex } from '../../test/test-index.ts';
import { authorityHeight } from '../compute/authority.ts';
import { sql } from '../store/literal.ts';
import { tableOf, type Release } from '../store/releases.ts';

let index: TestIndex;
beforeAll(async () => {
  index = await throwawayIndex();
});
afterAll(async () => index[Symbol.asyncDispose]());

/** 150 sites that each link to the next four, so that all are in the panel, and a tenth of them to `known.example`. */
const sites = Array.from({ length: 150 }, (_, i) => `site-${i}.example`);
const linksOf = (i: number): string[] => [1, 2, 3, 4].map((k) => `https://site-${(i + k) % 150}.example/`);
const pages = sites.map((site, i) => pageCapture(`https://${site}/`, [...linksOf(i), ...(i % 10 === 0 ? ['https://known.example/'] : [])]));

async function scoresOf(release: Release): Promise<ReadonlyMap<string, { shown: number; fresh: number }>> {
  const rows = await index.engine.ask<{ domain: string; score: number; rank: number }>(
    sql`SELECT domain, score, rank FROM ${tableOf('domains', release.id)}`,
  );
  const { nodes, r0, r1 } = release.facts.authority;
  return new Map(rows.map(({ domain, score, rank }) => [domain, { shown: score, fresh: authorityHeight({ r0, r1 }, nodes * rank) }]));
}

it('a refresh holds scores within a point of what the links make of them, and a full one begins anew', async () => {
  await loadWorlds(index, 'first', pages);
  const before = await scoresOf((await index.refresh()).release);
  for (const { shown, fresh } of before.values()) expect(shown).toBeCloseTo(fresh, 3);

  const more = Array.from({ length: 12 }, (_, i) =>
    pageCapture(`https://new-${i}.example/`, ['https://known.example/', ...linksOf(5 * i)]),
  );
  await loadWorlds(index, 'second', [...more, pageCapture('https://late.example/', ['https://site-3.example/', ...linksOf(70)])]);
  const { release } = await index.refresh();
  expect(release.facts.authority).toMatchObject({ anchor: 'carried', fit: { panel: 151 } });
  const after = await scoresOf(release);
  let held = 0;
  for (const [domain, { shown, fresh }] of after) {
    const was = before.get(domain)?.shown;
    expect(Math.abs(shown - fresh)).toBeLessThanOrEqual(1 + 1e-4);
    if (was === undefined || was === 0 || Math.abs(fresh - was) > 1) continue;
    expect(shown).toBeCloseTo(was, 4);
    if (Math.abs(fresh - was) > 0.01) held++;
  }
  expect(held).toBeGreaterThan(5);
  // Twelve more referring domains are no accident.
  const [was, is] = [before.get('known.example'), after.get('known.example')];
  expect(is?.shown).toBeGreaterThan((was?.shown ?? 0) + 1);
  expect(is?.shown).toBeCloseTo((is?.fresh ?? 0) - 1, 3);
  const told = await index.ask<{ authority_exact: number; authority_now: number }>('authority', { target: 'known.example' });
  expect(told.authority_now - told.authority_exact).toBeCloseTo(1, 3);

  const full = await scoresOf((await index.refresh(true)).release);
  expect(full.get('known.example')?.shown).toBeCloseTo(full.get('known.example')?.fresh ?? 0, 3);
});
