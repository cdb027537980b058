import { limits } from '../../base/limits.ts';
import { urlKey } from '../../model/url.ts';
import type { Backlink } from '../../query/shapes.ts';
import { asBacklink, backlinkFields } from './backlink-item.ts';
import { defineEndpoint, type TaskCall } from './endpoint.ts';
import { fieldType } from './field-type.ts';
import type { ItemFields, ItemValue } from './item-filters.ts';
import { overlapAnswer, overlapItems, type OverlapItem } from './overlap-answer.ts';
import { overlapTask } from './overlap-task.ts';
import { linksChosen } from './shared-sources.ts';

type Links = readonly Readonly<Record<string, unknown>>[];

export const pageIntersection = defineEndpoint({
  path: 'backlinks/page_intersection/live',
  method: 'POST',
  task: overlapTask.omit({ backlinks_filters: true }),
  answer: async (call, task) => {
    const linksOf = linksChosen(call, task);
    const answer = await overlapItems<Links>(call, task, 'page', fieldsOf(Object.keys(task.targets)), async (target, sources) => {
      const input = await linksOf(target);
      const found = new Map<string, Record<string, unknown>[]>();
      for (const pages of filterLists(sources.map(({ name }) => name)))
        for (const row of await linksFrom(call, input, pages)) {
          const key = urlKey(row.source_url) ?? row.source_url;
          found.set(key, [...(found.get(key) ?? []), asBacklink(row, task.rank_scale)]);
        }
      return found;
    });
    return [overlapAnswer(task, answer, 'page_intersection', [])];
  },
});

/** Addresses in lists that one filter may hold. */
function filterLists(pages: readonly string[]): string[][] {
  const lists: string[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const page of pages) {
    const last = lists.at(-1);
    bytes += Buffer.byteLength(page);
    if (last !== undefined && last.length < limits.filterValuesMax && bytes < limits.filterBytesMax / 2) last.push(page);
    else {
      lists.push([page]);
      bytes = Buffer.byteLength(page);
    }
  }
  return lists;
}

/** All links of these pages, of which each may have several to a target. */
async function linksFrom(
  { ask }: TaskCall,
  { filters, ...about }: Readonly<Record<string, unknown>>,
  pages: readonly string[],
): Promise<readonly Backlink[]> {
  const fromPages = ['source_url', 'in', pages];
  const input = { ...about, filters: filters === undefined ? fromPages : [fromPages, 'and', filters], limit: limits.rowsPerAnswerMax };
  const rows: Backlink[] = [];
  let cursor: string | null = null;
  do {
    const page: { readonly rows: readonly Backlink[]; readonly cursor: string | null } = await ask('list', {
      ...input,
      ...(cursor !== null && { cursor }),
    });
    rows.push(...page.rows);
    ({ cursor } = page);
  } while (cursor !== null);
  return rows;
}

/** `1.anchor`: of the links of a page to one target, by the fields that a list of backlinks is chosen by. */
function fieldsOf(places: readonly string[]): ItemFields<OverlapItem<Links>> {
  return new Map(
    places.flatMap((place) =>
      Object.keys(backlinkFields).map((name) => [
        `${place}.${name}`,
        {
          type: fieldType(name),
          valuesOf: ({ links }: OverlapItem<Links>) =>
            (links.get(place) ?? []).flatMap((link) => (link[name] ?? null) as ItemValue | ItemValue[]),
        },
      ]),
    ),
  );
}
