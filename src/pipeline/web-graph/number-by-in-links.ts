import type { OnBytes } from '../../sources/web-graph/text.ts';
import { readEdges } from '../../sources/web-graph/edges.ts';
import type { WholeNumbering } from './numbering.ts';

/** In-links above this are ordered as if they were so many. */
const countedMax = 2 ** 24;

/**
 * Numbers the vertices of a release without ranks: most in-links first, then by vertex, which is the order of names.
 * Memory: 8 bytes a vertex beside the numbering, and 64 MB.
 */
export async function numberByInLinks(edges: readonly string[], numbering: WholeNumbering, onBytes: OnBytes): Promise<void> {
  const inLinks = new Uint32Array(numbering.vertices);
  for await (const { to, count } of readEdges(edges, numbering.vertices, onBytes))
    for (let i = 0; i < count; i++) inLinks[to[i] as number] = (inLinks[to[i] as number] as number) + 1;

  // A counting sort: `starts` is where the vertices with so many in-links begin, the most first.
  const starts = new Uint32Array(countedMax + 1);
  for (const links of inLinks) starts[Math.min(links, countedMax)] = (starts[Math.min(links, countedMax)] as number) + 1;
  for (let links = countedMax, start = 0; links >= 0; links--) {
    const vertices = starts[links] as number;
    starts[links] = start;
    start += vertices;
  }
  for (const [vertex, links] of inLinks.entries()) {
    const node = starts[Math.min(links, countedMax)] as number;
    starts[Math.min(links, countedMax)] = node + 1;
    numbering.set(vertex, node);
  }
}
