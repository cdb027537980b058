/** Shapes that several operations take or give. Field names are the API's, and every surface uses them (DESIGN, "Names in answers"). */
import { z } from 'zod';
import { limits } from '../base/limits.ts';
import { anchorClasses } from '../model/anchor/anchor-class.ts';
import { lostReasons, linkKinds, placements, relTokens } from '../model/link.ts';
import { origins } from '../model/origin.ts';
import { momentPattern } from './moments.ts';
import { topicNames } from '../model/topic/taxonomy.ts';
import { sourceClasses, type SourceClass } from '../model/source-class.ts';
import { trustShape } from './trust-shown.ts';
import { verdictWords } from '../model/verdict.ts';

export const time = z.string().describe('ISO 8601, UTC');

/** A day, or a moment, as an input gives it. */
export const dayText = z.string().regex(momentPattern, 'a date as 2026-10-31 or 2026-10-31T12:00:00Z');

/** What an operation on one target takes. `domain` is the older word for `target` and does the same. */
export const targetInput = {
  target: z
    .string()
    .max(limits.urlCharsMax + 1)
    .optional()
    .describe('A domain (example.com), host (blog.example.com), folder (example.com/blog/*) or page (https://example.com/a)'),
  domain: z
    .string()
    .max(limits.urlCharsMax + 1)
    .optional()
    .describe('Another name for target'),
  include_subdomains: z.boolean().optional().describe('Hosts below it count too. Default: those of a domain do, those of a host do not'),
  release: z.int().positive().optional().describe('Answer from this kept release instead of the live one'),
} as const;

export const pageInput = {
  limit: z.int().min(1).max(limits.rowsPerAnswerMax).default(limits.rowsPerAnswerDefault).describe('Rows in this answer'),
  cursor: z.string().optional().describe('`cursor` of the answer before, for the rows behind it'),
} as const;

export const offsetInput = {
  offset: z
    .int()
    .min(0)
    .max(limits.offsetMax)
    .default(0)
    .describe('Rows to pass over before the first page; ignored with a cursor, which costs less'),
} as const;

export const coverage = z
  .object({
    status: z.enum(['found', 'looked_not_found', 'not_looked']),
    crawls: z.array(z.string()),
    pages_captured: z.int(),
    domains_captured: z.int(),
    known_referring_pages: z.int().nullable().describe('null: not counted'),
    recaptured_referring_pages: z.int().nullable(),
    oldest_capture: time.nullable(),
    newest_capture: time.nullable(),
    webgraph: z
      .object({
        name: z.string(),
        level: z.enum(['domain', 'host']),
        looked: z.boolean().describe('False when this graph cannot say who links to the target'),
        targets: z.int().nullable().describe('How many chosen targets the graph was held to; null: it is whole'),
        note: z.string().describe('What its edges mean, or why it did not look'),
      })
      .nullable()
      .describe('The web graph that this question was answered from too; null when there is none or the question needs pages'),
    next: z.string().nullable().describe('What would look further, when nothing was found or only by the web graph'),
  })
  .describe('How far this answer looked');
export type Coverage = z.output<typeof coverage>;

export const answerHead = { target: z.string(), release: z.int(), as_of: time, coverage } as const;
/** The same of an answer about several targets. */
export const severalHead = { targets: z.array(z.string()), release: z.int(), as_of: time, coverage } as const;

export const sourceClass = z.enum(sourceClasses).nullable();
/** What the owner said of a row. */
export const verdictShape = {
  verdict: z.enum(verdictWords).nullable().describe('What you said of the link, its page or its domain'),
  verdict_tag: z.string().nullable(),
  verdict_note: z.string().nullable(),
} as const;

/** Topics by name (docs/metrics/topics.md); null where no words say. */
export const topicList = z.array(z.enum(topicNames)).nullable();
export const relevance = z
  .int()
  .nullable()
  .describe('How much it is about what the target is about, 0 to 100; null when their words do not say');

