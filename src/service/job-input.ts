import { z } from 'zod';
import { fail } from '../base/errors.ts';
import { limits } from '../base/limits.ts';
import type { JobInputs, JobKind } from './backend.ts';

const source = z
  .string()
  .min(1)
  .max(limits.urlCharsMax * 2);

const url = z.string().min(1).max(limits.urlCharsMax);

const delay_seconds = z
  .number()
  .min(limits.crawlDelayMsMin / 1000)
  .max(limits.crawlDelayMsMax / 1000)
  .optional();

/** Of a job that a key buys; no call sets them from outside (bought-look.ts). */
const bought = {
  paid_by: z.string().min(1).max(limits.pathPartCharsMax).optional(),
  tag: z.string().min(1).max(limits.tagCharsMax).optional(),
};

/** What each kind of job takes (`JobInputs`), for everything that comes from outside. */
export const jobInputs = {
  ingest: z.strictObject({
    sources: z.array(source).min(1).max(limits.jobSourcesMax),
    crawl: z.string().min(1).max(limits.crawlCharsMax).optional(),
    keep_internal: z.boolean().optional(),
    drop_fetched: z.boolean().optional(),
    targets: source.optional(),
    refresh: z.boolean().optional(),
    property: z.string().min(1).max(limits.urlCharsMax).optional(),
    map: z.array(z.string().min(1).max(limits.urlCharsMax)).max(50).optional(),
    date: z.iso.date().optional(),
  }),
  refresh: z.strictObject({ full: z.boolean().optional() }),
  crawl: z.strictObject({
    urls: z.array(url).min(1).max(limits.crawlSeedsMax),
    crawl: z.string().min(1).max(limits.crawlCharsMax).optional(),
    pages: z.int().min(1).max(limits.crawlPagesMax).optional(),
    depth: z.int().min(0).max(limits.crawlDepthMax).optional(),
    hosts: z.enum(['seed', 'any']).optional(),
    delay_seconds,
    refresh: z.boolean().optional(),
    ...bought,
  }),
  verify: z
    .strictObject({
      target: url.optional(),
      ids: z.array(z.string().min(1).max(limits.pathPartCharsMax)).min(1).max(limits.verifyLinksMax).optional(),
      links: z
        .array(z.strictObject({ source_url: url, target: url }))
        .min(1)
        .max(limits.verifyLinksMax)
        .optional(),
      limit: z.int().min(1).max(limits.verifyLinksMax).optional(),
      delay_seconds,
      refresh: z.boolean().optional(),
      ...bought,
    })
    .refine(({ target, ids, links }) => [target, ids, links].filter((given) => given !== undefined).length === 1, {
      message: 'give one of "target", "ids" and "links"',
    }),
  recrawl: z.strictObject({
    target: url.optional(),
    pages: z.int().min(1).max(limits.crawlPagesMax).optional(),
    older_than_days: z.number().min(0).max(36_500).optional(),
    delay_seconds,
    refresh: z.boolean().optional(),
  }),
  recheck: z.strictObject({ monitor: z.string().min(1).max(limits.pathPartCharsMax), at: z.iso.datetime() }),
  audit: z.strictObject({
    targets: z.array(url).min(1).max(limits.auditTargetsMax),
    competitors: z.array(url).min(1).max(limits.competitorsMax).optional(),
    since_release: z.int().positive().optional(),
    release: z.int().positive(),
    key: z.string().optional(),
  }),
  answer: z.strictObject({
    operation: z.string(),
    input: z.record(z.string(), z.unknown()),
    rows: z.int().min(0),
    whole: z.boolean(),
    release: z.int().positive(),
    controls: z.record(z.string(), z.unknown()).optional(),
    key: z.string().optional(),
  }),
  enrich: z.strictObject({
    target: z.string().min(1).max(limits.urlCharsMax),
    domains: z.array(z.string().min(1).max(limits.urlCharsMax)).min(1).max(limits.enrichDomainsMax).optional(),
    top: z.int().min(1).max(limits.enrichDomainsMax).optional(),
    records: z.int().min(1).max(limits.enrichRecordsMax).optional(),
    crawl: z.string().min(1).max(limits.crawlCharsMax).optional(),
    dry_run: z.boolean().optional(),
    refresh: z.boolean().optional(),
    ...bought,
  }),
} as const;

export const jobKinds = Object.keys(jobInputs) as [JobKind, ...JobKind[]];
/** Those that POST /v1/jobs starts; audits and answers are priced, and have addresses of their own, and a recheck belongs to its monitor. */
export const startedKinds = jobKinds.filter((kind) => kind !== 'audit' && kind !== 'answer' && kind !== 'recheck');

/** Throws `invalid_input`, naming the field. */
export function jobInput<Kind extends JobKind>(kind: Kind, raw: unknown): JobInputs[Kind] {
  const parsed = jobInputs[kind].safeParse(raw);
  if (parsed.success) return parsed.data as JobInputs[Kind];
  const [issue] = parsed.error.issues;
  const field = issue?.path.join('.') ?? '';
  return fail('invalid_input', {
    reason: `${field === '' ? `The input of a job "${kind}"` : `"${field}"`}: ${issue?.message ?? 'not valid'}.`,
  });
}
