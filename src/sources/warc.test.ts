import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allRecords } from '../../test/fixtures/records.ts';
import {
  archiveOf,
  chunked,
  httpBlock,
  layouts,
  responseRecord,
  warcRecord,
  type ArchiveLayout,
  type WrittenRecord,
} from '../../test/fixtures/warc.ts';
import type { ArchiveRecord, Damage } from '../model/record.ts';
import { readRecordAt } from './record-at.ts';
import { readArchive } from './warc.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'warc-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function summary({ url, body }: ArchiveRecord): string {
  return `${url} ${body.toString('hex')}`;
}

const bodies = fc.oneof(
  fc.string({ maxLength: 300 }).map((text) => Buffer.from(text)),
  fc.uint8Array({ maxLength: 400 }).map((bytes) => Buffer.from(bytes)),
);

const codings = {
  identity: (bytes: Buffer) => bytes,
  gzip: (bytes: Buffer) => gzipSync(bytes),
  'x-gzip': (bytes: Buffer) => gzipSync(bytes),
  deflate: (bytes: Buffer) => deflateSync(bytes),
  'bare deflate': (bytes: Buffer) => deflateRawSync(bytes),
  br: (bytes: Buffer) => brotliCompressSync(bytes),
} as const;

/** A response whose body went through codings, and what it was. */
const codedResponse = fc
  .record({
    body: bodies,
    coding: fc.constantFrom('identity', 'gzip', 'x-gzip', 'deflate', 'bare deflate', 'br' as const),
    chunkBytes: fc.option(fc.integer({ min: 1, max: 200 })),
    n: fc.nat(99),
  })
  .map(({ body, coding, chunkBytes, n }) => {
    const sent = codings[coding](body);
    const fields = [
      'Content-Type: text/html',
      `Content-Encoding: ${coding.replace('bare ', '')}`,
      ...(chunkBytes === null ? [] : ['Transfer-Encoding: chunked']),
    ];
    const written = responseRecord(`http://example.com/${n}`, chunkBytes === null ? sent : chunked(sent, chunkBytes), fields);
    return { written, body };
  });

const otherRecord = fc
  .record({ type: fc.constantFrom('warcinfo', 'request', 'metadata', 'resource', 'conversion'), body: bodies, n: fc.nat(99) })
  .map(({ type, body, n }) => ({ written: { type, url: `http://example.com/${n}`, contentType: 'text/plain', block: body }, body }));

const styles = fc.record({
  version: fc.constantFrom('WARC/0.17', 'WARC/0.18', 'WARC/1.0', 'WARC/1.1'),
  newline: fc.constantFrom('\r\n', '\n'),
  brackets: fc.boolean(),
});

