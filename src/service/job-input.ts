import { z } from 'zod';
import { fail } from '../base/errors.ts';
import { limits } from '../base/limits.ts';
import type { JobInputs, JobKind } from './backend.ts';

const source = z
  .string()
  .min(1)
  .max(limits.urlCharsMax * 2);

/** What each kind of job takes (`JobInputs`), for everything that comes from outside. */
export const jobInputs = {
  ingest: z.strictObject({
    sources: z.array(source).min(1).max(limits.jobSourcesMax),
    crawl: z.string().min(1).max(limits.crawlCharsMax).optional(),
    keep_internal: z.boolean().optional(),
    drop_fetched: z.boolean().optional(),
    refresh: z.boolean().optional(),
  }),
  refresh: z.strictObject({ full: z.boolean().optional() }),
  enrich: z.strictObject({
    target: z.string().min(1).max(limits.urlCharsMax),
    domains: z.array(z.string().min(1).max(limits.urlCharsMax)).min(1).max(limits.enrichDomainsMax).optional(),
    top: z.int().min(1).max(limits.enrichDomainsMax).optional(),
    records: z.int().min(1).max(limits.enrichRecordsMax).optional(),
    crawl: z.string().min(1).max(limits.crawlCharsMax).optional(),
    dry_run: z.boolean().optional(),
    refresh: z.boolean().optional(),
  }),
} as const;

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
