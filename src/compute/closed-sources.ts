import { evenPlace, type Adjacency } from './adjacency.ts';
import { tailAbove } from './tail-bound.ts';

/**
 * Tells of the sources of one target after another whether they are *dedicated* to it or *closed* (link-circles.ts).
 *
 * Cost: at most `sampleMax` steps a source. Where fewer links lead to the members of the circle than would be looked at, these are counted first by who has
 * them, and only sources with enough of them are looked at; around a target so widely linked that chance explains everything, none is. Memory: 8 bytes a node.
 */
export class ClosedSources {
  readonly #graph: Adjacency;
  readonly #memberOf: Uint32Array;
  /** Of a source, at least as many as its links to members; 0 between targets. */
  readonly #linksWithin: Uint32Array;

  constructor(graph: Adjacency) {
    this.#graph = graph;
    this.#memberOf = new Uint32Array(graph.nodes);
    this.#linksWithin = new Uint32Array(graph.nodes);
  }

  /** Tells `found` the edges to a target, by their places, whose sources are dedicated or closed. Returns the steps it took at most. */
  around(v: number, twins: readonly number[], found: (edge: number) => void): number {
    const { inStart, sources, outStart, edges } = this.#graph;
    const [start, end] = [inStart[v] as number, inStart[v + 1] as number];
    const memberOf = this.#memberOf;
    let [linksInto, looks] = [0, 0];
    for (let edge = start; edge < end; edge++) {
      const s = sources[edge] as number;
      memberOf[s] = v + 1;
      linksInto += (inStart[s + 1] as number) - (inStart[s] as number);
      looks += Math.min(sampleMax, (outStart[s + 1] as number) - (outStart[s] as number));
    }
    const others = twins.filter((twin) => memberOf[twin] !== v + 1);
    for (const twin of others) {
      memberOf[twin] = v + 1;
      linksInto += (inStart[twin + 1] as number) - (inStart[twin] as number);
    }
    const chance = linksInto / edges;
    const explained = tailAbove(sampleMax, sampleMax, chance) > chanceMax;
    const counts = !explained && linksInto < looks;
    if (counts) {
      for (let edge = start; edge < end; edge++) this.#count(sources[edge] as number, v);
      for (const twin of others) this.#count(twin, v);
    }
    for (let edge = start; edge < end; edge++) {
      const s = sources[edge] as number;
      const links = (outStart[s + 1] as number) - (outStart[s] as number);
      const withinLeast = closedShareMin * (Math.min(links, sampleMax) - 1);
      const mayBeClosed = !explained && (!counts || (this.#linksWithin[s] as number) >= withinLeast);
      if (links === 1 || (mayBeClosed && this.#isClosed(s, v, chance))) found(edge);
    }
    if (counts) {
      for (let edge = start; edge < end; edge++) this.#linksWithin[sources[edge] as number] = 0;
      for (const twin of others) this.#linksWithin[twin] = 0;
    }
    return end - start + (explained ? 0 : Math.min(linksInto, looks));
  }

  /** Counts the links to a member by who has them. */
  #count(member: number, v: number): void {
    const { inStart, sources } = this.#graph;
    for (let edge = inStart[member] as number; edge < (inStart[member + 1] as number); edge++) {
      const s = sources[edge] as number;
      if (this.#memberOf[s] === v + 1) this.#linksWithin[s] = (this.#linksWithin[s] as number) + 1;
    }
  }

  /** Whether at least half of the links of s beside that to v lead to members, and chance does not explain that. */
  #isClosed(s: number, v: number, chance: number): boolean {
    const { outStart, targets } = this.#graph;
    const [start, links] = [outStart[s] as number, (outStart[s + 1] as number) - (outStart[s] as number)];
    const looked = Math.min(links, sampleMax);
    const elsewhereMax = (1 - closedShareMin) * looked;
    let [within, elsewhere] = [0, 0];
    for (let i = 0; i < looked; i++) {
      const target = targets[start + evenPlace(i, links, looked)] as number;
      if (target === v) continue;
      if (this.#memberOf[target] === v + 1) within++;
      else if (++elsewhere > elsewhereMax) return false;
    }
    const others = within + elsewhere;
    return others > 0 && within >= closedShareMin * others && tailAbove(within, others, chance) <= chanceMax;
  }
}

const closedShareMin = 0.5;
const chanceMax = 0.05;
/** Of a share, sixty-four draws leave a standard error of at most 6 %; at 256 circles took four times as long on a web of large sites (bench pipeline/scores). */
const sampleMax = 64;
