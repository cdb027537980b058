import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { grades, proofs } from '../../src/model/capture.ts';
import { flag, isFollowed } from '../../src/model/link.ts';
import { sourceClassOf } from '../../src/model/source-class.ts';
import { urlOfKey } from '../../src/model/url.ts';
import { operationNamed } from '../../src/query/operations.ts';
import { throwawayIndex, type TestIndex } from '../test-index.ts';
import { Answers, holdingsOf, type HeldRow, type Holdings } from './answers-reference.ts';
import { hubWorld, loadWorlds, pageCapture, randomWorlds } from './worlds.ts';

const worlds = 40;
/** Pages of the large site itself: one that is there, one that is gone, one that links out. */
const own = [
  pageCapture('https://hub.example/', ['https://source-1.example/', 'https://everyone.example/about'], { day: 5 }),
  pageCapture('https://hub.example/shop/one', [], { day: 300, proof: 'gone' }),
  pageCapture('https://blog.hub.example/post/2', ['https://source-1.example/deep?b=2&a=1', 'https://tenant.github.io/'], {
    day: 9,
    rel: flag.nofollow,
  }),
  pageCapture('https://blog.hub.example/post/2', ['https://source-1.example/deep?b=2&a=1'], { day: 90 }),
];
const captures = [...randomWorlds(worlds, 23).flat(), ...hubWorld(900, 24), ...own];

interface About {
  readonly target: string;
  readonly holds: (key: string, domain: string) => boolean;
}

const targets: readonly About[] = [
  domain('hub.example'),
  { target: 'blog.hub.example', holds: (key) => key.startsWith('example,hub,blog)') },
  { target: 'hub.example/shop/*', holds: (key) => key.startsWith('example,hub)/shop/') },
  { target: 'https://hub.example/', holds: (key) => key === 'example,hub)/' },
  domain('source-1.example'),
  domain('everyone.example'),
  domain('nobody-links.example'),
  ...Array.from({ length: worlds }, (_, i) => domain(`shop-23-${i}.example`)),
  ...Array.from({ length: worlds }, (_, i) => domain(`a-23-${i}.example`)),
];

