import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isFollowed } from '../../src/model/link.ts';
import { operationNamed } from '../../src/query/operations.ts';
import { dropRelease } from '../../src/store/releases.ts';
import { throwawayIndex, type TestIndex } from '../test-index.ts';
import { Answers, holdingsOf, type HeldRow, type Holdings } from './answers-reference.ts';
import { causeOf, halfLifeOfRows, historyOf, turnsOf, type LinkTurn, type Range } from './history-reference.ts';
import { burstWorlds, hubWorld, loadWorlds, randomWorlds } from './worlds.ts';

const worlds = 60;
const captures = [...randomWorlds(worlds, 11).flat(), ...hubWorld(2_200, 12), ...burstWorlds()];

interface About {
  readonly target: string;
  readonly matches: (row: HeldRow) => boolean;
}

const targets: readonly About[] = [
  domain('hub.example'),
  { target: 'blog.hub.example', matches: (row) => row.target_key.startsWith('example,hub,blog)') },
  { target: 'hub.example/shop/*', matches: (row) => row.target_key.startsWith('example,hub)/shop/') },
  { target: 'https://hub.example/', matches: (row) => row.target_key === 'example,hub)/' },
  domain('burst.example'),
  domain('praised.example'),
  domain('everyone.example'),
  domain('nobody-links.example'),
  ...Array.from({ length: worlds }, (_, i) => domain(`shop-11-${i}.example`)),
];

/** What may be asked of the links, and the same as a function. */
const filters: readonly { readonly input: Record<string, unknown>; readonly passes: (row: HeldRow) => boolean }[] = [
  { input: {}, passes: () => true },
  { input: {}, passes: () => true },
  { input: { filters: 'followed = true' }, passes: (row) => isFollowed(row.flags) },
  {
    input: { filters: [['placement', 'in', ['content', 'footer']], 'or', ['anchor', '=', '']] },
    passes: (row) => [0, 3].includes(row.placement) || row.anchor === '',
  },
];

const day = fc.constantFrom('2025-11-01', '2026-01-01', '2026-01-05', '2026-03-14', '2026-06-30', '2026-12-31T12:00:00Z', '2027-03-01');
const question = fc.record({
  about: fc.oneof({ arbitrary: fc.constantFrom(...targets.slice(0, 8)), weight: 1 }, { arbitrary: fc.constantFrom(...targets), weight: 2 }),
  by: fc.constantFrom('day', 'week', 'month', 'month', 'year' as const),
  from: fc.option(day, { nil: undefined, freq: 1 }),
  to: fc.option(day, { nil: undefined, freq: 1 }),
  /** Pages that an answer is read in. */
  pages: fc.constantFrom(1, 1, 2, 3),
  scanned: fc.boolean(),
  filter: fc.constantFrom(...filters),
});

const turnQuestion = fc.record({
  about: fc.oneof({ arbitrary: fc.constantFrom(...targets.slice(0, 8)), weight: 1 }, { arbitrary: fc.constantFrom(...targets), weight: 2 }),
  event: fc.constantFrom(undefined, 'new', 'lost' as const),
  from: fc.option(day, { nil: undefined, freq: 1 }),
  to: fc.option(day, { nil: undefined, freq: 1 }),
  since: fc.constantFrom(null, null, 0, 1),
  order: fc.constantFrom(
    { input: {}, compare: (a: LinkTurn, b: LinkTurn) => b.at - a.at },
    { input: {}, compare: (a: LinkTurn, b: LinkTurn) => b.at - a.at },
    { input: { order: 'at', direction: 'asc' }, compare: (a: LinkTurn, b: LinkTurn) => a.at - b.at },
    {
      input: { order: 'links_count,desc,at,asc' },
      compare: (a: LinkTurn, b: LinkTurn) => b.row.links_count - a.row.links_count || a.at - b.at,
    },
  ),
  where: fc.constantFrom(
    { input: {}, passes: () => true },
    { input: {}, passes: () => true },
    {
      input: { filters: 'turn = returned or followed = false' },
      passes: ({ row, turn }: LinkTurn) => turn === 'returned' || !isFollowed(row.flags),
    },
  ),
  pages: fc.constantFrom(1, 1, 2, 3),
  scanned: fc.boolean(),
});

function byKeys(a: LinkTurn, b: LinkTurn): number {
  const bytes = (one: string, other: string): number => Buffer.compare(Buffer.from(one), Buffer.from(other));
  return bytes(a.row.target_key, b.row.target_key) || bytes(a.row.source_key, b.row.source_key) || a.at - b.at;
}

