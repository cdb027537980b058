import { afterAll, beforeAll, expect, it } from 'vitest';
import { loadWorlds, pageCapture } from '../../test/conformance/worlds.ts';
import { throwawayIndex, type TestIndex } from '../../test/test-index.ts';
import { operations } from './operations.ts';

let index: TestIndex;
beforeAll(async () => {
  index = await throwawayIndex();
  await loadWorlds(index, 'own pages', [pageCapture('https://own.example/', []), pageCapture('https://blog.own.example/', [])]);
  await index.refresh();
});
afterAll(async () => index[Symbol.asyncDispose]());

/** Questions that ask for nothing but a target, about who links to it. What a target links to is seen on its own pages, and covered by them. */
const aboutOne = operations.filter(
  ({ name, example }) => name !== 'outgoing' && Object.keys(example).every((field) => field === 'target' || field === 'limit'),
);

async function coverages(target: string): Promise<unknown[]> {
  return Promise.all(aboutOne.map(async ({ name }) => (await index.ask<{ coverage: { status: string } }>(name, { target })).coverage));
}

function all(expected: Record<string, unknown>): unknown[] {
  return aboutOne.map(() => expect.objectContaining(expected) as unknown);
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
  await loadWorlds(index, 'another site', [pageCapture('https://other.example/', ['https://elsewhere.example/'])]);
  await index.refresh();
  expect(await coverages('own.example')).toEqual(
    all({ status: 'looked_not_found', pages_captured: 3, domains_captured: 2, crawls: ['another site', 'own pages'] }),
  );
  expect(await coverages('elsewhere.example')).toEqual(
    all({ status: 'found', next: null, known_referring_pages: 1, recaptured_referring_pages: 0 }),
  );
});

it('a lost link is found too: it was seen', async () => {
  await loadWorlds(index, 'a month later', [pageCapture('https://other.example/', [], { day: 30 })]);
  await index.refresh();
  expect(await coverages('elsewhere.example')).toEqual(all({ status: 'found', known_referring_pages: 1, recaptured_referring_pages: 1 }));
  expect(await index.ask('list', { target: 'elsewhere.example' })).toMatchObject({ total: 0, rows: [] });
  expect(await index.ask('list', { target: 'elsewhere.example', state: 'lost' })).toMatchObject({ total: 1 });
});

it('what a target links to was looked for where its own pages were captured, and nowhere else', async () => {
  const coverageOf = async (target: string): Promise<string> =>
    (await index.ask<{ coverage: { status: string } }>('outgoing', { target })).coverage.status;
  expect(await coverageOf('other.example')).toBe('found');
  expect(await coverageOf('own.example')).toBe('looked_not_found');
  expect(await coverageOf('elsewhere.example')).toBe('not_looked');
});