describe('linked pages and outgoing links of random worlds and a large site', () => {
  let index: TestIndex;
  let held: Holdings;
  let answers: Answers;

  beforeAll(async () => {
    index = await throwawayIndex({ onePartitionLinksMax: 0 });
    for (const batch of [0, 1, 2]) {
      await loadWorlds(
        index,
        `batch-${batch}`,
        captures.filter((seen) => seen.batch === batch),
      );
      await index.refresh();
    }
    held = await holdingsOf(index, (await index.refresh()).release, captures);
    answers = new Answers(held);
  }, 300_000);
  afterAll(async () => index[Symbol.asyncDispose]());

  async function walked(name: string, input: Record<string, unknown>, total: number, pages: number): Promise<unknown[]> {
    const operation = operationNamed(name);
    const asking = { engine: index.engine, accounts: index.accounts, release: held.release };
    const limit = Math.max(1, Math.min(1_000, Math.ceil(total / pages)));
    const rows: unknown[] = [];
    let cursor: string | null = null;
    do {
      const answer = (await operation.run(
        asking,
        operation.input.strict().parse({ ...input, limit, ...(cursor !== null && { cursor }) }),
      )) as {
        rows: unknown[];
        total: number;
        cursor: string | null;
      };
      expect(operation.output.parse(answer)).toEqual(answer);
      expect({ input, total: answer.total }).toEqual({ input, total });
      rows.push(...answer.rows);
      cursor = answer.cursor;
    } while (cursor !== null);
    return rows;
  }

  it('120 lists of linked pages are as the rows say', async () => {
    const question = fc.record({
      about: fc.oneof(fc.constantFrom(...targets.slice(0, 6)), fc.constantFrom(...targets)),
      status: fc.constantFrom(undefined, undefined, 'ok', 'broken', 'redirected' as const),
      order: fc.constantFrom('referring_domains', 'backlinks', 'page_authority' as const),
      followed: fc.boolean(),
      chosen: fc.constantFrom(null, null, ...havings),
      pages: fc.constantFrom(1, 2, 3),
    });
    let [broken, left] = [0, 0];
    for (const { about, status, order, followed, chosen, pages } of fc.sample(question, { seed: 20_261_129, numRuns: 120 })) {
      const rows = held.rows.filter(
        (row) => about.holds(row.target_key, row.target_domain) && row.state === 0 && (!followed || isFollowed(row.flags)),
      );
      const expected = [...groupBy(rows, (row) => row.target_key)]
        .map(([key, links]) => ({ key, page: pageOf(key, links) }))
        .filter(({ page }) => (status === undefined || page.status === status) && (chosen === null || chosen.holds(page)))
        .sort((a, b) => b.page[order] - a.page[order] || Buffer.compare(Buffer.from(a.key), Buffer.from(b.key)))
        .map(({ page }) => page);
      broken += expected.filter((page) => page.status === 'broken').length;
      if (chosen !== null) left += expected.length;
      const input = {
        target: about.target,
        order,
        ...(status !== undefined && { status }),
        ...(followed && { filters: 'followed = true' }),
        ...(chosen !== null && { having: chosen.having }),
      };
      expect({ input, rows: await walked('pages', input, expected.length, pages) }).toEqual({ input, rows: expected });
    }
    expect(broken).toBeGreaterThan(0);
    expect(left).toBeGreaterThan(10);
  }, 300_000);

  /** Conditions on the pages themselves, as they are asked and as they are meant. */
  const havings: readonly { readonly having: unknown; readonly holds: (page: ReturnType<typeof pageOf>) => boolean }[] = [
    { having: ['backlinks', '>', 1], holds: ({ backlinks }) => backlinks > 1 },
    {
      having: 'followed_backlinks = 0 or referring_domains >= 2',
      holds: ({ followed_backlinks: followed, referring_domains: domains }) => followed === 0 || domains >= 2,
    },
    { having: ['url', 'like', 'https://%/shop/%'], holds: ({ url }) => url.startsWith('https://') && url.includes('/shop/') },
    {
      having: [['page_authority', '>=', 20], 'and', ['url', 'not_like', '%/shop/%']],
      holds: ({ page_authority: authority, url }) => authority >= 20 && !url.includes('/shop/'),
    },
  ];

  function pageOf(key: string, links: readonly HeldRow[]) {
    const newest = newestOf(key);
    return {
      url: urlOf(key, links),
      page_authority: held.pageAuthorities.get(key) ?? 0,
      backlinks: links.length,
      followed_backlinks: links.filter((row) => isFollowed(row.flags)).length,
      referring_domains: new Set(links.map((row) => row.source_domain)).size,
      first_seen: iso(Math.min(...links.map((row) => row.first_at))),
      last_seen: iso(Math.max(...links.map((row) => row.first_at + row.seen_for))),
      status:
        newest === undefined ? null : ({ page: 'ok', gone: 'broken', redirected: 'redirected', nothing: null } as const)[newest.proof],
      http_status: newest?.status ?? null,
      redirects_to: newest?.redirect?.href ?? null,
    };
  }

  function newestOf(key: string) {
    const [newest] = captures
      .filter(({ capture, origin = 'archive' }) => capture.source.key === key && capture.proof !== 'nothing' && origin === 'archive')
      .map(({ capture }) => capture)
      .sort(
        (a, b) =>
          b.fetchedAt - a.fetchedAt ||
          grades.indexOf(b.grade) - grades.indexOf(a.grade) ||
          proofs.indexOf(b.proof) - proofs.indexOf(a.proof),
      );
    return newest;
  }

  it('120 lists of what targets link to are as the rows say', async () => {
    const question = fc.record({
      about: fc.oneof(fc.constantFrom(...targets.slice(0, 6)), fc.constantFrom(...targets)),
      by: fc.constantFrom('domain', 'page' as const),
      state: fc.constantFrom('live', 'lost', 'all' as const),
      order: fc.constantFrom('domain_authority', 'links' as const),
      pages: fc.constantFrom(1, 2),
    });
    let found = 0;
    for (const { about, by, state, order, pages } of fc.sample(question, { seed: 20_261_130, numRuns: 120 })) {
      const rows = held.rows.filter((row) => about.holds(row.source_key, row.source_domain) && row.source_domain !== row.target_domain);
      const expected = [...groupBy(rows, (row) => (by === 'domain' ? row.target_domain : row.target_key))]
        .map(([name, links]) => ({ name, linked: linkedOf(name, by, links) }))
        .filter(({ linked }) => state === 'all' || linked.state === state)
        .sort((a, b) => b.linked[order] - a.linked[order] || Buffer.compare(Buffer.from(a.name), Buffer.from(b.name)))
        .map(({ linked }) => linked);
      found += expected.length;
      const input = { target: about.target, by, state, order };
      expect({ input, rows: await walked('outgoing', input, expected.length, pages) }).toEqual({ input, rows: expected });
    }
    expect(found).toBeGreaterThan(100);
  }, 300_000);

  function linkedOf(name: string, by: 'domain' | 'page', links: readonly HeldRow[]) {
    const live = links.filter((row) => row.state === 0);
    const linked = links[0]?.target_domain ?? '';
    return {
      domain: linked,
      url: by === 'domain' ? null : urlOf(name, links),
      domain_authority: held.authorities.get(linked) ?? 0,
      class: sourceClassOf(linked),
      links: live.length,
      followed_links: live.filter((row) => isFollowed(row.flags)).length,
      lost_links: links.length - live.length,
      first_seen: iso(Math.min(...links.map((row) => row.first_at))),
      last_seen: iso(Math.max(...links.map((row) => row.first_at + row.seen_for))),
      state: live.length > 0 ? 'live' : 'lost',
    };
  }

  it('a site that nobody captured is not looked at, whatever links to it', async () => {
    const answer = await index.ask<{ coverage: { status: string } }>('outgoing', { target: 'everyone.example' });
    expect(answer.coverage.status).toBe('not_looked');
    expect(answers.coverage((row) => row.target_domain === 'everyone.example')).toMatchObject({ status: 'found' });
  });
});

function domain(target: string): About {
  return { target, holds: (_key, of) => of === target };
}

/** As one of its links writes it where the key does not tell. */
function urlOf(key: string, links: readonly HeldRow[]): string {
  const has = (bit: number): boolean => links.some((row) => (row.flags & bit) !== 0);
  const written = links.map((row) => row.target_url).sort();
  return written.at(-1) || urlOfKey(key, { https: has(flag.targetHttps), www: has(flag.targetWww) });
}

function groupBy<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(key(item), [...(groups.get(key(item)) ?? []), item]);
  return groups;
}

function iso(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
}
