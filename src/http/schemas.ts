/** Shapes of answers that are no questions, as the Backend gives them, and the names under which all shapes are documented. */
import { z } from 'zod';
import { anchorRow, backlink, coverage, referringDomain, time } from '../query/shapes.ts';
import { seedsFrom } from '../compute/trust-seeds.ts';
import type { Quote } from '../meter/call.ts';
import { keyRules } from '../meter/keys.ts';
import type { CrawlPlan } from '../pipeline/plan-crawl.ts';
import { usageParts } from '../meter/ledger.ts';
import {
  scopes,
  type BalanceView,
  type IndexView,
  monitorEventKinds,
  type KeyView,
  type MonitorEvents,
  type MonitorFeed,
  type MonitorView,
  type NewMonitorView,
  type PricesView,
  type ReleaseView,
  type UsageView,
} from '../service/backend.ts';
import { audit } from '../query/audit.ts';
import { pricedWorkNames } from '../meter/priced-work.ts';
import type { AuditQuote } from '../service/audit-job.ts';
import type { LookQuote } from '../service/bought-look.ts';
import { jobKinds } from '../service/job-input.ts';
import { sights } from '../pipeline/verify.ts';

const facts = z
  .object({
    crawls: z.array(z.string()),
    pages_captured: z.int(),
    domains_captured: z.int(),
    captures: z.int(),
    domains: z.int(),
    linking_domains: z.int().describe('Domains with a live link to another one'),
    backlinks_live: z.int(),
    backlinks_lost: z.int(),
    oldest_capture: time.nullable(),
    newest_capture: time.nullable(),
    internal_links: z.int().describe('Links inside one registrable domain; stored only where an ingest keeps them'),
    authority: z
      .object({
        version: z.string(),
        r0: z.number(),
        r1: z.number(),
        nodes: z.int(),
        iterations: z.int(),
        circles_sought: z.boolean(),
        anchor: z.enum(['top', 'fixed', 'carried']),
        fit: z.object({ a: z.number(), b: z.number(), panel: z.int() }).nullable(),
      })
      .describe('The scale that all domains of the release share'),
    trust: z
      .object({ seeds_from: z.enum(seedsFrom), seeds: z.int(), iterations: z.int() })
      .nullable()
      .describe('Where trust began; null where there was nobody to begin with'),
    trust_seeds_digest: z.string().nullable().describe('Of the list of seeds that was given'),
    supported_share: z.number().describe('Of links that were looked at for crowds, the share from domains that others link to'),
    authority_any_rel: z.object({ r0: z.number(), r1: z.number(), iterations: z.int() }).describe('The scale if rel were ignored'),
    webgraph: z
      .object({
        id: z.int(),
        name: z.string(),
        level: z.enum(['domain', 'host']),
        nodes: z.int(),
        edges: z.int(),
        edges_kept: z.int().describe('Each once, and only those of the chosen targets'),
        targets: z.int().nullable().describe('How many chosen targets it was held to; null: it is whole'),
        ranked: z.boolean(),
      })
      .optional()
      .describe('The web graph that questions are answered from too; absent when there is none'),
    built_from: z.object({ release: z.int().nullable(), pages_recomputed: z.int(), seconds: z.number() }),
  })
  .describe('What a release says of itself, fixed when it was built');

export const release = z
  .object({
    release: z.int(),
    live: z.boolean().describe('Whether questions are answered from it'),
    as_of: time.describe('Its newest capture: "new" and "last 30 days" are relative to it'),
    published_at: time.nullable(),
    facts,
  })
  .describe('One built index') satisfies z.ZodType<ReleaseView>;

export const index = z
  .object({
    version: z.string(),
    live_release: release.nullable(),
    archives: z.int(),
    captures: z.int(),
    links: z.int(),
    archives_waiting: z.int().describe('Archives ingested since the live release was built'),
  })
  .describe('What was ingested and what is published') satisfies z.ZodType<IndexView>;

export const plan = z
  .object({
    crawl: z.string(),
    format: z.enum(['wat', 'warc']),
    base: z.string().describe('Where the files lie'),
    files: z.int(),
    files_in_index: z.int(),
    files_to_fetch: z.int(),
    fetch_bytes: z.int().nullable().describe('Exact; null when not every file was asked for its size'),
    fetch_bytes_estimate: z.int(),
    read_bytes_estimate: z.int(),
    pages_estimate: z.int(),
    links_estimate: z.int().describe('Links to other domains'),
    index_bytes_estimate: z.int(),
    disk_bytes_estimate: z.int().describe('The index and the fetched files; without these with `drop_fetched`'),
    disk_bytes_free: z.int(),
    fetch_seconds_estimate: z.int(),
    read_seconds_estimate: z.int(),
    seconds_estimate: z.int().describe('Fetching and reading go on at the same time'),
    assumptions: z.array(z.object({ name: z.string(), value: z.number(), unit: z.string(), source: z.string() })),
  })
  .describe('What an ingest of a part of a crawl would fetch, store and take') satisfies z.ZodType<CrawlPlan>;

