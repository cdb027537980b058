import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { KeptNumbering, none, WholeNumbering } from './numbering.ts';

it('kept vertices have the numbers they were given, and others none', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 200 }), fc.uniqueArray(fc.nat(199), { maxLength: 100 }), (vertices, wanted) => {
      const kept = wanted.filter((vertex) => vertex < vertices);
      const numbering = new KeptNumbering(vertices);
      for (const vertex of [...kept, ...kept]) numbering.keep(vertex);
      numbering.seal();
      for (const vertex of kept) expect(numbering.set(vertex, vertices - 1 - vertex)).toBe(true);
      const expected = Array.from({ length: vertices }, (_, vertex) => (kept.includes(vertex) ? vertices - 1 - vertex : none));
      expect(expected.map((_, vertex) => numbering.nodeOf(vertex))).toEqual(expected);
    }),
    { seed: 3 },
  );
});

it.each([
  ['whole', (): WholeNumbering => new WholeNumbering(40)],
  [
    'kept',
    (): KeptNumbering => {
      const numbering = new KeptNumbering(40);
      for (let vertex = 0; vertex < 39; vertex++) numbering.keep(vertex);
      numbering.seal();
      return numbering;
    },
  ],
])('%s: a vertex or a number is taken once, and neither beyond the last', (_, made) => {
  const numbering = made();
  expect(numbering.set(3, 39)).toBe(true);
  expect(numbering.set(3, 5)).toBe(false);
  expect(numbering.set(4, 39)).toBe(false);
  expect(numbering.set(40, 6)).toBe(false);
  expect(numbering.set(5, 40)).toBe(false);
  expect([numbering.nodeOf(3), numbering.nodeOf(4), numbering.nodeOf(39)]).toEqual([39, none, none]);
});

it('a whole numbering is the same after it lay on disk', () => {
  const folder = mkdtempSync(join(tmpdir(), 'openbacklinks-numbers-'));
  try {
    const numbering = new WholeNumbering(1_000);
    for (let vertex = 0; vertex < 1_000; vertex += 3) numbering.set(vertex, 999 - vertex);
    numbering.save(join(folder, 'numbers.bin'));
    expect(WholeNumbering.load(join(folder, 'numbers.bin'), 1_000).nodes).toEqual(numbering.nodes);
    expect(() => WholeNumbering.load(join(folder, 'numbers.bin'), 1_001)).toThrow('ends after 4000 of 4004 bytes');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
