import { describe, expect, it } from 'vitest';
import { authorityScale, domainAuthority, pageAuthority, rank1000, standing } from './authority.ts';
import { buildCsr, type Csr } from './csr.ts';
import { contributions, pageRank, type Ranked } from './pagerank.ts';

/** A release of `nodes` nodes of which the first have the given r; the others are unlinked. */
function rankedAs(nodes: number, strongest: readonly number[], unlinkedR: number): Ranked {
  const rank = new Float64Array(nodes).fill(unlinkedR / nodes);
  for (const [node, r] of strongest.entries()) rank[node] = r / nodes;
  return { rank, iterations: 1, delta: 0, unlinked: unlinkedR / nodes, damping: 0.85 };
}

const starOf = async (leaves: number): Promise<Csr> =>
  await buildCsr(() => [{ sources: Uint32Array.from({ length: leaves }, (_, i) => i + 1), targets: new Uint32Array(leaves) }], leaves + 1);

describe('authority', () => {
  it('is 0 for a node nobody links to, with r = 0.15 + 0.85 · dangling', async () => {
    // Leaves -> hub: the hub dangles and holds D = t (1 + a k) with t = 1 / (k + 1 + a k).
    const k = 10;
    const ranked = await pageRank(await starOf(k), { tolerance: 1e-15, iterationsMax: 1000 });
    const scale = authorityScale(ranked);
    const dangling = (1 + 0.85 * k) / (k + 1 + 0.85 * k);
    expect(scale.r0).toBeCloseTo(0.15 + 0.85 * dangling, 12);
    expect(domainAuthority(scale, ranked.rank[1] ?? 0)).toMatchObject({ authority: 0, rank1000: 0, version: 'authority_v2' });
    expect(domainAuthority(scale, ranked.rank[0] ?? 0).authority).toBeGreaterThan(0);
  });

  it('is 100 at the geometric mean of the twenty strongest, and above it', () => {
    // Ten at 1,000,000 and ten at 10,000: their geometric mean is 100,000.
    const strongest = [...Array.from({ length: 10 }, () => 1e6), ...Array.from({ length: 10 }, () => 1e4), 9_000];
    const scale = authorityScale(rankedAs(10_000_000, strongest, 0.4));
    expect(scale.r1).toBeCloseTo(100_000, 4);
    expect(scale.anchor).toBe('top');
    expect(domainAuthority(scale, 1e5 / scale.nodes).authority).toBe(100);
    expect(domainAuthority(scale, 1e6 / scale.nodes)).toMatchObject({ authority: 100, rank1000: 1000 });
  });

  it('adds the same points for the same factor of rank', () => {
    const scale = authorityScale(rankedAs(300, [30], 0.5));
    const factor = (scale.r1 / scale.r0) ** 0.1;
    for (const points of [10, 20, 50, 90])
      expect(domainAuthority(scale, (scale.r0 * factor ** (points / 10)) / 300).authority).toBe(points);
  });

  it('does not give 100 to the best site of a small index', async () => {
    const ranked = await pageRank(await starOf(299));
    const scale = authorityScale(ranked);
    expect(scale).toMatchObject({ anchor: 'fixed', r1: 400, nodes: 300 });
    const best = domainAuthority(scale, ranked.rank[0] ?? 0);
    expect(best.r).toBeGreaterThan(100);
    expect(best.authority).toBeGreaterThan(70);
    expect(best.authority).toBeLessThan(90);
  });

  it('has a scale for an empty graph and for a single node', async () => {
    for (const nodes of [0, 1]) {
      const scale = authorityScale(await pageRank(await buildCsr(() => [], nodes)));
      expect(scale).toMatchObject({ r0: 1, r1: 400, nodes });
      expect(pageAuthority(scale, 0).authority).toBe(0);
    }
  });

  it('shares a domain out over its pages without loss', async () => {
    const graph = await starOf(50);
    const ranked = await pageRank(graph, { tolerance: 1e-15, iterationsMax: 1000 });
    const scale = authorityScale(ranked);
    const [, gift = 0] = contributions(graph, ranked);
    const whole = pageAuthority(scale, 50 * gift);
    expect(whole.r).toBeCloseTo(domainAuthority(scale, ranked.rank[0] ?? 0).r, 10);
    const [one, two] = [pageAuthority(scale, 20 * gift), pageAuthority(scale, 30 * gift)];
    expect(one.r - scale.r0 + (two.r - scale.r0)).toBeCloseTo(whole.r - scale.r0, 10);
    expect(pageAuthority(scale, 0).authority).toBe(0);
  });
});

describe('rank1000', () => {
  it('inverts authority = 100 sin(rank / 636.62)', () => {
    expect([0, 50, 100].map(rank1000)).toEqual([0, 333, 1000]);
    for (let authority = 0; authority <= 100; authority++) expect(100 * Math.sin(rank1000(authority) / 636.62)).toBeCloseTo(authority, 0);
  });
});

describe('standing', () => {
  it('shares a position between equals and counts who is strictly below', () => {
    const ascending = Float64Array.from([1, 1, 1, 2, 5, 5, 9, 10]);
    const standings = [10, 9, 5, 2, 1].map((rank) => standing(ascending, rank));
    expect(standings.map(({ position }) => position)).toEqual([1, 2, 3, 5, 6]);
    expect(standings.map(({ percentile }) => percentile)).toEqual([87.5, 75, 50, 37.5, 0]);
  });
});
