import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { linksetId } from '../../src/extract/linkset.ts';
import type { FoldedLink, LinkKind } from '../../src/model/link.ts';
import { throwawayIndex, type TestIndex } from '../test-index.ts';
import { unreadPage } from '../../src/model/capture.ts';
import { address, link, loadWorlds, worldsBegin, type WorldCapture } from './worlds.ts';

interface Page {
  readonly url: string;
  readonly domain: string;
  /** Where it leads on to, and how. */
  readonly step: { readonly kind: 'redirect' | 'canonical'; readonly to: string } | null;
  /** Pages that it links to. */
  readonly links: readonly string[];
}

const sites = 7;
const pagesPerSite = 8;
const urls = Array.from({ length: sites * pagesPerSite }, (_, i) => `https://site-${i % sites}.example/${Math.floor(i / sites)}`);
const pages = randomPages(20_261_127);

describe('redirects and canonicals into targets', () => {
  let index: TestIndex;
  beforeAll(async () => {
    index = await throwawayIndex();
    await loadWorlds(index, 'batch-0', pages.map(captureOf));
    await index.refresh();
  }, 300_000);
  afterAll(async () => index[Symbol.asyncDispose]());

  it.each([
    ...Array.from({ length: sites }, (_, i) => `site-${i}.example`),
    ...urls.slice(0, 14),
    'site-1.example/1*',
    'nobody-leads-here.example',
  ])('are the shortest ways into %s, with the links that they pass on', async (target) => {
    const expected = leadingTo(target);
    const answer = await whole(index, target);
    expect(answer.rows.map(({ url, hops }) => ({ url, hops })).sort(byUrl)).toEqual(
      expected.map(({ url, hops }) => ({ url, hops })).sort(byUrl),
    );
    const passed = expected.flatMap(({ url }) => linksTo(url));
    expect(answer).toMatchObject({
      complete: true,
      indirect_backlinks: passed.length,
      indirect_referring_domains: new Set(passed.map(({ domain }) => domain)).size,
    });
    for (const row of answer.rows) {
      const own = linksTo(row.url);
      const step = pages.find(({ url }) => url === row.url)?.step;
      expect(row).toMatchObject({
        kind: step?.kind,
        backlinks: own.length,
        referring_domains: new Set(own.map(({ domain }) => domain)).size,
      });
      expect(row.path).toHaveLength(row.hops + 1);
      // Each address of the path leads to the next one.
      expect(row.path.slice(1)).toEqual(row.path.slice(0, -1).map((url) => pages.find((page) => page.url === url)?.step?.to));
      expect(isIn(target, row.path.at(-1) ?? '')).toBe(true);
    }
    expect(answer.rows.map(({ referring_domains: domains }) => domains)).toEqual(
      answer.rows.map(({ referring_domains: domains }) => domains).sort((a, b) => b - a),
    );
  });

  it('some chains are as long as they may be, and none is longer', async () => {
    const hops = (await Promise.all(urls.slice(0, 28).map(async (url) => whole(index, url)))).flatMap(({ rows }) =>
      rows.map((row) => row.hops),
    );
    expect(Math.max(...hops)).toBe(5);
  });
});

interface Answer {
  readonly rows: readonly { url: string; hops: number; path: string[]; referring_domains: number }[];
  readonly total: number;
  readonly cursor: string | null;
}

async function whole(index: TestIndex, target: string): Promise<Answer> {
  const first = await index.ask<Answer>('redirects', { target, limit: 3 });
  const rows = [...first.rows];
  for (let { cursor } = first; cursor !== null;) {
    const next: Answer = await index.ask('redirects', { target, limit: 3, cursor });
    rows.push(...next.rows);
    cursor = next.cursor;
  }
  expect(rows).toHaveLength(first.total);
  return { ...first, rows, cursor: null };
}

/** Pages outside the target that come into it within five steps, each by its own one step onward. */
function leadingTo(target: string): { url: string; hops: number }[] {
  return pages.flatMap(({ url }) => {
    if (isIn(target, url)) return [];
    let at: string | undefined = url;
    for (let hops = 0; hops <= 5 && at !== undefined; hops++) {
      if (isIn(target, at)) return [{ url, hops }];
      const here: string = at;
      at = pages.find((page) => page.url === here)?.step?.to;
    }
    return [];
  });
}

/** Live links to a page, redirects and canonicals apart. */
function linksTo(url: string): Page[] {
  return pages.filter(
    (page) => page.step?.kind !== 'redirect' && page.links.includes(url) && !(page.step?.to === url) && page.domain !== new URL(url).host,
  );
}

function isIn(target: string, url: string): boolean {
  if (target.startsWith('https:')) return url === target;
  return target.endsWith('*') ? url.startsWith(`https://${target.slice(0, -1)}`) : new URL(url).host === target;
}

function byUrl(a: { url: string }, b: { url: string }): number {
  return a.url < b.url ? -1 : 1;
}

/** Each page leads on to one a little further along, so that chains are long; some do not. */
function randomPages(seed: number): Page[] {
  const shapes = fc.sample(
    fc.record({
      step: fc.constantFrom('redirect', 'redirect', 'canonical', 'none' as const),
      onward: fc.integer({ min: 1, max: 16 }),
      links: fc.uniqueArray(fc.nat(urls.length - 1), { maxLength: 4 }),
    }),
    { seed, numRuns: urls.length },
  );
  return shapes.map(({ step, onward, links }, i) => {
    const url = urls[i] ?? '';
    const to = urls[(i + onward) % urls.length] ?? '';
    const domain = new URL(url).host;
    // A canonical within a domain is a column of the page, and no link.
    const leads = step !== 'none' && to !== url && (step === 'redirect' || new URL(to).host !== domain);
    return {
      url,
      domain,
      step: leads ? { kind: step, to } : null,
      links: links.map((place) => urls[place] ?? '').filter((other) => other !== url),
    };
  });
}

/** A page that redirects has no links of its own; links inside a domain are not stored. */
function captureOf({ url, domain, step, links }: Page, i: number): WorldCapture {
  const source = address(url);
  const made = (to: string, kind: LinkKind): FoldedLink => ({ ...link(source, address(to), 0, { robots: 0 }), kind });
  const outward = (to: string): boolean => new URL(to).host !== domain;
  const redirects = step?.kind === 'redirect';
  const shown = redirects ? [made(step.to, 'redirect')] : links.filter((to) => to !== step?.to).map((to) => made(to, 'anchor'));
  if (step?.kind === 'canonical') shown.push(made(step.to, 'canonical'));
  const folded = shown
    .filter(({ targetKey }) => urls.some((to) => address(to).key === targetKey && outward(to)))
    .sort((a, b) => (a.targetKey < b.targetKey ? -1 : 1));
  return {
    batch: 0,
    links: folded,
    linkset: linksetId(folded),
    capture: {
      source,
      fetchedAt: worldsBegin + i,
      status: redirects ? 301 : 200,
      redirect: redirects ? address(step.to) : null,
      ip: '',
      digest: '',
      grade: 'html',
      proof: redirects ? 'redirected' : 'page',
      revisit: false,
      page: unreadPage,
      offset: i,
      length: 1,
    },
  };
}
