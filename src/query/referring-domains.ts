import { z } from 'zod';
import { referringDomainColumns } from '../compute/views.ts';
import { sql } from '../store/literal.ts';
import { coverageOf } from './coverage.ts';
import { domainsOf } from './few/groups.ts';
import { backlinkRows } from './fields/backlink-fields.ts';
import { filterOf, filterShape, type Filter } from './filter.ts';
import { groupedPage, type GroupedView } from './grouped-page.ts';
import { defineOperation } from './operation.ts';
import { afterLast, startOf } from './page.ts';
import { classNamed, isoTime, listOf, pageInput, referringDomain, targetInput, type ReferringDomain } from './shapes.ts';
import type { StoredDomain } from './stored-groups.ts';
import { targetAsked } from './target.ts';
import { verdictInput, Verdicts } from './verdict-filter.ts';
import { graphLook } from './web-graph/graph-look.ts';
import { graphBeside, graphPage, graphRows, mergedRows, placeBehind, placeInIndex } from './web-graph/graph-rows.ts';

/** Which domains a state shows: one with a live link is live; one that has only lost links is lost. */
const states: Readonly<Record<Filter['state'], Pick<GroupedView<StoredDomain>, 'having' | 'shows'>>> = {
  live: { having: sql`live > 0`, shows: (row) => row.live > 0 },
  lost: { having: sql`live = 0`, shows: (row) => row.live === 0 },
  all: { having: sql`live + lost > 0`, shows: () => true },
};

export const referringDomains = defineOperation({
  name: 'referring-domains',
  tool: 'referring_domains',
  summary: 'The domains that link to a target',
  description:
    'Registrable domains (by the Public Suffix List with its private section) that link to the target, strongest first, each with its live backlinks, referring pages and dates. A domain is live while one of its links is. Domains that only the web graph of the release knows are told too, with `evidence` "webgraph" and their place in it; their links are not known, so filters on links leave them out.',
  input: z.object({
    ...targetInput,
    ...filterShape,
    ...verdictInput,
    evidence: z
      .enum(['index', 'webgraph', 'all'])
      .default('all')
      .describe('Domains whose links were captured, those that only the web graph knows, or all'),
    ...pageInput,
  }),
  output: listOf(referringDomain),
  units: { base: 1, rows: 1 },
  fields: { filters: backlinkRows },
  idempotent: true,
  example: { target: 'riverside-plumbing.example', limit: 5 },
  run: async (asking, asked) => {
    const target = targetAsked(asked);
    const verdicts = new Verdicts(asking, target.domain, ['domain']);
    const judged = verdicts.filter(asked);
    const filter = { ...filterOf(asked), ...(judged && { judged }) };
    const { evidence } = asked;
    const question = ['referring-domains', target, filterOf(asked), asked.verdict, asked.verdict_tag, evidence];
    const after = startOf(asked.cursor, question);
    const look = graphLook(asking, target);
    const view: GroupedView<StoredDomain> = {
      columns: referringDomainColumns(asking.release.id),
      group: 'domain',
      weight: 'authority',
      ...states[filter.state],
      groupsOf: domainsOf,
      keptIn: 'top_domains',
    };
    // The state chooses among domains, not among their links: a domain's dates span all its links.
    const [page, graph] = await Promise.all([
      groupedPage(asking, view, {
        target,
        filter,
        linkFilter: { ...filter, state: 'all' },
        limit: asked.limit,
        after: placeInIndex(after),
      }),
      graphPage(asking, target, look, { filter, shown: evidence !== 'index', limit: asked.limit, after }),
    ]);
    const merged = mergedRows(evidence === 'webgraph' ? [] : page.rows, graph.rows, asked.limit);
    const ofIndex = merged.rows.flatMap((row) => ('index' in row ? [row.index] : []));
    const ofGraph = merged.rows.flatMap((row) => ('graph' in row ? [row.graph] : []));
    const [beside, fromGraph] = await Promise.all([graphBeside(asking, look, ofIndex), graphRows(asking, look, ofGraph)]);
    return {
      target: target.text,
      release: asking.release.id,
      as_of: asking.release.asOf.toISOString(),
      coverage: await coverageOf(asking, target, page.known, { look, domains: graph.known }),
      total: (evidence === 'webgraph' ? 0 : page.total) + graph.total,
      rows: merged.rows
        .flatMap((row) => ('index' in row ? [rowOfIndex(row.index, beside)] : (fromGraph.get(row.graph.node) ?? [])))
        .map((row) => ({ ...row, ...verdicts.shown({ hash: '', source_key: '', source_domain: row.domain }) })),
      cursor: merged.more ? afterLast(asking, question, placeBehind(merged.rows, Number(after?.[2] ?? 0))) : null,
    };
  },
});

function rowOfIndex(row: StoredDomain, beside: (domain: string) => ReferringDomain['webgraph']): ReferringDomain {
  return {
    domain: row.domain,
    domain_authority: row.authority,
    source_class: classNamed(row.class),
    backlinks: row.live,
    followed_backlinks: row.followed,
    referring_pages: row.pages,
    first_seen: isoTime(row.first_at),
    last_seen: isoTime(row.last_at),
    state: row.live > 0 ? 'live' : 'lost',
    lost_at: row.lost_at === null ? null : isoTime(row.lost_at),
    spam_score: row.spam,
    topics: null,
    evidence: 'index',
    webgraph: beside(row.domain),
  };
}
