import { z } from 'zod';
import { referringDomainColumns } from '../compute/views.ts';
import { sql } from '../store/literal.ts';
import { coverageOf } from './coverage.ts';
import { domainsOf } from './few/groups.ts';
import { backlinkRows } from './fields/backlink-fields.ts';
import { filterOf, filterShape, type Filter } from './filter.ts';
import { groupedPage, type GroupedView } from './grouped-page.ts';
import { defineOperation } from './operation.ts';
import { afterLast, startOf } from './page.ts';
import { classNamed, isoTime, listOf, pageInput, referringDomain, targetInput } from './shapes.ts';
import type { StoredDomain } from './stored-groups.ts';
import { targetAsked } from './target.ts';

/** Which domains a state shows: one with a live link is live; one that has only lost links is lost. */
const states: Readonly<Record<Filter['state'], Pick<GroupedView<StoredDomain>, 'having' | 'shows'>>> = {
  live: { having: sql`live > 0`, shows: (row) => row.live > 0 },
  lost: { having: sql`live = 0`, shows: (row) => row.live === 0 },
  all: { having: sql`live + lost > 0`, shows: () => true },
};

export const referringDomains = defineOperation({
  name: 'referring-domains',
  tool: 'referring_domains',
  summary: 'The domains that link to a target',
  description:
    'Registrable domains (by the Public Suffix List with its private section) that link to the target, strongest first, each with its live backlinks, referring pages and dates. A domain is live while one of its links is.',
  input: z.object({ ...targetInput, ...filterShape, ...pageInput }),
  output: listOf(referringDomain),
  units: { base: 1, rows: 1 },
  fields: { filters: backlinkRows },
  idempotent: true,
  example: { target: 'riverside-plumbing.example', limit: 5 },
  run: async (asking, asked) => {
    const target = targetAsked(asked);
    const filter = filterOf(asked);
    const question = ['referring-domains', target, filter];
    const after = startOf(asked.cursor, question);
    const view: GroupedView<StoredDomain> = {
      columns: referringDomainColumns(asking.release.id),
      group: 'domain',
      weight: 'authority',
      ...states[filter.state],
      groupsOf: domainsOf,
      keptIn: 'top_domains',
    };
    // The state chooses among domains, not among their links: a domain's dates span all its links.
    const page = await groupedPage(asking, view, { target, filter, linkFilter: { ...filter, state: 'all' }, limit: asked.limit, after });
    const shown = page.rows.slice(0, asked.limit);
    const last = shown.at(-1);
    const place = Number(after?.[2] ?? 0) + shown.length;
    return {
      target: target.text,
      release: asking.release.id,
      as_of: asking.release.asOf.toISOString(),
      coverage: await coverageOf(asking, target, page.known),
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
        page.rows.length > asked.limit && last !== undefined ? afterLast(asking, question, [last.authority, last.domain, place]) : null,
    };
  },
});
