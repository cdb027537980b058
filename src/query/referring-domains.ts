import { z } from 'zod';
import { siteRelevance } from '../compute/topics/relevance.ts';
import { referringDomainColumns } from '../compute/views.ts';
import { sql, type Sql } from '../store/literal.ts';
import { languageNamed } from '../model/language.ts';
import { topicsNamed } from '../model/topic/topic-mix.ts';
import { coverageOf } from './coverage.ts';
import { domainColumns, domainsOf } from './few/groups.ts';
import { backlinkRows } from './fields/backlink-fields.ts';
import { referringDomainRows } from './fields/group-fields.ts';
import { filterOf, type Filter } from './filter.ts';
import { shownAt, showsAt, stateOf } from './group-state.ts';
import { groupedAnswer, groupedInput } from './grouped-list.ts';
import { fewGroups, groupedPage, isStandard, type GroupedView } from './grouped-page.ts';
import { defineOperation, type Asking } from './operation.ts';
import { orderOf } from './order.ts';
import { afterLast, startOf } from './page.ts';
import { classNamed, isoTime, listOf, referringDomain, type ReferringDomain } from './shapes.ts';
import type { StoredDomain } from './stored-groups.ts';
import { targetAsked } from './target.ts';
import { trustShown } from './trust-shown.ts';
import { verdictInput, Verdicts } from './verdict-filter.ts';
import { graphGroups } from './web-graph/graph-groups.ts';
import { graphLook } from './web-graph/graph-look.ts';
import { graphBeside, graphPage, graphRows, mergedRows, placeBehind, placeInIndex, type GraphPage } from './web-graph/graph-rows.ts';

const standard = 'domain_authority';

const input = z.object({
  ...groupedInput(),
  ...verdictInput,
  evidence: z
    .enum(['index', 'webgraph', 'all'])
    .default('all')
    .describe('Domains whose links were captured, those that only the web graph knows, or all'),
});
type Asked = z.output<typeof input>;
type Answer = z.output<typeof output>;
const output = listOf(referringDomain).extend({
  webgraph_left_out: z
    .object({ domains: z.int(), because: z.enum(['links', 'conditions']), reason: z.string() })
    .nullable()
    .describe('Domains that only the web graph knows and that are not among the rows, when filters or conditions choose'),
});

export const referringDomains = defineOperation({
  name: 'referring-domains',
  tool: 'referring_domains',
  summary: 'The domains that link to a target',
  description:
    'Registrable domains (by the Public Suffix List with its private section) that link to the target, strongest first, each with its live backlinks, referring pages and dates. A domain is live while one of its links is. Domains that only the web graph of the release knows are told too, with `evidence` "webgraph" and their place in it; their links are not known: what is asked of links leaves them out, which `webgraph_left_out` tells, and orders put what is unknown last when they fall.',
  input,
  output,
  units: { base: 1, rows: 1 },
  fields: { filters: backlinkRows, having: referringDomainRows, order: referringDomainRows },
  idempotent: true,
  example: { target: 'riverside-plumbing.example', limit: 5 },
  run: async (asking, asked) => {
    const plain =
      asked.having === undefined && asked.filters === undefined && isStandard({ standard }, orderOf(referringDomainRows, standard, asked));
    return plain ? strongestFirst(asking, asked) : inAnyOrder(asking, asked);
  },
});

/** Domains of the index and those that only the graph knows, strongest first. */
async function strongestFirst(asking: Asking, asked: Asked): Promise<Answer> {
  const target = targetAsked(asked);
  const verdicts = new Verdicts(asking, target.domain, ['domain']);
  const judged = verdicts.filter(asked);
  const filter = { ...filterOf(asked), ...(judged && { judged }) };
  const { evidence, limit } = asked;
  const question = ['referring-domains', target, filterOf(asked), asked.verdict, asked.verdict_tag, evidence];
  const after = startOf(asked.cursor, question);
  const look = graphLook(asking, target);
  // The state chooses among domains, not among their links: a domain's dates span all its links.
  const linkFilter = { ...filter, state: 'all' } as const;
  const order = orderOf(referringDomainRows, standard, asked);
  const [page, graph] = await Promise.all([
    groupedPage(asking, viewOf(asking, asked.state), {
      target,
      filter,
      linkFilter,
      having: undefined,
      order,
      limit,
      after: placeInIndex(after),
    }),
    graphPage(asking, target, look, { filter, shown: evidence !== 'index', limit, after }),
  ]);
  const indexed = evidence === 'webgraph' ? [] : page.rows.map(({ row }) => row);
  const merged = mergedRows(indexed, graph.rows, limit);
  const shownOfIndex = merged.rows.flatMap((row) => ('index' in row ? [row.index] : []));
  const shownOfGraph = merged.rows.flatMap((row) => ('graph' in row ? [row.graph] : []));
  const [beside, fromGraph] = await Promise.all([graphBeside(asking, look, shownOfIndex), graphRows(asking, look, shownOfGraph)]);
  return {
    target: target.text,
    release: asking.release.id,
    as_of: asking.release.asOf.toISOString(),
    coverage: await coverageOf(asking, target, page.known, { look, domains: graph.known }),
    total: (evidence === 'webgraph' ? 0 : page.total) + graph.total,
    rows: merged.rows
      .flatMap((row) => ('index' in row ? [rowOfIndex(asking, row.index, beside)] : (fromGraph.get(row.graph.node) ?? [])))
      .map((row) => ({ ...row, ...verdicts.shown({ hash: '', source_key: '', source_domain: row.domain }) })),
    webgraph_left_out: leftOutOf(graph, evidence),
    cursor: merged.more ? afterLast(asking, question, placeBehind(merged.rows, Number(after?.[2] ?? 0))) : null,
  };
}

