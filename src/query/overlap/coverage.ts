import { join, sql } from '../../store/literal.ts';
import { tableOf } from '../../store/releases.ts';
import { coverageOf, type Known } from '../coverage.ts';
import { keptReady, keptSummary, signalOf } from '../kept-ready.ts';
import type { Asking } from '../operation.ts';
import type { Coverage } from '../shapes.ts';
import { targetCondition, type Target } from '../target.ts';

/**
 * How far the release looked for links to several targets: found, when one of them has any. A referring page counts once for each target
 * that it links to.
 */
export async function coverageOfSeveral(asking: Asking, targets: readonly Target[]): Promise<Coverage> {
  const known = await knownOfEach(asking, targets);
  const sum = (field: keyof Known): number => known.reduce((total, one) => total + one[field], 0);
  const looked = await coverageOf(asking, targets[0] ?? noTarget(), {
    matching: sum('matching'),
    links: sum('links'),
    pages: sum('pages'),
    recapturedPages: sum('recapturedPages'),
  });
  return looked;
}

/** What the release holds of each target: kept ready for large ones, one statement for the others. */
async function knownOfEach(asking: Asking, targets: readonly Target[]): Promise<Known[]> {
  const kept = await Promise.all(
    targets.map(async (target) => ((await keptReady(asking, target)) === null ? null : keptSummary<KeptCounts>(asking, target))),
  );
  const scanned = targets.map((target, place) => ({ target, place })).filter(({ place }) => kept[place] === null);
  const rows =
    scanned.length === 0
      ? []
      : await asking.engine.ask<KeptCounts & { place: number } & Record<string, unknown>>(
          join(
            scanned.map(
              ({ target, place }) =>
                sql`SELECT ${place} AS place, countIf(b.state = 0) AS live, countIf(b.state != 0) AS lost, uniqExact(b.source_key) AS known_pages,
                  uniqExactIf(b.source_key, b.seen_for + b.verified_after > 0) AS recaptured_pages
                FROM ${tableOf('backlinks', asking.release.id)} AS b WHERE ${targetCondition(target)}`,
            ),
            '\nUNION ALL\n',
          ),
          signalOf(asking),
        );
  const counted = new Map(rows.map((row) => [row.place, row]));
  return targets.map((_, place) => {
    const { live, lost, known_pages, recaptured_pages } = kept[place] ?? counted.get(place) ?? nothing;
    return { matching: live, links: live + lost, pages: known_pages, recapturedPages: recaptured_pages };
  });
}

interface KeptCounts {
  readonly live: number;
  readonly lost: number;
  readonly known_pages: number;
  readonly recaptured_pages: number;
}

const nothing: KeptCounts = { live: 0, lost: 0, known_pages: 0, recaptured_pages: 0 };

function noTarget(): never {
  throw new Error('a question about several targets has one at least');
}
