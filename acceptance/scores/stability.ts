import { sql } from '../../src/store/literal.ts';
import type { TestIndex } from '../../test/test-index.ts';
import type { Say } from '../check.ts';
import { domainsOf, edgesOf, NamedGraph } from './named-graph.ts';
import { quantile } from './statistics.ts';

const ranges = [
  [1, 2],
  [3, 9],
  [10, 29],
  [10, Number.POSITIVE_INFINITY],
  [30, Number.POSITIVE_INFINITY],
] as const;

/**
 * The same crawl released again with 5 % of its pages missing at random; and a third time with another 5 % missing besides, because
 * a score that is carried on could drift. "Now" is what the release's own links make of a score, without the former one.
 */
export async function stability(say: Say, index: TestIndex, graph: NamedGraph): Promise<void> {
  const second = await without(index, 7, graph);
  say('stability.panel', second.run.fit?.panel ?? 0, 'domains that the scale was carried by');
  say('stability.panel_slope', second.run.fit?.b ?? Number.NaN, 'ln r after by ln r before');
  moved(say, 'stability', graph, second);
  const third = await without(index, 11, second);
  moved(say, 'stability.once_more', second, third);
  const apart = third.names.map((name) => Math.abs(third.authority(name) - third.authorityNow(name)));
  say(
    'stability.held_most',
    quantile(apart, 1),
    'points between a score and what the links of its release make',
    quantile(apart, 1) <= 1 + 1e-6,
  );
}

/**
 * How scores would move if all gains (r - r0) of a release were put right by the median of what those of these domains changed by, and the former scale
 * stayed: not what a release does.
 */
function byFactor(own: readonly string[], before: NamedGraph, after: NamedGraph): number[] {
  const gain = (graph: NamedGraph, domain: string): number => graph.r(domain) / graph.run.scale.r0 - 1;
  const factor = quantile(
    own.map((domain) => gain(after, domain) / gain(before, domain)),
    0.5,
  );
  const whole = Math.log(before.run.scale.r1 / before.run.scale.r0);
  const height = (value: number): number => (100 * Math.log1p(Math.max(0, value))) / whole;
  return own.map((domain) => Math.abs(height(gain(after, domain) / factor) - height(gain(before, domain))));
}

async function without(index: TestIndex, remainder: number, earlier: NamedGraph): Promise<NamedGraph> {
  await index.engine.run(sql`ALTER TABLE captures DELETE WHERE cityHash64(source_key) % 20 = ${remainder}`);
  const { release } = await index.refresh(true);
  return NamedGraph.of(await domainsOf(index, release.id), await edgesOf(index, release.id), { earlier });
}

function moved(say: Say, name: string, before: NamedGraph, after: NamedGraph): void {
  const left = new Set(after.names);
  const known = before.names.filter((domain) => left.has(domain) && before.referring(domain) > 0);
  for (const [from, to] of ranges) {
    const own = known.filter((domain) => before.referring(domain) >= from && before.referring(domain) <= to);
    const moves = own.map((domain) => Math.abs(after.authority(domain) - before.authority(domain)));
    const fresh = own.map((domain) => Math.abs(after.authorityNow(domain) - before.authorityNow(domain)));
    const within = (of: readonly number[]): number => of.filter((move) => move < 1).length / of.length;
    const range = to === Number.POSITIVE_INFINITY ? `${from}_or_more` : `${from}_to_${to}`;
    const asked = from === 10 && to === Number.POSITIVE_INFINITY;
    say(`${name}.${range}.domains`, own.length, 'domains with so many followed referring domains');
    say(`${name}.${range}.within_1_point`, within(moves), 'share; from 10 on the goal is 0.95', asked ? within(moves) >= 0.95 : undefined);
    say(`${name}.${range}.within_1_point_now`, within(fresh), 'the same without the former score');
    if (asked)
      say(
        `${name}.${range}.within_1_point_by_factor`,
        within(byFactor(own, before, after)),
        'the fresh scores, gains put right by one factor',
      );
    say(`${name}.${range}.move_median`, quantile(moves, 0.5), 'points');
    say(`${name}.${range}.move_p95`, quantile(moves, 0.95), 'points');
    say(`${name}.${range}.move_most_now`, quantile(fresh, 1), 'points, without the former score');
  }
}
