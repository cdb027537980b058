import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildCsr, sourceBits, targetBits, type Csr, type EdgeChunk } from './csr.ts';
import { Failure } from '../base/errors.ts';

const chunkOf = (edges: readonly (readonly [number, number])[]): EdgeChunk => ({
  sources: Uint32Array.from(edges, ([source]) => source),
  targets: Uint32Array.from(edges, ([, target]) => target),
});

/** The edges a graph holds, in original nodes, read back from its tiles. */
function edgesOf({ original, blockRows, tiles, tileStarts, pairs }: Csr): [number, number][] {
  const edges: [number, number][] = [];
  for (const [block, words] of pairs.entries()) {
    for (let tile = 0; tile < tiles; tile++) {
      const cell = block * (tiles + 1) + tile;
      for (const word of words.subarray(tileStarts[cell], tileStarts[cell + 1])) {
        const source = (tile << sourceBits) + (word >>> targetBits);
        const target = (blockRows[block] ?? 0) + (word & ((1 << targetBits) - 1));
        edges.push([original[source] ?? -1, original[target] ?? -1]);
      }
    }
  }
  return edges;
}

const sorted = (edges: readonly (readonly [number, number])[]): string[] => edges.map(String).sort();

const someEdges = fc.integer({ min: 1, max: 40 }).chain((nodes) =>
  fc.record({
    nodes: fc.constant(nodes),
    edges: fc.array(fc.tuple(fc.integer({ min: 0, max: nodes - 1 }), fc.integer({ min: 0, max: nodes - 1 })), { maxLength: 200 }),
    cut: fc.nat(200),
  }),
);

describe('buildCsr', () => {
  it('holds exactly the edges it was given, loops and duplicates included', async () => {
    await fc.assert(
      fc.asyncProperty(someEdges, async ({ nodes, edges, cut }) => {
        const graph = await buildCsr(() => [chunkOf(edges.slice(0, cut)), chunkOf(edges.slice(cut))], nodes);
        expect(graph.edges).toBe(edges.length);
        expect(sorted(edgesOf(graph))).toEqual(sorted(edges));
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  it('labels linking nodes first, most edges first, equal ones by node', async () => {
    const graph = await buildCsr(
      () => [
        chunkOf([
          [4, 0],
          [1, 0],
          [1, 2],
          [4, 2],
          [3, 0],
          [3, 3],
          [3, 1],
        ]),
      ],
      6,
    );
    expect([...graph.original]).toEqual([3, 1, 4, 0, 2, 5]);
    expect(graph.linking).toBe(3);
    expect([...graph.outDegree]).toEqual([3, 2, 2]);
  });

  it('keeps linking and dangling targets in different blocks', async () => {
    await fc.assert(
      fc.asyncProperty(someEdges, async ({ nodes, edges }) => {
        const { blockRows, linkingBlocks, linking } = await buildCsr(() => [chunkOf(edges)], nodes);
        expect(blockRows[linkingBlocks]).toBe(linking);
        expect(blockRows.at(-1)).toBe(nodes);
      }),
      { seed: 2 },
    );
  });

  it('is the same to the bit whatever order the edges come in', async () => {
    await fc.assert(
      fc.asyncProperty(someEdges, fc.nat(200), async ({ nodes, edges }, turn) => {
        const turned = [...edges.slice(turn), ...edges.slice(0, turn)].toReversed();
        const [one, two] = await Promise.all([buildCsr(() => [chunkOf(edges)], nodes), buildCsr(() => [chunkOf(turned)], nodes)]);
        expect(two).toEqual(one);
      }),
      { seed: 3 },
    );
  });

  it('cuts blocks by targets and by edges, and tiles by sources', async () => {
    // 300,000 nodes in a ring, each also linked from node 0: three blocks' worth of targets, ten tiles of sources.
    const nodes = 300_000;
    const ring = chunkOf([]);
    const sources = Uint32Array.from({ length: 2 * nodes }, (_, i) => (i < nodes ? i : 0));
    const targets = Uint32Array.from({ length: 2 * nodes }, (_, i) => (i + 1) % nodes);
    const graph = await buildCsr(() => [ring, { sources, targets }], nodes);
    expect(graph.tiles).toBe(Math.ceil(nodes / 2 ** sourceBits));
    expect(
      graph.pairs.every(
        (words, block) => words.length < 2 ** 17 && (graph.blockRows[block + 1] ?? 0) - (graph.blockRows[block] ?? 0) <= 2 ** 17,
      ),
    ).toBe(true);
    expect(graph.pairs.length).toBeGreaterThan(8);
    expect(sorted(edgesOf(graph))).toEqual(sorted(Array.from(sources, (source, i) => [source, targets[i] ?? -1] as const)));
  });

  it('reads asynchronous chunks', async () => {
    async function* chunks(): AsyncGenerator<EdgeChunk> {
      yield chunkOf([[0, 1]]);
      await Promise.resolve();
      yield chunkOf([[1, 0]]);
    }
    expect(sorted(edgesOf(await buildCsr(chunks, 2)))).toEqual(['0,1', '1,0']);
  });

  it('refuses an edge that leaves the nodes', async () => {
    await expect(buildCsr(() => [chunkOf([[0, 2]])], 2)).rejects.toThrow(RangeError);
  });

  it('refuses columns of different lengths', async () => {
    await expect(buildCsr(() => [{ sources: new Uint32Array(2), targets: new Uint32Array(1) }], 2)).rejects.toThrow(RangeError);
  });

  it('refuses a list that grows or shrinks between readings', async () => {
    const both = chunkOf([
      [0, 1],
      [1, 0],
    ]);
    for (const changing of [2, 3]) {
      let reading = 0;
      await expect(buildCsr(() => (++reading === changing ? [both, both] : [both]), 2)).rejects.toThrow(/changed/);
    }
  });

  it('names a graph with more nodes than a label can count', async () => {
    const error: unknown = await buildCsr(() => [], 2 ** 31).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(Failure);
    expect(error).toMatchObject({ code: 'graph_too_large' });
  });

  it('stops when told to', async () => {
    const stop = new AbortController();
    const chunks = function* (): Generator<EdgeChunk> {
      yield chunkOf([[0, 1]]);
      stop.abort();
      yield chunkOf([[1, 0]]);
    };
    await expect(buildCsr(chunks, 2, { signal: stop.signal })).rejects.toMatchObject({ name: 'AbortError' });
  });
});
