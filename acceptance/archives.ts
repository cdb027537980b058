/**
 * `archives/`: 115 real and deliberately odd files. Every one is read, reported or skipped by name, and no record is lost.
 * What counts the records independently: how often a line of the decompressed bytes begins like a record head.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, constants } from 'node:zlib';
import type { Damage } from '../src/model/record.ts';
import { readRecordAt } from '../src/sources/record-at.ts';
import { resolveSources, type ArchiveFile } from '../src/sources/sources.ts';
import { readArchive } from '../src/sources/warc.ts';
import type { Check } from './check.ts';

export const archives: Check = async (say, dataDir) => {
  const folder = join(dataDir, 'archives');
  const skipped: string[] = [];
  const note = (entry: { fields?: Readonly<Record<string, string | number>> }): unknown => skipped.push(String(entry.fields?.['path']));
  const found = await resolveSources([folder], { progress: { update: () => {}, note } });
  const files = found.filter((source): source is ArchiveFile => source.path !== null);
  const all = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const named = all.filter(({ name }) => looksLikeArchive(name)).length;
  const refused = skipped.filter(looksLikeArchive);
  say('archives_files', all.length, 'files', all.length === files.length + skipped.length);
  say('archives_read', files.length, 'files', files.length + refused.length === named);
  say('archives_skipped', skipped.length, 'files');
  for (const path of refused) say(`archives_skipped/${path.slice(folder.length + 1)}`, 1, 'files');

  const totals = { records: 0, damages: 0, evidence: 0 };
  for (const file of files) {
    const name = file.path.slice(folder.length + 1);
    const read = readWhole(file.path);
    totals.records += read.records;
    totals.damages += read.damages.length;
    totals.evidence += read.evidence;
    const expected = file.kind === 'arc' || file.path.includes('#') ? read.records : recordHeads(file.path);
    // A record that stands inside another's content begins a line too: then there are more lines than records.
    const whole = read.records === expected || read.damages.length > 0;
    say(`archives_records/${name}`, read.records, `records (${read.used} used, ${read.records - read.used} skipped)`, whole);
    for (const { offset, reason } of read.damages) say(`archives_damage/${name}`, offset, `byte: ${reason}`);
  }
  say('archives_records', totals.records, 'records', totals.records > 0);
  say('archives_damages', totals.damages, 'places');
  say('archives_records_read_again_by_offset', totals.evidence, 'records', totals.evidence === totals.records);
  const responses = readWhole(join(folder, 'archivesunleashed+aut/example.warc.gz')).responses;
  say('archives_example_responses', responses, 'responses', responses === 299);
};

interface Read {
  records: number;
  responses: number;
  /** Records that can be a page: responses, revisits, resources, and metadata as JSON. */
  used: number;
  /** Records that are the same when read again by their offset. */
  evidence: number;
  damages: Damage[];
}

function readWhole(path: string): Read {
  const read: Read = { records: 0, responses: 0, used: 0, evidence: 0, damages: [] };
  for (const record of readArchive(path, { onDamage: (damage) => read.damages.push(damage) })) {
    read.records++;
    if (record.type === 'response') read.responses++;
    if (['response', 'revisit', 'resource'].includes(record.type) || record.contentType.startsWith('application/json')) read.used++;
    const again = readRecordAt(path, record.offset, record.length);
    if (again.url === record.url && again.type === record.type && again.body.equals(record.body)) read.evidence++;
  }
  return read;
}

function recordHeads(path: string): number {
  const bytes = readFileSync(path);
  const plain = bytes[0] === 0x1f ? gunzipSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH }) : bytes;
  return plain.toString('latin1').match(/(?:^|\n)WARC\/\d/g)?.length ?? 0;
}

function looksLikeArchive(path: string): boolean {
  return /\.(?:w?arc(?:\.w[ae]t)?(?:\.gz)?|wacz)$/.test(path);
}