/** Domains of both, chosen or ordered by more than their strength. */
async function inAnyOrder(asking: Asking, asked: Asked): Promise<Answer> {
  const target = targetAsked(asked);
  const verdicts = new Verdicts(asking, target.domain, ['domain']);
  const judged = verdicts.filter(asked);
  const { evidence, having } = asked;
  const question = ['referring-domains', asked.verdict, asked.verdict_tag, evidence, 'in any order'];
  const look = graphLook(asking, target);
  const looked = look === null || look.notLooked !== null ? null : look;
  const filter = { ...filterOf(asked), ...(judged && { judged }) };
  const { known } = await graphPage(asking, target, look, { filter, shown: false, limit: 1, after: null });
  const groups = looked === null || evidence === 'index' ? null : await graphGroups(asking, target, looked, { filter, having, known });
  const view = viewBeside(viewOf(asking, asked.state), groups?.also, evidence !== 'webgraph');
  const answer = await groupedAnswer(asking, view, asked, { question, linkState: 'all', ...(judged && { judged }) });
  const ofGraph = answer.rows.flatMap(({ node, authority }) => (node === null ? [] : [{ node, authority: authority ?? -1 }]));
  const [coverage, beside, fromGraph] = await Promise.all([
    coverageOf(asking, target, answer.known, { look, domains: known }),
    graphBeside(asking, look, answer.rows),
    graphRows(asking, look, ofGraph),
  ]);
  const shown = answer.rows
    .flatMap((row) => (row.node === null ? [rowOfIndex(asking, row, beside)] : (fromGraph.get(row.node) ?? [])))
    .map((row) => ({ ...row, ...verdicts.shown({ hash: '', source_key: '', source_domain: row.domain }) }));
  const leftOut = groups?.leftOut ?? null;
  return {
    ...answer.head,
    coverage,
    rows: shown,
    cursor: answer.cursor,
    webgraph_left_out: leftOut === null ? null : { ...leftOut, reason: whyLeftOut[leftOut.because] },
  };
}

/** Of the short forms of filters: what they leave of those that only the graph knows. */
function leftOutOf({ total, known, askedOfLinks }: GraphPage, evidence: Asked['evidence']): Answer['webgraph_left_out'] {
  const left = known - total;
  if (left === 0 || evidence === 'index') return null;
  const because = askedOfLinks ? 'links' : 'conditions';
  return { domains: left, because, reason: whyLeftOut[because] };
}

const whyLeftOut = {
  links: 'The filters ask for what a web graph does not know of a link: it knows the linking domain alone.',
  conditions:
    'They do not meet the conditions. Of a domain that only a web graph knows, name, class and mostly authority are known; what is unknown meets none.',
} as const;

/** Domains of the graph stand beside those of the index, or alone. */
type BesideGraph = StoredDomain & { readonly node: number | null };

function viewBeside({ columns, ...view }: GroupedView<StoredDomain>, also: Sql | undefined, ofIndex: boolean): GroupedView<BesideGraph> {
  const { ready: _, ...others } = view;
  return {
    ...others,
    columns: sql`${columns}, CAST(NULL AS Nullable(UInt32)) AS node`,
    also,
    ...(!ofIndex && { links: sql`1 = 0` }),
  };
}

function viewOf({ release }: Asking, state: Filter['state']): GroupedView<StoredDomain> {
  return {
    columns: referringDomainColumns(release.id),
    group: 'domain',
    rows: referringDomainRows,
    standard,
    shown: shownAt[state],
    ready: { weight: (row) => row.authority, shows: showsAt(state), few: fewGroups(domainColumns, domainsOf), keptIn: 'top_domains' },
  };
}

function rowOfIndex({ release }: Asking, row: StoredDomain, beside: (domain: string) => ReferringDomain['webgraph']): ReferringDomain {
  return {
    domain: row.domain,
    domain_authority: row.authority,
    source_class: classNamed(row.class),
    backlinks: row.live,
    followed_backlinks: row.followed,
    referring_pages: row.pages,
    first_seen: isoTime(row.first_at),
    last_seen: isoTime(row.last_at),
    ...stateOf(row),
    spam_score: row.spam,
    ...trustShown(release, row),
    topics: topicsNamed(row.source_topics),
    language: languageNamed(row.source_site_language),
    relevance: siteRelevance(row),
    evidence: 'index',
    webgraph: beside(row.domain),
  };
}
