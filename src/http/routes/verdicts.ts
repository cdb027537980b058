import { z } from 'zod';
import { limits } from '../../base/limits.ts';
import { verdictInput } from '../../service/verdict-input.ts';
import { parsed, type Route } from '../route.ts';
import { verdictsSet } from '../schemas.ts';

const body = z.object({ verdicts: z.array(verdictInput).min(1).max(limits.verdictsPerCallMax) });

export const verdictRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: '/v1/verdicts',
    scope: 'ingest',
    id: 'setVerdicts',
    group: 'Verdicts',
    summary: 'Say what you think of links, pages or domains',
    description:
      'Each verdict, tag and note stands in place of what was said before; one with none of the three is forgotten. All of a call are kept, or none. The question `verdicts` lists them.',
    body,
    data: verdictsSet,
    example: {
      body: {
        verdicts: [{ domain: 'cheap-links.example', target: 'riverside-plumbing.example', verdict: 'disavowed', note: 'link farm' }],
      },
      data: { set: 1, removed: 0 },
    },
    failures: ['invalid_filter', 'too_many_verdicts'],
    handle: async (backend, asked) => backend.setVerdicts(parsed(body, asked.body).verdicts),
  },
];
