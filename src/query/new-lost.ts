import { z } from 'zod';
import { fail } from '../base/errors.ts';
import { firstGoing, turns } from '../model/turn.ts';
import { pastRelease, type PastRelease } from '../store/releases.ts';
import { backlinksOf } from './backlink-row.ts';
import { coverageOf } from './coverage.ts';
import { filtersInput } from './filters/filters.ts';
import { turnEvents, turnPage, turnRows, type Since } from './history/turn-rows.ts';
import { newSince, secondsFrom, secondsTo } from './moments.ts';
import { defineOperation, type Asking } from './operation.ts';
import { orderInput, orderOf } from './order.ts';
import { afterLast, startOf } from './page.ts';
import { backlink, dayText, isoTime, listOf, pageInput, targetInput, time } from './shapes.ts';
import { targetAsked } from './target.ts';

const row = z.object({
  event: z.enum(turnEvents),
  at: time.describe('When the link came, or was first proved to be gone'),
  turn: z.enum(turns).describe('How it came or went'),
  ...backlink.shape,
});

const compared = ['links', 'dates'] as const;

export const newLost = defineOperation({
  name: 'new-lost',
  tool: 'history',
  summary: 'Links that came and went',
  description:
    'Each time a link of the target came (new_link, discovered, returned) or went (removed, gone, redirected) within a range of days, the last 30 by default, newest first; or, with since_release, the links whose state differs from that release: what a monthly update needs.',
  input: z.object({
    ...targetInput,
    event: z.enum(turnEvents).optional(),
    from: dayText.optional().describe('First day'),
    to: dayText.optional().describe('Last day'),
    since_release: z.int().positive().optional().describe('What differs from this release, kept or not'),
    filters: filtersInput('events'),
    ...orderInput(),
    ...pageInput,
  }),
  output: listOf(row).extend({
    since: z
      .object({
        release: z.int(),
        as_of: time,
        compared: z
          .enum(compared)
          .describe(
            'links: with what the kept release says of each link. dates: that release is gone, and links are told that came or went behind its as_of; what was learnt later of the time before is not among them',
          ),
      })
      .nullable()
      .describe('Set with since_release'),
  }),
  units: { base: 1, rows: 1 },
  fields: { filters: turnRows, order: turnRows },
  idempotent: true,
  example: { target: 'riverside-plumbing.example', from: '2026-01-01', limit: 5 },
  run: async (asking, asked) => {
    const target = targetAsked(asked);
    const { event = null, filters, limit } = asked;
    const order = orderOf(turnRows, 'at', asked);
    const since = sinceOf(asking, asked);
    const from = asked.from === undefined ? Math.floor(newSince(asking.release.asOf).getTime() / 1000) + 1 : secondsFrom(asked.from);
    const to = asked.to === undefined ? Math.floor(asking.release.asOf.getTime() / 1000) : secondsTo(asked.to);
    const terms = order.map(({ field, direction }) => [field.name, direction]);
    const question = ['new-lost', target, event, filters, since === null ? [from, to] : asked.since_release, terms];
    const after = startOf(asked.cursor, question);
    const { rows, total, known } = await turnPage(asking, {
      target,
      event,
      from,
      to,
      since: comparedWith(since),
      filters,
      order,
      limit,
      after,
    });
    const shown = rows.slice(0, limit);
    const [coverage, backlinks] = await Promise.all([
      coverageOf(asking, target, known),
      backlinksOf(
        asking,
        shown.map((each) => each.row),
      ),
    ]);
    const last = shown.at(-1);
    return {
      target: target.text,
      release: asking.release.id,
      as_of: asking.release.asOf.toISOString(),
      coverage,
      total,
      since: since === null ? null : shownSince(since),
      rows: backlinks.map((link, i) => ({ ...turnOf(shown[i]), ...link })),
      cursor: rows.length > limit && last !== undefined ? afterLast(asking, question, last.place) : null,
    };
  },
});

function turnOf(shown: { readonly at: number; readonly turn: number } | undefined): Pick<z.output<typeof row>, 'event' | 'at' | 'turn'> {
  const turn = turns[shown?.turn ?? -1];
  if (shown === undefined || turn === undefined) throw new Error('a row without its turn');
  return { event: shown.turn < firstGoing ? 'new' : 'lost', at: isoTime(shown.at), turn };
}

function shownSince({ id, asOf, kept }: PastRelease): { release: number; as_of: string; compared: (typeof compared)[number] } {
  return { release: id, as_of: asOf.toISOString(), compared: kept === null ? 'dates' : 'links' };
}

function comparedWith(since: PastRelease | null): Since | null {
  if (since === null) return null;
  return since.kept === null ? { at: Math.floor(since.asOf.getTime() / 1000) } : { release: since.kept };
}

/** The release to compare with. Throws `invalid_input` and `release_unknown`. */
function sinceOf(
  { accounts, release }: Asking,
  {
    since_release: id,
    from,
    to,
  }: { readonly since_release?: number | undefined; readonly from?: string | undefined; readonly to?: string | undefined },
): PastRelease | null {
  if (id === undefined) return null;
  if (from !== undefined || to !== undefined) fail('invalid_input', { reason: '"since_release" stands in place of "from" and "to".' });
  if (id > release.id) fail('invalid_input', { reason: `"since_release" (${id}) is newer than the release asked (${release.id}).` });
  return pastRelease(accounts, id);
}
