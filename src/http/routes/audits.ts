import { z } from 'zod';
import { limits } from '../../base/limits.ts';
import { competitorsInput, targetsInput } from '../../query/overlap/targets.ts';
import { answerExamples } from '../reference/examples.ts';
import { shownJob } from '../shown-job.ts';
import { accountOf, parsed, type Route } from '../route.ts';
import { auditQuote, auditResult, job } from '../schemas.ts';

const start = z.object({
  targets: targetsInput(limits.auditTargetsMax).describe(`Up to ${limits.auditTargetsMax} domains, hosts, folders or pages`),
  competitors: competitorsInput.competitors,
  since_release: z.int().positive().optional().describe('What came and went since this kept release, instead of in 90 days'),
  dry_run: z.boolean().optional().describe('Answer what it would cost at most, and start nothing'),
});
const params = z.object({ id: z.string().describe('`job_id` of the audit') });
const query = z.object({
  after: z.coerce.number().int().min(0).default(0).describe('`place` of the last result of the answer before'),
  limit: z.coerce.number().int().min(1).max(limits.auditResultsPerAnswerMax).default(limits.auditResultsPerAnswerMax),
});

export const auditRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: '/v1/audits',
    scope: 'read',
    id: 'startAudit',
    group: 'Jobs',
    summary: 'Audit many targets',
    description:
      'Queues one job that asks the question `audit` of every target in one release, each at the price of that question and charged once, however often the job is interrupted. Poll `poll_url`; GET /v1/audits/{id} gives the results, also while it runs.',
    body: start,
    data: z.union([job, auditQuote]),
    example: {
      body: { targets: ['riverside-plumbing.example', 'northgate-heating.example'], dry_run: true },
      data: { dry_run: true, targets: 2, credits_at_most: 10, price_list: '2026-11', charged: true },
    },
    failures: ['invalid_target', 'no_release', 'release_gone', 'release_unknown', 'queue_full'],
    handle: async (backend, asked) => {
      const started = await backend.startAudit(parsed(start, asked.body), asked.caller ?? undefined);
      return 'dry_run' in started ? started : shownJob(started);
    },
  },
  {
    method: 'GET',
    path: '/v1/audits/{id}',
    scope: 'read',
    id: 'auditResults',
    group: 'Jobs',
    summary: 'What an audit has found',
    description: 'One result a target, in the order given: the answer of `audit`, or the failure of that target. Go on with `after`.',
    params,
    query,
    data: z.array(auditResult),
    example: {
      params: { id: 'job-12' },
      data: [{ place: 1, target: 'riverside-plumbing.example', result: answerExamples['audit'], credits: 5 }],
    },
    failures: ['not_found'],
    handle: async (backend, asked) => {
      const { after, limit } = parsed(query, asked.query);
      return backend.auditResults(parsed(params, asked.params).id, after, limit, accountOf(asked));
    },
  },
];
