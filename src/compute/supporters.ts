import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Adjacency } from './adjacency.ts';

/**
 * How many domains support each one: those that link to it, and those that link to these (within two links), each counted once. A farm's target has
 * hardly more supporters than domains that link to it (Becchetti et al. 2006: the bottleneck).
 *
 * Exact while the links to look at are at most `exactStepsMax`; above that from sketches of 64 registers (HyperLogLog, Flajolet et al. 2007; relative
 * standard error 13 %), which are made of those sources only that have more than `sketchedMin` links to them; the links of others are added one by one.
 *
 * Memory: 64 bytes for each such source. Cost: a step an edge, up to 64 for edges from such sources.
 */
export async function countSupporters(graph: Adjacency, signal?: AbortSignal): Promise<Uint32Array> {
  const { nodes, inStart, sources } = graph;
  const supporters = new Uint32Array(nodes);
  const seen = new Uint32Array(nodes);
  const sketches = sketchesOfSources(graph);
  const own = new Uint8Array(registers);
  for (let v = 0; v < nodes; v++) {
    if (v % nodesPerTurn === 0) {
      signal?.throwIfAborted();
      await nextTurn();
    }
    const [start, end] = [inStart[v] as number, inStart[v + 1] as number];
    if (end === start) continue;
    let steps = end - start;
    for (let edge = start; edge < end; edge++) {
      const s = sources[edge] as number;
      steps += (inStart[s + 1] as number) - (inStart[s] as number);
    }
    supporters[v] = steps <= exactStepsMax ? counted(v) : estimated(v);
  }
  return supporters;

  function counted(v: number): number {
    let found = 0;
    const look = (u: number): void => {
      if (u === v || seen[u] === v + 1) return;
      seen[u] = v + 1;
      found++;
    };
    for (let edge = inStart[v] as number; edge < (inStart[v + 1] as number); edge++) {
      const s = sources[edge] as number;
      look(s);
      for (let at = inStart[s] as number; at < (inStart[s + 1] as number); at++) look(sources[at] as number);
    }
    return found;
  }

  function estimated(v: number): number {
    own.fill(0);
    for (let edge = inStart[v] as number; edge < (inStart[v + 1] as number); edge++) {
      const s = sources[edge] as number;
      addTo(own, 0, s);
      const sketch = sketches.placeOf(s);
      if (sketch === -1) for (let at = inStart[s] as number; at < (inStart[s + 1] as number); at++) addTo(own, 0, sources[at] as number);
      else for (let i = 0; i < registers; i++) own[i] = Math.max(own[i] as number, sketches.bytes[sketch + i] as number);
    }
    return Math.round(cardinality(own));
  }
}

const registers = 64;
const exactStepsMax = 4_096;
const sketchedMin = 64;
const nodesPerTurn = 50_000;

/** Sketches of the in-links of sources that have many. */
function sketchesOfSources({ nodes, inStart, sources, outStart }: Adjacency): { bytes: Uint8Array; placeOf: (node: number) => number } {
  const isSketched = (node: number): boolean =>
    (inStart[node + 1] as number) - (inStart[node] as number) > sketchedMin && (outStart[node + 1] as number) > (outStart[node] as number);
  const places = new Map<number, number>();
  for (let node = 0; node < nodes; node++) if (isSketched(node)) places.set(node, registers * places.size);
  const bytes = new Uint8Array(registers * places.size);
  for (const [node, place] of places) {
    for (let edge = inStart[node] as number; edge < (inStart[node + 1] as number); edge++) addTo(bytes, place, sources[edge] as number);
  }
  return { bytes, placeOf: (node) => places.get(node) ?? -1 };
}

/** The register is chosen by six bits of a hash; it holds the most leading zeros, and one, of the others. */
function addTo(bytes: Uint8Array, place: number, node: number): void {
  const hash = mixed(node + 1);
  const at = place + (hash & (registers - 1));
  const zeros = Math.clz32(hash >>> 6) - 6 + 1;
  if (zeros > (bytes[at] as number)) bytes[at] = zeros;
}

function cardinality(sketch: Uint8Array): number {
  let [sum, empty] = [0, 0];
  for (const register of sketch) {
    sum += 2 ** -register;
    if (register === 0) empty++;
  }
  const estimate = (alpha * registers * registers) / sum;
  return estimate <= 2.5 * registers && empty > 0 ? registers * Math.log(registers / empty) : estimate;
}

/** The constant of 64 registers. */
const alpha = 0.709;

/** The finaliser of MurmurHash3 (Appleby): every bit of the result depends on every bit of the number. */
function mixed(value: number): number {
  let hash = Math.imul(value, 0x9e3779b1);
  hash ^= hash >>> 16;
  hash = Math.imul(hash, 0x85ebca6b);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