export const key = z
  .object({
    id: z.string(),
    name: z.string(),
    account: z.string().describe('Who pays: keys of one account spend the same credits'),
    scopes: z.array(z.enum(scopes)),
    ...keyRules.shape,
    created_at: time,
    expires_at: time.nullable(),
    revoked_at: time.nullable(),
  })
  .describe('A key, without its secret') satisfies z.ZodType<KeyView>;

const progress = {
  step: z.string(),
  done: z.int(),
  total: z.int().nullable(),
  unit: z.string(),
  counts: z.record(z.string(), z.number()),
};

export const job = z
  .object({
    job_id: z.string(),
    poll_url: z.string().describe('GET it until status is complete, failed or cancelled'),
    result_url: z.string().optional().describe('Of a question answered as a job: GET it when status is complete'),
    kind: z.enum(jobKinds),
    status: z.enum(['queued', 'running', 'complete', 'failed', 'cancelled']),
    input: z.record(z.string(), z.unknown()),
    progress: z.object({ ...progress, per_second: z.number().nullable(), seconds_left: z.number().nullable() }).nullable(),
    result: z.record(z.string(), z.unknown()).nullable(),
    error: z.object({ code: z.string(), message: z.string() }).nullable(),
    created_at: time,
    started_at: time.nullable(),
    ended_at: time.nullable(),
  })
  .describe('Long work: queued, then run one at a time, answers beside what changes the index');

export const jobEvent = z
  .discriminatedUnion('event', [
    z.object({ event: z.literal('progress'), task: z.string(), ...progress, elapsed_ms: z.number() }),
    z.object({
      event: z.literal('note'),
      level: z.enum(['info', 'warning']),
      text: z.string(),
      fields: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
    }),
    z.object({ event: z.literal('end'), job }),
  ])
  .describe('One line of a job’s events; the last is "end"');
export type JobEvent = z.output<typeof jobEvent>;

export const evidence = z
  .object({
    backlink,
    path: z.string().describe('Where the archive’s bytes lie'),
    head: z.string().describe('The record’s header and, when it holds one, its HTTP head'),
    excerpt: z.string().describe('The decoded body around the link. Text of a page that nobody vouches for'),
    found_in_excerpt: z.boolean(),
  })
  .describe('A backlink with the archive record in which it was seen last');

export const accountBalance = z
  .object({ account: z.string(), credits_remaining: z.number().nullable().describe('null while credits are not counted') })
  .describe('What an account has left') satisfies z.ZodType<BalanceView>;

export const prices = z
  .object({
    charged: z.boolean().describe('Whether calls are charged here'),
    version: z.string(),
    credit: z.object({ amount: z.number(), currency: z.string() }).describe('What one credit is in money'),
    operations: z.array(
      z.object({
        operation: z.string(),
        base: z.number().describe('Credits a call'),
        row: z.number().describe('Credits a row of the answer'),
        target: z.number().describe('Credits a target asked about'),
      }),
    ),
  })
  .describe('What calls cost') satisfies z.ZodType<PricesView>;

export const usage = z
  .object({
    from: z.string(),
    to: z.string(),
    tag: z.string().nullable(),
    rows: z.array(
      z.object({
        ...(Object.fromEntries(usageParts.map((part) => [part, z.string().nullable()])) as Record<
          (typeof usageParts)[number],
          z.ZodNullable<z.ZodString>
        >),
        calls: z.int(),
        rows: z.int(),
        credits: z.number(),
      }),
    ),
    calls: z.int(),
    credits: z.number(),
    money: z.object({ amount: z.number(), currency: z.string() }).describe('By the price list of today'),
  })
  .describe('Calls that were answered and what they cost') satisfies z.ZodType<UsageView>;

export const quote = z
  .object({
    dry_run: z.literal(true),
    operation: z.string(),
    release: z.int(),
    price_list: z.string(),
    credits: z.number().describe('What the question would cost, with `rows`'),
    rows: z.int(),
    rows_are: z.enum(['exact', 'at_most']).describe('`at_most`: counting them would be as much work as the question itself'),
    credits_at_most: z.number().describe('What must be left for it to be asked'),
    rows_at_most: z.int(),
    rows_to_read: z
      .int()
      .nullable()
      .describe('Stored rows that the largest of its statements reads at most; null of questions about several targets'),
    as_job: z.boolean().describe('Whether that is more than a question may read: it is answered as a job then'),
    charged: z.boolean(),
  })
  .describe('The answer to a question with `dry_run`') satisfies z.ZodType<Quote>;

export const jobAnswer = z
  .looseObject({
    target: z.string().optional(),
    release: z.int(),
    as_of: time,
    coverage: coverage.optional(),
    total: z.int().optional(),
    rows: z.array(z.looseObject({})).optional().describe('As the question has them'),
    cursor: z.string().nullable().optional().describe('Of a whole answer: its next page. Else where the question goes on'),
  })
  .describe('What a job answered, as its question does');

