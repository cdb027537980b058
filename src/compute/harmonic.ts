import type { Csr } from './csr.ts';
import { sourceBits, targetBits } from './csr.ts';

/**
 * Harmonic centrality (Boldi, Vigna 2014): H(v) = Σ over u ≠ v of 1 / d(u, v), where d is the number of links on the shortest way from u to v.
 * Exact, by a breadth-first search from every node along the links: O(nodes · edges), for graphs of some ten thousands of nodes. What Common Crawl
 * publishes is the same figure estimated by HyperBall.
 */
export function harmonicCentrality(graph: Csr): Float64Array {
  const { nodes, original } = graph;
  const { starts, targets } = targetsBySource(graph);
  const central = new Float64Array(nodes);
  const distance = new Int32Array(nodes);
  const queue = new Uint32Array(nodes);
  for (let from = 0; from < graph.linking; from++) {
    distance.fill(-1);
    distance[from] = 0;
    queue[0] = from;
    let end = 1;
    for (let at = 0; at < end; at++) {
      const node = queue[at] as number;
      const next = (distance[node] as number) + 1;
      for (let edge = starts[node] as number; edge < (starts[node + 1] as number); edge++) {
        const target = targets[edge] as number;
        if (distance[target] !== -1) continue;
        distance[target] = next;
        queue[end++] = target;
        (central[original[target] as number] as number) += 1 / next;
      }
    }
  }
  return central;
}

/** The graph by labels the other way round: where each node links to. */
function targetsBySource(graph: Csr): { starts: Uint32Array; targets: Uint32Array } {
  const starts = new Uint32Array(graph.nodes + 1);
  forEachEdge(graph, (source) => (starts[source + 1] as number)++);
  for (let node = 0; node < graph.nodes; node++) (starts[node + 1] as number) += starts[node] as number;
  const cursor = starts.slice();
  const targets = new Uint32Array(graph.edges);
  forEachEdge(graph, (source, target) => {
    targets[(cursor[source] as number)++] = target;
  });
  return { starts, targets };
}

function forEachEdge({ blockRows, tiles, tileStarts, pairs }: Csr, visit: (source: number, target: number) => void): void {
  for (const [block, words] of pairs.entries()) {
    for (let tile = 0; tile < tiles; tile++) {
      const cell = block * (tiles + 1) + tile;
      for (let edge = tileStarts[cell] as number; edge < (tileStarts[cell + 1] as number); edge++) {
        const word = words[edge] as number;
        visit((tile << sourceBits) + (word >>> targetBits), (blockRows[block] as number) + (word & ((1 << targetBits) - 1)));
      }
    }
  }
}
