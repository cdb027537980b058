/** How people link to a business: sentences by class of anchor, and how long such a sentence stands on its page. */
import { except, since, until, type Month } from '../months.ts';
import type { Random } from '../random.ts';
import { paragraph, type Block } from '../site.ts';
import { businesses, type Business } from './businesses.ts';
import { town } from './names.ts';

export type AnchorClass = 'branded' | 'url' | 'generic' | 'partial' | 'exact' | 'image' | 'empty';

const sentences: Readonly<Record<AnchorClass, readonly string[]>> = {
  branded: [
    'My neighbor swears by [{name}]({url}).',
    'Thanks to [{name}]({url}) for the patience and the coffee.',
    '[{name}]({url}) has been at it since {founded}, and it shows.',
    'We ended up at [{name}]({url}) and would go again.',
    'When I asked around, three people out of four said [{name}]({url}).',
    '{owner} of [{name}]({url}) told me how it is done.',
    'The other address worth knowing is [{name}]({url}).',
  ],
  url: [
    'Hours and prices are at [{domain}]({url}).',
    'Everything else is on [{domain}]({url}).',
    'See {url} at [{url}]({url}) before you go.',
  ],
  generic: [
    '{name} explains it better than I can: [click here]({url}).',
    'For opening hours of {name}, look [here]({url}).',
    '{name} takes bookings through [their website]({url}).',
    '{owner} has written it all down, [read more]({url}).',
  ],
  partial: [
    'There is a long list of [things to ask {name}]({url}) if it is your first time.',
    'I took my trouble to [the people at {name}]({url}) in the end.',
    'A friend sent me a page about [{service} by {name}]({deep}).',
  ],
  exact: [
    'If you need a [{trade} in {town}]({url}), start on {street}.',
    'Finding a [good {trade}]({url}) took a week.',
    'I wanted a [{town} {trade}]({url}), not a chain.',
  ],
  image: ['[!{name} logo]({url})', '[!The front of {name} on {street}]({url})'],
  empty: ['{name} is on {street}. [](https://{host}/)'],
};

/** How often links have each class of anchor, in percent. */
const shares: readonly (readonly [AnchorClass, number])[] = [
  ['branded', 50],
  ['url', 12],
  ['generic', 14],
  ['partial', 11],
  ['exact', 7],
  ['image', 5],
  ['empty', 1],
];

/** A sentence that links to the business. */
export function mention(business: Business, random: Random, anchor: AnchorClass = drawClass(random)): string {
  return filled(random.pick(sentences[anchor]), business);
}

/** The sentence as it fares over the months: most stay, some come later, go, come back, or turn nofollow. */
export function overTime(sentence: string, random: Random): Block[] {
  const turn: Month = random.pick([1, 2, 3]);
  const lot = random.next();
  if (lot < 0.66) return [paragraph(sentence)];
  if (lot < 0.78) return [paragraph(sentence, since(turn))];
  if (lot < 0.9) return [paragraph(sentence, until(turn))];
  if (lot < 0.94) return [paragraph(sentence, except(random.pick([1, 2])))];
  return [paragraph(sentence, until(turn)), paragraph(withRel(sentence, 'nofollow'), since(turn))];
}

/** The same text with rel tokens on every link. */
export function withRel(text: string, rel: string): string {
  return text.replace(/\]\(([^\s)]+)\)/g, `]($1 ${rel})`);
}

/** Businesses that a page in passing would name: the best known far more often than the smallest. */
export function someBusinesses(random: Random, count: number, among: readonly Business[] = businesses): Business[] {
  const known = among.filter(({ standing }) => random.chance([0.9, 0.5, 0.25, 0.05][standing] ?? 0));
  return random.some(known.length >= count ? known : among, count);
}

export function filled(text: string, business: Business): string {
  const { name, url, domain, host, founded, owner, street, trade } = business;
  const service = trade.services[0];
  const deep = business.standing === 0 ? `${url}services/${slug(service)}` : url;
  const words: Readonly<Record<string, string>> = {
    name,
    url,
    domain,
    host,
    owner,
    deep,
    founded: String(founded),
    street: street.replace(/^\d+ /, ''),
    trade: trade.name,
    service: service.toLowerCase(),
    town: town.name,
  };
  return text.replace(/\{(\w+)\}/g, (_, word: string) => words[word] ?? '');
}

export function slug(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}

function drawClass(random: Random): AnchorClass {
  let lot = random.int(1, 100);
  for (const [anchor, share] of shares) {
    lot -= share;
    if (lot <= 0) return anchor;
  }
  return 'branded';
}
