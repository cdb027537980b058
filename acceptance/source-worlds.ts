/** Worlds in which sources find things by chance, with their truth: 50 to 5,000 things, sources that find 10 to 70 % of them. */
export interface Worlds {
  readonly sources: number;
  /**
   * Most that things differ in how easily every source alike finds them: a world's standard deviation on the logit scale is drawn evenly from 0
   * to this. 0: sources are independent.
   */
  readonly favour: number;
}

export interface World {
  readonly total: number;
  /** How many things are known to exactly each set of sources, as bits; not those that none knows. */
  readonly histories: Map<number, number>;
}

type Random = () => number;

/**
 * One world. Each source has its own chance, and each thing its own chance with each source around that: drawn from a beta distribution whose
 * two parameters add up to 2 (nearly all or nothing) to 20 (nearly the same for all).
 */
export function drawn({ sources, favour }: Worlds, random: Random): World {
  const total = Math.round(Math.exp(Math.log(50) + random() * Math.log(100)));
  const means = Array.from({ length: sources }, () => 0.1 + 0.6 * random());
  const firmness = means.map(() => 2 + 18 * random());
  const spread = favour * random();
  const histories = new Map<number, number>();
  for (let thing = 0; thing < total; thing++) {
    const ease = Math.exp(spread * normal(random));
    let known = 0;
    for (const [source, mean] of means.entries()) {
      const firm = firmness[source] ?? 2;
      const chance = beta(mean * firm, (1 - mean) * firm, random);
      const odds = (chance / (1 - chance)) * ease;
      if (random() < (odds === Number.POSITIVE_INFINITY ? 1 : odds / (1 + odds))) known |= 1 << source;
    }
    if (known > 0) histories.set(known, (histories.get(known) ?? 0) + 1);
  }
  return { total, histories };
}

/** Mulberry32: 32 bits of state, good enough for draws. */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Box and Muller 1958. */
function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(random() || 1e-12)) * Math.cos(2 * Math.PI * random());
}

function beta(a: number, b: number, random: Random): number {
  const one = gamma(a, random);
  return one / (one + gamma(b, random));
}

/** Marsaglia and Tsang 2000. */
function gamma(shape: number, random: Random): number {
  if (shape < 1) return gamma(shape + 1, random) * (random() || 1e-12) ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = normal(random);
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(random() || 1e-12) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
  }
}
