import { expect, it } from 'vitest';
import { nextSteps, type Findings } from './next-steps.ts';

const nothing: Findings = {
  looked: true,
  toxicShare: null,
  backlinks: 0,
  brokenBacklinks: null,
  broken: [],
  lost: [],
  gap: [],
  notFollowed: [],
  topAnchor: null,
  competitorsNamed: true,
};
const place = {
  domain: 'chamber.example',
  domain_authority: 40,
  accept: 1,
  competitors: 2,
  submission_url: null,
  contact_url: null,
  verdict: null,
};

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

it('tells of each page that is gone, and of those that are not named together', () => {
  const broken = [
    { url: 'https://shop.example/old', http_status: 404, backlinks: 30, referring_domains: 4 },
    { url: 'https://shop.example/older', http_status: null, backlinks: 1, referring_domains: 1 },
  ];
  const steps = nextSteps({ ...nothing, backlinks: 100, brokenBacklinks: 36, broken });
  expect(steps.map(({ kind, subject, gain }) => [kind, subject, gain])).toEqual([
    ['mend_page', 'https://shop.example/old', 30],
    ['mend_pages', null, 5],
    ['mend_page', 'https://shop.example/older', 1],
  ]);
  expect(steps[0]?.step).toBe(
    'Bring back or redirect https://shop.example/old, which answers 404: 30 live links from 4 domains lead to it.',
  );
  expect(nextSteps({ ...nothing, backlinks: 100, brokenBacklinks: 31, broken }).map(({ kind }) => kind)).toEqual([
    'mend_page',
    'mend_page',
  ]);
});

it('passes over what was dealt with: domains and links with a verdict but "ok"', () => {
  const gap = [
    place,
    { ...place, domain: 'farm.example', verdict: 'disavowed' as const },
    { ...place, domain: 'asked.example', verdict: 'asked_to_fix' as const },
  ];
  expect(nextSteps({ ...nothing, gap }).map(({ subject }) => subject)).toEqual(['chamber.example']);
});
