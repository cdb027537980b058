import { limits } from '../../base/limits.ts';
import { defineEndpoint } from './endpoint.ts';
import { figureFields } from './figure-fields.ts';
import { figuresOf } from './groups.ts';
import type { ItemFields, ItemFieldType, ItemValue } from './item-filters.ts';
import { overlapAnswer, overlapItems, type OverlapItem } from './overlap-answer.ts';
import { overlapTask } from './overlap-task.ts';
import { rankOf } from './rank-scale.ts';
import { linksChosen } from './shared-sources.ts';

type Links = Readonly<Record<string, unknown>>;

export const domainIntersection = defineEndpoint({
  path: 'backlinks/domain_intersection/live',
  method: 'POST',
  task: overlapTask,
  answer: async (call, task) => {
    const linksOf = linksChosen(call, task);
    const answer = await overlapItems<Links>(call, task, 'domain', fieldsOf(Object.keys(task.targets)), async (target, sources) => {
      const input = { ...(await linksOf(target)), state: 'live' };
      const found = new Map<string, Links>();
      for (let from = 0; from < sources.length; from += limits.rowsPerAnswerMax) {
        const some = sources.slice(from, from + limits.rowsPerAnswerMax);
        const figures = await figuresOf(
          call,
          input,
          'domain',
          some.map(({ name }) => name),
        );
        for (const { key, name, authority } of some) {
          const own = figures.get(name);
          if (own === undefined) continue;
          const rank = rankOf(authority, task.rank_scale);
          const item = { type: 'backlinks_domain_intersection', target: name, rank, broken_backlinks: null };
          found.set(key, { ...item, ...figureFields(own, task.internal_list_limit) });
        }
      }
      return found;
    });
    return [overlapAnswer(task, answer, 'domain_intersection', null)];
  },
});

/** What can be said of the links of a domain to one target, behind the target's place: `1.backlinks`. */
export const domainLinkFields: Readonly<Record<string, ItemFieldType>> = {
  target: 'str',
  rank: 'num',
  backlinks: 'num',
  first_seen: 'time',
  backlinks_spam_score: 'num',
  referring_domains: 'num',
  referring_domains_nofollow: 'num',
  referring_main_domains: 'num',
  referring_main_domains_nofollow: 'num',
  referring_ips: 'num',
  referring_subnets: 'num',
  referring_pages: 'num',
  referring_pages_nofollow: 'num',
};

function fieldsOf(places: readonly string[]): ItemFields<OverlapItem<Links>> {
  return new Map(
    places.flatMap((place) =>
      Object.entries(domainLinkFields).map(([name, type]) => [
        `${place}.${name}`,
        { type, valuesOf: ({ links }: OverlapItem<Links>) => [(links.get(place)?.[name] ?? null) as ItemValue] },
      ]),
    ),
  );
}
