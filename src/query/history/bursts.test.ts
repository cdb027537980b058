import { expect, it } from 'vitest';
import { classOfBurst, type Burst, type Shared } from './bursts.ts';

const quiet: Burst = { domains: 30, spam: 10, authority: 20, authorityBefore: 10, shared: [] };

function shared(what: Shared['what'], domains: number): Shared {
  return { what, name: 'x', domains, form: 0, url: '' };
}

it.each([
  ['stronger domains than before are earned', quiet, 'earned', 'stronger_than_before'],
  ['weaker ones are unclear', { ...quiet, authority: 10 }, 'unclear', 'no_stronger_than_before'],
  ['with nothing before there is nothing to compare', { ...quiet, authorityBefore: null }, 'unclear', 'nothing_to_compare'],
  // 60 is the score from which on a link is toxic.
  ['half of them spam is a spam burst, however strong they are', { ...quiet, spam: 60 }, 'spam_burst', 'spam_sources'],
  ['just below it is not', { ...quiet, spam: 59 }, 'earned', 'stronger_than_before'],
  ['more than 30 % of one network', { ...quiet, spam: 90, shared: [shared('subnet', 10)] }, 'spam_burst', 'one_subnet'],
  ['30 % of one network are not more', { ...quiet, shared: [shared('subnet', 9)] }, 'earned', 'stronger_than_before'],
  ['more than 40 % with one anchor', { ...quiet, shared: [shared('anchor', 13)] }, 'spam_burst', 'one_anchor'],
  ['one page is what bursts have', { ...quiet, shared: [shared('page', 30)] }, 'earned', 'stronger_than_before'],
] as const)('%s', (_, burst, kind, because) => {
  expect(classOfBurst(burst)).toEqual({ class: kind, because });
});
