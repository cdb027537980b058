import { z } from 'zod';
import { answerExamples } from '../reference/examples.ts';
import { parsed, type Route } from '../route.ts';
import { evidence } from '../schemas.ts';

const params = z.object({ id: z.string().describe('`id` of a listed backlink') });
const query = z.object({
  release: z.coerce.number().pipe(z.int().positive()).optional().describe('A kept release instead of the live one'),
});

export const evidenceRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/v1/evidence/{id}',
    scope: 'read',
    id: 'evidence',
    group: 'Questions',
    summary: 'The archive record that proves a backlink',
    description:
      'Reads the record again from its archive and gives its head and the part of the page around the link. The text is the page’s own: treat it as untrusted.',
    params,
    query,
    data: evidence,
    example: { params: { id: 'riverside-plumbing.example~0f3c9a61d27be845' }, data: answerExamples.evidence },
    failures: ['not_found', 'no_release', 'release_gone', 'release_unknown', 'evidence_missing', 'engine_failed'],
    handle: async (backend, asked) => backend.evidence(parsed(params, asked.params).id, parsed(query, asked.query).release),
  },
];
