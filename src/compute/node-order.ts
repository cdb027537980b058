import { sharedBytes } from './shared-bytes.ts';

/** A relabelling of the nodes 0 to n - 1 in which every node with an edge going out comes before every node without. */
export interface NodeOrder {
  /** label -> node, in shared memory. */
  readonly original: Uint32Array;
  /** node -> label. */
  readonly label: Uint32Array;
  /** How many nodes have an edge going out. */
  readonly linking: number;
}

/** Degrees from here up count as one: such nodes are few enough to share a cache in any order. */
const degreeMax = 0xffff;

/** Most edges going out first, equal ones by node: a counting sort, O(n), 8n bytes kept. */
export function orderByOutDegree(outDegrees: Uint32Array): NodeOrder {
  const nodes = outDegrees.length;
  const next = new Uint32Array(degreeMax + 1);
  for (let node = 0; node < nodes; node++) (next[Math.min(outDegrees[node] as number, degreeMax)] as number)++;
  let before = 0;
  for (let degree = degreeMax; degree >= 0; degree--) {
    const count = next[degree] as number;
    next[degree] = before;
    before += count;
  }
  const linking = next[0] as number;
  const original = new Uint32Array(sharedBytes(4 * nodes));
  const label = new Uint32Array(nodes);
  for (let node = 0; node < nodes; node++) {
    const row = (next[Math.min(outDegrees[node] as number, degreeMax)] as number)++;
    original[row] = node;
    label[node] = row;
  }
  return { original, label, linking };
}
