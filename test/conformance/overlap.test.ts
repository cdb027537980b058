import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { operationNamed } from '../../src/query/operations.ts';
import { setVerdicts } from '../../src/store/verdicts.ts';
import { throwawayIndex, type TestIndex } from '../test-index.ts';
import { holdingsOf } from './answers-reference.ts';
import { opportunityFields, randomFilters, randomOrder } from './random-filters.ts';
import { Overlaps, type GapQuestion, type IntersectionQuestion, type Named } from './overlap-reference.ts';
import { crowdedWorld, loadWorlds, randomWorlds } from './worlds.ts';

const captures = [...crowdedWorld(190, 7), ...randomWorlds(10, 8).flat()];

const targets: readonly Named[] = [
  ...Array.from({ length: 9 }, (_, i) => domain(`crowd-${i}.example`)),
  domain('of-3.example'),
  domain('everyone.example'),
  domain('nobody-links.example'),
  { text: 'blog.crowd-2.example', domain: 'crowd-2.example', matches: (row) => row.target_key.startsWith('example,crowd-2,blog)') },
  { text: 'crowd-0.example/shop/*', domain: 'crowd-0.example', matches: (row) => row.target_key.startsWith('example,crowd-0)/shop/') },
  { text: 'https://crowd-1.example/', domain: 'crowd-1.example', matches: (row) => row.target_key === 'example,crowd-1)/' },
];

function domain(name: string): Named {
  return { text: name, domain: name, matches: (row) => row.target_domain === name };
}

const some = (minLength: number, maxLength: number): fc.Arbitrary<Named[]> =>
  fc.uniqueArray(fc.constantFrom(...targets), { minLength, maxLength, selector: ({ text }) => text });
const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(value, { nil: undefined, freq: 2 });
const pages = fc.constantFrom(1, 1, 2, 3);

const gapQuestion = fc.record({
  named: some(2, 8),
  pages,
  filters: fc.record({
    competitors_min: maybe(fc.integer({ min: 1, max: 3 })),
    authority_min: maybe(fc.integer({ min: 0, max: 40 })),
    authority_max: maybe(fc.integer({ min: 0, max: 60 })),
    source_class: maybe(fc.constant(['news', 'forum'])),
    spam_max: maybe(fc.constantFrom(0, 20)),
    accept_min: maybe(fc.constantFrom(0, 0.5, 1)),
    having: maybe(randomFilters(opportunityFields)),
    order: maybe(randomOrder(opportunityFields)),
  }),
});

const intersectionQuestion = fc.record({
  named: some(1, 6),
  excluded: some(0, 2),
  least: fc.integer({ min: 1, max: 6 }),
  pages,
  by: fc.constantFrom('domain', 'page' as const),
  followed: maybe(fc.boolean()),
});