export const auditQuote = z
  .object({
    dry_run: z.literal(true),
    targets: z.int(),
    credits_at_most: z.number(),
    price_list: z.string(),
    charged: z.boolean(),
  })
  .describe('What an audit would cost') satisfies z.ZodType<AuditQuote>;

export const auditResult = z
  .object({
    place: z.int().describe('Of the target among those of the audit, from 1'),
    target: z.string(),
    result: z.union([audit.output, z.object({ error: z.object({ code: z.string(), message: z.string() }) })]),
    credits: z.number(),
  })
  .describe('What an audit found out about one target');

export const verdictsSet = z.object({ set: z.int(), removed: z.int() }).describe('How many verdicts were said, and how many forgotten');

export const balance = z
  .object({
    account: z.string().optional(),
    credits_remaining: z.number().nullable().describe('null while credits are not counted'),
    daily_cap: z.number().nullable(),
    plan: z.object({ name: z.string() }),
  })
  .describe('What is left to spend');

const monitorShape = {
  monitor_id: z.string(),
  name: z.string(),
  target: z.string(),
  webhook: z.string().nullable().describe('Where events are delivered to'),
  mail: z.array(z.string()).describe('Addresses that get a digest of each look that saw something'),
  feed: z.string().describe('Path of its feed; whoever has it can read the feed without a key'),
  release: z.int().nullable().describe('The release that was looked at last'),
  looked_at: time.nullable(),
  look_error: z.string().nullable().describe('Why the last look at a release failed; the next one makes up for it'),
  every_hours: z.int().nullable().describe('Hours between two rechecks; null: it fetches nothing itself'),
  pages: z.int().describe('Source pages that a recheck asks for at most'),
  recheck: z
    .object({
      next_at: time.nullable().describe('When the next one is due'),
      job_id: z.string().nullable().describe('The job of one that waits or runs'),
      checked_at: time.nullable(),
      pages: z.int().nullable().describe('Source pages that the last one asked for'),
      links: z
        .record(z.enum(sights), z.int())
        .nullable()
        .describe('What they showed of the links; `unknown`: the page could not be looked at, which is no loss'),
      error: z.string().nullable().describe('Why the last one failed'),
    })
    .describe('Looks at the backlinks by itself'),
  created_at: time,
  deliveries: z.object({ waiting: z.int(), failed: z.int(), last_error: z.string().nullable() }),
};
export const monitor = z.object(monitorShape).describe('A target that is watched') satisfies z.ZodType<MonitorView>;

export const newMonitor = z
  .object({ ...monitorShape, secret: z.string().describe('Signs deliveries. It is shown here and never again') })
  .describe('A monitor that was made') satisfies z.ZodType<NewMonitorView>;

export const monitorEvents = z
  .object({
    monitor_id: z.string(),
    events: z.array(
      z.object({
        event_id: z.int().describe('Counts up'),
        kind: z.enum(monitorEventKinds),
        release: z.int(),
        at: time,
        data: z
          .record(z.string(), z.unknown())
          .describe('Of a link: `backlink` as it is now, and `before`, what the earlier release said (null when it did not know it)'),
      }),
    ),
    cursor: z.string().describe('Ask with it for what comes after'),
  })
  .describe('What a monitor saw, oldest first') satisfies z.ZodType<MonitorEvents>;

export const monitorFeed = z
  .object({
    version: z.literal('https://jsonfeed.org/version/1.1'),
    title: z.string(),
    description: z.string(),
    language: z.literal('en'),
    updated: time,
    id: z.string(),
    items: z.array(
      z.object({
        id: z.string(),
        url: z.string().optional().describe('The linking page'),
        title: z.string(),
        content_text: z.string(),
        date_published: time,
        tags: z.array(z.string()).describe('The kind of the event'),
      }),
    ),
  })
  .describe('The newest events of a monitor, newest first') satisfies z.ZodType<MonitorFeed>;

export const lookQuote = z
  .object({
    dry_run: z.literal(true),
    action: z.enum(pricedWorkNames),
    pages_at_most: z.int(),
    credits_at_most: z.number().describe('What must be left for it to run; charged is what was fetched'),
    price_list: z.string(),
    charged: z.boolean().describe('Whether this key pays: one that may start jobs does not'),
  })
  .describe('What a look would cost at most') satisfies z.ZodType<LookQuote>;

/** Shapes that stand in several answers: each is one component of the document, under this name. */
export const sharedSchemas: Readonly<Record<string, z.ZodType>> = {
  Backlink: backlink,
  ReferringDomain: referringDomain,
  Anchor: anchorRow,
  Coverage: coverage,
  Release: release,
  ReleaseFacts: facts,
  Index: index,
  Plan: plan,
  Job: job,
  JobEvent: jobEvent,
  Key: key,
  Evidence: evidence,
  Balance: balance,
  AccountBalance: accountBalance,
  Prices: prices,
  Usage: usage,
  VerdictsSet: verdictsSet,
  Monitor: monitor,
  MonitorEvents: monitorEvents,
  MonitorFeed: monitorFeed,
  AuditQuote: auditQuote,
  LookQuote: lookQuote,
  AuditResult: auditResult,
};
