import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, expect, it } from 'vitest';
import { limits } from '../base/limits.ts';
import type { Damage } from '../model/record.ts';
import { linesOf, textAt } from './text-lines.ts';

const folder = mkdtempSync(join(tmpdir(), 'openbacklinks-lines-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function fileOf(name: string, bytes: Buffer | string): string {
  writeFileSync(join(folder, name), bytes);
  return join(folder, name);
}

it('gives the same lines of a plain file and of gzip members, with where they stand', () => {
  const text = 'first\r\nzweite Zeile ü\n\nlast without an end';
  const plain = [...linesOf(fileOf('plain.txt', text))];
  expect(plain.map((line) => line.text)).toEqual(['first', 'zweite Zeile ü', '', 'last without an end']);
  expect(plain.map((line) => textAt(join(folder, 'plain.txt'), line.offset, line.length))).toEqual(plain.map((line) => line.text));
  const members = Buffer.concat([gzipSync(text.slice(0, 10)), gzipSync(text.slice(10))]);
  const packed = fileOf('members.gz', members);
  expect([...linesOf(packed)]).toEqual(plain);
  expect([...linesOf(packed, { from: plain[1]?.offset ?? 0 })]).toEqual(plain.slice(1));
});

it('reads lines across pieces, and passes one that is too long, by its place', () => {
  const damages: Damage[] = [];
  const many = Array.from({ length: 60_000 }, (_, i) => `line ${i}`).join('\n');
  const long = 'x'.repeat(limits.tableLineBytesMax * 2.5);
  const lines = [...linesOf(fileOf('long.txt', `${many}\n${long}\nafter`), { onDamage: (damage) => damages.push(damage) })];
  expect(lines).toHaveLength(60_001);
  expect(lines.at(-1)?.text).toBe('after');
  expect(damages).toEqual([{ offset: many.length + 1, reason: `a line is longer than ${limits.tableLineBytesMax} bytes` }]);
});

it('tells of a gzip file that ends too early', () => {
  const damages: Damage[] = [];
  const whole = gzipSync(Array.from({ length: 5_000 }, (_, i) => `line ${i} ${Math.imul(i, 2_654_435_761)}`).join('\n'));
  const lines = [...linesOf(fileOf('cut.gz', whole.subarray(0, whole.length / 2)), { onDamage: (damage) => damages.push(damage) })];
  expect(lines.length).toBeGreaterThan(100);
  expect(damages.map(({ reason }) => reason)).toEqual(['the file ends inside a gzip member']);
});