describe('questions about several targets', () => {
  let index: TestIndex;
  let overlaps: Overlaps;

  beforeAll(async () => {
    index = await throwawayIndex();
    for (const batch of [0, 1, 2]) {
      await loadWorlds(
        index,
        `batch-${batch}`,
        captures.filter((seen) => seen.batch === batch),
      );
      await index.refresh();
    }
    const { release } = await index.refresh();
    const held = await holdingsOf(index, release, captures);
    const sources = [...new Set(held.rows.map((row) => row.source_domain))].sort();
    const verdicts = new Map(sources.filter((_, i) => i % 3 === 0).map((name) => [name, 'disavowed' as const]));
    setVerdicts(
      index.accounts,
      [...verdicts].map(([name, verdict]) => ({ kind: 'domain', name, target: '', verdict, tag: null, note: null })),
    );
    overlaps = new Overlaps(held, verdicts);
  }, 120_000);
  afterAll(async () => index[Symbol.asyncDispose]());

  /** The whole answer by its cursors; its rows have at least the fields that are expected. */
  async function compare(name: string, input: object, expected: readonly Record<string, unknown>[], inPages: number): Promise<void> {
    const operation = operationNamed(name);
    const limit = Math.max(1, Math.ceil(expected.length / inPages));
    const rows: unknown[] = [];
    let cursor: string | null = null;
    do {
      const answer: { rows: unknown[]; cursor: string | null; total: number } = await index.ask(name, {
        ...input,
        limit,
        ...(cursor !== null && { cursor }),
      });
      expect(operation.output.parse(answer)).toEqual(answer);
      expect({ asked: JSON.stringify(input), total: answer.total }).toEqual({ asked: JSON.stringify(input), total: expected.length });
      rows.push(...answer.rows);
      cursor = answer.cursor;
    } while (cursor !== null);
    expect({ asked: input, rows }).toMatchObject({ asked: input, rows: expected });
  }

  it('120 gaps are as the sets say, page by page', async () => {
    let found = 0;
    const relevances = new Set<unknown>();
    for (const { named, pages: inPages, filters } of fc.sample(gapQuestion, { seed: 20_261_127, numRuns: 120 })) {
      const [target, ...competitors] = named;
      if (target === undefined) continue;
      const asked = Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== undefined)) as GapQuestion;
      const expected = overlaps
        .gap(target, competitors, asked)
        .map(({ order, ...row }) => ({ ...row, opportunity: Math.round(Number(order) * 100) / 100 }));
      found += expected.length;
      for (const row of expected) relevances.add((row as Record<string, unknown>)['relevance']);
      await compare('gap', { target: target.text, competitors: competitors.map(({ text }) => text), ...asked }, expected, inPages);
    }
    expect(found).toBeGreaterThan(60);
    expect([relevances.has(null), relevances.size > 3]).toEqual([true, true]);
  }, 600_000);

  it('60 intersections are as the sets say, by domain and by page', async () => {
    let found = 0;
    for (const { named, excluded: left, least, pages: inPages, by, followed } of fc.sample(intersectionQuestion, {
      seed: 20_261_128,
      numRuns: 60,
    })) {
      const excluded = left.filter((target) => !named.includes(target));
      const asked: IntersectionQuestion = { by, targets_min: Math.min(least, named.length), ...(followed !== undefined && { followed }) };
      const expected = overlaps.intersection(named, excluded, asked).map(({ name: _name, ...row }) => row);
      found += expected.length;
      const texts = (list: readonly Named[]): string[] => list.map(({ text }) => text);
      await compare(
        'intersection',
        { targets: texts(named), ...(excluded.length > 0 && { exclude: texts(excluded) }), ...asked },
        expected,
        inPages,
      );
    }
    expect(found).toBeGreaterThan(400);
  }, 120_000);

  it('competitors are ranked by what chance would give', async () => {
    for (const target of targets) {
      for (const least of [1, 3]) {
        const expected = overlaps.competitors(target, least).map(({ log10_p, expected_shared, ...row }) => ({
          ...row,
          log10_p: expect.closeTo(Number(log10_p), 9) as number,
          expected_shared: expect.closeTo(Number(expected_shared), 9) as number,
        }));
        await compare('competitors', { target: target.text, shared_min: least }, expected, 2);
      }
    }
  }, 300_000);

  it('names are told apart and refused where they make no sense', async () => {
    const refused = async (name: string, input: Record<string, unknown>): Promise<string> =>
      index.ask(name, input).then(
        () => 'answered',
        (thrown: unknown) => (thrown as Error).message,
      );
    expect(await refused('gap', { target: 'crowd-1.example' })).toContain('"competitors" is missing');
    expect(await refused('gap', { target: 'crowd-1.example', competitors: ['http://www.crowd-1.example'] })).toContain(
      'nobody but the target',
    );
    expect(await refused('intersection', { targets: ['crowd-1.example', 'www.crowd-1.example'], targets_min: 2 })).toContain(
      'there are 1 different',
    );
    expect(await refused('intersection', { targets: ['crowd-1.example'], exclude: ['www.crowd-1.example'] })).toContain('both');
  });
});
