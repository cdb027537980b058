import { z } from 'zod';
import { limits } from '../base/limits.ts';
import { defineOperation } from './operation.ts';
import { coverageOfSeveral } from './overlap/coverage.ts';
import { bitOf } from './overlap/edges.ts';
import { sharedDomains, sharedPages, type SharedAsked, type SharedSource } from './overlap/shared-sources.ts';
import { differentTargets, targetsInput } from './overlap/targets.ts';
import { checkWeight } from './overlap/weight.ts';
import { afterLast, startOf } from './page.ts';
import { classNamed, isoTime, pageInput, severalHead, sourceClass, time } from './shapes.ts';
import { fail } from '../base/errors.ts';

const count = z.int();

const sharedSource = z.object({
  domain: z.string(),
  source_url: z.string().nullable().describe('The page, when pages were asked for'),
  domain_authority: count,
  source_class: sourceClass,
  targets: count.describe('How many of the targets it links to'),
  links_to: z.array(z.string()),
  backlinks: count,
  followed_backlinks: count,
  first_seen: time,
  last_seen: time,
});

export const intersection = defineOperation({
  name: 'intersection',
  tool: 'competitors',
  summary: 'Who links to all, or to some, of up to 20 targets',
  description:
    'Domains (or single pages) with live links to at least `targets_min` of the targets, all of them by default, and with none to the targets in `exclude`. ' +
    'Most targets first, then the strongest. A domain’s links to itself do not count.',
  input: z.object({
    targets: targetsInput(limits.intersectionTargetsMax).describe(
      `Up to ${limits.intersectionTargetsMax} domains, hosts, folders or pages`,
    ),
    exclude: targetsInput(limits.intersectionTargetsMax).optional().describe('Leave out who links to one of these'),
    by: z.enum(['domain', 'page']).default('domain').describe('Linking domains, or linking pages'),
    targets_min: z.int().min(1).max(limits.intersectionTargetsMax).optional().describe('How many of the targets; default: all'),
    followed: z.boolean().optional().describe('true: only followed links count as links to a target'),
    release: z.int().positive().optional().describe('Answer from this kept release instead of the live one'),
    ...pageInput,
  }),
  output: z.object({ ...severalHead, total: count, rows: z.array(sharedSource), cursor: z.string().nullable() }),
  units: { base: 2, rows: 1 },
  idempotent: true,
  example: { targets: ['northgate-heating.example', 'copper-line-plumbing.example'], exclude: ['riverside-plumbing.example'], limit: 5 },
  run: async (asking, asked) => {
    const targets = differentTargets(asked.targets);
    const excluded = differentTargets(asked.exclude ?? []);
    const least = asked.targets_min ?? targets.length;
    if (least > targets.length)
      fail('invalid_input', { reason: `"targets_min" is ${least}, and there are ${targets.length} different targets.` });
    const texts = targets.map(({ text }) => text);
    const twice = excluded.find(({ text }) => texts.includes(text));
    if (twice !== undefined) fail('invalid_input', { reason: `"${twice.text}" is both a target and excluded.` });
    const question = ['intersection', targets, excluded, asked.by, least, asked.followed];
    const after = startOf(asked.cursor, question);
    await checkWeight(asking, [...targets, ...excluded]);
    const wanted: SharedAsked = { targets, excluded, least, followed: asked.followed === true, limit: asked.limit, after };
    const [{ rows, total }, coverage] = await Promise.all([
      asked.by === 'page' ? sharedPages(asking, wanted) : sharedDomains(asking, wanted),
      coverageOfSeveral(asking, targets),
    ]);
    const shown = rows.slice(0, asked.limit);
    const last = shown.at(-1);
    return {
      targets: texts,
      release: asking.release.id,
      as_of: asking.release.asOf.toISOString(),
      coverage,
      total,
      rows: shown.map((row) => ({
        domain: row.domain,
        source_url: row.url,
        domain_authority: row.authority,
        source_class: classNamed(row.class),
        targets: row.targets,
        links_to: texts.filter((_, place) => (row.linked & bitOf(place)) !== 0),
        backlinks: row.live,
        followed_backlinks: row.followed,
        first_seen: isoTime(row.first_at),
        last_seen: isoTime(row.last_at),
      })),
      cursor: rows.length > asked.limit && last !== undefined ? afterLast(asking, question, placeOf(last)) : null,
    };
  },
});

/** What rows are ordered by: falling, falling, rising. */
function placeOf({ targets, authority, name }: SharedSource): readonly (string | number)[] {
  return [targets, authority, name];
}
