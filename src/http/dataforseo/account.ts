import { z } from 'zod';
import { backlinkFields } from './backlink-item.ts';
import { competitorFields } from './competitors.ts';
import { domainLinkFields } from './domain-intersection.ts';
import { defineEndpoint } from './endpoint.ts';
import { moment } from './envelope.ts';
import { fieldType } from './field-type.ts';
import { groupFields } from './groups.ts';
import { domainPageFields, pageFields } from './pages.ts';
import { Refused, invalidField } from './status.ts';

const dayMs = 86_400_000;
/** Moments as clients write them: `2026-11-27 01:02:03 +00:00`, or any form of ISO 8601. */
const asked = z.string().transform((text, context) => {
  const at = Date.parse(text.replace(/^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2}) ?/, '$1T$2'));
  if (!Number.isNaN(at)) return new Date(at).toISOString();
  context.addIssue({ code: 'custom', message: 'no moment' });
  return z.NEVER;
});
const page = { limit: z.int().min(1).max(1000).default(1000), offset: z.int().min(0).default(0) };

/** What the account called, with what each call said and cost. */
export const idList = defineEndpoint({
  path: 'backlinks/id_list',
  method: 'POST',
  task: z.object({
    datetime_from: asked,
    datetime_to: asked.optional(),
    ...page,
    sort: z.enum(['asc', 'desc']).default('desc'),
    include_metadata: z.boolean().default(false),
  }),
  answer: async ({ calls }, { datetime_from: from, datetime_to, limit, offset, sort, include_metadata }) => {
    const earliest = Date.now() - (include_metadata ? 31 : 184) * dayMs;
    if (Date.parse(from) < earliest) throw new Refused(invalidField('datetime_from'));
    const found = calls({ from, to: datetime_to ?? new Date().toISOString(), newestFirst: sort === 'desc', limit, offset });
    return found.map((call) => ({
      id: call.id,
      url: call.url,
      datetime_posted: moment(call.posted_at),
      datetime_done: moment(call.done_at),
      status: call.status_message,
      cost: call.cost,
      metadata: include_metadata ? { api: 'backlinks', function: call.function.split('/')[1] ?? '', ...call.task } : null,
    }));
  },
});

/** Calls of the last seven days that failed. */
export const errors = defineEndpoint({
  path: 'backlinks/errors',
  method: 'POST',
  task: z.object({
    ...page,
    filtered_function: z.string().max(100).optional(),
    datetime_from: asked.optional(),
    datetime_to: asked.optional(),
  }),
  answer: async ({ calls }, { limit, offset, filtered_function, datetime_from, datetime_to }) => {
    const earliest = new Date(Date.now() - 7 * dayMs).toISOString();
    const found = calls({
      from: datetime_from === undefined || datetime_from < earliest ? earliest : datetime_from,
      to: datetime_to ?? new Date().toISOString(),
      function: filtered_function,
      failed: true,
      newestFirst: true,
      limit,
      offset,
    });
    return found.map((call) => ({
      id: call.id,
      datetime: moment(call.posted_at),
      function: call.function,
      error_code: call.status_code,
      error_message: call.status_message,
      http_url: call.url,
      http_method: call.method,
      http_code: call.http,
      http_time: (Date.parse(call.done_at) - Date.parse(call.posted_at)) / 1000,
      http_response: null,
    }));
  },
});

/** How large the index is, now and at each release that is kept. */
export const index = defineEndpoint({
  path: 'backlinks/index',
  method: 'GET',
  task: z.object({}),
  answer: async ({ backend }) => {
    const releases = await backend.releases();
    const live = releases.find((release) => release.live);
    return [
      {
        total_backlinks: live?.facts.backlinks_live ?? 0,
        total_pages: live?.facts.pages_captured ?? 0,
        index_history: releases.map(({ as_of, facts }) => ({
          date: moment(new Date(as_of).toISOString()),
          total_backlinks: facts.backlinks_live,
          total_pages: facts.pages_captured,
        })),
      },
    ];
  },
});

/** Fields by which each list can be filtered and ordered, with their types. */
export const availableFilters = defineEndpoint({
  path: 'backlinks/available_filters',
  method: 'GET',
  task: z.object({}),
  answer: async () => {
    const ofLinks = typed(backlinkFields);
    return [
      {
        content_duplicates: {},
        backlinks: ofLinks,
        domain_pages: typed(domainPageFields),
        anchors: typed(groupFields.anchors),
        referring_domains: typed(groupFields.referring_domains),
        domain_intersection: ofPlaces(domainLinkFields),
        page_intersection: ofPlaces(ofLinks),
        referring_networks: typed(groupFields.referring_networks),
        domain_pages_summary: typed(pageFields),
        competitors: Object.fromEntries([...competitorFields].map(([name, { type }]) => [name, type])),
      },
    ];
  },
});

function typed(fields: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(Object.keys(fields).map((name) => [name, fieldType(name)]));
}

/** Fields of intersections stand behind the place of a target; told are those of two. */
function ofPlaces(types: Readonly<Record<string, string>>): Record<string, string> {
  const places = ['1', '2'];
  return Object.fromEntries(places.flatMap((place) => Object.entries(types).map(([name, type]) => [`${place}.${name}`, type])));
}
