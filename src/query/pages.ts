import { z } from 'zod';
import { linkedUrl, pageRows, pageStatuses, pagesAsked } from './pages/linked-pages.ts';
import { coverageOf, knownOf } from './coverage.ts';
import { backlinkRows } from './fields/backlink-fields.ts';
import { filtersInput, havingInput } from './filters/filters.ts';
import { defineOperation } from './operation.ts';
import { orderInput, orderOf } from './order.ts';
import { afterLast, startOf } from './page.ts';
import { isoTime, listOf, pageInput, targetInput, time } from './shapes.ts';
import { targetAsked } from './target.ts';
import { ownStatuses } from './pages/own-statuses.ts';

const count = z.int();

const row = z.object({
  url: z.string(),
  page_authority: count,
  backlinks: count,
  followed_backlinks: count,
  referring_domains: count,
  first_seen: time,
  last_seen: time,
  status: z.enum(pageStatuses).nullable().describe('What its newest capture proves; null when no capture proves anything'),
  http_status: count.nullable(),
  redirects_to: z.string().nullable(),
});

export const pages = defineOperation({
  name: 'pages',
  tool: 'pages',
  summary: 'Most linked pages, broken ones too',
  description:
    'Pages of the target with live backlinks, each with its authority, referring domains and what its own newest capture says: ok, broken (404, 410) or redirected. Links to broken pages are lost until the page is back or redirected.',
  input: z.object({
    ...targetInput,
    status: z.enum(pageStatuses).optional(),
    filters: filtersInput('links'),
    having: havingInput,
    ...orderInput(),
    ...pageInput,
  }),
  output: listOf(row),
  units: { base: 1, rows: 1 },
  fields: { filters: backlinkRows, having: pageRows, order: pageRows },
  idempotent: true,
  example: { target: 'riverside-plumbing.example', limit: 5 },
  run: async (asking, asked) => {
    const target = targetAsked(asked);
    const { status = null, filters, having, limit } = asked;
    const order = orderOf(pageRows, 'referring_domains', asked);
    const question = ['pages', target, status, filters, having, order.map(({ field, direction }) => [field.name, direction])];
    const after = startOf(asked.cursor, question);
    const [{ rows, total }, known] = await Promise.all([
      pagesAsked(asking, { target, status, filters, having, order, limit, after }),
      knownOf(asking, target, null),
    ]);
    const shown = rows.slice(0, limit);
    const [coverage, statuses] = await Promise.all([
      coverageOf(asking, target, known),
      ownStatuses(
        asking,
        target.bucket,
        shown.map(({ page_key: key }) => key),
      ),
    ]);
    const last = shown.at(-1);
    return {
      target: target.text,
      release: asking.release.id,
      as_of: asking.release.asOf.toISOString(),
      coverage,
      total,
      rows: shown.map((page) => {
        const own = statuses.get(page.page_key);
        return {
          url: linkedUrl(page.page_key, page.form, page.url),
          page_authority: page.authority,
          backlinks: page.backlinks,
          followed_backlinks: page.followed,
          referring_domains: page.referring_domains,
          first_seen: isoTime(page.first_at),
          last_seen: isoTime(page.last_at),
          status: own?.status ?? null,
          http_status: own === undefined || own.http === 0 ? null : own.http,
          redirects_to: own === undefined || own.redirect === '' ? null : own.redirect,
        };
      }),
      cursor: rows.length > limit && last !== undefined ? afterLast(asking, question, last.place) : null,
    };
  },
});
