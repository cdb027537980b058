/**
 * Relative spam mass (Gyöngyi et al. 2006): the part of a domain's rank that does not come from trusted ones,
 *
 *   mass = 1 - γ · t / x    x rank, t TrustRank (each of sum 1), γ = 0.85 the share of the web that is taken to be good
 *
 * cut to 0 to 1. It says something of strong domains only: whom no seed reaches has 1, however honest.
 */
export function spamMass(trust: number, rank: number): number {
  return Math.min(1, Math.max(0, 1 - (goodShare * trust) / rank));
}

const goodShare = 0.85;
