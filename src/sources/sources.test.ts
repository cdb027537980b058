import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { archiveOf, responseRecord, warcRecord, zipOf } from '../../test/fixtures/warc.ts';
import type { ProgressNote } from '../base/progress.ts';
import { digestOf } from './digest.ts';
import { readRecordAt } from './record-at.ts';
import { resolveSources } from './sources.ts';
import { readArchive } from './warc.ts';

const info = warcRecord({ type: 'warcinfo', url: null, block: Buffer.from('x') });
const page = warcRecord(responseRecord('http://example.com/', Buffer.from('<p>page')));
const wat = warcRecord({ type: 'metadata', url: 'http://example.com/', contentType: 'application/json', block: Buffer.from('{}') });
const arc = Buffer.from(
  'filedesc://x.arc 0.0.0.0 20200101000000 text/plain 4\n1 0 \nhttp://example.com/ 1.2.3.4 20200101000000 text/html 2\nhi\n',
);
const inside = [
  { name: 'archive/a.warc.gz', bytes: archiveOf([info, page], 'member a record') },
  { name: 'archive/b.warc', bytes: Buffer.concat([info, page]), deflated: true },
  { name: 'archive/readme.txt', bytes: Buffer.from('not an archive') },
  { name: 'pages/pages.jsonl', bytes: Buffer.from('{}'), deflated: true },
];

let folder = '';
const at = (...names: string[]): string => join(folder, ...names);
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sources-'));
  mkdirSync(at('b', 'deep'), { recursive: true });
  writeFileSync(at('b', 'deep', 'whole.dat'), archiveOf([info, page], 'one member'));
  writeFileSync(at('b', 'a.warc.gz'), archiveOf([info, page], 'member a record'));
  writeFileSync(at('b', 'x.wat'), Buffer.concat([info, wat]));
  writeFileSync(at('a.arc.gz'), gzipSync(arc));
  writeFileSync(at('c.wacz'), zipOf(inside));
  writeFileSync(at('wide.wacz'), zipOf(inside, true));
  writeFileSync(at('empty.warc'), '');
  writeFileSync(at('notes.txt'), 'nothing of the kind');
  writeFileSync(at('old.warc.bz2'), 'BZh91AY&SY');
  writeFileSync(at('photos.zip'), zipOf([{ name: 'a.jpg', bytes: Buffer.from('jpg') }]));
  symlinkSync(at('b', 'a.warc.gz'), at('link.warc.gz'));
  symlinkSync(folder, at('b', 'up'));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function resolved(...names: string[]): Promise<{ found: string[]; notes: ProgressNote[] }> {
  const notes: ProgressNote[] = [];
  const sources = await resolveSources(names, { progress: { update: () => {}, note: (note) => notes.push(note) } });
  const found = sources.map((source) => (source.path === null ? source.uri : `${source.path.slice(folder.length + 1)} ${source.kind}`));
  return { found, notes };
}

describe('resolveSources', () => {
  it('finds the archives of a folder by content, in one order, and names what it skips', async () => {
    const { found, notes } = await resolved(folder);
    expect(found).toEqual([
      'a.arc.gz arc',
      'b/a.warc.gz warc',
      'b/deep/whole.dat warc',
      'b/x.wat wat',
      'c.wacz#archive/a.warc.gz warc',
      'c.wacz#archive/b.warc warc',
      'link.warc.gz warc',
      'wide.wacz#archive/a.warc.gz warc',
      'wide.wacz#archive/b.warc warc',
    ]);
    expect(notes.map(({ fields }) => String(fields?.['path']).slice(folder.length + 1))).toEqual([
      'b/up',
      'c.wacz#archive/readme.txt',
      'empty.warc',
      'notes.txt',
      'old.warc.bz2',
      'photos.zip',
      'wide.wacz#archive/readme.txt',
    ]);
  });

  it('keeps the order in which things were named, and each once', async () => {
    const { found } = await resolved(at('b', 'x.wat'), 'https://example.com/a.warc.gz', at('b'));
    expect(found).toEqual(['b/x.wat wat', 'https://example.com/a.warc.gz', 'b/a.warc.gz warc', 'b/deep/whole.dat warc']);
  });

  it.each([
    ['gone.warc', 'source_missing'],
    ['empty.warc', 'not_an_archive'],
    ['notes.txt', 'not_an_archive'],
    ['photos.zip', 'not_an_archive'],
    ['old.warc.bz2', 'wrong_compression'],
  ])('fails for a named %s with %s', async (name, code) => {
    await expect(resolved(at(name))).rejects.toMatchObject({ code });
  });

  it.skipIf(process.getuid?.() === 0)('fails for what it may not read, alone or in a folder', async () => {
    mkdirSync(at('closed'));
    writeFileSync(at('closed', 'a.warc'), page);
    chmodSync(at('closed', 'a.warc'), 0);
    await expect(resolved(at('closed', 'a.warc'))).rejects.toMatchObject({ code: 'source_unreadable' });
    await expect(resolved(at('closed'))).rejects.toMatchObject({ code: 'source_unreadable' });
  });

  it('fails for a zip whose directory was cut off', async () => {
    writeFileSync(at('cut.data'), zipOf(inside).subarray(0, -30));
    await expect(resolved(at('cut.data'))).rejects.toMatchObject({ code: 'not_an_archive' });
    rmSync(at('cut.data'));
  });

  it('names an entry that is compressed in a way that is not read', async () => {
    mkdirSync(at('other'));
    writeFileSync(at('other', 'lzma.wacz'), zipOf([{ name: 'archive/a.warc', bytes: page, method: 14 }, ...inside]));
    const { found, notes } = await resolved(at('other', 'lzma.wacz'));
    expect(found).toEqual(['other/lzma.wacz#archive/a.warc.gz warc', 'other/lzma.wacz#archive/b.warc warc']);
    expect(notes[0]?.text).toMatch(/lzma.wacz#archive\/a.warc: only deflate is undone$/);
  });
});

describe('archives inside a WACZ', () => {
  it.each(['c.wacz#archive/a.warc.gz', 'c.wacz#archive/b.warc', 'wide.wacz#archive/a.warc.gz', 'wide.wacz#archive/b.warc'])(
    'reads %s, and its records again by their offsets',
    (name) => {
      const records = [...readArchive(at(name))].map(({ url, offset, length }) => ({ url, offset, length }));
      expect(records.map(({ url }) => url)).toEqual([null, 'http://example.com/']);
      expect(records.map(({ offset, length }) => readRecordAt(at(name), offset, length).url)).toEqual([null, 'http://example.com/']);
    },
  );

  it('says which archive is gone', () => {
    expect(() => readRecordAt(at('c.wacz#archive/z.warc'), 0, 10)).toThrow(expect.objectContaining({ code: 'evidence_missing' }));
    expect(() => readRecordAt(at('gone.warc'), 0, 10)).toThrow(expect.objectContaining({ code: 'evidence_missing' }));
    expect(() => readRecordAt(at('b', 'a.warc.gz'), 1, 10)).toThrow(expect.objectContaining({ code: 'evidence_missing' }));
  });
});

describe('digestOf', () => {
  it('is the same for the same bytes under any name, an entry of a WACZ among them', async () => {
    const digest = await digestOf(at('b', 'a.warc.gz'));
    expect(digest).toMatch(/^[0-9a-f]{64}$/);
    expect(await digestOf(at('link.warc.gz'))).toBe(digest);
    expect(await digestOf(at('c.wacz#archive/a.warc.gz'))).toBe(digest);
    expect(await digestOf(at('b', 'deep', 'whole.dat'))).not.toBe(digest);
  });
});
