import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readEdges } from './edges.ts';

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'openbacklinks-edges-'))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, name.endsWith('.gz') ? gzipSync(text) : text);
  return path;
}

async function edgesOf(paths: readonly string[], vertices: number): Promise<[number, number][]> {
  const found: [number, number][] = [];
  for await (const { from, to, count } of readEdges(paths, vertices))
    for (let i = 0; i < count; i++) found.push([from[i] ?? -1, to[i] ?? -1]);
  return found;
}

describe('edges', () => {
  it('are read over the ends of pieces, batches and files, gzip or plain', async () => {
    // 3 MB of text: lines of 3 to 21 bytes do not end where pieces of a megabyte do.
    const edges = Array.from({ length: 250_000 }, (_, i): [number, number] => [
      (i * 7_919) % 10 ** (1 + (i % 9)),
      (i * 104_729) % 4_000_000_000,
    ]);
    const text = edges.map((edge) => `${edge.join('\t')}\n`).join('');
    const cut = text.indexOf('\n', text.length / 3) + 1;
    const paths = [file('a.txt.gz', text.slice(0, cut)), file('b.txt', text.slice(cut))];
    expect(await edgesOf(paths, 4_000_000_000)).toEqual(edges);
  });

  it('need no newline at the end, and may end in a carriage return', async () => {
    expect(await edgesOf([file('c.txt', '0\t1\r\n2\t3')], 4)).toEqual([
      [0, 1],
      [2, 3],
    ]);
    expect(await edgesOf([file('d.txt', '')], 4)).toEqual([]);
  });

  it.each(['1\n', '1 2\n', '\t2\n', '1\t\n', '1\t2\t3\n', '\n', '-1\t2\n', '1\t2.0\n', 'one\t2\n', '1\t2\n3', '1\t12345678901\n'])(
    '%j is no edge',
    async (text) => {
      await expect(edgesOf([file('e.txt', text)], 4)).rejects.toThrow(/line \d is not two vertex numbers|names vertex/);
    },
  );

  it('of a vertex that is not there are damage', async () => {
    await expect(edgesOf([file('f.txt', '0\t1\n4\t1\n')], 4)).rejects.toThrow('line 2 names vertex 4, and there are 4');
  });
});