describe('readArchive', () => {
  it('gives back records of any layout, style and coding, and each again by its offset', () => {
    const path = join(folder, 'any.warc');
    fc.assert(
      fc.property(
        fc.array(fc.oneof(codedResponse, otherRecord), { maxLength: 6 }),
        styles,
        fc.constantFrom(...layouts),
        (written, style, layout) => {
          writeFileSync(
            path,
            archiveOf(
              written.map((record) => warcRecord(record.written, style)),
              layout,
            ),
          );
          const damages: Damage[] = [];
          let count = 0;
          for (const record of readArchive(path, { onDamage: (damage) => damages.push(damage) })) {
            const expected = written[count++];
            expect(record.type).toBe(expected?.written.type);
            expect(record.url).toBe(expected?.written.url);
            expect(record.body).toEqual(expected?.body);
            expect(record.truncation).toBeNull();
            expect(readRecordAt(path, record.offset, record.length)).toEqual({ ...record });
          }
          expect(count).toBe(written.length);
          expect(damages).toEqual([]);
        },
      ),
      { seed: 20_261_122, numRuns: 300 },
    );
  });

  const small = [
    warcRecord({ type: 'warcinfo', url: null, contentType: 'application/warc-fields', block: Buffer.from('software: x\r\n') }),
    warcRecord(responseRecord('http://example.com/a', Buffer.from('<a href=/b>b</a>'))),
    warcRecord(responseRecord('http://example.com/b', gzipSync('<a href=/c>c</a>'), ['Content-Encoding: gzip'])),
  ];

  it.each(layouts)('cut at any byte, gives what stood before and nothing wrong (%s)', (layout) => {
    const whole = archiveOf(small, layout);
    const originals = allRecords(whole).records;
    const ends = originals.map(({ offset, length }) => offset + length);
    for (let bytes = 0; bytes < whole.length; bytes++) {
      const { records, damages } = allRecords(whole.subarray(0, bytes));
      const complete = records.filter(({ truncation }) => truncation === null);
      expect(complete.map(summary)).toEqual(originals.slice(0, complete.length).map(summary));
      // At most the last one is cut, and it is said to be.
      expect(records.slice(complete.length).map(({ truncation }) => truncation)).toEqual(
        records.length > complete.length ? ['archive'] : [],
      );
      // The end of a record is a fine place for a file to end, the line ends behind it as well.
      const fine = bytes === 0 || ends.some((end) => bytes <= end && bytes >= end - (layout === 'plain' ? 4 : 0));
      expect(damages.length > 0 || fine || layout === 'members of 100 bytes').toBe(true);
    }
  });

  it('with any one byte of a member wrong, never passes a changed record off as whole', () => {
    const whole = archiveOf(small, 'member a record');
    const originals = allRecords(whole).records.map(summary);
    for (let at = 0; at < whole.length; at++) {
      const wrong = Buffer.from(whole);
      wrong[at] = (wrong[at] ?? 0) ^ 0x55;
      const complete = allRecords(wrong).records.filter(({ truncation }) => truncation === null);
      expect(originals).toEqual(expect.arrayContaining(complete.map(summary)));
    }
  });

  it('gives every whole record, whatever members that were cut or are none stand between', () => {
    const whole = fc.oneof(codedResponse, otherRecord).map(({ written, body }) => ({ bytes: warcRecord(written), body }));
    const cut = fc.tuple(whole, fc.double({ min: 0, max: 1, noNaN: true })).map(([{ bytes }, share]) => {
      // What is behind a record's block may be missing without harm, so it is cut inside its head or block.
      return { bytes: bytes.subarray(0, Math.floor((bytes.length - 5) * share)), body: null };
    });
    const garbage = fc.string({ maxLength: 40 }).map((text) => ({ bytes: Buffer.from(text), body: null }));
    fc.assert(
      fc.property(fc.array(fc.oneof(whole, cut, garbage), { maxLength: 8 }), fc.boolean(), (members, wanted) => {
        const bytes = Buffer.concat(members.map((member) => gzipSync(member.bytes)));
        const { records } = allRecords(bytes, { wants: () => wanted });
        const complete = records.filter(({ truncation }) => truncation === null).map(({ body }) => body.toString('hex'));
        const expected = members.flatMap(({ body }) => (body === null ? [] : [wanted ? body.toString('hex') : '']));
        expect(complete).toEqual(expected);
      }),
      { seed: 42, numRuns: 500 },
    );
  });

  it('never throws on bytes of any kind', () => {
    const pieces = fc.oneof(
      fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes)),
      fc.constantFrom(...small, gzipSync('WARC/1.0\r\n'), Buffer.from('\r\n')),
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 8 }), fc.boolean(), (parts, compressed) => {
        const bytes = Buffer.concat(parts);
        // A beginning that is another compression is refused by name, and that is tested by itself.
        const read = (): unknown => allRecords(compressed ? gzipSync(bytes) : Buffer.concat([Buffer.from('x'), bytes]));
        expect(read).not.toThrow();
      }),
      { seed: 7, numRuns: 500 },
    );
  });

  it('gives a cut record again by its offset, as far as it goes', () => {
    const path = join(folder, 'cut.warc.gz');
    const text = Buffer.from(Array.from({ length: 5000 }, (_, i) => `<p>${i * 7919}`).join(''));
    const whole = gzipSync(warcRecord(responseRecord('http://example.com/', text)));
    writeFileSync(path, Buffer.concat([gzipSync(small[0] ?? ''), whole.subarray(0, whole.length / 2)]));
    const { records } = allRecords(path);
    expect(records.at(-1)?.truncation).toBe('archive');
    expect(records.map(({ offset, length }) => readRecordAt(path, offset, length))).toEqual(records);
  });

  it('reads only the bodies that are wanted', () => {
    const { records } = allRecords(archiveOf(small, 'member a record'), {
      wants: ({ url, http }) => http?.status === 200 && url?.endsWith('/b') === true,
    });
    expect(records.map(({ body }) => body.toString())).toEqual(['', '', '<a href=/c>c</a>']);
  });

  it('places records by their gzip members, and those that share one by decompressed bytes', () => {
    const [a, b] = allRecords(archiveOf(small, 'member a record')).records;
    expect(b).toMatchObject({ offset: a?.length, packed: false });
    const shared = allRecords(archiveOf(small, 'one member')).records;
    expect(shared.map(({ packed }) => packed)).toEqual([true, true, true]);
    expect(shared.map(({ offset }) => offset)).toEqual(allRecords(archiveOf(small, 'plain')).records.map(({ offset }) => offset));
  });

  it('unfolds header lines and keeps repeated fields', () => {
    const text =
      'WARC/1.0\r\nWARC-Type: resource\r\nWARC-Target-URI: http://example.com/\r\nX-Note: one\r\n  two\r\nX-Note: three\r\nContent-Length: 2\r\n\r\nhi\r\n\r\n';
    const [record] = allRecords(Buffer.from(text)).records;
    expect(record?.fields.all('x-note')).toEqual(['one two', 'three']);
    expect(record?.body.toString()).toBe('hi');
  });
});

