import { z } from 'zod';
import { sourceBucketOf } from '../compute/graph.ts';
import { authorityOf, classOf } from '../compute/views.ts';
import { flag, linkStates, notFollowed } from '../model/link.ts';
import { sql, strings, type Sql } from '../store/literal.ts';
import { tableOf } from '../store/releases.ts';
import { originCode } from '../model/origin.ts';
import { coverageOf } from './coverage.ts';
import type { Field, RowKind } from './fields/field.ts';
import { signalOf } from './kept-ready.ts';
import { defineOperation, type Asking } from './operation.ts';
import { behind, orderBy, orderColumns, orderInput, orderOf, orderValues } from './order.ts';
import { afterLast, startOf } from './page.ts';
import { linkedUrl } from './pages/linked-pages.ts';
import { classNamed, isoTime, listOf, pageInput, sourceClass, targetInput, time } from './shapes.ts';
import { keyCondition, keysOf, targetAsked, type Target } from './target.ts';

const count = z.int();

const row = z.object({
  domain: z.string(),
  url: z.string().nullable().describe('The linked page, when asked by page'),
  domain_authority: count,
  class: sourceClass,
  links: count.describe('Live links from the target to it'),
  followed_links: count,
  lost_links: count,
  first_seen: time,
  last_seen: time,
  state: z.enum(linkStates).describe('Live while one of the links is'),
});

const by = ['domain', 'page'] as const;
const states = { live: sql`g.live > 0`, lost: sql`g.live = 0`, all: sql`1 = 1` } as const;

function figure(name: string, about: string, column: (release: number) => Sql): Field {
  return { name, type: 'number', about, column: ({ id }) => column(id), example: ['>', 1] };
}

/** Of what a target links to, as `g`. */
const linkedRows: RowKind = {
  name: 'linked',
  called: 'a linked domain or page',
  fields: [
    figure('domain_authority', 'Authority of the linked domain', (release) => authorityOf(release, sql`g.domain`)),
    figure('links', 'Live links to it', () => sql`g.live`),
    figure('followed_links', 'Those that are followed', () => sql`g.followed`),
    {
      name: 'first_seen',
      type: 'date',
      about: 'First capture with a link to it',
      column: () => sql`g.first_at`,
      example: ['>=', '2026-01-01'],
    },
    {
      name: 'last_seen',
      type: 'date',
      about: 'Newest capture with a link to it',
      column: () => sql`g.last_at`,
      example: ['<', '2026-10-01'],
    },
    { name: 'domain', type: 'text', about: 'The linked domain', column: () => sql`g.domain`, example: ['=', 'example.com'] },
  ],
};

interface StoredLinked {
  readonly name: string;
  readonly domain: string;
  readonly bucket: number;
  readonly form: number;
  readonly live: number;
  readonly lost: number;
  readonly followed: number;
  readonly first_at: number;
  readonly last_at: number;
  readonly authority: number;
  readonly class: number;
}

const rowKeys = [sql`name`];

export const outgoing = defineOperation({
  name: 'outgoing',
  tool: 'pages',
  summary: 'What a target links to',
  description:
    'Where the captured pages of the target link to, outside its own domain, strongest domain first: links, followed ones, since when, and what was taken out again.',
  input: z.object({
    ...targetInput,
    by: z.enum(by).default('domain'),
    state: z.enum(['live', 'lost', 'all']).default('live'),
    ...orderInput(),
    ...pageInput,
  }),
  output: listOf(row),
  units: { base: 1, rows: 1 },
  fields: { order: linkedRows },
  idempotent: true,
  example: { target: 'wexcombechamber.example', limit: 5 },
  run: async (asking, asked) => {
    const target = targetAsked(asked);
    const { limit, state } = asked;
    const order = orderOf(linkedRows, 'domain_authority', asked);
    const question = ['outgoing', target, asked.by, state, order.map(({ field, direction }) => [field.name, direction])];
    const after = startOf(asked.cursor, question);
    const { id } = asking.release;
    const all = sql`(${linkedSelect(id, target, asked.by)}) AS g`;
    const from = sql`${all} WHERE ${states[state]}`;
    const [rows, [total], captured] = await Promise.all([
      asking.engine.ask<StoredLinked & Record<string, unknown>>(
        sql`SELECT g.*, ${authorityOf(id, sql`g.domain`)} AS authority, ${classOf(id, sql`g.domain`)} AS class, ${orderColumns(order, asking.release)}
            FROM ${from} AND ${after === null ? sql`1 = 1` : behind(order, rowKeys, after)} ORDER BY ${orderBy(order, rowKeys)} LIMIT ${limit + 1}`,
        signalOf(asking),
      ),
      asking.engine.ask<{ found: number; ever: number }>(
        sql`SELECT countIf(${states[state]}) AS found, count() AS ever FROM ${all}`,
        signalOf(asking),
      ),
      ownCaptures(asking, target),
    ]);
    const shown = rows.slice(0, limit);
    const last = shown.at(-1);
    const urls = asked.by === 'page' ? await urlsOf(asking, target, shown) : new Map<string, string>();
    return {
      target: target.text,
      release: id,
      as_of: asking.release.asOf.toISOString(),
      coverage: await coverageOfOwn(asking, target, captured, total?.ever ?? 0),
      total: total?.found ?? 0,
      rows: shown.map((linked) => ({
        domain: linked.domain,
        url: asked.by === 'page' ? linkedUrl(linked.name, linked.form, urls.get(linked.name) ?? '') : null,
        domain_authority: linked.authority,
        class: classNamed(linked.class),
        links: linked.live,
        followed_links: linked.followed,
        lost_links: linked.lost,
        first_seen: isoTime(linked.first_at),
        last_seen: isoTime(linked.last_at),
        state: linked.live > 0 ? ('live' as const) : ('lost' as const),
      })),
      cursor: rows.length > limit && last !== undefined ? afterLast(asking, question, [...orderValues(order, last), last.name]) : null,
    };
  },
});

