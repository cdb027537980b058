import { z } from 'zod';
import { coverageOf, knownOf } from './coverage.ts';
import { byBytes } from './few/rows.ts';
import { defineOperation } from './operation.ts';
import { afterLast, startOf } from './page.ts';
import { linksToPages, pagesLeadingTo, stepKinds } from './redirects/chains.ts';
import { answerHead, isoTime, pageInput, targetInput, time } from './shapes.ts';
import { targetAsked } from './target.ts';

const count = z.int();

const row = z.object({
  url: z.string(),
  domain: z.string(),
  kind: z.enum(stepKinds).describe('How it leads on'),
  hops: count,
  path: z.array(z.string()).describe('From this page to the page of the target'),
  last_seen: time.describe('When it was last seen to lead on'),
  backlinks: count.describe('Live links to this page: indirect links of the target'),
  followed_backlinks: count,
  referring_domains: count,
});

export const redirects = defineOperation({
  name: 'redirects',
  tool: 'pages',
  summary: 'Redirects and canonicals into a target',
  description:
    'Pages outside the target that lead into it by redirects and canonicals, up to five steps away, each with its path and with the links to it: indirect links of the target. Most linked first.',
  input: z.object({ ...targetInput, ...pageInput }),
  output: z.object({
    ...answerHead,
    complete: z.boolean().describe('False when there are more such pages than are followed'),
    indirect_backlinks: count,
    indirect_referring_domains: count,
    total: count,
    rows: z.array(row),
    cursor: z.string().nullable(),
  }),
  units: { base: 1, rows: 1 },
  idempotent: true,
  example: { target: 'riverside-plumbing.example', limit: 5 },
  run: async (asking, asked) => {
    const target = targetAsked(asked);
    const question = ['redirects', target];
    const after = Number(startOf(asked.cursor, question)?.[0] ?? 0);
    const [{ pages, complete }, known] = await Promise.all([pagesLeadingTo(asking, target), knownOf(asking, target, null)]);
    const { byKey, domains } = await linksToPages(asking, pages);
    const none = { backlinks: 0, followed: 0, domains: 0 };
    const all = pages
      .map((page) => ({ page, links: byKey.get(page.key) ?? none }))
      .sort((a, b) => b.links.domains - a.links.domains || a.page.path.length - b.page.path.length || byBytes(a.page.key, b.page.key));
    const end = after + asked.limit;
    return {
      target: target.text,
      release: asking.release.id,
      as_of: asking.release.asOf.toISOString(),
      coverage: await coverageOf(asking, target, known),
      complete,
      indirect_backlinks: all.reduce((sum, { links }) => sum + links.backlinks, 0),
      indirect_referring_domains: domains,
      total: all.length,
      rows: all.slice(after, end).map(({ page, links }) => ({
        url: page.path[0] ?? '',
        domain: page.domain,
        kind: page.kind,
        hops: page.path.length - 1,
        path: [...page.path],
        last_seen: isoTime(page.seenAt),
        backlinks: links.backlinks,
        followed_backlinks: links.followed,
        referring_domains: links.domains,
      })),
      cursor: end < all.length ? afterLast(asking, question, [end]) : null,
    };
  },
});