describe('damaged archives', () => {
  const before = responseRecord('http://example.com/before', Buffer.from('before'));
  const after = responseRecord('http://example.com/after', Buffer.from('after'));
  const around = (middle: Buffer, layout: ArchiveLayout): Buffer => {
    const written = [warcRecord(before), middle, warcRecord(after)];
    return layout === 'plain' ? Buffer.concat(written) : archiveOf(written, layout);
  };
  const urls = (bytes: Buffer): (string | null)[] => allRecords(bytes).records.map(({ url }) => url);
  const middle = (length: string): WrittenRecord => ({
    ...responseRecord('http://example.com/middle', Buffer.from('middle')),
    fields: { 'Content-Length': length },
  });

  describe.each(['plain', 'member a record', 'one member'] as const)('%s', (layout) => {
    it.each([
      ['missing', ''],
      ['negative', '-5'],
      ['no number', 'many'],
      ['too small', '46'],
      ['larger than its record', '300'],
      ['larger than the file', '99999999'],
      ['absurd', '99999999999999999999'],
    ])('keeps the records around one whose Content-Length is %s', (_, length) => {
      const { records, damages } = allRecords(around(warcRecord(middle(length)), layout));
      expect(records.map(({ url }) => url)).toEqual(['http://example.com/before', 'http://example.com/middle', 'http://example.com/after']);
      expect(records.map(({ body }) => body.toString())).toEqual(['before', 'middle', 'after']);
      expect(records.map(({ truncation }) => truncation)).toEqual([null, 'archive', null]);
      expect(damages).toHaveLength(1);
    });
  });

  it.each(['plain', 'one member'] as const)('reports bytes between records and goes on behind them (%s)', (layout) => {
    const bytes = around(Buffer.from('some bytes\r\nof no record at all\r\n'), layout);
    const { records, damages } = allRecords(bytes);
    expect(records.map(({ truncation }) => truncation)).toEqual([null, null]);
    expect(damages.map(({ reason }) => reason)).toEqual([expect.stringContaining('33 bytes that are no record')]);
  });

  it('passes bytes between gzip members, to the next member that holds a record', () => {
    const bytes = Buffer.concat([
      gzipSync(warcRecord(before)),
      Buffer.from('\x1f\x8b\x08 no member'),
      gzipSync('no record'),
      gzipSync(warcRecord(after)),
    ]);
    expect(urls(bytes)).toEqual(['http://example.com/before', 'http://example.com/after']);
    expect(allRecords(bytes).damages[0]?.offset).toBe(gzipSync(warcRecord(before)).length);
  });

  it('goes on behind a member that cannot be inflated', () => {
    const broken = gzipSync(warcRecord(middle('6')));
    broken.fill(0xff, 12, 40);
    const bytes = Buffer.concat([gzipSync(warcRecord(before)), broken, gzipSync(warcRecord(after))]);
    expect(urls(bytes)).toEqual(['http://example.com/before', 'http://example.com/after']);
  });

  it.each([
    ['a head without an end', Buffer.from('WARC/1.0\r\nWARC-Type: resp'), ['a record that ends inside its head']],
    ['something else', Buffer.from('no record, no line end'), ['22 bytes that are no record']],
    ['half of its block', warcRecord(middle('50')).subarray(0, -6), ['a record that ends before its Content-Length']],
    ['nothing', Buffer.alloc(0), []],
  ])('reads the member behind one that holds %s, and blames the right one', (_, content, reasons) => {
    const cut = gzipSync(warcRecord(after)).subarray(0, -3);
    const { records, damages } = allRecords(
      Buffer.concat([gzipSync(warcRecord(before)), gzipSync(content), gzipSync(warcRecord(before)), cut]),
    );
    const good = records.filter(({ url }) => url !== 'http://example.com/middle');
    expect(good.map(({ url, truncation }) => [url, truncation])).toEqual([
      ['http://example.com/before', null],
      ['http://example.com/before', null],
      ['http://example.com/after', 'archive'],
    ]);
    expect(damages.map(({ reason }) => reason)).toEqual([...reasons, 'the file ends inside a gzip member']);
    expect(damages.at(-1)?.offset).toBe(records.at(-1)?.offset);
  });

  it('reads on after padding zeros', () => {
    expect(
      urls(Buffer.concat([gzipSync(warcRecord(before)), Buffer.alloc(1000), gzipSync(warcRecord(after)), Buffer.alloc(5)])),
    ).toHaveLength(2);
  });

  it('stops, and says so, when almost nothing is an archive', () => {
    const bytes = Buffer.concat([warcRecord(before), Buffer.from('WARC/1.0\r\n\r\nx\r\n'.repeat(11_000))]);
    const { damages } = allRecords(bytes);
    expect(damages).toHaveLength(10_001);
    expect(damages.at(-1)?.reason).toContain('the rest is not read');
  });

  it('marks what the crawler cut', () => {
    const cut = { ...before, fields: { 'WARC-Truncated': 'length' } };
    expect(allRecords(warcRecord(cut)).records[0]?.truncation).toBe('declared');
  });

  it('reads a revisit whose head has no end', () => {
    const block = Buffer.from('HTTP/1.1 304 Not Modified\r\nX-A: b\r\n');
    const [record] = allRecords(
      warcRecord({ type: 'revisit', url: 'http://example.com/', contentType: 'application/http', block }),
    ).records;
    expect([record?.http?.status, record?.http?.fields.get('x-a'), record?.body.length]).toEqual([304, 'b', 0]);
  });

  it('leaves what is no HTTP message whole', () => {
    const written = { ...before, block: httpBlock(Buffer.from('x'), [], '200 OK').subarray(1) };
    const [record] = allRecords(warcRecord(written)).records;
    expect([record?.http, record?.body.toString()]).toEqual([null, 'TTP/1.1 200 OK\r\n\r\nx']);
  });

  it.each([
    ['zstd', Buffer.of(0x28, 0xb5, 0x2f, 0xfd, 0)],
    ['bzip2', Buffer.from('BZh91AY')],
    ['xz', Buffer.of(0xfd, 0x37, 0x7a, 0x58, 0x5a, 0)],
  ])('refuses %s by name', (found, bytes) => {
    expect(() => allRecords(bytes)).toThrow(
      expect.objectContaining({ code: 'wrong_compression', params: expect.objectContaining({ found }) as unknown }),
    );
  });
});
