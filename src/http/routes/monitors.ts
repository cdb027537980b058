import { Readable } from 'node:stream';
import { z } from 'zod';
import { limits } from '../../base/limits.ts';
import { atomOf } from '../../service/monitors/feed.ts';
import { answerExamples } from '../reference/examples.ts';
import { parsed, Streamed, type Route } from '../route.ts';
import { shownJob } from '../shown-job.ts';
import { job, monitor, monitorEvents, monitorFeed, newMonitor } from '../schemas.ts';

const params = z.object({ id: z.string().describe('`monitor_id` of the monitor') });
const name = z.string().min(1).max(limits.keyNameCharsMax).optional();
const webhook = z.string().min(1).max(limits.urlCharsMax).describe('An http(s) address where events are delivered to, signed');
const mail = z
  .array(z.string().min(3).max(254))
  .max(limits.monitorMailMax)
  .optional()
  .describe('Addresses that get a digest of each look that saw something, through the operator’s mail server');
const every_hours = z
  .int()
  .min(limits.recheckHoursMin)
  .max(limits.recheckHoursMax)
  .describe('Hours between two rechecks of its backlinks; left out: it fetches nothing itself');
const pages = z
  .int()
  .min(1)
  .max(limits.recheckPagesMax)
  .optional()
  .describe(`Source pages that a recheck asks for at most (${limits.recheckPagesDefault})`);
const body = z.object({
  target: z.string().min(1).max(limits.urlCharsMax).describe('A domain, a host, a folder or a page'),
  name: name.describe('Default: the target'),
  webhook: webhook.optional(),
  mail,
  every_hours: every_hours.optional(),
  pages,
});
const change = z.object({
  name,
  webhook: webhook.nullable().optional(),
  mail,
  every_hours: every_hours.nullable().optional(),
  pages,
});
const query = z.object({
  cursor: z.string().max(20).optional().describe('Of the answer before; left out: from the oldest event that is kept'),
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(limits.rowsPerAnswerMax)
    .optional()
    .describe(`Events at most; ${limits.rowsPerAnswerDefault} when not given`),
});

const feedQuery = z.object({
  token: z.string().min(1).max(100).describe('As in `feed` of the monitor'),
  format: z
    .enum(['atom', 'json', 'data'])
    .default('atom')
    .describe('`json`: as JSON Feed; `data`: the same in the envelope of other answers'),
});

export const monitorRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/v1/monitors',
    scope: 'admin',
    id: 'monitors',
    group: 'Monitors',
    summary: 'All monitors',
    description: 'Targets that are watched, with the release that each has looked at and deliveries that wait or were given up.',
    data: z.array(monitor),
    example: { data: [answerExamples.monitor] },
    failures: [],
    handle: async (backend) => backend.monitors(),
  },
  {
    method: 'POST',
    path: '/v1/monitors',
    scope: 'admin',
    id: 'addMonitor',
    group: 'Monitors',
    summary: 'Watch a target',
    description:
      'From now on each release is compared with the one before: links that are new, discovered, lost, found again or changed, and bursts of weak linking domains, are events of its feed, and are delivered to the webhook when it has one. With `every_hours` it also looks by itself: the pages that link to the target are asked for again, within a budget, and a release is built of what they said. The answer holds the secret that signs deliveries.',
    body,
    data: newMonitor,
    example: {
      body: { target: 'riverside-plumbing.example', webhook: 'https://hooks.example/backlinks', every_hours: 24 },
      data: answerExamples.newMonitor,
    },
    failures: ['invalid_target', 'too_many_monitors', 'contact_missing', 'mail_not_set'],
    handle: async (backend, asked) => backend.addMonitor(parsed(body, asked.body)),
  },
  {
    method: 'POST',
    path: '/v1/monitors/{id}',
    scope: 'admin',
    id: 'changeMonitor',
    group: 'Monitors',
    summary: 'Change a monitor',
    description: 'What is left out stays; null ends rechecks, or deliveries. A schedule that is new or another begins with a recheck now.',
    params,
    body: change,
    data: monitor,
    example: { params: { id: 'mon-3' }, body: { every_hours: 12, pages: 200 }, data: answerExamples.monitor },
    failures: ['not_found', 'contact_missing', 'mail_not_set'],
    handle: async (backend, asked) => backend.changeMonitor(parsed(params, asked.params).id, parsed(change, asked.body)),
  },
  {
    method: 'POST',
    path: '/v1/monitors/{id}/check',
    scope: 'admin',
    id: 'checkMonitor',
    group: 'Monitors',
    summary: 'Look at a target’s backlinks now',
    description:
      'Queues the recheck of a monitor, whether it has a schedule or not; one that waits or runs already is the answer. Poll `poll_url`; what changed is in the feed.',
    params,
    data: job,
    example: { params: { id: 'mon-3' }, data: answerExamples.job },
    failures: ['not_found', 'queue_full'],
    handle: async (backend, asked) => shownJob(await backend.checkMonitor(parsed(params, asked.params).id)),
  },
  {
    method: 'DELETE',
    path: '/v1/monitors/{id}',
    scope: 'admin',
    id: 'removeMonitor',
    group: 'Monitors',
    summary: 'Watch a target no longer',
    description: 'Its events and deliveries go with it.',
    params,
    data: monitor,
    example: { params: { id: 'mon-3' }, data: answerExamples.monitor },
    failures: ['not_found'],
    handle: async (backend, asked) => backend.removeMonitor(parsed(params, asked.params).id),
  },
  {
    method: 'GET',
    path: '/v1/monitors/{id}/events',
    scope: 'admin',
    id: 'monitorEvents',
    group: 'Monitors',
    summary: 'What a monitor saw',
    description: 'A feed, oldest first. Its cursor leads on, also when there is nothing behind it yet: ask with the same one again later.',
    params,
    query,
    data: monitorEvents,
    example: { params: { id: 'mon-3' }, data: answerExamples.monitorEvents },
    failures: ['not_found', 'invalid_cursor'],
    handle: async (backend, asked) => {
      const { cursor, limit } = parsed(query, asked.query);
      return backend.monitorEvents(parsed(params, asked.params).id, cursor, limit);
    },
  },
  {
    method: 'GET',
    path: '/v1/monitors/{id}/feed',
    scope: null,
    id: 'monitorFeed',
    group: 'Monitors',
    summary: 'What a monitor saw, for feed readers',
    description: `Its newest ${limits.feedItemsMax} events as Atom (RFC 4287) or JSON Feed 1.1, newest first. It needs no key but the token in the address, which opens this feed and nothing else, and ends with the monitor.`,
    params,
    query: feedQuery,
    data: monitorFeed,
    alsoAs: ['application/atom+xml', 'application/feed+json'],
    example: { params: { id: 'mon-3' }, data: answerExamples.monitorFeed },
    failures: ['not_found'],
    handle: async (backend, asked) => {
      const { token, format } = parsed(feedQuery, asked.query);
      const feed = await backend.monitorFeed(parsed(params, asked.params).id, token);
      if (format === 'data') return feed;
      const isAtom = format === 'atom';
      return new Streamed(
        `application/${isAtom ? 'atom+xml' : 'feed+json'}; charset=utf-8`,
        Readable.from([isAtom ? atomOf(feed) : JSON.stringify(feed)], { objectMode: false }),
      );
    },
  },
];
