import { setMaxListeners } from 'node:events';
import { z } from 'zod';
import { limits } from '../base/limits.ts';
import { spamOf } from '../compute/views.ts';
import { sql } from '../store/literal.ts';
import { nextSteps } from './audit/next-steps.ts';
import { anchorsProfile } from './anchors-profile.ts';
import { competitors } from './competitors.ts';
import { followValue } from './follow-value.ts';
import { gap } from './gap.ts';
import { signalOf } from './kept-ready.ts';
import { newLost } from './new-lost.ts';
import { pages } from './pages.ts';
import { defineOperation, type Asking } from './operation.ts';
import { edgesTo } from './overlap/edges.ts';
import { competitorsInput } from './overlap/targets.ts';
import { answerHead, targetInput } from './shapes.ts';
import { summary } from './summary.ts';
import { targetAsked, type Target } from './target.ts';

const count = z.int();
const { target: _target, release: _release, as_of: _asOf, coverage: _coverage, ...figures } = summary.output.shape;
const rowsOf = <Row extends z.ZodType>({ shape }: { readonly shape: { readonly rows: z.ZodArray<Row> } }) =>
  z.object({ total: count, rows: shape.rows });

/** From this score on a domain counts as toxic. */
const toxicFrom = 60;

export const audit = defineOperation({
  name: 'audit',
  tool: 'audit',
  summary: 'A target’s whole state and the ten most useful next steps',
  description:
    'Summary, what came and went (in the last 90 days, or since an earlier release), toxic share, most linked and broken pages, anchors, the best opportunities among those who link to the competitors and not to the target, and the ten most useful next steps with what each rests on. ' +
    'Without `competitors` the five nearest by shared referring domains are taken. Many targets are one job: POST /v1/audits.',
  input: z.object({
    ...targetInput,
    ...competitorsInput,
    since_release: z.int().positive().optional().describe('What came and went since this release, kept or not, instead of in 90 days'),
  }),
  output: z.object({
    ...answerHead,
    since: z.object({
      release: count.nullable(),
      day: z.string().nullable(),
      compared: z.enum(['links', 'dates']).describe('As in new-lost; dates when no release is given'),
    }),
    summary: z.object(figures),
    came: rowsOf(newLost.output),
    went: rowsOf(newLost.output),
    toxic_share: z
      .number()
      .nullable()
      .describe(`Of the referring domains, those with a spam score of ${toxicFrom} or more; null when there are none`),
    pages: rowsOf(pages.output).describe('Most linked pages'),
    broken_pages: rowsOf(pages.output).describe('Pages that are gone (404, 410), most live links first'),
    anchors: z.object({ classes: anchorsProfile.output.shape.classes, top: anchorsProfile.output.shape.top }),
    competitors: z.array(z.string()),
    gap: rowsOf(gap.output),
    next_steps: z.array(z.object({ kind: z.string(), step: z.string(), subject: z.string().nullable(), gain: z.number() })),
  }),
  units: { base: 5 },
  idempotent: true,
  example: { target: 'riverside-plumbing.example' },
  run: async (asking, asked) => {
    const target = targetAsked(asked);
    // Its parts ask at the same time, each statement with a listener of its own.
    if (asking.signal !== undefined) setMaxListeners(0, asking.signal);
    const about = {
      target: asked.target ?? asked.domain,
      ...(asked.include_subdomains !== undefined && { include_subdomains: asked.include_subdomains }),
    };
    const day = new Date(asking.release.asOf.getTime() - 90 * 86_400_000).toISOString().slice(0, 10);
    const since = asked.since_release === undefined ? { from: day } : { since_release: asked.since_release };
    const flow = async (event: 'new' | 'lost') =>
      newLost.run(asking, newLost.input.parse({ ...about, ...since, event, order: 'domain_authority,desc', limit: limits.auditRows }));
    const named = asked.competitors ?? asked.competitor_domains;
    const linked = async (more: object) => pages.run(asking, pages.input.parse({ ...about, ...more, limit: limits.auditRows }));
    const [figuresOf, came, went, mostLinked, broken, profile, follow, toxic, rivals] = await Promise.all([
      summary.run(asking, about),
      flow('new'),
      flow('lost'),
      linked({}),
      linked({ status: 'broken', order: 'backlinks,desc' }),
      anchorsProfile.run(asking, about),
      followValue.run(asking, about),
      toxicShare(asking, target),
      named ?? nearest(asking, about),
    ]);
    const opportunities =
      rivals.length === 0
        ? { total: 0, rows: [] }
        : await gap.run(asking, gap.input.parse({ ...about, competitors: rivals, limit: limits.auditRows }));
    const { target: _t, release: _r, as_of: _a, coverage, ...shown } = figuresOf;
    const [top] = profile.top;
    return {
      target: target.text,
      release: asking.release.id,
      as_of: asking.release.asOf.toISOString(),
      coverage,
      since: {
        release: asked.since_release ?? null,
        day: asked.since_release === undefined ? day : null,
        compared: came.since?.compared ?? 'dates',
      },
      summary: shown,
      came: { total: came.total, rows: came.rows },
      went: { total: went.total, rows: went.rows },
      toxic_share: toxic,
      pages: { total: mostLinked.total, rows: mostLinked.rows },
      broken_pages: { total: broken.total, rows: broken.rows },
      anchors: { classes: profile.classes, top: profile.top.slice(0, limits.auditRows) },
      competitors: [...rivals],
      gap: { total: opportunities.total, rows: opportunities.rows },
      next_steps: nextSteps({
        toxicShare: toxic,
        looked: coverage.status !== 'not_looked',
        backlinks: figuresOf.backlinks_total,
        brokenBacklinks: figuresOf.broken_backlinks,
        broken: broken.rows,
        lost: went.rows,
        gap: opportunities.rows,
        notFollowed: follow.not_followed,
        topAnchor: top ?? null,
        competitorsNamed: named !== undefined || rivals.length === 0,
      }),
    };
  },
});

/** Of the live referring domains, what share has a spam score of `toxicFrom` or more. */
async function toxicShare(asking: Asking, target: Target): Promise<number | null> {
  const { id } = asking.release;
  const [row] = await asking.engine.ask<{ domains: number; toxic: number }>(
    sql`SELECT count() AS domains, countIf(${spamOf(id, sql`source_domain`)} >= ${toxicFrom}) AS toxic FROM (${edgesTo(id, [target])}) WHERE live > 0`,
    signalOf(asking),
  );
  return row === undefined || row.domains === 0 ? null : row.toxic / row.domains;
}

/** Who shares most referring domains, against chance. */
async function nearest(asking: Asking, about: object): Promise<string[]> {
  const { rows } = await competitors.run(asking, competitors.input.parse({ ...about, limit: limits.auditCompetitors }));
  return rows.map(({ domain }) => domain);
}
