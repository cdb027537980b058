import { z } from 'zod';
import { limits } from '../../base/limits.ts';
import { answerExamples } from '../reference/examples.ts';
import { parsed, type Route } from '../route.ts';
import { plan } from '../schemas.ts';

const query = z.object({
  source: z.string().max(limits.crawlSourceCharsMax).describe('A part of a crawl: `cc:latest:wat:0-99`'),
  megabits: z.coerce.number().positive().max(1_000_000).optional().describe('Megabits a second of the connection; 100 when not said'),
});

export const planRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/v1/plan',
    scope: 'ingest',
    id: 'plan',
    group: 'Jobs',
    summary: 'What an ingest of a part of a crawl would take',
    description:
      'Asks the storage of the crawl for the sizes of its files and reads the beginnings of a few. Nothing is ingested. Figures that are not the storage’s own are estimates, whose assumptions are listed.',
    query,
    data: plan,
    example: { data: answerExamples.plan },
    failures: ['crawl_source_invalid', 'crawl_unknown', 'download_failed', 'source_missing'],
    handle: async (backend, asked) => {
      const { source, megabits } = parsed(query, asked.query);
      return backend.plan(source, megabits, asked.signal);
    },
  },
];
