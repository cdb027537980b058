import { z } from 'zod';
import { hostOf } from '../../model/host.ts';
import type { pages as pagesOperation } from '../../query/pages.ts';
import { linkFilters } from './backlinks.ts';
import { defineEndpoint, requireLooked, type TaskCall } from './endpoint.ts';
import { figureFields } from './figure-fields.ts';
import { asMoment, asText, ourFilters, ourOrder, type OurFields } from './filters.ts';
import { figuresOf, rowsOf } from './groups.ts';
import { rankOf } from './rank-scale.ts';
import { invalidField, Refused } from './status.ts';
import { aboutTarget, ofLinks, ofRows } from './task-fields.ts';

type Pages = z.output<typeof pagesOperation.output>;
type Page = Pages['rows'][number];

const task = z.object({ ...aboutTarget, ...ofLinks, ...ofRows });
type Task = z.output<typeof task>;

/** Fields of a page by which pages can be chosen and ordered. */
export const pageFields: OurFields = {
  url: { field: 'url', value: asText },
  backlinks: { field: 'backlinks' },
  referring_main_domains: { field: 'referring_domains' },
  rank: { field: 'page_authority', isRank: true },
  first_seen: { field: 'first_seen', value: asMoment },
};

/** The same as `domain_pages` writes them: the figures of a page stand in its summary. */
export const domainPageFields: OurFields = Object.fromEntries(
  Object.entries(pageFields).map(([name, ours]) => [name === 'url' ? 'page' : `page_summary.${name}`, ours]),
);

export const domainPagesSummary = defineEndpoint({
  path: 'backlinks/domain_pages_summary/live',
  method: 'POST',
  task,
  answer: async (call, asked) => {
    const { found, figures } = await linkedPages(call, asked, pageFields);
    return [answerOf(found, (page) => ({ type: 'backlinks_domain_pages_summary', url: page.url, ...figures(page) }))];
  },
});

export const domainPages = defineEndpoint({
  path: 'backlinks/domain_pages/live',
  method: 'POST',
  task,
  answer: async (call, asked) => {
    const { found, figures } = await linkedPages(call, asked, domainPageFields);
    return [
      answerOf(found, (page) => {
        const host = new URL(page.url).hostname;
        return {
          type: 'backlinks_domain_page',
          main_domain: hostOf(host).domain,
          domain: host,
          tld: host.split('.').at(-1) ?? '',
          page: page.url,
          ip: null,
          first_visited: null,
          prev_visited: null,
          fetch_time: null,
          status_code: page.http_status,
          location: page.redirects_to,
          size: null,
          encoded_size: null,
          content_encoding: null,
          media_type: null,
          server: null,
          meta: null,
          page_summary: figures(page),
        };
      }),
    ];
  },
});

/** The most linked pages, and what figures each of them has. */
async function linkedPages(
  call: TaskCall,
  asked: Task,
  fields: OurFields,
): Promise<{ readonly found: Pages; readonly figures: (page: Page) => Record<string, unknown> }> {
  if (asked.backlinks_status_type !== 'live') throw new Refused(invalidField('backlinks_status_type'));
  const { filters: conditions = [] } = asked;
  const filters = await linkFilters(call.backend, asked.backlinks_filters, 'backlinks_filters', asked);
  const links = { target: asked.target, include_subdomains: asked.include_subdomains, ...(filters !== undefined && { filters }) };
  const found = (await rowsOf<Page>(call, 'pages', asked, {
    ...links,
    ...(conditions.length > 0 && { having: ourFilters(conditions, fields, 'filters', asked.rank_scale) }),
    ...(asked.order_by !== undefined && { order: ourOrder(asked.order_by, fields) }),
  })) as Pages;
  requireLooked(found);
  const own = await figuresOf(
    call,
    { ...links, state: 'live' },
    'target_page',
    found.rows.map(({ url }) => url),
  );
  const figures = (page: Page): Record<string, unknown> => {
    const known = own.get(page.url);
    return {
      rank: rankOf(page.page_authority, asked.rank_scale),
      broken_backlinks: page.status === null ? null : page.status === 'broken' ? page.backlinks : 0,
      ...(known !== undefined && figureFields(known, asked.internal_list_limit)),
    };
  };
  return { found, figures };
}

function answerOf(found: Pages, item: (page: Page) => Record<string, unknown>): Record<string, unknown> {
  return {
    target: found.target,
    total_count: found.total,
    items_count: found.rows.length,
    items: found.rows.map(item),
    openbacklinks: { release: found.release, as_of: found.as_of, coverage: found.coverage },
  };
}