export const backlink = z.object({
  id: z.string(),
  source_url: z.string(),
  source_host: z.string(),
  source_domain: z.string(),
  source_title: z.string().nullable(),
  source_language: z.string().nullable().describe('What the text is written in, else what the page declares'),
  source_topics: topicList.describe('Of the linking page, strongest first'),
  source_class: sourceClass,
  source_ip: z.string().nullable(),
  source_status: z.int().nullable().describe('HTTP status of the linking page when it was captured with the link'),
  source_internal_links: z.int().nullable().describe('Links of that page inside its own domain'),
  source_external_links: z.int().nullable().describe('Its links to other domains'),
  target_url: z.string(),
  target_host: z.string(),
  target_domain: z.string(),
  target_status: z.enum(['ok', 'broken', 'redirected']).nullable(),
  kind: z.enum(linkKinds),
  has_image: z.boolean(),
  anchor: z.string(),
  rel: z.array(z.enum(relTokens)),
  rel_known: z.boolean().describe('False when the source says nothing of rel; the link then counts as followed'),
  followed: z.boolean(),
  placement: z.enum(placements),
  placement_estimated: z.boolean(),
  sitewide: z.boolean(),
  links_count: z.int(),
  first_seen: time,
  last_seen: time,
  verified_at: time,
  stale: z.boolean(),
  state: z.enum(['live', 'lost']),
  lost_at: time.nullable(),
  lost_reason: z.enum(lostReasons).nullable(),
  lost_confirmations: z.int(),
  reported_lost_at: time
    .nullable()
    .describe('When an export says that the link was lost, if it was not seen since: a report, which proves nothing'),
  is_new: z.boolean().describe('A new_link of the last 30 days before as_of'),
  discovery: z.enum(['new_link', 'discovered']).describe('Whether the page had been captured before without the link'),
  page_authority: z.int(),
  domain_authority: z.int(),
  spam_score: z.number().nullable(),
  ...trustShape,
  relevance,
  text_before: z.string().nullable(),
  text_after: z.string().nullable(),
  seen_by: z.array(z.enum(origins)).describe('Where the link was seen: archives, edge lists, and each owned export that has it'),
  ...verdictShape,
  evidence: z.object({ archive: z.string(), offset: z.int(), length: z.int(), fetched_at: time }).nullable(),
});
export type Backlink = z.output<typeof backlink>;

export const graphRanks = z
  .object({
    rank: z.int().nullable().describe('Place by PageRank, 1 is the strongest'),
    harmonic_rank: z.int().nullable().describe('Place by harmonic centrality'),
  })
  .describe('Where the domain stands in the web graph; null when there is none or it does not hold the domain');

/** A referring domain as the index and the web graph know it. */
const referringDomainFacts = z.object({
  domain: z.string(),
  domain_authority: z.int().nullable(),
  source_class: sourceClass,
  backlinks: z.int().nullable().describe('As the other figures of links, null for a domain that only the web graph knows'),
  followed_backlinks: z.int().nullable(),
  referring_pages: z.int().nullable(),
  first_seen: time.nullable(),
  last_seen: time.nullable(),
  state: z.enum(['live', 'lost']),
  lost_at: time.nullable(),
  spam_score: z.number().nullable(),
  ...trustShape,
  topics: topicList,
  language: z.string().nullable().describe('That most of its pages are in'),
  relevance,
  evidence: z.enum(['index', 'webgraph']).describe('Links that were captured, or a web graph of others that holds an edge'),
  webgraph: graphRanks.nullable(),
});
export type ReferringDomain = z.output<typeof referringDomainFacts>;
export const referringDomain = referringDomainFacts.extend(verdictShape);

export const anchorRow = z.object({
  anchor: z.string(),
  class: z.enum(anchorClasses),
  backlinks: z.int(),
  referring_domains: z.int(),
  followed_share: z.number(),
  first_seen: time,
  last_seen: time,
});

/** A list's answer around its rows. */
export function listOf<Row extends z.ZodType>(row: Row) {
  return z.object({ ...answerHead, total: z.int(), rows: z.array(row), cursor: z.string().nullable() });
}

export function isoTime(seconds: number): string {
  return `${new Date(seconds * 1000).toISOString().slice(0, 19)}Z`;
}

export function classNamed(code: number): SourceClass | null {
  const found = sourceClasses[code];
  return found === undefined || found === 'unknown' ? null : found;
}
