import { z } from 'zod';
import { fail } from '../../base/errors.ts';
import { limits } from '../../base/limits.ts';
import type { Backend, JobView } from '../../service/backend.ts';
import { isCrawlSource } from '../../sources/common-crawl/crawl-source.ts';
import { isAddress, sourceName } from '../../sources/source-name.ts';
import { jobInput, jobInputs, startedKinds } from '../../service/job-input.ts';
import { isReleaseName, webGraphOf } from '../../sources/web-graph/web-graph-source.ts';
import { jobEvents } from '../job-events.ts';
import { answerExamples } from '../reference/examples.ts';
import { accountOf, parsed, type Asked, type Route } from '../route.ts';
import { job, jobAnswer, jobEvent } from '../schemas.ts';
import { shownJob } from '../shown-job.ts';
import { formatOf, formatQuery, mediaTypes, rowsStreamed } from '../whole-answers.ts';
import { operationNamed } from '../../query/operations.ts';

const resultQuery = formatQuery.extend({
  cursor: z.string().max(limits.cursorCharsMax).optional().describe('`cursor` of the page before'),
  limit: z.coerce.number().int().min(1).max(limits.rowsPerAnswerMax).optional().describe('Rows of a page'),
});
const params = z.object({ id: z.string().describe('`job_id` of the job') });
const { sources, crawl, keep_internal, drop_fetched, targets, refresh, property, map, date } = jobInputs.ingest.shape;
const { target, domains, top, records, dry_run } = jobInputs.enrich.shape;
const { urls, pages, depth, hosts, delay_seconds } = jobInputs.crawl.shape;
const { ids, links, limit } = jobInputs.verify.shape;
const start = z.object({
  kind: z
    .enum(startedKinds)
    .describe(
      'ingest reads archives; crawl fetches pages and ingests them; verify looks at given links now; recrawl fetches pages again that are due; enrich fetches a few likely pages of domains that are only known to link to a target, and ingests them; refresh builds and publishes a release from what was ingested',
    ),
  sources: sources
    .optional()
    .describe(
      'ingest: http(s) addresses of archives, files of Common Crawl as `cc:latest:wat:0-9`, a web graph as `webgraph:RELEASE`, or paths on the server’s machine',
    ),
  crawl: crawl.describe(
    'ingest, crawl: the collection’s name; default: what the archive says, the first address’s host. enrich: the crawl to take pages from; default: the newest',
  ),
  keep_internal: keep_internal.describe('ingest: keep links inside one domain too'),
  drop_fetched: drop_fetched.describe('ingest: remove archives that were fetched once they are in the index'),
  targets: targets.describe('ingest: a file of domains on the server’s machine; only their in-links are kept of a web graph'),
  refresh: refresh.describe('all but refresh: build a release when it is done'),
  property: property.describe('ingest, exports: the site whose links they list, for tables without a column for it'),
  map: map.describe('ingest, exports: columns of a table that is not recognised, as `source=COLUMN,target=COLUMN`'),
  date: date.describe('ingest, exports: when they were made, for rows without dates'),
  full: jobInputs.refresh.shape.full.describe('refresh: compute everything anew instead of sharing what did not change'),
  urls: urls.optional().describe('crawl: http(s) addresses to begin with'),
  pages: pages.describe(`crawl, recrawl: pages at most (${limits.crawlPagesDefault})`),
  depth: depth.describe(`crawl: links from an address to begin with, at most (${limits.crawlDepthDefault})`),
  hosts: hosts.describe('crawl: `seed`, only the hosts of those addresses (default), or `any`'),
  delay_seconds: delay_seconds.describe(
    'crawl, verify, recrawl: pause between two requests to one host (1); a longer one that it asks for is obeyed',
  ),
  target: target
    .optional()
    .describe(
      'enrich: what links are wanted to; verify: its backlinks, those verified longest ago first; recrawl: only pages that link to it',
    ),
  domains: domains.describe(
    'enrich: domains to look at, the strongest first; default: those that only the web graph knows to link to the target',
  ),
  top: top.describe('enrich: how many of the domains; 200 when not said'),
  records: records.describe('enrich: most pages of each domain; 50 when not said'),
  dry_run: dry_run.describe('enrich: say what would be fetched, and fetch nothing'),
  ids: ids.describe('verify: ids of backlinks of the live release'),
  links: links.describe('verify: links by their ends; the target may be a domain, a host, a folder or a page'),
  limit: limit.describe(`verify: backlinks of the target at most (${limits.verifyLinksDefault})`),
  older_than_days: jobInputs.recrawl.shape.older_than_days.describe(
    `recrawl: all pages captured longer ago; when not given, by the authority of their domain, after ${limits.recrawlDaysMin} to ${limits.recrawlDaysMax} days`,
  ),
});

