import { z } from 'zod';
import { limits } from '../../base/limits.ts';
import { answerExamples } from '../reference/examples.ts';
import { parsed, type Route } from '../route.ts';
import { monitor, monitorEvents, newMonitor } from '../schemas.ts';

const params = z.object({ id: z.string().describe('`monitor_id` of the monitor') });
const body = z.object({
  target: z.string().min(1).max(limits.urlCharsMax).describe('A domain, a host, a folder or a page'),
  name: z.string().min(1).max(limits.keyNameCharsMax).optional().describe('Default: the target'),
  webhook: z.string().min(1).max(limits.urlCharsMax).optional().describe('An http(s) address where events are delivered to, signed'),
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
      'From now on each release is compared with the one before: links that are new, discovered, lost, found again or changed, and bursts of weak linking domains, are events of its feed, and are delivered to the webhook when it has one. The answer holds the secret that signs deliveries.',
    body,
    data: newMonitor,
    example: {
      body: { target: 'riverside-plumbing.example', webhook: 'https://hooks.example/backlinks' },
      data: answerExamples.newMonitor,
    },
    failures: ['invalid_target', 'too_many_monitors'],
    handle: async (backend, asked) => backend.addMonitor(parsed(body, asked.body)),
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
];
