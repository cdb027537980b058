import type { TaskCall } from './endpoint.ts';
import { itemFilter, itemOrder, type ItemFields } from './item-filters.ts';
import type { OverlapTask } from './overlap-task.ts';
import { sharedSources, type SharedSource, type SourceKind } from './shared-sources.ts';

/** One row of an intersection: a source with what links to each target, by the target's place. */
export interface OverlapItem<Links> {
  readonly source: SharedSource;
  readonly links: ReadonlyMap<string, Links>;
}

interface OverlapPage<Links> {
  readonly release: number;
  readonly as_of: string;
  readonly total: number;
  readonly items: readonly OverlapItem<Links>[];
}

/**
 * The rows that a task asks for. Without filters and order only those are read; with them every shared source is looked at, because what is
 * asked of it are its links to single targets.
 */
export async function overlapItems<Links>(
  call: TaskCall,
  task: OverlapTask,
  by: SourceKind,
  fields: ItemFields<OverlapItem<Links>>,
  /** By the keys of the sources. */
  linksOf: (target: string, sources: readonly SharedSource[]) => Promise<ReadonlyMap<string, Links>>,
): Promise<OverlapPage<Links>> {
  const { filters = [], order_by: rules = [], offset, limit } = task;
  const passes = filters.length === 0 ? null : itemFilter(filters, fields, 'filters');
  const order = rules.length === 0 ? null : itemOrder(rules, fields);
  const looksAtAll = passes !== null || order !== null;
  const found = await sharedSources(call, task, by, looksAtAll ? undefined : offset + limit);
  const sources = looksAtAll ? found.rows : found.rows.slice(offset, offset + limit);
  const perTarget = new Map<string, ReadonlyMap<string, Links>>();
  for (const [place, target] of Object.entries(task.targets)) perTarget.set(place, await linksOf(target, sources));
  const items = sources.map((source) => ({ source, links: linksTo(source.key, perTarget) }));
  if (!looksAtAll) return { ...found, items };
  const chosen = passes === null ? items : items.filter((item) => passes(item));
  const ordered = order === null ? chosen : chosen.toSorted(order);
  return { ...found, total: chosen.length, items: ordered.slice(offset, offset + limit) };
}

function linksTo<Links>(key: string, perTarget: ReadonlyMap<string, ReadonlyMap<string, Links>>): ReadonlyMap<string, Links> {
  const links = new Map<string, Links>();
  for (const [place, bySource] of perTarget) {
    const own = bySource.get(key);
    if (own !== undefined) links.set(place, own);
  }
  return links;
}

/** The one result of a task, with `none` where a source does not link to a target. */
export function overlapAnswer<Links>(
  { targets }: OverlapTask,
  { release, as_of, total, items }: OverlapPage<Links>,
  name: 'domain_intersection' | 'page_intersection',
  none: null | readonly never[],
): Record<string, unknown> {
  return {
    targets,
    total_count: total,
    items_count: items.length,
    items: items.map(({ source, links }) => ({
      [name]: Object.fromEntries(Object.keys(targets).map((place) => [place, links.get(place) ?? none])),
      summary: { intersections_count: source.targets },
    })),
    openbacklinks: { release, as_of },
  };
}
