import { z } from 'zod';
import { limits } from '../../base/limits.ts';
import { controlShape } from '../../meter/call.ts';
import { pricedWorkNames } from '../../meter/priced-work.ts';
import { jobInputs } from '../../service/job-input.ts';
import { parsed, type Route } from '../route.ts';
import { job, lookQuote } from '../schemas.ts';
import { shownJob } from '../shown-job.ts';

const { urls, depth } = jobInputs.crawl.shape;
const { ids } = jobInputs.verify.shape;
const { target, domains } = jobInputs.enrich.shape;
const { max_credits, tag } = controlShape;
const body = z.object({
  action: z
    .enum(pricedWorkNames)
    .describe(
      'crawl fetches pages of your own hosts; verify looks at backlinks now; enrich fetches likely pages of domains that are only known to link',
    ),
  urls: urls.optional().describe('crawl: where it begins, on hosts that the key may have crawled'),
  depth: depth.describe(`crawl: links from there, at most (${limits.crawlDepthDefault})`),
  target: target.optional().describe('verify: whose backlinks, those verified longest ago first; enrich: what links are wanted to'),
  ids: ids.describe('verify: backlinks by id, instead'),
  domains: domains.describe('enrich: domains to look at; default: those that only the web graph knows to link to the target'),
  pages: z
    .int()
    .min(1)
    .max(limits.boughtPagesMax)
    .optional()
    .describe(`Pages or records that are fetched at most (${limits.boughtPagesDefault}); what is fetched is charged`),
  dry_run: z.boolean().optional().describe('Answer what it would cost at most, and start nothing'),
  max_credits,
  tag,
});

export const lookRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: '/v1/looks',
    scope: 'read',
    id: 'startLook',
    group: 'Jobs',
    summary: 'Have something looked at, for credits',
    description:
      'Queues a crawl of your own site, a check of backlinks or an enrichment, and a release of what it finds. The most that it can cost is held while it runs, and what was fetched is charged, by the prices `crawl`, `verify` and `enrich` of GET /v1/prices; one that fails costs nothing. Keys that may start jobs are not charged; a key that may not needs an installation that charges. Poll `poll_url`.',
    body,
    data: z.union([job, lookQuote]),
    example: {
      body: { action: 'verify', target: 'riverside-plumbing.example', pages: 50, dry_run: true },
      data: { dry_run: true, action: 'verify', pages_at_most: 50, credits_at_most: 6, price_list: '2026-11', charged: true },
    },
    failures: [
      'host_not_yours',
      'operation_not_allowed',
      'insufficient_credits',
      'over_budget',
      'cap_reached',
      'too_many_looks',
      'queue_full',
      'invalid_target',
      'limit_out_of_range',
    ],
    handle: async (backend, asked) => {
      const started = await backend.startLook(parsed(body, asked.body), asked.caller ?? undefined);
      return 'dry_run' in started ? started : shownJob(started);
    },
  },
];
