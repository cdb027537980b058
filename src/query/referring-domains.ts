import { z } from 'zod';
import { referringDomainColumns } from '../compute/views.ts';
import { sql } from '../store/literal.ts';
import { coverageOf, knownOf } from './coverage.ts';
import { filterCondition, filterOf, filterShape, isDefaultFilter } from './filter.ts';
import { groupedPage } from './grouped-page.ts';
import { defineOperation } from './operation.ts';
import { afterLast, startOf } from './page.ts';
import { classNamed, isoTime, listOf, pageInput, referringDomain, targetInput, targetText } from './shapes.ts';
import { targetCondition, targetOf } from './target.ts';

interface StoredDomain {
  readonly domain: string;
  readonly authority: number;
  readonly class: number;
  readonly live: number;
  readonly lost: number;
  readonly followed: number;
  readonly pages: number;
  readonly first_at: number;
  readonly last_at: number;
  readonly lost_at: number | null;
}

/** Which domains a state shows: one with a live link is live; one that has only lost links is lost. */
const having = { live: sql`live > 0`, lost: sql`live = 0`, all: sql`live + lost > 0` } as const;

export const referringDomains = defineOperation({
  name: 'referring-domains',
  tool: 'referring_domains',
  summary: 'The domains that link to a target',
  description:
    'Registrable domains (by the Public Suffix List with its private section) that link to the target, strongest first, each with its live backlinks, referring pages and dates. A domain is live while one of its links is.',
  input: z.object({ ...targetInput, ...filterShape, ...pageInput }),
  output: listOf(referringDomain),
  units: { base: 1, rows: 1 },
  idempotent: true,
  example: { target: 'riverside-plumbing.example', limit: 5 },
  run: async (asking, asked) => {
    const target = targetOf(targetText(asked));
    const filter = filterOf(asked);
    const plain = isDefaultFilter(filter);
    // The state chooses among domains, not among their links: a domain's dates span all its links.
    const condition = filterCondition(asking.release, { ...filter, state: 'all' });
    const question = ['referring-domains', target.text, filter];
    const after = startOf(asked.cursor, question);
    const view = {
      columns: referringDomainColumns(asking.release.id),
      group: sql`domain`,
      weight: sql`authority`,
      having: having[filter.state],
      keptIn: 'top_domains',
    } as const;
    const [page, known] = await Promise.all([
      groupedPage<StoredDomain>(asking, view, {
        target,
        where: sql`${targetCondition(target)} AND ${condition}`,
        plain,
        limit: asked.limit,
        after,
      }),
      knownOf(asking, target, plain ? null : condition),
    ]);
    const shown = page.rows.slice(0, asked.limit);
    const last = shown.at(-1);
    return {
      target: target.text,
      release: asking.release.id,
      as_of: asking.release.asOf.toISOString(),
      coverage: await coverageOf(asking, target, known),
      total: page.total,
      rows: shown.map((row) => ({
        domain: row.domain,
        domain_authority: row.authority,
        source_class: classNamed(row.class),
        backlinks: row.live,
        followed_backlinks: row.followed,
        referring_pages: row.pages,
        first_seen: isoTime(row.first_at),
        last_seen: isoTime(row.last_at),
        state: row.live > 0 ? ('live' as const) : ('lost' as const),
        lost_at: row.lost_at === null ? null : isoTime(row.lost_at),
        spam_score: null,
        topics: null,
      })),
      cursor:
        page.rows.length > asked.limit && last !== undefined
          ? afterLast(asking, question, [last.authority, last.domain, Number(after?.[2] ?? 0) + shown.length])
          : null,
    };
  },
});
