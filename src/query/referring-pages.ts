import { z } from 'zod';
import { authorityOf, classOf, isFollowed, isLive } from '../compute/views.ts';
import { flag, linkStates } from '../model/link.ts';
import { hostOf } from '../model/host.ts';
import { urlOfKey } from '../model/url.ts';
import { sql } from '../store/literal.ts';
import { backlinkRows } from './fields/backlink-fields.ts';
import { referringPageRows } from './fields/group-fields.ts';
import type { Filter } from './filter.ts';
import { shownAt, stateOf, type OfState } from './group-state.ts';
import { groupedAnswer, groupedInput } from './grouped-list.ts';
import type { GroupedView } from './grouped-page.ts';
import { defineOperation, type Asking } from './operation.ts';
import { pageAuthoritiesOf } from './seen-source.ts';
import { classNamed, isoTime, listOf, sourceClass, time } from './shapes.ts';

const standard = 'domain_authority';

const referringPage = z.object({
  source_url: z.string(),
  source_host: z.string(),
  source_domain: z.string(),
  source_class: sourceClass,
  page_authority: z.int(),
  domain_authority: z.int(),
  backlinks: z.int().describe('Pages of the target that it links to'),
  followed_backlinks: z.int(),
  first_seen: time,
  last_seen: time,
  state: z.enum(linkStates),
  lost_at: time.nullable(),
});

export const referringPages = defineOperation({
  name: 'referring-pages',
  tool: 'referring_domains',
  summary: 'The pages that link to a target',
  description:
    'Each page that links to the target, once, however many of its pages it links to; strongest domain first. A page is live while one of its links is. The links themselves, with anchor and evidence, are those of `list`.',
  input: z.object(groupedInput()),
  output: listOf(referringPage),
  units: { base: 1, rows: 1 },
  fields: { filters: backlinkRows, having: referringPageRows, order: referringPageRows },
  idempotent: true,
  example: { target: 'riverside-plumbing.example', limit: 5 },
  run: async (asking, asked) => {
    const { head, rows, cursor } = await groupedAnswer(asking, viewOf(asking, asked.state), asked, {
      question: ['referring-pages'],
      linkState: 'all',
    });
    const authorities = await pageAuthoritiesOf(asking, rows);
    return { ...head, rows: rows.map((row) => ({ ...pageOf(row), page_authority: authorities.get(row.source_key) ?? 0 })), cursor };
  },
});

interface StoredPage extends OfState {
  readonly source_key: string;
  readonly source_domain: string;
  /** Of its newest link: how the page's address was written. */
  readonly flags: number;
  readonly authority: number;
  readonly class: number;
  readonly followed: number;
  readonly first_at: number;
  readonly last_at: number;
}

function viewOf({ release }: Asking, state: Filter['state']): GroupedView<StoredPage> {
  const lastSeen = sql`b.first_seen + b.seen_for`;
  return {
    columns: sql`b.source_key AS source_key, any(b.source_domain) AS source_domain, argMax(b.flags, (${lastSeen}, b.target_key)) AS flags,
      ${authorityOf(release.id, sql`source_domain`)} AS authority, ${classOf(release.id, sql`source_domain`)} AS class,
      countIf(${isLive}) AS live, countIf(NOT (${isLive})) AS lost, countIf(${isLive} AND ${isFollowed}) AS followed,
      toUnixTimestamp(min(b.first_seen)) AS first_at, toUnixTimestamp(max(${lastSeen})) AS last_at,
      if(live = 0, toUnixTimestamp(max(${lastSeen} + b.lost_after)), NULL) AS lost_at`,
    group: 'source_key',
    rows: referringPageRows,
    standard,
    shown: shownAt[state],
  };
}

function pageOf(row: StoredPage): Omit<z.output<typeof referringPage>, 'page_authority'> {
  const form = { https: (row.flags & flag.sourceHttps) !== 0, www: (row.flags & flag.sourceWww) !== 0 };
  const url = urlOfKey(row.source_key, form);
  return {
    source_url: url,
    source_host: hostOf(new URL(url).hostname).host,
    source_domain: row.source_domain,
    source_class: classNamed(row.class),
    domain_authority: row.authority,
    backlinks: row.live,
    followed_backlinks: row.followed,
    first_seen: isoTime(row.first_at),
    last_seen: isoTime(row.last_at),
    ...stateOf(row),
  };
}
