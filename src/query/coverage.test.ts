import { afterAll, beforeAll, expect, it } from 'vitest';
import { address, emptyPage, link, loadWorlds, worldsBegin, type WorldCapture } from '../../test/conformance/worlds.ts';
import { throwawayIndex, type TestIndex } from '../../test/test-index.ts';
import { linksetId } from '../extract/linkset.ts';
import { operations } from './operations.ts';

let index: TestIndex;
beforeAll(async () => {
  index = await throwawayIndex();
  await loadWorlds(index, 'own pages', [page('https://own.example/', []), page('https://blog.own.example/', [])]);
  await index.refresh();
});
afterAll(async () => index[Symbol.asyncDispose]());

async function coverages(target: string): Promise<unknown[]> {
  return Promise.all(operations.map(async ({ name }) => (await index.ask<{ coverage: { status: string } }>(name, { target })).coverage));
}

function all(expected: Record<string, unknown>): unknown[] {
  return operations.map(() => expect.objectContaining(expected) as unknown);
}

it('pages of the target itself are no look at who links to it: every question says so, and what would get it', async () => {
  const next = expect.stringContaining('Ingest archives of other sites') as string;
  expect(await coverages('own.example')).toEqual(all({ status: 'not_looked', next, pages_captured: 2, domains_captured: 1 }));
  expect(await coverages('blog.own.example')).toEqual(all({ status: 'not_looked' }));
});

it('pages of another domain that do not link are a look, which found nothing', async () => {
  expect(await coverages('elsewhere.example')).toEqual(all({ status: 'looked_not_found', known_referring_pages: 0 }));
});

it('after a look at other sites what is not found is known not to be there, as far as the counts say', async () => {
  await loadWorlds(index, 'another site', [page('https://other.example/', ['https://elsewhere.example/'])]);
  await index.refresh();
  expect(await coverages('own.example')).toEqual(
    all({ status: 'looked_not_found', pages_captured: 3, domains_captured: 2, crawls: ['another site', 'own pages'] }),
  );
  expect(await coverages('elsewhere.example')).toEqual(
    all({ status: 'found', next: null, known_referring_pages: 1, recaptured_referring_pages: 0 }),
  );
});

it('a lost link is found too: it was seen', async () => {
  await loadWorlds(index, 'a month later', [page('https://other.example/', [], 30)]);
  await index.refresh();
  expect(await coverages('elsewhere.example')).toEqual(all({ status: 'found', known_referring_pages: 1, recaptured_referring_pages: 1 }));
  expect(await index.ask('list', { target: 'elsewhere.example' })).toMatchObject({ total: 0, rows: [] });
  expect(await index.ask('list', { target: 'elsewhere.example', state: 'lost' })).toMatchObject({ total: 1 });
});

function page(url: string, targets: readonly string[], day = 0): WorldCapture {
  const source = address(url);
  const links = targets.map((target) => link(source, address(target), 0, { robots: 0 }));
  return {
    batch: 0,
    links,
    linkset: linksetId(links),
    capture: {
      source,
      fetchedAt: worldsBegin + day * 86_400,
      status: 200,
      redirect: null,
      ip: '',
      digest: '',
      grade: 'html',
      proof: 'page',
      revisit: false,
      page: emptyPage,
      offset: 0,
      length: 1,
    },
  };
}