/** Links of the target's pages by what they link to. A whole domain's domains stand in the graph already, in the order of sources. */
function linkedSelect(release: number, target: Target, group: (typeof by)[number]): Sql {
  if (target.scope === 'domain' && group === 'domain') {
    return sql`SELECT target_domain AS name, target_domain AS domain, 0 AS bucket, 0 AS form, live, lost, followed,
        toUnixTimestamp(first_seen) AS first_at, toUnixTimestamp(last_seen) AS last_at
      FROM ${tableOf('domain_targets', release)} WHERE source_bucket = ${sourceBucketOf(sql`${target.domain}`)} AND source_domain = ${target.domain} AND target_domain != source_domain`;
  }
  const name = group === 'domain' ? sql`s.target_domain` : sql`s.target_key`;
  const live = sql`s.state = ${linkStates.indexOf('live')}`;
  return sql`SELECT ${name} AS name, any(s.target_domain) AS domain, any(s.target_bucket) AS bucket,
      groupBitOr(bitAnd(s.flags, ${flag.targetHttps | flag.targetWww})) AS form,
      countIf(${live}) AS live, countIf(NOT (${live})) AS lost, countIf(${live} AND bitAnd(s.flags, ${notFollowed}) = 0) AS followed,
      toUnixTimestamp(min(s.first_seen)) AS first_at, toUnixTimestamp(max(s.first_seen + s.seen_for)) AS last_at
    FROM ${tableOf('link_states', release)} AS s
    WHERE ${keyCondition(target, sql`s.bucket`, sql`s.source_key`, sql`s.source_domain`)} AND s.target_domain != s.source_domain GROUP BY name`;
}

/** By key, how the target's own links write those of these pages whose key does not tell: one range a page of the order by target. */
async function urlsOf(asking: Asking, target: Target, pages: readonly StoredLinked[]): Promise<ReadonlyMap<string, string>> {
  if (pages.length === 0) return new Map();
  const rows = await asking.engine.ask<{ name: string; url: string }>(
    sql`SELECT b.target_key AS name, max(b.target_url) AS url FROM ${tableOf('backlinks', asking.release.id)} AS b
        WHERE b.bucket IN ${[...new Set(pages.map(({ bucket }) => bucket))]} AND b.target_key IN ${strings(pages.map(({ name }) => name))}
          AND ${keysOf(target, sql`b.source_key`, sql`b.source_domain`)} AND b.target_url != '' GROUP BY name`,
    signalOf(asking),
  );
  return new Map(rows.map(({ name, url }) => [name, url]));
}

/** Pages of the target that were captured, and those that were captured more than once. */
async function ownCaptures(asking: Asking, target: Target): Promise<{ readonly pages: number; readonly recaptured: number }> {
  const [row] = await asking.engine.ask<{ pages: number; recaptured: number }>(
    sql`SELECT count() AS pages, countIf(seen > 1) AS recaptured FROM (
          SELECT source_key, uniqExact(fetched_at) AS seen FROM captures
          WHERE ${keyCondition(target, sql`bucket`, sql`source_key`, sql`domain`)} AND batch_id <= ${asking.release.lastBatch}
            AND origin IN ${[originCode('archive'), originCode('edges')]} GROUP BY source_key)`,
    signalOf(asking),
  );
  return { pages: row?.pages ?? 0, recaptured: row?.recaptured ?? 0 };
}

/** What decides here is whether the target's own pages were captured. `found`: what they ever linked to; what was taken out again was found too. */
async function coverageOfOwn(
  asking: Asking,
  target: Target,
  captured: { readonly pages: number; readonly recaptured: number },
  found: number,
) {
  const known = { matching: found, links: found, pages: captured.pages, recapturedPages: captured.recaptured };
  const whole = await coverageOf(asking, target, known);
  if (found > 0) return whole;
  const looked = captured.pages > 0;
  return {
    ...whole,
    status: looked ? ('looked_not_found' as const) : ('not_looked' as const),
    next: looked
      ? 'None of the captured pages of the target links elsewhere.'
      : 'No page of the target was captured. Crawl it (openbacklinks crawl URL), or ingest an archive that holds it.',
  };
}
