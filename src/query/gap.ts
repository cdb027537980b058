import { z } from 'zod';
import { rank1000 } from '../compute/authority.ts';
import { opportunityVersion } from '../compute/opportunity.ts';
import { candidateRows } from './fields/candidate-fields.ts';
import { havingInput } from './filters/filters.ts';
import { sql } from '../store/literal.ts';
import { defineOperation } from './operation.ts';
import { orderInput, orderOf, orderValues } from './order.ts';
import { candidates, gapFilterInput, type GapFilter } from './overlap/candidates.ts';
import { coverageOfSeveral } from './overlap/coverage.ts';
import { detailsOf } from './overlap/details.ts';
import { worthMax } from './overlap/edges.ts';
import { competitorsInput, competitorsOf } from './overlap/targets.ts';
import { checkWeight } from './overlap/weight.ts';
import { afterLast, startOf } from './page.ts';
import { classNamed, isoTime, listOf, pageInput, relevance, sourceClass, targetInput, time, verdictShape } from './shapes.ts';
import { targetAsked } from './target.ts';
import { verdictInput, Verdicts } from './verdict-filter.ts';

const count = z.int();

const opportunity = z.object({
  domain: z.string(),
  domain_authority: count,
  domain_rank: count,
  source_class: sourceClass,
  opportunity: z
    .number()
    .describe('authority x (0.5 + 0.5 relevance) x log2(1 + competitors) x (1 - spam) x accept; what is unknown takes no part'),
  competitors: count.describe('Competitors that it links to, followed'),
  links_to_competitors: z.array(z.object({ domain: z.string(), backlinks: count, followed_backlinks: count })),
  links_to_you: z.literal(false),
  accept: z.number().describe('1: a followed link in content; 0.5: elsewhere; 0: site-wide only'),
  first_seen: time,
  last_seen: time,
  relevance,
  spam_score: z.number().nullable(),
  contact_url: z.string().nullable().describe('A page of the domain for contact, when one was captured'),
  submission_url: z.string().nullable().describe('A page of the domain that takes listings or articles, when one was captured'),
  ...verdictShape,
});

/** The answer as clients of the Local SEO Data API read it; only for questions that are asked in its words. */
const olderShape = {
  your_domain: z.string().optional(),
  opportunities: z
    .array(
      z.object({
        referring_domain: z.string(),
        domain_rank: count,
        links_to_competitors: z.array(z.object({ domain: z.string(), backlinks: count })),
        links_to_you: z.literal(false),
      }),
    )
    .optional(),
  total_opportunities: count.optional(),
} as const;

export const gap = defineOperation({
  name: 'gap',
  tool: 'competitors',
  summary: 'Who links to your competitors and not to you, best opportunity first',
  description:
    'Domains with a live followed link to one of the competitors and no live link to the target, ranked by what a link from them would be worth: authority, relevance, how many competitors they link to, spam, and where on the page they link. ' +
    'Each with the class of site, a page for contact or submissions when one was captured, and what you said of the domain. The target and the competitors themselves are left out.',
  input: z.object({
    ...targetInput,
    your_domain: targetInput.target.describe('Another name for target; the answer then has `opportunities` too'),
    ...competitorsInput,
    ...gapFilterInput,
    having: havingInput,
    ...verdictInput,
    ...orderInput(),
    ...pageInput,
  }),
  needs: ['target', 'competitors'],
  output: listOf(opportunity).extend({ formula: z.string(), ...olderShape }),
  units: { base: 2, rows: 1 },
  fields: { having: candidateRows, order: candidateRows },
  idempotent: true,
  example: { target: 'copper-line-plumbing.example', competitors: ['riverside-plumbing.example', 'northgate-heating.example'], limit: 5 },
  run: async (asking, asked) => {
    const target = targetAsked({ ...asked, target: asked.target ?? asked.your_domain });
    const competitors = competitorsOf(asked, target);
    const targets = [target, ...competitors];
    const filter: GapFilter = {
      competitors_min: asked.competitors_min,
      authority_min: asked.authority_min,
      authority_max: asked.authority_max,
      source_class: asked.source_class,
      accept_min: asked.accept_min,
      spam_max: asked.spam_max,
    };
    const order = orderOf(candidateRows, 'opportunity', asked);
    const inOrder = order.map(({ field, direction }) => [field.name, direction]);
    const question = ['gap', targets, filter, asked.having, asked.verdict, asked.verdict_tag, inOrder];
    const after = startOf(asked.cursor, question);
    const verdicts = new Verdicts(asking, target.domain, ['domain'], sql`g.domain`);
    const judged = verdicts.filter(asked)?.condition;
    await checkWeight(asking, targets);
    const [{ rows, total }, coverage] = await Promise.all([
      candidates(asking, targets, { ...filter, having: asked.having, judged }, order, asked.limit, after),
      coverageOfSeveral(asking, targets),
    ]);
    const shown = rows.slice(0, asked.limit);
    const details = await detailsOf(asking, targets, shown);
    const last = shown.at(-1);
    const opportunities = shown.map((row) => {
      const { edges, contact_url, submission_url } = details(row.domain);
      return {
        domain: row.domain,
        domain_authority: row.authority,
        domain_rank: rank1000(row.authority),
        source_class: classNamed(row.class),
        opportunity: Math.round(row.opportunity * 100) / 100,
        competitors: row.competitors,
        links_to_competitors: edges.map(({ bit, live, followed }) => ({
          domain: targets[Math.log2(bit)]?.text ?? '',
          backlinks: live,
          followed_backlinks: followed,
        })),
        links_to_you: false as const,
        accept: row.worth / worthMax,
        first_seen: isoTime(Math.min(...edges.map(({ first_at }) => first_at))),
        last_seen: isoTime(Math.max(...edges.map(({ last_at }) => last_at))),
        relevance: row.relevance,
        spam_score: row.spam,
        contact_url,
        submission_url,
        ...verdicts.shown({ hash: '', source_key: '', source_domain: row.domain }),
      };
    });
    return {
      target: target.text,
      formula: opportunityVersion,
      release: asking.release.id,
      as_of: asking.release.asOf.toISOString(),
      coverage,
      total,
      rows: opportunities,
      cursor:
        rows.length > asked.limit && last !== undefined ? afterLast(asking, question, [...orderValues(order, last), last.domain]) : null,
      ...(asked.your_domain !== undefined && olderAnswer(target.text, opportunities, total)),
    };
  },
});

function olderAnswer(
  yourDomain: string,
  rows: readonly z.output<typeof opportunity>[],
  total: number,
): z.output<z.ZodObject<typeof olderShape>> {
  return {
    your_domain: yourDomain,
    opportunities: rows.map(({ domain, domain_rank, links_to_competitors, links_to_you }) => ({
      referring_domain: domain,
      domain_rank,
      links_to_competitors: links_to_competitors.map(({ domain: name, backlinks }) => ({ domain: name, backlinks })),
      links_to_you,
    })),
    total_opportunities: total,
  };
}
