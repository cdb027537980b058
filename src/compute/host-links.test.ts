import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { archiveOf, responseRecord, warcRecord } from '../../test/fixtures/warc.ts';
import { throwawayIndex, type TestIndex } from '../../test/test-index.ts';
import { Random } from '../../sample/random.ts';

type Link = readonly [source: string, target: string];

let index: TestIndex;
let files = 0;
beforeAll(async () => {
  index = await throwawayIndex();
});
afterAll(async () => index[Symbol.asyncDispose]());

async function exported(links: readonly Link[]): Promise<void> {
  const path = join(index.folder, `links-${files++}.csv`);
  const rows = links.map(([source, target]) => `${source},${target},2026-01-0${1 + (files % 9)}`);
  writeFileSync(path, ['source_url,target_url,first_seen', ...rows].join('\n'));
  await index.ingest([`export:${path}`]);
}

async function crawled(url: string, html: string): Promise<void> {
  const path = join(index.folder, `page-${files++}.warc.gz`);
  writeFileSync(
    path,
    archiveOf([warcRecord({ ...responseRecord(url, Buffer.from(html)), date: '2027-01-01T00:00:00Z' })], 'member a record'),
  );
  await index.ingest([path]);
}

async function live(target: string): Promise<string[]> {
  const found: string[] = [];
  let cursor: string | null = null;
  do {
    const question = { target, limit: 1_000, ...(cursor !== null && { cursor }) };
    const answer: { rows: { source_url: string; target_url: string }[]; cursor: string | null } = await index.ask('list', question);
    found.push(...answer.rows.map(({ source_url, target_url }) => `${source_url} ${target_url}`));
    ({ cursor } = answer);
  } while (cursor !== null);
  return found.toSorted();
}

describe('a row that names only a host', () => {
  const row: Link = ['http://news.example/*', 'http://shop.example/*'];
  const link: Link = ['http://news.example/story', 'http://shop.example/tea'];
  const [ofHost, ofPage] = [row.join(' '), link.join(' ')];

  it('is a backlink as long as nothing more exact is known', async () => {
    await exported([row]);
    await index.refresh();
    expect(await live('shop.example')).toEqual([ofHost]);
  });

  it('is none beside a link between pages, in any figure, and still tells who knew the domain', async () => {
    await exported([link, ['http://blog.example/', 'http://shop.example/*']]);
    await index.refresh();
    expect(await live('shop.example')).toEqual(['http://blog.example/ http://shop.example/*', ofPage]);
    expect(await index.ask('summary', { target: 'shop.example' })).toMatchObject({
      backlinks_total: 2,
      referring_domains: 2,
      referring_pages: 2,
    });
    expect(await index.ask('sources', { target: 'shop.example' })).toMatchObject({ backlinks: 2, referring_domains: 2 });
    const { rows } = await index.ask<{ rows: { domain: string; backlinks: number }[] }>('referring-domains', { target: 'shop.example' });
    expect(rows.map(({ domain, backlinks }) => `${domain} ${backlinks}`).toSorted()).toEqual(['blog.example 1', 'news.example 1']);
  });

  it('is one again when that link is lost', async () => {
    await crawled('http://news.example/story', '<p>no link</p>');
    await index.refresh();
    expect(await live('shop.example')).toEqual(['http://blog.example/ http://shop.example/*', ofHost]);
  });
});

describe('in random worlds', () => {
  const hosts = ['a.example', 'b.example', 'sub.a.example', 'c.test'];
  const targets = ['x.example', 'www2.x.example', 'y.test'];

  /** A page of a host (or the host itself), four pages each. */
  function node(host: string, page: number): string {
    return page === 0 ? `http://${host}/*` : `http://${host}/p${page}`;
  }

  /** The slow way: every row against every other. */
  function counted(links: readonly Link[]): string[] {
    const hostOf = (node: string): string => new URL(node).host;
    const isNode = (node: string): boolean => node.endsWith('/*');
    const covers = (exact: string, vague: string): boolean =>
      exact === vague || (isNode(vague) && !isNode(exact) && hostOf(exact) === hostOf(vague));
    const isStoodFor = ([source, target]: Link): boolean =>
      links.some((one) => (one[0] !== source || one[1] !== target) && covers(one[0], source) && covers(one[1], target));
    return [...new Set(links.filter((one) => !isStoodFor(one)).map((one) => one.join(' ')))].toSorted();
  }

  it.each([1, 2, 3])('they count as every row held against every other says, refresh by refresh (%i)', async (seed) => {
    const random = new Random('links of hosts', seed);
    const links: Link[] = [];
    for (let round = 0; round < 3; round++) {
      const some = Array.from({ length: 25 }, (): Link => {
        const [source, target] = [random.pick(hosts), `s${seed}.${random.pick(targets)}`];
        return [node(source, random.int(0, 3)), node(target, random.int(0, 2))];
      });
      links.push(...some);
      await exported(some);
      await index.refresh(round === 2);
      for (const target of targets) {
        const wanted = links.filter(([, to]) => new URL(to).host === `s${seed}.${target}`);
        expect(await live(`s${seed}.${target}`)).toEqual(counted(wanted));
      }
    }
  });
});
