/**
 * PageRank on cnr-2000, a real crawl of 325,557 pages, against a reference computed by others with damping 0.85.
 * The reference keeps loops (87,442 of the arcs) and spreads the mass of dangling pages evenly; no arc occurs twice.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { buildCsr } from '../src/compute/csr.ts';
import { pageRank } from '../src/compute/pagerank.ts';
import type { Say } from './check.ts';

const topCount = 10_000;
const tolerance = 1e-9;
const errorMax = 1e-5;

export const pagerank = async (say: Say, dataDir: string): Promise<void> => {
  const reference = Float64Array.from(column(path.join(dataDir, 'graph/cnr-2000-pagerank-ref.tsv.gz'), 1));
  const sources = Uint32Array.from(column(path.join(dataDir, 'graph/cnr-2000-edges.tsv.gz'), 0));
  const targets = Uint32Array.from(column(path.join(dataDir, 'graph/cnr-2000-edges.tsv.gz'), 1));
  say('nodes', reference.length, 'nodes', reference.length === 325_557);
  say('edges', sources.length, 'edges', sources.length === 3_216_152);

  const graph = await buildCsr(() => [{ sources, targets }], reference.length);
  const options = { damping: 0.85, tolerance, iterationsMax: Number.POSITIVE_INFINITY };
  const ranked = await pageRank(graph, { ...options, workers: 1 });
  say('iterations', ranked.iterations, 'iterations');
  say('delta', ranked.delta, 'L1', ranked.delta <= tolerance);
  say('sum_minus_1', ranked.rank.reduce((sum, rank) => sum + rank, 0) - 1, 'rank');

  const descending = [...reference.keys()].sort((a, b) => (reference[b] ?? 0) - (reference[a] ?? 0));
  const errors = descending.map((node) => Math.abs((ranked.rank[node] ?? Number.NaN) / (reference[node] ?? 0) - 1));
  const worstOfTop = largest(errors.slice(0, topCount));
  say('relative_error_max_top_10000', worstOfTop, 'ratio', worstOfTop <= errorMax);
  say('relative_error_max', largest(errors), 'ratio');

  for (const workers of [2, 4]) {
    const { rank } = await pageRank(graph, { ...options, workers });
    const differing = rank.filter((value, node) => value !== ranked.rank[node]).length;
    say(`nodes_differing_with_${workers}_workers`, differing, 'nodes', differing === 0);
  }
};

/** One column of a gzip file of tab-separated numbers. */
function column(file: string, index: number): number[] {
  const lines = gunzipSync(readFileSync(file)).toString('latin1').trimEnd().split('\n');
  return lines.map((line) => Number(line.split('\t')[index]));
}

/** NaN when one is NaN, so that a missing rank is never a small error. */
function largest(values: readonly number[]): number {
  return values.reduce((most, value) => Math.max(most, value), 0);
}
