import { z } from 'zod';
import { limits } from '../../base/limits.ts';
import { competitorWeights } from '../../compute/opportunity.ts';
import { siteLanguageOf, siteRelevanceColumn, siteTopicsOf } from '../../compute/topics/relevance-columns.ts';
import { authorityOf, classOf, spamOf } from '../../compute/views.ts';
import { sourceClasses } from '../../model/source-class.ts';
import { join, sql, strings, type Sql } from '../../store/literal.ts';
import { candidateRows } from '../fields/candidate-fields.ts';
import { compiledFilters, type Filters } from '../filters/filters.ts';
import { signalOf } from '../kept-ready.ts';
import type { Asking } from '../operation.ts';
import { behind, orderBy, orderColumns, type OrderTerm } from '../order.ts';
import type { Target } from '../target.ts';
import { bitOf, edgesTo, worthMax } from './edges.ts';

const score = z.int().min(0).max(100);

export const gapFilterInput = {
  competitors_min: z.int().min(1).max(limits.competitorsMax).default(1).describe('Only domains that link to so many of the competitors'),
  authority_min: score.optional().describe('Lowest authority'),
  authority_max: score.optional().describe('Highest authority'),
  source_class: z
    .array(z.enum(sourceClasses.filter((name) => name !== 'unknown')))
    .min(1)
    .max(sourceClasses.length)
    .optional()
    .describe('Only sites of these classes'),
  spam_max: score.optional().describe('Highest spam score'),
  accept_min: z.number().min(0).max(1).default(0).describe('0.5: without domains whose links are all site-wide; 1: only links in content'),
} as const;
export type GapFilter = z.output<z.ZodObject<typeof gapFilterInput>>;

interface Candidate {
  readonly domain: string;
  readonly authority: number;
  readonly class: number;
  readonly competitors: number;
  readonly worth: number;
  readonly spam: number;
  readonly relevance: number | null;
  readonly opportunity: number;
}

/** A candidate, with the values by which it is ordered. */
type OrderedCandidate = Candidate & Readonly<Record<string, unknown>>;

/** One page of candidates in an order, and one more when there is a next page. `after`: the values of the order and the domain of the row before. */
export async function candidates(
  asking: Asking,
  targets: readonly Target[],
  filter: GapFilter & { readonly having?: Filters | undefined; readonly judged?: Sql | undefined },
  order: readonly OrderTerm[],
  limit: number,
  after: readonly (string | number)[] | null,
): Promise<{ rows: OrderedCandidate[]; total: number }> {
  const { release } = asking;
  const { id } = release;
  const others = bitOf(targets.length) - bitOf(1);
  const domains = [...new Set(targets.map(({ domain }) => domain))];
  const target = sql`${targets[0]?.domain ?? ''}`;
  const conditions: Sql[] = [
    sql`competitors >= ${filter.competitors_min}`,
    sql`worth >= ${filter.accept_min * worthMax}`,
    ...(filter.spam_max === undefined ? [] : [sql`spam <= ${filter.spam_max}`]),
    ...(filter.authority_min === undefined ? [] : [sql`authority >= ${filter.authority_min}`]),
    ...(filter.authority_max === undefined ? [] : [sql`authority <= ${filter.authority_max}`]),
    ...(filter.having === undefined ? [] : [compiledFilters(candidateRows, release, filter.having).condition]),
    ...(filter.judged === undefined ? [] : [filter.judged]),
    ...(filter.source_class === undefined ? [] : [sql`class IN ${filter.source_class.map((name) => sourceClasses.indexOf(name))}`]),
  ];
  const found = await asking.engine.ask<Candidate & { total: number } & Record<string, unknown>>(
    sql`SELECT * FROM (
          SELECT g.*, ${orderColumns(order, release)}, count() OVER () AS total FROM (
            SELECT g.*, ${siteRelevanceColumn(id)} AS relevance,
              authority * if(relevance IS NULL, 1, 0.5 + 0.5 * relevance / 100) * arrayElement(${competitorWeights(limits.competitorsMax)}, competitors + 1)
                * (1 - spam / 100) * accept AS opportunity
            FROM (
              SELECT domain, ${authorityOf(id, sql`domain`)} AS authority, ${classOf(id, sql`domain`)} AS class, ${spamOf(id, sql`domain`)} AS spam,
                bitCount(bitAnd(linked_followed, ${others})) AS competitors, worth, worth / ${worthMax} AS accept,
                ${siteTopicsOf(id, sql`domain`)} AS source_topics, ${siteLanguageOf(id, sql`domain`)} AS source_site_language,
                ${target} AS target_domain, ${siteLanguageOf(id, target)} AS target_language
              FROM (
                SELECT source_domain AS domain, groupBitOr(if(live > 0, bit, 0)) AS linked, groupBitOr(if(followed > 0, bit, 0)) AS linked_followed,
                  max(worth) AS worth
                FROM (${edgesTo(id, targets)}) GROUP BY source_domain
                HAVING bitAnd(linked, 1) = 0 AND bitAnd(linked_followed, ${others}) != 0 AND domain NOT IN (SELECT arrayJoin(${strings(domains)}))
              )
            ) AS g
          ) AS g WHERE ${join(conditions, ' AND ')}
        ) ${after === null ? sql`` : sql`WHERE ${behind(order, [sql`domain`], after)}`}
        ORDER BY ${orderBy(order, [sql`domain`])} LIMIT ${limit + 1}`,
    signalOf(asking),
  );
  return { rows: found, total: found[0]?.total ?? 0 };
}
