import type { TestIndex } from '../../test/test-index.ts';
import type { Say } from '../check.ts';
import type { NamedGraph } from './named-graph.ts';
import { quantile } from './statistics.ts';

interface Explained {
  readonly authority_now: number;
  readonly raw: { readonly r: number; readonly r0: number; readonly arriving: number; readonly rest: number };
  readonly giving_domains: number;
  readonly givers: readonly { readonly share: number; readonly points: number; readonly authority_without: number }[];
}

/**
 * The question `authority` on the crawl: of the 60 domains with most givers and 60 others, shares add up to 1, points to the score, r to
 * its parts, and the score without a giver is what the scale makes of r less its part. And how many domains have how many referring domains.
 */
export async function contributions(say: Say, index: TestIndex, graph: NamedGraph): Promise<void> {
  const ordered = graph.names.filter((name) => graph.referring(name) > 0).toSorted((a, b) => graph.referring(b) - graph.referring(a));
  const asked = [...ordered.slice(0, 60), ...ordered.filter((_, i) => i >= 60 && i % Math.ceil(ordered.length / 60) === 0)];
  const { r1 } = graph.run.scale;
  const off = { shares: 0, points: 0, parts: 0, without: 0 };
  for (const target of asked) {
    const told = await index.ask<Explained>('authority', { target, limit: 1_000 });
    const { r, r0, arriving, rest } = told.raw;
    const sum = (of: (giver: Explained['givers'][number]) => number): number => told.givers.reduce((all, giver) => all + of(giver), 0);
    const height = (value: number): number => 100 * Math.min(1, Math.max(0, Math.log(value / r0) / Math.log(r1 / r0)));
    if (told.giving_domains > told.givers.length) continue;
    off.shares = Math.max(off.shares, Math.abs(sum(({ share }) => share) - 1));
    off.points = Math.max(off.points, Math.abs(sum(({ points }) => points) - told.authority_now));
    off.parts = Math.max(off.parts, Math.abs(r - r0 - arriving - rest) / r, Math.abs(rest) / r);
    for (const { share, authority_without } of told.givers) {
      off.without = Math.max(off.without, Math.abs(authority_without - height(r - share * arriving)));
    }
  }
  say('contributions.domains', asked.length, 'domains whose score was explained');
  // Shares and points are rounded to four places each, of up to some hundreds of givers.
  say('contributions.shares_off', off.shares, 'most that shares are from 1', off.shares < 0.01);
  say('contributions.points_off', off.points, 'most that points are from the score', off.points < 0.05);
  say('contributions.parts_off', off.parts, 'most that r is from its parts, and that rounding leaves, relative', off.parts < 1e-4);
  say('contributions.without_off', off.without, 'most that a score without a giver is from the formula, points', off.without < 0.05);
  const counts = ordered.map((name) => graph.referring(name));
  for (const [from, to] of [
    [1, 1],
    [2, 2],
    [3, 9],
    [10, 29],
    [30, 99],
    [100, Number.POSITIVE_INFINITY],
  ] as const) {
    const range = to === Number.POSITIVE_INFINITY ? `${from}_or_more` : from === to ? String(from) : `${from}_to_${to}`;
    const own = ordered.filter((name) => graph.referring(name) >= from && graph.referring(name) <= to);
    say(`in_degree.${range}.domains`, own.length, `of ${counts.length} with a followed referring domain`);
    if (own.length === 0) continue;
    const authorities = own.map((name) => graph.authority(name));
    say(
      `in_degree.${range}.authority_median`,
      quantile(authorities, 0.5),
      `points; 5 % below ${quantile(authorities, 0.05).toFixed(1)}, 5 % above ${quantile(authorities, 0.95).toFixed(1)}`,
    );
  }
}
