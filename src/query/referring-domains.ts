import { z } from 'zod';
import { fail } from '../base/errors.ts';
import { referringDomainColumns } from '../compute/views.ts';
import { coverageOf } from './coverage.ts';
import { domainsOf } from './few/groups.ts';
import { backlinkRows } from './fields/backlink-fields.ts';
import { referringDomainRows } from './fields/group-fields.ts';
import { filterOf, type Filter } from './filter.ts';
import { shownAt, showsAt, stateOf } from './group-state.ts';
import { groupedAnswer, groupedInput } from './grouped-list.ts';
import { groupedPage, isStandard, type GroupedView } from './grouped-page.ts';
import { defineOperation, type Asking } from './operation.ts';
import { orderOf } from './order.ts';
import { afterLast, startOf } from './page.ts';
import { classNamed, isoTime, listOf, referringDomain, type ReferringDomain } from './shapes.ts';
import type { StoredDomain } from './stored-groups.ts';
import { targetAsked } from './target.ts';
import { verdictInput, Verdicts } from './verdict-filter.ts';
import { graphLook } from './web-graph/graph-look.ts';
import { graphBeside, graphPage, graphRows, mergedRows, placeBehind, placeInIndex } from './web-graph/graph-rows.ts';

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
const output = listOf(referringDomain);

export const referringDomains = defineOperation({
  name: 'referring-domains',
  tool: 'referring_domains',
  summary: 'The domains that link to a target',
  description:
    'Registrable domains (by the Public Suffix List with its private section) that link to the target, strongest first, each with its live backlinks, referring pages and dates. A domain is live while one of its links is. Domains that only the web graph of the release knows are told too, with `evidence` "webgraph" and their place in it; their links are not known, so filters on links, `having` and other orders leave them out.',
  input,
  output,
  units: { base: 1, rows: 1 },
  fields: { filters: backlinkRows, having: referringDomainRows, order: referringDomainRows },
  idempotent: true,
  example: { target: 'riverside-plumbing.example', limit: 5 },
  run: async (asking, asked) => {
    const plain = asked.having === undefined && isStandard({ standard }, orderOf(referringDomainRows, standard, asked));
    if (plain) return withGraph(asking, asked);
    if (asked.evidence === 'webgraph')
      return fail('invalid_input', {
        reason: '"having" and "order" are about domains whose links were captured; "evidence" "webgraph" takes neither.',
      });
    return ofIndex(asking, asked);
  },
});

/** Domains of the index and those that only the graph knows, strongest first. */
async function withGraph(asking: Asking, asked: Asked): Promise<Answer> {
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
      .flatMap((row) => ('index' in row ? [rowOfIndex(row.index, beside)] : (fromGraph.get(row.graph.node) ?? [])))
      .map((row) => ({ ...row, ...verdicts.shown({ hash: '', source_key: '', source_domain: row.domain }) })),
    cursor: merged.more ? afterLast(asking, question, placeBehind(merged.rows, Number(after?.[2] ?? 0))) : null,
  };
}

/** Domains of the index, chosen or ordered by what is known of their links. */
async function ofIndex(asking: Asking, asked: Asked): Promise<Answer> {
  const target = targetAsked(asked);
  const verdicts = new Verdicts(asking, target.domain, ['domain']);
  const judged = verdicts.filter(asked);
  const question = ['referring-domains', asked.verdict, asked.verdict_tag, 'index'];
  const look = graphLook(asking, target);
  const [{ head, rows, cursor, known }, graph] = await Promise.all([
    groupedAnswer(asking, viewOf(asking, asked.state), asked, { question, linkState: 'all', ...(judged && { judged }) }),
    graphPage(asking, target, look, { filter: filterOf(asked), shown: false, limit: 1, after: null }),
  ]);
  const [coverage, beside] = await Promise.all([
    coverageOf(asking, target, known, { look, domains: graph.known }),
    graphBeside(asking, look, rows),
  ]);
  const shown = rows.map((row) => ({
    ...rowOfIndex(row, beside),
    ...verdicts.shown({ hash: '', source_key: '', source_domain: row.domain }),
  }));
  return { ...head, coverage, rows: shown, cursor };
}

function viewOf({ release }: Asking, state: Filter['state']): GroupedView<StoredDomain> {
  return {
    columns: referringDomainColumns(release.id),
    group: 'domain',
    rows: referringDomainRows,
    standard,
    shown: shownAt[state],
    ready: { weight: (row) => row.authority, shows: showsAt(state), groupsOf: domainsOf, keptIn: 'top_domains' },
  };
}

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
    ...stateOf(row),
    spam_score: row.spam,
    topics: null,
    evidence: 'index',
    webgraph: beside(row.domain),
  };
}
