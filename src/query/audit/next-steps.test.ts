import { expect, it } from 'vitest';
import { nextSteps, type Findings } from './next-steps.ts';

const nothing: Findings = {
  looked: true,
  toxicShare: null,
  backlinks: 0,
  brokenBacklinks: null,
  lost: [],
  gap: [],
  notFollowed: [],
  topAnchor: null,
  competitorsNamed: true,
};
const place = { domain: 'chamber.example', domain_authority: 40, accept: 1, competitors: 2, submission_url: null, contact_url: null };

it('says nothing where nothing is to do', () => {
  expect(nextSteps(nothing)).toEqual([]);
});

it('puts what is worth more first, and tells where to ask', () => {
  const steps = nextSteps({
    ...nothing,
    backlinks: 50,
    brokenBacklinks: 5,
    toxicShare: 0.06,
    gap: [place, { ...place, domain: 'weak.example', domain_authority: 2, contact_url: 'https://weak.example/contact' }],
    notFollowed: [{ domain: 'forum.example', domain_authority: 60 }],
    topAnchor: { anchor: 'cheap boilers', share: 0.5, class: 'exact' },
  });
  expect(steps.map(({ kind, gain }) => [kind, gain])).toEqual([
    ['vary_anchors', 25],
    ['ask_for_link', 24],
    ['ask_to_follow', 18],
    ['mend_pages', 10],
    ['review_toxic', 3],
    ['ask_for_link', 1.2],
  ]);
  expect(steps.at(-1)).toMatchObject({ subject: 'weak.example', step: expect.stringContaining('https://weak.example/contact') as unknown });
});

it('gives ten at most', () => {
  const gap = Array.from({ length: 30 }, (_, i) => ({ ...place, domain: `${i}.example`, domain_authority: 1 + i }));
  expect(nextSteps({ ...nothing, gap })).toHaveLength(10);
});
