/**
 * Domains that only the web graph knows, beside those of the index in any order and under any condition: the engine puts both together. What is not
 * known of a domain meets no condition and stands below everything, as everywhere.
 */
import { sourceClasses } from '../../model/source-class.ts';
import { sql, type Sql } from '../../store/literal.ts';
import { domainNamed } from '../domain-named.ts';
import type { RowKind } from '../fields/field.ts';
import { referringDomainRows } from '../fields/group-fields.ts';
import { domainVerdicts } from '../fields/verdict-fields.ts';
import type { Filter } from '../filter.ts';
import { compiled } from '../filters/compile.ts';
import { conditionOf, type Condition } from '../filters/condition.ts';
import { compiledFilters, type Filters } from '../filters/filters.ts';
import { signalOf } from '../kept-ready.ts';
import type { Asking } from '../operation.ts';
import type { Target } from '../target.ts';
import { graphDomainsSelect } from './graph-domains.ts';
import type { GraphLook } from './graph-look.ts';
import { conditionsOf } from './graph-rows.ts';

/** What a graph knows of a link: the domain that it comes from, as `g`. */
const graphLinkRows: RowKind = {
  name: 'graph_link',
  called: 'a link that only a web graph knows',
  fields: [
    {
      name: 'source_domain',
      type: 'text',
      about: '',
      column: () => sql`g.domain`,
      read: (value) => domainNamed('source_domain', value),
      example: ['=', 'example.com'],
    },
    {
      name: 'source_tld',
      type: 'text',
      about: '',
      column: () => sql`substring(g.domain, length(g.domain) - position(reverse(g.domain), '.') + 2)`,
      example: ['=', 'edu'],
    },
    {
      name: 'source_class',
      type: 'enum',
      about: '',
      column: () => sql`g.class`,
      words: sourceClasses.map((word) => (word === 'unknown' ? null : word)),
      example: ['=', 'news'],
    },
    {
      name: 'domain_authority',
      also: ['authority'],
      type: 'number',
      about: '',
      column: () => sql`g.authority`,
      nullable: true,
      example: ['>', 30],
    },
    ...domainVerdicts(sql`g.domain`),
  ],
};

export interface GraphGroups {
  /** To be put beside the groups of the index; undefined when there is none to show. */
  readonly also: Sql | undefined;
  /** Those that only the graph knows and that are not shown, and why. */
  readonly leftOut: { readonly domains: number; readonly because: 'links' | 'conditions' } | null;
}

/** `known`: how many domains only the graph knows to link here. */
export async function graphGroups(
  asking: Asking,
  target: Target,
  look: GraphLook,
  { filter, having, known }: { readonly filter: Filter; readonly having: Filters | undefined; readonly known: number },
): Promise<GraphGroups> {
  const { filters, ...shortForms } = filter;
  const onNodes = conditionsOf(look, shortForms);
  const condition = filters === undefined ? null : conditionOf(filters);
  if (onNodes === null || (condition !== null && !isOfDomains(condition)))
    return { also: undefined, leftOut: known === 0 ? null : { domains: known, because: 'links' } };
  const all = graphDomainsSelect(asking, target, look, onNodes);
  const also =
    condition === null ? all : sql`SELECT g.* FROM (${all}) AS g WHERE ${compiled(graphLinkRows, asking.release, condition).condition}`;
  const chosen = having === undefined ? sql`1 = 1` : compiledFilters(referringDomainRows, asking.release, having).condition;
  const [shown] = await asking.engine.ask<{ domains: number }>(
    sql`SELECT count() AS domains FROM (${also}) AS g WHERE ${chosen}`,
    signalOf(asking),
  );
  const left = known - (shown?.domains ?? 0);
  return { also, leftOut: left === 0 ? null : { domains: left, because: 'conditions' } };
}

/** Whether a condition speaks of nothing but what a graph knows. */
function isOfDomains(condition: Condition): boolean {
  if ('all' in condition) return condition.all.every(isOfDomains);
  if ('any' in condition) return condition.any.every(isOfDomains);
  return graphLinkRows.fields.some(({ name, also = [] }) => name === condition.field || also.includes(condition.field));
}
