import { z } from 'zod';
import { limits } from '../base/limits.ts';
import { spamWordPoints } from '../compute/spam/spam-model.ts';
import { spamReasons } from '../compute/spam/spam-reasons.ts';
import { backlinksWhere, linkSpamOf, spamOf } from '../compute/views.ts';
import { disavowText, type DisavowLine } from '../model/disavow.ts';
import { urlOfKey } from '../model/url.ts';
import { sql } from '../store/literal.ts';
import { verdictsBy, type Verdict } from '../store/verdicts.ts';
import { coverageOf, knownOf } from './coverage.ts';
import { backlinkRows } from './fields/backlink-fields.ts';
import { filterCondition, filterOf, filterShape, type Filter } from './filter.ts';
import { signalOf } from './kept-ready.ts';
import { defineOperation, type Asking } from './operation.ts';
import { answerHead, targetInput } from './shapes.ts';
import { featuresOf } from './spam-features.ts';
import { targetAsked, targetCondition, type Target } from './target.ts';

export const disavow = defineOperation({
  name: 'disavow',
  tool: 'scores',
  summary: 'Disavow file of toxic linking domains, with reasons',
  description:
    "A disavow file in Google's format: the domains of which a link that passes the filters scores `spam_min` or more, each under a comment with its reasons; and what you said before is disavowed, because a file takes the place of the one before. Domains that you said are ok are left out. Nothing is sent anywhere.",
  input: z.object({
    ...targetInput,
    ...filterShape,
    spam_min: z.int().min(0).max(100).default(limits.toxicSpamMin).describe('Least spam score of a link'),
  }),
  output: z.object({
    ...answerHead,
    file: z.string().describe('The text of the file'),
    domains: z.int(),
    pages: z.int(),
    said_ok: z.array(z.string()).describe('Domains that would be in it, and that you said are ok'),
    cut: z.boolean().describe(`Whether more than ${limits.disavowDomainsMax} domains score so much; those that score most are in it`),
    rows: z.array(z.object({ domain: z.string(), spam_score: z.int(), backlinks: z.int(), reason: z.string() })),
  }),
  units: { base: 1 },
  fields: { filters: backlinkRows },
  idempotent: true,
  example: { target: 'bargain-vitamins-outlet.example' },
  run: async (asking, asked) => {
    const target = targetAsked(asked);
    const [found, known] = await Promise.all([
      toxicDomains(asking, target, filterOf(asked), asked.spam_min),
      knownOf(asking, target, null),
    ]);
    const said = saidBy(asking, target);
    const rows = found.filter(({ domain }) => said.get(`domain ${domain}`)?.verdict !== 'ok').slice(0, limits.disavowDomainsMax);
    const features = await featuresOf(
      asking,
      rows.map(({ domain }) => domain),
    );
    const shown = rows.map(({ domain, spam_score, domain_spam_score, backlinks }) => {
      const counted = features.get(domain);
      const reasons = counted === undefined ? [] : spamReasons(domain, counted).map(({ points, because }) => `${because} (${points})`);
      const words = spam_score > domain_spam_score ? [`an anchor with words of link spam (${spamWordPoints})`] : [];
      return { domain, spam_score, backlinks, reason: `spam ${spam_score}: ${[...words, ...reasons].slice(0, 3).join('; ')}` };
    });
    const lines: DisavowLine[] = shown.map(({ domain, reason }) => ({ kind: 'domain', name: domain, note: reason }));
    const inFile = new Set(lines.map(({ name }) => name));
    const before = [...said.values()]
      .filter(({ verdict, kind, name }) => verdict === 'disavowed' && kind !== 'link' && !inFile.has(name))
      .map(lineOf);
    const all = [...lines, ...before];
    return {
      target: target.text,
      release: asking.release.id,
      as_of: asking.release.asOf.toISOString(),
      coverage: await coverageOf(asking, target, known),
      file: disavowText(
        [
          `Links to ${target.text} that score ${asked.spam_min} or more (spam_v1), release ${asking.release.id} as of ${asking.release.asOf.toISOString()}`,
        ],
        all,
      ),
      domains: all.filter(({ kind }) => kind === 'domain').length,
      pages: all.filter(({ kind }) => kind === 'page').length,
      said_ok: found.filter(({ domain }) => said.get(`domain ${domain}`)?.verdict === 'ok').map(({ domain }) => domain),
      cut: found.length > limits.disavowDomainsMax,
      rows: shown,
    };
  },
});

interface Toxic {
  readonly domain: string;
  readonly spam_score: number;
  readonly domain_spam_score: number;
  readonly backlinks: number;
}

async function toxicDomains(asking: Asking, target: Target, filter: Filter, least: number): Promise<Toxic[]> {
  const release = asking.release.id;
  const where = sql`${targetCondition(target)} AND ${filterCondition(asking.release, filter)} AND b.source_domain != b.target_domain`;
  return asking.engine.ask<Toxic & Record<string, unknown>>(
    sql`SELECT b.source_domain AS domain, max(${linkSpamOf(release)}) AS spam_score, ${spamOf(release, sql`domain`)} AS domain_spam_score, count() AS backlinks
        FROM ${backlinksWhere(release, where)} GROUP BY domain HAVING spam_score >= ${least} ORDER BY spam_score DESC, domain LIMIT ${limits.disavowDomainsMax + 1}`,
    signalOf(asking),
  );
}

/** What was said of domains and pages for links to the target's domain, or to anybody; the particular before the general. */
function saidBy(asking: Asking, target: Target): ReadonlyMap<string, Verdict> {
  const said = ['', target.domain].flatMap((concerned) =>
    (['domain', 'page'] as const).flatMap((kind) => [...verdictsBy(asking.accounts, concerned, kind).values()]),
  );
  return new Map(said.map((one) => [`${one.kind} ${one.name}`, one]));
}

function lineOf({ kind, name, note }: Verdict): DisavowLine {
  const text = note === null ? 'said before' : `said before: ${note}`;
  return kind === 'page' ? { kind, name: urlOfKey(name, { https: true, www: false }), note: text } : { kind: 'domain', name, note: text };
}
