/** Who links to several targets: by our own intersection, or, where a task says which links count, put together from the list of each target. */
import type { z } from 'zod';
import { limits } from '../../base/limits.ts';
import { urlKey } from '../../model/url.ts';
import type { intersection as intersectionOperation } from '../../query/intersection.ts';
import type { Coverage } from '../../query/shapes.ts';
import { targetOf } from '../../query/target.ts';
import { linkFilters } from './backlinks.ts';
import { requireLooked, type TaskCall } from './endpoint.ts';
import type { OverlapTask } from './overlap-task.ts';
import { invalidField, Refused } from './status.ts';

type Intersection = z.output<typeof intersectionOperation.output>;
export type SourceKind = 'domain' | 'page';

/** A domain, or a page by its address, with the number of targets that it links to. */
export interface SharedSource {
  readonly name: string;
  /** The domain, or the page's URL key: one page may be written in several ways. */
  readonly key: string;
  readonly authority: number;
  readonly targets: number;
}

export interface SharedSources {
  readonly release: number;
  readonly as_of: string;
  readonly total: number;
  readonly rows: readonly SharedSource[];
}

/** The links of a target that a task lets count: what is said of them in every question about it. */
export type LinksOf = (target: string) => Promise<Readonly<Record<string, unknown>>>;

export function linksChosen({ backend }: TaskCall, task: OverlapTask): LinksOf {
  return async (target) => {
    const filters = await linkFilters(backend, task.backlinks_filters, 'backlinks_filters', { ...task, target });
    return { target, include_subdomains: task.include_subdomains, ...(filters !== undefined && { filters }) };
  };
}

/** `rows`: those from the first up to this one, or, left out, all of them. Most targets first, then the strongest. Throws Refused. */
export async function sharedSources(call: TaskCall, task: OverlapTask, by: SourceKind, rows?: number): Promise<SharedSources> {
  // Our intersection takes a domain with all its hosts, and a host alone.
  const isAsOurs = Object.values(task.targets).every((name) => (targetOf(name).scope === 'host') !== task.include_subdomains);
  const choosesLinks =
    !isAsOurs ||
    !task.include_indirect_links ||
    !task.exclude_internal_backlinks ||
    (task.backlinks_filters !== undefined && task.backlinks_filters.length > 0);
  return choosesLinks ? ofLists(call, task, by) : ofIntersection(call, task, by, rows);
}

async function ofIntersection({ ask }: TaskCall, task: OverlapTask, by: SourceKind, rows?: number): Promise<SharedSources> {
  const wanted = rows ?? Number.POSITIVE_INFINITY;
  const input = {
    targets: Object.values(task.targets),
    ...(task.exclude_targets !== undefined && { exclude: task.exclude_targets }),
    by,
    ...(task.intersection_mode === 'partial' && { targets_min: 1 }),
    limit: Math.min(limits.rowsPerAnswerMax, wanted),
  };
  let found = await ask<Intersection>('intersection', input);
  requireLooked(found);
  if (rows === undefined) requireFew(found.total, 'filters');
  const sources = [...found.rows];
  while (sources.length < wanted && found.cursor !== null) {
    found = await ask<Intersection>('intersection', { ...input, cursor: found.cursor });
    sources.push(...found.rows);
  }
  return {
    release: found.release,
    as_of: found.as_of,
    total: found.total,
    rows: sources.map(({ targets, ...row }) => ({ ...namedSource(row), targets })),
  };
}

interface ListAnswer {
  readonly release: number;
  readonly as_of: string;
  readonly coverage: Coverage;
  readonly total: number;
  readonly rows: readonly ListedSource[];
  readonly cursor: string | null;
}

async function ofLists(call: TaskCall, task: OverlapTask, by: SourceKind): Promise<SharedSources> {
  const linksOf = linksChosen(call, task);
  const different = [...new Map(Object.values(task.targets).map((name) => [targetOf(name).text, name])).values()];
  const answers: ListAnswer[] = [];
  for (const target of different) answers.push(await wholeList(call, by, await linksOf(target)));
  const head = answers.find(({ coverage }) => coverage.status !== 'not_looked') ?? answers[0];
  if (head === undefined) throw new Refused(invalidField('targets'));
  requireLooked(head);
  const found = new Map<string, SharedSource>();
  for (const source of answers.flatMap(({ rows }) => rows.map(namedSource)))
    found.set(source.key, { ...source, targets: (found.get(source.key)?.targets ?? 0) + 1 });
  for (const target of task.exclude_targets ?? [])
    for (const row of (await wholeList(call, by, { target, include_subdomains: task.include_subdomains })).rows)
      found.delete(namedSource(row).key);
  const least = task.intersection_mode === 'all' ? different.length : 1;
  const rows = [...found.values()]
    .filter(({ targets }) => targets >= least)
    .sort((a, b) => b.targets - a.targets || b.authority - a.authority || (a.key < b.key ? -1 : 1));
  return { release: head.release, as_of: head.as_of, total: rows.length, rows };
}

/** A row of a list of domains, or of pages. */
interface ListedSource {
  readonly domain?: string;
  readonly source_url?: string | null;
  readonly domain_authority: number;
}

function namedSource({ domain = '', source_url, domain_authority }: ListedSource): Omit<SharedSource, 'targets'> {
  const name = source_url ?? domain;
  return { name, key: source_url === undefined || source_url === null ? name : (urlKey(name) ?? name), authority: domain_authority };
}

/** Every domain or page that links to a target over these links. Throws Refused where they are too many. */
async function wholeList({ ask }: TaskCall, by: SourceKind, links: Readonly<Record<string, unknown>>): Promise<ListAnswer> {
  const operation = by === 'domain' ? 'referring-domains' : 'referring-pages';
  const input = { ...links, ...(by === 'domain' && { evidence: 'index' }), limit: limits.rowsPerAnswerMax };
  let found = await ask<ListAnswer>(operation, input);
  requireFew(found.total, 'targets');
  const rows = [...found.rows];
  while (found.cursor !== null) {
    found = await ask<ListAnswer>(operation, { ...input, cursor: found.cursor });
    rows.push(...found.rows);
  }
  return { ...found, rows };
}

/** What must be read whole before it can be chosen from is bounded. Throws Refused, naming the field that asks for it. */
function requireFew(total: number, field: string): void {
  if (total <= limits.overlapItemsMax) return;
  const reason = `${total} rows would be looked at one by one, and at most ${limits.overlapItemsMax} are. Name smaller targets, or ask without filters, order_by and what chooses links.`;
  throw new Refused(invalidField(field), reason);
}