describe('histories of random worlds and a large site', () => {
  let index: TestIndex;
  let held: Holdings;
  /** Of each batch's release. */
  const heldOnce: Holdings[] = [];

  beforeAll(async () => {
    index = await throwawayIndex({ onePartitionLinksMax: 0 });
    for (const batch of [0, 1, 2]) {
      await loadWorlds(
        index,
        `batch-${batch}`,
        captures.filter((seen) => seen.batch === batch),
      );
      held = await holdingsOf(index, (await index.refresh()).release, captures);
      heldOnce.push(held);
    }
  }, 300_000);
  afterAll(async () => index[Symbol.asyncDispose]());

  interface History {
    readonly rows: { spike: { cause?: unknown } | null }[];
    readonly cursor: string | null;
    readonly total: number;
    readonly half_life: unknown;
    readonly coverage: unknown;
  }

  async function walked(input: Range & { target: string; limit: number }, scanned: boolean): Promise<{ head: History; rows: unknown[] }> {
    const operation = operationNamed('history');
    const asking = { engine: index.engine, accounts: index.accounts, release: held.release, ...(scanned && { fewRowsMax: 0 }) };
    const rows: unknown[] = [];
    let cursor: string | null = null;
    for (;;) {
      const answer = (await operation.run(
        asking,
        operation.input.strict().parse({ ...input, ...(cursor !== null && { cursor }) }),
      )) as History;
      expect(operation.output.parse(answer)).toEqual(answer);
      for (const row of answer.rows) {
        const { cause: _, ...spike } = row.spike ?? {};
        rows.push({ ...row, spike: row.spike === null ? null : spike });
      }
      cursor = answer.cursor;
      if (cursor === null) return { head: answer, rows };
      expect(answer.rows).toHaveLength(input.limit);
    }
  }

  it('150 of them are as a count second by second says, live(t) = live(t-1) + new(t) - lost(t)', async () => {
    const answers = new Answers(held);
    let [spikes, returns] = [0, 0];
    for (const { about, by, from, to, pages, scanned, filter } of fc.sample(question, { seed: 20_261_127, numRuns: 150 })) {
      if (from !== undefined && to !== undefined && from.slice(0, 10) > to.slice(0, 10)) continue;
      const range: Range = { by, ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
      const all = held.rows.filter(about.matches);
      const rows = all.filter(filter.passes);
      const expected = historyOf(rows, captures, range);
      const limit = Math.max(1, Math.ceil(expected.length / pages));
      const found = await walked({ target: about.target, ...filter.input, ...range, limit }, scanned);
      const named = JSON.stringify({ target: about.target, ...filter.input, ...range, limit, scanned });
      expect({ named, rows: found.rows }).toEqual({ named, rows: expected });
      expect({ named, ...found.head }).toMatchObject({
        named,
        total: expected.length,
        half_life: halfLifeOfRows(rows),
        coverage: answers.coverage(about.matches),
      });
      for (const row of expected as { spike: { found: boolean } | null; referring_domains: { returned: number } }[]) {
        if (row.spike?.found === true) spikes++;
        returns += row.referring_domains.returned;
      }
    }
    expect(returns).toBeGreaterThan(10);
    expect(spikes).toBeGreaterThan(0);
  }, 600_000);

  it('a range that ends before it begins is refused', async () => {
    await expect(index.ask('history', { target: 'hub.example', from: '2026-02-01', to: '2026-01-01' })).rejects.toMatchObject({
      code: 'invalid_input',
    });
  });

  it('150 lists of what came and went are as the lives of the links say', async () => {
    const answers = new Answers(held);
    const liveOnce = heldOnce.map(({ rows }) => new Set(rows.filter((row) => row.state === 0).map((row) => row.hash)));
    const operation = operationNamed('new-lost');
    const asOf = Math.max(...captures.map(({ capture }) => capture.fetchedAt));
    let differing = 0;
    for (const { about, event, from, to, since, order, where, pages, scanned } of fc.sample(turnQuestion, {
      seed: 20_261_128,
      numRuns: 150,
    })) {
      const range = since === null ? { ...(from !== undefined && { from }), ...(to !== undefined && { to }) } : {};
      const all = held.rows.filter(about.matches);
      const ids = new Map(
        (answers.list({ target: '', state: 'all' }, about.matches) as { id: string }[]).map((row) => [row.id.split('~')[1], row]),
      );
      const expected = turnsOf(all, {
        event,
        from: range.from === undefined ? asOf - 30 * 86_400 + 1 : Date.parse(range.from) / 1000,
        to: range.to === undefined ? asOf : range.to.includes('T') ? Date.parse(range.to) / 1000 : Date.parse(range.to) / 1000 + 86_399,
        since: since === null ? undefined : liveOnce[since],
      })
        .filter(where.passes)
        .sort((a, b) => order.compare(a, b) || byKeys(a, b))
        .map(({ row, ...turn }) => ({ ...turn, at: new Date(turn.at * 1000).toISOString().replace('.000Z', 'Z'), ...ids.get(row.hash) }));
      if (since !== null) differing += expected.length;
      const limit = Math.max(1, Math.min(1_000, Math.ceil(expected.length / pages)));
      const asking = { engine: index.engine, accounts: index.accounts, release: held.release, ...(scanned && { fewRowsMax: 0 }) };
      const input = {
        target: about.target,
        ...range,
        ...where.input,
        ...order.input,
        limit,
        ...(event !== undefined && { event }),
        ...(since !== null && { since_release: heldOnce[since]?.release.id }),
      };
      const rows: unknown[] = [];
      let cursor: string | null = null;
      do {
        const answer = (await operation.run(asking, operation.input.strict().parse({ ...input, ...(cursor !== null && { cursor }) }))) as {
          rows: unknown[];
          total: number;
          cursor: string | null;
        };
        expect(operation.output.parse(answer)).toEqual(answer);
        expect({ input, total: answer.total }).toEqual({ input, total: expected.length });
        rows.push(...answer.rows);
        cursor = answer.cursor;
      } while (cursor !== null);
      expect({ input, rows }).toEqual({ input, rows: expected });
    }
    expect(differing).toBeGreaterThan(100);
  }, 600_000);

  it('a release that is newer than the one asked, and a range beside a release, are refused', async () => {
    const asked = { target: 'hub.example', since_release: held.release.id };
    await expect(index.ask('new-lost', { ...asked, from: '2026-01-01' })).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(index.ask('new-lost', { ...asked, release: heldOnce[0]?.release.id })).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(index.ask('new-lost', { ...asked, since_release: 999, release: held.release.id })).rejects.toMatchObject({
      code: 'invalid_input',
    });
  });

  it.each([
    ['burst.example', 'spam_burst', 'one_subnet'],
    ['praised.example', 'earned', 'stronger_than_before'],
  ])('the spike of %s is a %s, and what its domains share is told', async (target, kind, because) => {
    const rows = held.rows.filter((row) => row.target_domain === target);
    const from = Date.UTC(2026, 10, 23) / 1000;
    const expected = causeOf(
      rows,
      (name) => held.authorities.get(name) ?? 0,
      (name) => held.spam.get(name) ?? 0,
      from,
      from + 7 * 86_400,
    );
    const operation = operationNamed('history');
    for (const fewRowsMax of [0, 2_048]) {
      const asking = { engine: index.engine, accounts: index.accounts, release: held.release, fewRowsMax };
      const answer = (await operation.run(asking, operation.input.parse({ target, by: 'week' }))) as {
        rows: { from: string; spike: { found: boolean; cause: unknown } | null }[];
      };
      const spikes = answer.rows.filter(({ spike }) => spike?.found === true);
      expect(spikes.map((row) => row.from)).toEqual(['2026-11-23']);
      expect(spikes[0]?.spike?.cause).toEqual({ class: kind, because, ...expected });
    }
  });

  it('what is live at the end is what the summary says', async () => {
    for (const { target } of targets.slice(0, 5)) {
      const { rows } = await index.ask<{ rows: Record<string, { live: number }>[] }>('history', { target });
      const summary = await index.ask<Record<string, number>>('summary', { target });
      expect({
        target,
        links: rows.at(-1)?.['backlinks']?.live,
        domains: rows.at(-1)?.['referring_domains']?.live,
        hosts: rows.at(-1)?.['referring_hosts']?.live,
      }).toEqual({
        target,
        links: summary['backlinks_total'],
        domains: summary['referring_domains'],
        hosts: summary['referring_hosts'],
      });
    }
  });

  // Last: it publishes releases, and the first of them are dropped.
  it('a release that is gone is compared with by dates: what came or went behind its as_of', async () => {
    const gone = await index.refresh(true);
    const asOf = Date.UTC(2026, 5, 1);
    index.accounts.prepare('UPDATE releases SET as_of = ? WHERE id = ?').run(new Date(asOf).toISOString(), gone.release.id);
    const live = await index.refresh(true);
    await dropRelease(index.engine, index.accounts, gone.release.id);
    let differing = 0;
    for (const { target, matches } of targets.slice(0, 20)) {
      const expected = turnsOf(held.rows.filter(matches), { from: 0, to: 0, sinceAt: asOf / 1000 })
        .map(({ row, at, turn }) => `${row.hash} ${at} ${turn}`)
        .sort();
      differing += expected.length;
      for (const fewRowsMax of [0, 2_048]) {
        const operation = operationNamed('new-lost');
        const asking = { engine: index.engine, accounts: index.accounts, release: live.release, fewRowsMax };
        const found: string[] = [];
        let cursor: string | null = null;
        do {
          const answer = (await operation.run(
            asking,
            operation.input.parse({ target, since_release: gone.release.id, limit: 1_000, ...(cursor !== null && { cursor }) }),
          )) as { rows: { id: string; at: string; turn: string }[]; total: number; since: unknown; cursor: string | null };
          expect(answer).toMatchObject({ total: expected.length, since: { release: gone.release.id, compared: 'dates' } });
          found.push(...answer.rows.map(({ id, at, turn }) => `${id.split('~')[1]} ${Date.parse(at) / 1000} ${turn}`));
          ({ cursor } = answer);
        } while (cursor !== null);
        expect({ target, found: found.sort() }).toEqual({ target, found: expected });
      }
    }
    expect(differing).toBeGreaterThan(100);
  }, 120_000);
});

function domain(target: string): About {
  return { target, matches: (row) => row.target_domain === target };
}
