/**
 * How fast archives are read, against `zcat FILE | wc -c` in the same minute: `npm run bench -- sources/warc`.
 *
 * `small`: 50,000 gzip members of 6 KB, about a WAT of Common Crawl; `wat`, `html`: the real pages, repeated (bench/corpus.ts). `heads` reads past
 * the bodies. Each is the processor time of the best of three runs. Ways that were tried on `wat` before this one (2026-11-22, 2 cores): public
 * `inflateRawSync` with `info`, a new state a member, 358 MB/s without a checksum; one state for all, driven by its handle, 531 without and 485
 * with the checksum of each member; the record layer above it costs less than a tenth.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { readArchive, type ReadOptions } from '../../src/sources/warc.ts';
import { corpus } from '../corpus.ts';

const runs = 3;

function main(): void {
  const folder = mkdtempSync(path.join(tmpdir(), 'bench-warc-'));
  try {
    measure('small', smallMembers(folder));
    for (const kind of ['wat', 'html'] as const) {
      const [file] = corpus(kind) ?? [];
      if (file === undefined) console.log(`# ${kind}: skipped, the real pages are absent`);
      else measure(kind, file.path);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function measure(name: string, file: string): void {
  const zcat = best(() => zcatSeconds(file));
  let records = 0;
  const read = best(() => cpuSeconds(() => (records = readAll(file, {}))));
  const heads = best(() => cpuSeconds(() => readAll(file, { wants: () => false })));
  const megabytes = Number(spawnSync('sh', ['-c', 'zcat "$0" | wc -c', file], { encoding: 'utf8' }).stdout) / 1e6;
  console.log(`sources/warc/${name}/inflated ${megabytes.toFixed(1)} MB`);
  console.log(`sources/warc/${name}/file ${(statSync(file).size / 1e6).toFixed(1)} MB`);
  console.log(`sources/warc/${name}/records ${records} records`);
  console.log(`sources/warc/${name}/zcat ${(megabytes / zcat).toFixed(0)} MB/s`);
  console.log(`sources/warc/${name}/read ${(megabytes / read).toFixed(0)} MB/s`);
  console.log(`sources/warc/${name}/heads ${(megabytes / heads).toFixed(0)} MB/s`);
  console.log(`sources/warc/${name}/read-to-zcat ${(zcat / read).toFixed(2)} times`);
}

function best(run: () => number): number {
  return Math.min(...Array.from({ length: runs }, run));
}

/** Seconds of processor time, because the machine may be busy with other things. */
function cpuSeconds(run: () => unknown): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

/** The same of `zcat FILE | wc -c`: the shell's `times` gives that of its children in its second line. */
function zcatSeconds(file: string): number {
  const { stdout } = spawnSync('sh', ['-c', 'zcat "$0" | wc -c > /dev/null; times', file], { encoding: 'utf8' });
  const times = [...(stdout.split('\n')[1] ?? '').matchAll(/(\d+)m([\d.]+)s/g)];
  return times.reduce((sum, [, minutes, seconds]) => sum + Number(minutes) * 60 + Number(seconds), 0);
}

function readAll(file: string, options: ReadOptions): number {
  let records = 0;
  for (const _ of readArchive(file, options)) records++;
  return records;
}

/** 500 different members, a hundred times. */
function smallMembers(folder: string): string {
  const file = path.join(folder, 'small.warc.wat.gz');
  const members = Array.from({ length: 500 }, (_, i) => gzipSync(watRecord(i)));
  writeFileSync(file, Buffer.concat(Array.from({ length: 100 }, () => members).flat()));
  return file;
}

function watRecord(n: number): string {
  const links = Array.from({ length: 50 }, (_, i) => ({
    path: 'A@/href',
    url: `https://host${(n * 7919 + i * 104_729) % 99_991}.example/folder/page-${n * i}.html`,
    text: `Read more about number ${(n + 1) * (i + 3) * 31_337}`,
  }));
  const body = JSON.stringify({ Envelope: { 'Payload-Metadata': { 'HTTP-Response-Metadata': { 'HTML-Metadata': { Links: links } } } } });
  const fields = [
    'WARC/1.0',
    'WARC-Type: metadata',
    `WARC-Target-URI: https://host${n}.example/`,
    'WARC-Date: 2026-01-02T03:04:05Z',
    `WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-${String(n).padStart(12, '0')}>`,
    'Content-Type: application/json',
    `Content-Length: ${body.length}`,
  ];
  return `${fields.join('\r\n')}\r\n\r\n${body}\r\n\r\n`;
}

main();
