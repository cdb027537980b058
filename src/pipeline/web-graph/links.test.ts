import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { limits } from '../../base/limits.ts';
import { LinkPartitions, partitionsFor, sortLinks } from './links.ts';
import { partitionPaths } from './partition-files.ts';

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'openbacklinks-links-'))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Row {
  readonly target: number;
  readonly part: number;
  readonly sources: readonly number[];
}

/** The rows of a staged file: UInt32, UInt16, Array(UInt32). */
function rowsIn(path: string): Row[] {
  const bytes = readFileSync(path);
  const rows: Row[] = [];
  for (let at = 0; at < bytes.length;) {
    const [target, part] = [bytes.readUInt32LE(at), bytes.readUInt16LE(at + 4)];
    at += 6;
    let [length, shift] = [0, 0];
    for (; ; shift += 7) {
      const byte = bytes[at++] ?? 0;
      length += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) break;
    }
    const sources = Array.from({ length }, (_, i) => bytes.readUInt32LE(at + i * 4));
    at += length * 4;
    rows.push({ target, part, sources });
  }
  return rows;
}

function sorted(
  links: readonly (readonly [target: number, source: number])[],
  partitions: number,
  nodes: number,
): { rows: Row[]; kept: number } {
  const written = new LinkPartitions(folder, partitions);
  for (const [target, source] of links) written.add(target, source);
  written.close();
  const into = join(folder, 'rows.rowbinary');
  const rows: Row[] = [];
  let kept = 0;
  for (const [i, path] of partitionPaths(folder, 'links', partitions).entries()) {
    kept += sortLinks(path, i, partitions, nodes, into);
    rows.push(...rowsIn(into));
  }
  return { rows, kept };
}

describe('links', () => {
  it('come out by target, each source once and rising, whatever their order and the number of partitions', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }).chain((nodes) =>
          fc.record({
            nodes: fc.constant(nodes),
            links: fc.array(fc.tuple(fc.nat(nodes - 1), fc.nat(nodes - 1)), { maxLength: 300 }),
            partitions: fc.constantFrom(1, 2, 8, 64),
          }),
        ),
        ({ nodes, links, partitions }) => {
          const expected = Array.from({ length: nodes }, (_, target) => ({
            target,
            part: 0,
            sources: [...new Set(links.filter(([to]) => to === target).map(([, source]) => source))].sort((a, b) => a - b),
          })).filter(({ sources }) => sources.length > 0);
          const { rows, kept } = sorted(links, partitions, nodes);
          expect(rows.sort((a, b) => a.target - b.target)).toEqual(expected);
          expect(kept).toBe(expected.reduce((sum, { sources }) => sum + sources.length, 0));
        },
      ),
      { seed: 2, numRuns: 60 },
    );
  });

  it('of a target with more sources than a row holds go on in a further row', () => {
    const count = limits.graphRowSourcesMax * 2 + 5;
    const links = Array.from({ length: count }, (_, i) => [3, count - 1 - i] as const);
    const { rows } = sorted([...links, [1, 0]], 2, count);
    expect(rows.map(({ target, part, sources }) => [target, part, sources.length, sources[0]])).toEqual([
      [1, 0, 1, 0],
      [3, 0, limits.graphRowSourcesMax, 0],
      [3, 1, limits.graphRowSourcesMax, limits.graphRowSourcesMax],
      [3, 2, 5, limits.graphRowSourcesMax * 2],
    ]);
  });

  it('from sources above 2^31 are in order', () => {
    const [low, high] = [2_147_483_647, 4_294_967_292];
    const links = [high, low, high - 1].map((source) => [7, source] as const);
    expect(sorted(links, 8, 8).rows).toEqual([{ target: 7, part: 0, sources: [low, high - 1, high] }]);
  });

  it.each([
    [0, 1],
    [10, 1],
    [11, 2],
    [1_000_000, 256],
  ])('%d of them, ten a partition, need %d partitions', (links, partitions) => {
    expect(partitionsFor(links, 10)).toBe(partitions);
  });
});