export const jobRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: '/v1/jobs',
    scope: 'ingest',
    id: 'startJob',
    group: 'Jobs',
    summary: 'Start long work',
    description: 'Queues an ingest, a crawl, an enrichment or a refresh and answers at once. Poll `poll_url`, or follow the events.',
    body: start,
    data: job,
    example: {
      body: { kind: 'ingest', sources: ['https://archive.example/town-2026-10.warc.gz'], refresh: true },
      data: answerExamples.job,
    },
    failures: ['queue_full', 'source_missing', 'address_refused', 'paths_need_admin', 'contact_missing', 'crawl_source_invalid'],
    handle: async (backend, asked) => {
      // Each kind takes its own fields and no others.
      const { kind, ...input } = parsed(start, asked.body);
      const isAddresses = (input.sources ?? []).every(isElsewhere);
      if ((!isAddresses || input.targets !== undefined) && accountOf(asked) !== undefined) fail('paths_need_admin');
      return shownJob(await backend.startJob(kind, jobInput(kind, input), asked.caller?.holder.account));
    },
  },
  {
    method: 'GET',
    path: '/v1/jobs',
    scope: 'read',
    id: 'jobs',
    group: 'Jobs',
    summary: 'All jobs',
    description: 'Jobs that run, wait, or ended lately; with an admin key those of all accounts.',
    data: z.array(job),
    example: { data: [answerExamples.job] },
    failures: [],
    handle: async (backend, asked) => (await backend.jobs(accountOf(asked))).map(shownJob),
  },
  {
    method: 'GET',
    path: '/v1/jobs/{id}',
    scope: 'read',
    id: 'job',
    group: 'Jobs',
    summary: 'One job with its progress',
    description: '`result` is set when it is complete, `error` when it failed.',
    params,
    data: job,
    example: { params: { id: 'job-12' }, data: answerExamples.job },
    failures: ['not_found'],
    handle: async (backend, asked) => shownJob(await jobOf(backend, asked)),
  },
  {
    method: 'GET',
    path: '/v1/jobs/{id}/events',
    scope: 'read',
    id: 'jobEvents',
    group: 'Jobs',
    summary: 'Follow a job',
    description:
      'A stream of JSON lines: `progress` and `note` while it runs, then one `end` with the job. Closing the connection does not stop the job. A reader that falls behind gets the newest progress only.',
    params,
    data: jobEvent,
    streams: true,
    example: { params: { id: 'job-12' }, data: answerExamples.jobEvent },
    failures: ['not_found'],
    handle: async (backend, asked) => jobEvents(backend, await jobOf(backend, asked), shownJob),
  },
  {
    method: 'GET',
    path: '/v1/jobs/{id}/result',
    scope: 'read',
    id: 'jobResult',
    group: 'Jobs',
    summary: 'What a job answered',
    description:
      'Of a question that was answered as a job: its answer. One that was asked for to its end (as NDJSON or CSV) is read in pages, or as NDJSON or CSV. It was paid for when the job ended, and is kept for 7 days.',
    params,
    query: resultQuery,
    alsoAs: Object.values(mediaTypes),
    data: jobAnswer,
    example: { params: { id: 'job-12' }, data: answerExamples['list'] },
    failures: ['not_found', 'answer_not_ready', 'invalid_cursor'],
    handle: async (backend, asked) => {
      const { format: wanted, ...page } = parsed(resultQuery, asked.query);
      const { job_id: id, input } = await jobOf(backend, asked);
      const format = formatOf({ ...asked, query: { format: wanted } });
      if (format === 'json') return backend.answerOf(id, page, accountOf(asked));
      const operation = operationNamed(String((input as { operation?: unknown }).operation));
      return rowsStreamed(backend.answerPieces(id, accountOf(asked)), operation, format);
    },
  },
  {
    method: 'POST',
    path: '/v1/jobs/{id}/cancel',
    scope: 'ingest',
    id: 'cancelJob',
    group: 'Jobs',
    summary: 'Stop a job',
    description: 'What was finished before stays. Cancelling a job that has ended changes nothing.',
    params,
    data: job,
    example: { params: { id: 'job-12' }, data: answerExamples.job },
    failures: ['not_found'],
    handle: async (backend, asked) => shownJob(await backend.cancelJob((await jobOf(backend, asked)).job_id)),
  },
];

/** Another account's job is not found, in the same words as one that never was. */
async function jobOf(backend: Backend, asked: Asked): Promise<JobView> {
  return backend.job(parsed(params, asked.params).id, accountOf(asked));
}

/** Whether a source is no path of this machine. */
function isElsewhere(source: string): boolean {
  const release = webGraphOf(source);
  if (isCrawlSource(source)) return true;
  return release === null ? isAddress(sourceName(source).place) : isAddress(release) || isReleaseName(release);
}
