import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, expect, it } from 'vitest';
import { archiveOf, responseRecord, warcRecord } from '../../test/fixtures/warc.ts';
import { topicNames } from '../model/topic/taxonomy.ts';
import { topicsNamed } from '../model/topic/topic-mix.ts';
import { stagedPath } from '../store/staged.ts';
import { digestOf } from '../sources/digest.ts';
import { Extractor, type ExtractTask } from './extractor.ts';

const folder = mkdtempSync(join(tmpdir(), 'openbacklinks-extractor-'));
const extractor = new Extractor();
afterEach(async () => extractor.close());
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const records = Array.from({ length: 300 }, (_, i) =>
  warcRecord(
    responseRecord(`https://page-${i}.example/`, Buffer.from(`<a href="https://other.example/${i}">${'text '.repeat(2_000)}</a>`)),
  ),
);
const archive = join(folder, 'pages.warc.gz');
writeFileSync(archive, archiveOf(records, 'member a record'));

function task(change: Partial<ExtractTask> = {}): ExtractTask {
  return {
    path: archive,
    kind: 'warc',
    folder: join(folder, 'staged'),
    keepInternal: false,
    exported: {},
    topicWords: null,
    isKnown: () => false,
    onProgress: () => {},
    ...change,
  };
}

it('stages an archive in a thread of its own, and says its digest first', async () => {
  const asked: string[] = [];
  const found = await extractor.extract(task({ isKnown: (digest) => (asked.push(digest), false) }), undefined);
  expect(asked).toEqual([await digestOf(archive)]);
  expect(found).toMatchObject({
    digest: asked[0],
    staged: { records: 300, captures: 300, links: 300, rows: { captures: 300, linksets: 300 } },
  });
});

it('does not read what is known', async () => {
  const found = await extractor.extract(task({ isKnown: () => true }), undefined);
  expect(found).toEqual({ digest: await digestOf(archive), known: true });
});

it('takes one archive after the other', async () => {
  await extractor.extract(task({ isKnown: () => true }), undefined);
  expect(await extractor.extract(task(), undefined)).toMatchObject({ staged: { captures: 300 } });
});

it('tells a failure in the thread as what it is, and takes the next archive', async () => {
  await expect(extractor.extract(task({ path: join(folder, 'missing.warc.gz') }), undefined)).rejects.toMatchObject({
    code: 'source_missing',
  });
  await expect(extractor.extract(task({ folder: join(archive, 'no folder') }), undefined)).rejects.toMatchObject({
    code: 'worker_failed',
    params: { path: archive },
  });
  expect(await extractor.extract(task(), undefined)).toMatchObject({ staged: { captures: 300 } });
});

it('ends when it is given up, and can be used again', async () => {
  const gone = new AbortController();
  const extracting = extractor.extract(task({ isKnown: () => (gone.abort(new Error('gave up')), false) }), gone.signal);
  await expect(extracting).rejects.toThrow('gave up');
  expect(await extractor.extract(task(), undefined)).toMatchObject({ staged: { captures: 300 } });
});

it('hears the words that were taken from embeddings, and others as before', async () => {
  const path = join(folder, 'made-up.warc.gz');
  const page = '<title>Molarix fangory</title><p>Of gumbolt and chewage, brushling and flosset, and what they have to do with plaquery';
  writeFileSync(path, archiveOf([warcRecord(responseRecord('https://made-up.example/', Buffer.from(page)))], 'member a record'));
  const topicWords = join(folder, 'topic-words.json');
  const words = {
    ...Object.fromEntries(topicNames.map((topic) => [topic, []])),
    dentistry: ['molarix', 'fangory', 'gumbolt', 'chewage', 'brushling', 'flosset', 'plaquery'],
  };
  writeFileSync(topicWords, JSON.stringify({ version: 'topics_v1', from: 'a test', words }));
  const heardBy = async (file: string | null): Promise<readonly string[] | null> => {
    // A thread takes its words before its first page.
    await extractor.close();
    await extractor.extract(task({ path, topicWords: file }), undefined);
    return topicsNamed(stagedTopics(readFileSync(stagedPath(join(folder, 'staged'), 'captures'))));
  };
  expect(await heardBy(null)).toBeNull();
  expect(await heardBy(join(folder, 'not-there.json'))).toBeNull();
  expect(await heardBy(topicWords)).toEqual(['dentistry']);
  writeFileSync(topicWords, '{');
  await expect(heardBy(topicWords)).rejects.toMatchObject({ code: 'embeddings_unreadable' });
});

/** The topics of the first staged capture: behind a byte, a key, a time, three texts, a status and six texts (stagedColumns). */
function stagedTopics(rows: Buffer): number {
  let at = 1;
  const text = (): void => {
    // All texts of this page are shorter than 128 bytes: a length is one byte.
    at += 1 + (rows[at] ?? 0);
  };
  text();
  at += 4;
  for (let i = 0; i < 3; i++) text();
  at += 2;
  for (let i = 0; i < 6; i++) text();
  return rows.readUInt32LE(at);
}
