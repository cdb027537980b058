/**
 * WAT to links, one core: from records in memory, by the scanner and by `JSON.parse`, and with reading the archive; against
 * `zcat` of the same file right before and behind. The input is `bench/corpus.ts`, made when absent. MB are of inflated archive, seconds are
 * those of the processor, so that what else runs on the machine matters little.
 */
import { spawnSync } from 'node:child_process';
import { captureOf, wantsBody } from '../../src/extract/capture.ts';
import { extractWat, extractWatByJson } from '../../src/extract/wat-links.ts';
import { scanWat } from '../../src/extract/wat/scan.ts';
import type { ArchiveRecord } from '../../src/model/record.ts';
import { readArchive } from '../../src/sources/warc.ts';
import { corpus } from '../corpus.ts';

const rounds = 5;
const options = { keepInternal: false };

function main(): void {
  const file = corpus('wat')?.[1];
  if (file === undefined) return console.log('wat skipped: no real pages in ../shared/data/pages');
  const megabytes = file.inflatedBytes / 1e6;
  const records = recordsOf(file.path);
  let links = 0;
  for (const record of records) links += linksOf(record);
  console.log(`records ${records.length} records`);
  console.log(`links ${links} links`);
  console.log(`wat ${megabytes.toFixed(1)} MB`);

  const before = zcatSeconds(file.path);
  const speed = (name: string, round: () => void): number => {
    const seconds = best(round);
    console.log(`${name} ${(megabytes / seconds).toFixed(0)} MB/s`);
    return seconds;
  };
  speed('scan', () => records.forEach(({ body }) => scanWat(body)));
  const extract = speed('extract', () => records.forEach((record) => extractWat(record, options)));
  speed('extract_with_internal', () => records.forEach((record) => extractWat(record, { keepInternal: true })));
  speed('extract_by_json', () => records.forEach((record) => extractWatByJson(record, options)));
  const read = speed('read', () => drain(file.path, () => {}));
  const both = speed('read_and_extract', () => drain(file.path, (record) => captureOf(record, options)));
  const zcat = Math.min(before, zcatSeconds(file.path));
  console.log(`zcat ${(megabytes / zcat).toFixed(0)} MB/s`);
  for (const [name, seconds] of Object.entries({ extract, read, read_and_extract: both })) {
    console.log(`${name}_to_zcat ${(zcat / seconds).toFixed(2)} times the speed`);
  }
}

/** The best of several rounds, in seconds of the processor: what disturbs a round only makes it slower. */
function best(round: () => void): number {
  const seconds = Array.from({ length: rounds }, () => {
    const started = process.cpuUsage();
    round();
    const { user, system } = process.cpuUsage(started);
    return (user + system) / 1e6;
  });
  return Math.min(...seconds);
}

/** `times` of a shell tells last what its children used: `0m0.310s 0m0.012s`. */
function zcatSeconds(file: string): number {
  const seconds = Array.from({ length: rounds }, () => {
    const { status, stdout, stderr } = spawnSync('sh', ['-c', 'zcat "$0" > /dev/null && times', file], { encoding: 'utf8' });
    if (status !== 0) throw new Error(`zcat: ${stderr}`);
    const used = [...(stdout.trim().split('\n').at(-1) ?? '').matchAll(/(\d+)m([\d.]+)s/g)];
    return used.reduce((sum, [, minutes, rest]) => sum + Number(minutes) * 60 + Number(rest), 0);
  });
  return Math.min(...seconds);
}

/** WAT records with bodies of their own: a reader's lie in its buffer. */
function recordsOf(file: string): ArchiveRecord[] {
  const records: ArchiveRecord[] = [];
  drain(file, (record) => {
    if (record.type === 'metadata') records.push({ ...record, body: Buffer.from(record.body) });
  });
  return records;
}

function drain(file: string, use: (record: ArchiveRecord) => void): void {
  for (const record of readArchive(file, { wants: wantsBody })) use(record);
}

function linksOf(record: ArchiveRecord): number {
  const outcome = extractWat(record, options);
  return 'capture' in outcome ? (outcome.capture.page?.links.length ?? 0) : 0;
}

main();
