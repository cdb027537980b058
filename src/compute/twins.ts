import type { Adjacency } from './adjacency.ts';

/** Nodes that are linked by nearly the same domains (Jaccard at least `alikeMin` of two sets of at least `sourcesMin`): several shops of one farm. */
export function findTwins(graph: Adjacency): (node: number) => readonly number[] {
  const buckets = new Map<string, number[]>();
  const keys = new Map<number, string>();
  for (let node = 0; node < graph.nodes; node++) {
    if ((graph.inStart[node + 1] as number) - (graph.inStart[node] as number) < sourcesMin) continue;
    const key = sketchOf(graph, node);
    keys.set(node, key);
    const own = buckets.get(key);
    if (own === undefined) buckets.set(key, [node]);
    else if (own.length < bucketMax) own.push(node);
  }
  return (node) => {
    const bucket = buckets.get(keys.get(node) ?? '') ?? [];
    return bucket.filter((other) => other !== node && jaccard(graph, node, other) >= alikeMin);
  };
}

const sourcesMin = 8;
const alikeMin = 0.8;
/** Of more than so many nodes with one sketch, the first are compared. */
const bucketMax = 64;

/**
 * The least of each of three hashes of the sources (MinHash, Broder 1997): two sets agree in all three with chance J³, half of those at the limit and all
 * equal ones.
 */
function sketchOf({ inStart, sources }: Adjacency, node: number): string {
  const least = [0xffffffff, 0xffffffff, 0xffffffff];
  for (let edge = inStart[node] as number; edge < (inStart[node + 1] as number); edge++) {
    for (const [i, multiplier] of multipliers.entries()) {
      const hash = mixed(Math.imul((sources[edge] as number) + 1, multiplier));
      if (hash < (least[i] as number)) least[i] = hash;
    }
  }
  return least.join();
}

const multipliers = [0x9e3779b1, 0x85ebca77, 0xc2b2ae3d];

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
