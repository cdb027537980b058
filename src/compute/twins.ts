import type { Adjacency } from './adjacency.ts';

/** Nodes that are linked by nearly the same domains (Jaccard at least `alikeMin` of two sets of at least `sourcesMin`): several shops of one farm. */
export function findTwins(graph: Adjacency): (node: number) => readonly number[] {
  const buckets = multipliers.slice(sketches).map(() => new Map<number, number[]>());
  const keys = new Map<number, readonly number[]>();
  for (let node = 0; node < graph.nodes; node++) {
    if ((graph.inStart[node + 1] as number) - (graph.inStart[node] as number) < sourcesMin) continue;
    const own = sketchesOf(graph, node);
    keys.set(node, own);
    for (const [sketch, key] of own.entries()) {
      const bucket = buckets[sketch]?.get(key);
      if (bucket === undefined) buckets[sketch]?.set(key, [node]);
      else if (bucket.length < bucketMax) bucket.push(node);
    }
  }
  return (node) => {
    const own = keys.get(node);
    if (own === undefined) return [];
    const near = new Set<number>();
    for (const [sketch, key] of own.entries()) {
      const bucket = buckets[sketch]?.get(key) ?? [];
      if (bucket.length > 1) for (const other of bucket) near.add(other);
    }
    if (near.size === 0) return [];
    return [...near].filter((other) => other !== node && jaccard(graph, node, other) >= alikeMin);
  };
}

const sourcesMin = 8;
const alikeMin = 0.8;
/** Of more nodes with one sketch, the first are compared. */
const bucketMax = 64;

/**
 * Four sketches, each of the least values of two hashes of the sources (MinHash, Broder 1997): two sets agree in one of them with chance
 * 1 - (1 - J²)⁴, which is 0.98 at the limit.
 */
function sketchesOf({ inStart, sources }: Adjacency, node: number): number[] {
  const least = new Uint32Array(multipliers.length).fill(0xffffffff);
  for (let edge = inStart[node] as number; edge < (inStart[node + 1] as number); edge++) {
    const source = (sources[edge] as number) + 1;
    for (let i = 0; i < multipliers.length; i++) {
      const hash = mixed(Math.imul(source, multipliers[i] as number));
      if (hash < (least[i] as number)) least[i] = hash;
    }
  }
  // The first hash and 21 bits of the second, as one exact number.
  return Array.from(
    { length: sketches },
    (_, sketch) => (least[2 * sketch] as number) * 2 ** 21 + ((least[2 * sketch + 1] as number) >>> 11),
  );
}

const sketches = 4;

/** Odd numbers without a pattern, one for each hash. */
const multipliers = [0x9e3779b1, 0x85ebca77, 0xc2b2ae3d, 0x27d4eb2f, 0x165667b1, 0xd3a2646d, 0xfd7046c5, 0xb55a4f09];

/** The finaliser of MurmurHash3 (Appleby): every bit of the result depends on every bit of the number. */
function mixed(value: number): number {
  let hash = value ^ (value >>> 16);
  hash = Math.imul(hash, 0x85ebca6b);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** Of the two sets of sources, how much of their union both have; both lists ascend. */
function jaccard({ inStart, sources }: Adjacency, a: number, b: number): number {
  let [i, j] = [inStart[a] as number, inStart[b] as number];
  const [endA, endB] = [inStart[a + 1] as number, inStart[b + 1] as number];
  const all = endA - i + endB - j;
  let common = 0;
  while (i < endA && j < endB) {
    const [x, y] = [sources[i] as number, sources[j] as number];
    if (x === y) common++;
    if (x <= y) i++;
    if (y <= x) j++;
  }
  return common / (all - common);
}
