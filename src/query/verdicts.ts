import { z } from 'zod';
import { verdictKinds, verdictWords, type VerdictKind } from '../model/verdict.ts';
import { urlOfKey } from '../model/url.ts';
import { verdictsBy, type Verdict } from '../store/verdicts.ts';
import { coverageOf, knownOf } from './coverage.ts';
import { byBytes } from './few/rows.ts';
import { defineOperation } from './operation.ts';
import { afterLast, startOf } from './page.ts';
import { listOf, pageInput, targetInput, time } from './shapes.ts';
import { targetAsked } from './target.ts';

const said = z.object({
  kind: z.enum(verdictKinds).describe('Whether it is of one link, of all links of a page, or of all links of a domain'),
  name: z.string().describe('The link’s id, the page’s address or the domain'),
  target: z.string().nullable().describe('The domain whose links it concerns; null: links to anybody'),
  verdict: z.enum(verdictWords).nullable(),
  tag: z.string().nullable(),
  note: z.string().nullable(),
  at: time,
});

export const verdicts = defineOperation({
  name: 'verdicts',
  tool: 'account',
  summary: 'What you said of the links of a target: verdicts, tags, notes',
  description:
    'Every verdict (ok, disavowed, asked_to_fix), tag and note that concerns links to the target’s domain, those for links to anybody included. They are joined to backlinks and referring domains, which can be filtered by them.',
  input: z.object({
    ...targetInput,
    verdict: z.enum(verdictWords).optional().describe('Only these'),
    verdict_tag: z.string().optional().describe('Only with this tag'),
    ...pageInput,
  }),
  output: listOf(said),
  units: { base: 1 },
  idempotent: true,
  example: { target: 'riverside-plumbing.example', limit: 5 },
  run: async (asking, asked) => {
    const target = targetAsked(asked);
    const question = ['verdicts', target, asked.verdict, asked.verdict_tag];
    const after = startOf(asked.cursor, question);
    const all = ['', target.domain]
      .flatMap((concerned) => verdictKinds.flatMap((kind: VerdictKind) => [...verdictsBy(asking.accounts, concerned, kind).values()]))
      .filter(
        (one) =>
          (asked.verdict === undefined || one.verdict === asked.verdict) &&
          (asked.verdict_tag === undefined || one.tag === asked.verdict_tag),
      )
      .sort((a, b) => inOrder(placeOf(a), placeOf(b)));
    const rest = after === null ? all : all.filter((one) => inOrder(placeOf(one), after) > 0);
    const shown = rest.slice(0, asked.limit);
    const last = shown.at(-1);
    return {
      target: target.text,
      release: asking.release.id,
      as_of: asking.release.asOf.toISOString(),
      coverage: await coverageOf(asking, target, await knownOf(asking, target, null)),
      total: all.length,
      rows: shown.map((one) => ({ ...one, name: shownName(one), target: one.target === '' ? null : one.target })),
      cursor: rest.length > asked.limit && last !== undefined ? afterLast(asking, question, placeOf(last)) : null,
    };
  },
});

function shownName({ kind, name, target }: Verdict): string {
  if (kind === 'link') return `${target}~${name}`;
  return kind === 'page' ? urlOfKey(name, { https: true, www: false }) : name;
}

function placeOf({ target, kind, name }: Verdict): readonly string[] {
  return [target, kind, name];
}

function inOrder(a: readonly (string | number)[], b: readonly (string | number)[]): number {
  const place = a.findIndex((value, i) => value !== b[i]);
  return place === -1 ? 0 : byBytes(String(a[place]), String(b[place]));
}
