import { mkdtempSync, openSync, closeSync, rmSync, writeSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { gzipOfZeros, responseRecord, warcRecord } from '../../test/fixtures/warc.ts';
import { limits } from '../base/limits.ts';
import { readRecordAt } from './record-at.ts';
import { readArchive } from './warc.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'warc-bounds-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const megabyte = 1024 * 1024;
const last = warcRecord(responseRecord('http://example.com/last', Buffer.from('last')));

/** What a reading gave, how long it took and by how much the process grew. */
function measure(path: string, wanted = true): { found: string[]; offsets: [number, number][]; seconds: number; grownMegabytes: number } {
  const before = process.memoryUsage().rss;
  const start = performance.now();
  let most = before;
  const found: string[] = [];
  const offsets: [number, number][] = [];
  for (const record of readArchive(path, { wants: () => wanted })) {
    found.push(`${record.url} ${record.body.length} ${record.truncation}`);
    offsets.push([record.offset, record.length]);
    most = Math.max(most, process.memoryUsage().rss);
  }
  return { found, offsets, seconds: (performance.now() - start) / 1000, grownMegabytes: (most - before) / megabyte };
}

function head(url: string, bytes: number): Buffer {
  return Buffer.from(`WARC/1.0\r\nWARC-Type: resource\r\nWARC-Target-URI: ${url}\r\nContent-Length: ${bytes}\r\n\r\n`);
}

describe('whatever the size', () => {
  it('reads past a gigabyte of zeros in one gzip member', () => {
    const path = join(folder, 'member.warc.gz');
    const large = head('http://example.com/large', 1024 * megabyte);
    writeFileSync(path, Buffer.concat([gzipOfZeros(large, 1024), gzipSync(last)]));
    const { found, offsets, grownMegabytes } = measure(path);
    expect(found).toEqual([`http://example.com/large ${limits.bodyBytesMax} limit`, 'http://example.com/last 4 null']);
    expect(grownMegabytes).toBeLessThan(150);
    const [offset, length] = offsets[1] ?? [0, 0];
    expect(readRecordAt(path, offset, length).body.toString()).toBe('last');
  });

  it('stops undoing a body that inflates to a gigabyte', () => {
    const path = join(folder, 'body.warc.gz');
    const bomb = responseRecord('http://example.com/bomb', gzipOfZeros(Buffer.alloc(0), 1024), ['Content-Encoding: gzip']);
    writeFileSync(path, Buffer.concat([gzipSync(warcRecord(bomb)), gzipSync(last)]));
    const { found, grownMegabytes } = measure(path);
    expect(found).toEqual([`http://example.com/bomb ${limits.bodyBytesMax} limit`, 'http://example.com/last 4 null']);
    expect(grownMegabytes).toBeLessThan(150);
  });

  it.each([true, false])('passes a record of 3 GB in a plain file without reading it (body wanted: %s)', (wanted) => {
    const path = join(folder, 'sparse.warc');
    const bytes = 3 * 1024 * megabyte;
    const start = head('http://example.com/large', bytes);
    const file = openSync(path, 'w');
    writeSync(file, start);
    writeSync(file, Buffer.concat([Buffer.from('\r\n\r\n'), last]), 0, 4 + last.length, start.length + bytes);
    closeSync(file);
    const { found, seconds, grownMegabytes } = measure(path, wanted);
    const [large, small] = wanted ? [`${limits.bodyBytesMax} limit`, '4 null'] : ['0 null', '0 null'];
    expect(found).toEqual([`http://example.com/large ${large}`, `http://example.com/last ${small}`]);
    expect(seconds).toBeLessThan(2);
    expect(grownMegabytes).toBeLessThan(150);
  });

  it('keeps to its window when a header or a line has no end', () => {
    const path = join(folder, 'endless.warc');
    const endless = Buffer.concat([Buffer.from('WARC/1.0\r\nX: '), Buffer.alloc(64 * megabyte, 'a')]);
    writeFileSync(path, Buffer.concat([endless, Buffer.from('\r\n\r\n'), last]));
    const { found, grownMegabytes } = measure(path);
    expect(found).toEqual(['http://example.com/last 4 null']);
    expect(grownMegabytes).toBeLessThan(100);
  });
});
