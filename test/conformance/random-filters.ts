/** Random filters, orders and modes over the fields of rows. Values come from what the worlds hold, and a little from outside of it. */
import fc from 'fast-check';
import { linkKinds, placements, relTokens } from '../../src/model/link.ts';
import { origins } from '../../src/model/origin.ts';

type Type = 'text' | 'number' | 'boolean' | 'date' | 'enum' | 'list';

/** What a field can be asked for; `unknown`: it may be null. */
export interface RandomField {
  readonly type: Type;
  readonly values: readonly (string | number | boolean)[];
  readonly unknown?: true;
}

const dates = ['2026-01-01', '2026-01-03', '2026-03-01', '2026-06-15', '2026-10-01T12:00:00Z', '2026-01-04T00:00:00Z', '2027-01-30'];
const texts = ['Plumber in Town', 'the best PLUMBER', 'Über uns', 'ΟΔΟΣ Straße', '😀 click here', '', 'nothing like it'];

export const backlinkFields = {
  source_url: { type: 'text', values: ['https://www.source-1.example/page/8', 'http://blog.b-5-3.example/post?id=1'] },
  source_key: { type: 'text', values: ['example,source-1)/page/8', 'example,a-5-3)/'] },
  source_host: { type: 'text', values: ['www.source-1.example', 'blog.source-2.example', 'forum-5-3.example', 'anna.github.io'] },
  source_domain: { type: 'text', values: ['source-1.example', 'town.gov.uk', 'anna.github.io', 'a-5-3.example', 'unknown.example'] },
  source_tld: { type: 'text', values: ['example', 'uk', 'edu', 'io'] },
  source_class: { type: 'enum', values: ['news', 'blog', 'government', 'school', 'shop', 'chamber'], unknown: true },
  source_language: { type: 'text', values: ['en', 'en-gb', 'fr', 'de-at'], unknown: true },
  source_topic: { type: 'enum', values: ['home-improvement', 'food-and-cooking', 'gardening', 'marketing'], unknown: true },
  site_topic: { type: 'enum', values: ['home-improvement', 'food-and-cooking', 'gardening', 'software'], unknown: true },
  relevance: { type: 'number', values: [0, 12, 20, 50, 50.5, 90, 100], unknown: true },
  source_ip: { type: 'text', values: ['192.0.2.1', '2001:db8::1', '203.0.113.1'], unknown: true },
  source_subnet: { type: 'text', values: ['192.0.2.0/24', '2001:db8::/64', '2001:db8:0:1::/64'], unknown: true },
  spam_score: { type: 'number', values: [0, 10, 25, 25.5, 60, 100] },
  trust: { type: 'number', values: [0, 5, 20, 50] },
  spam_mass: { type: 'number', values: [0, 50, 99, 100] },
  domain_authority: { type: 'number', values: [0, 10, 25, 33.5, 50, 100] },
  target_url: { type: 'text', values: ['https://hub.example/', 'https://www.hub.example/shop/two?a=1', 'https://www.shop-5-3.example/a'] },
  target_key: { type: 'text', values: ['example,hub)/', 'example,shop-5-3)/a'] },
  target_host: { type: 'text', values: ['hub.example', 'www.hub.example', 'blog.hub.example'] },
  target_domain: { type: 'text', values: ['hub.example', 'shop-5-3.example'] },
  kind: { type: 'enum', values: linkKinds },
  has_image: { type: 'boolean', values: [true, false] },
  anchor: { type: 'text', values: texts },
  rel: { type: 'list', values: relTokens, unknown: true },
  rel_known: { type: 'boolean', values: [true, false] },
  seen_by: { type: 'list', values: origins, unknown: true },
  followed: { type: 'boolean', values: [true, false] },
  placement: { type: 'enum', values: placements },
  placement_estimated: { type: 'boolean', values: [true, false] },
  sitewide: { type: 'boolean', values: [true, false] },
  links_count: { type: 'number', values: [1, 2, 3, 4, 300] },
  first_seen: { type: 'date', values: dates },
  last_seen: { type: 'date', values: dates },
  verified_at: { type: 'date', values: dates },
  stale: { type: 'boolean', values: [true, false] },
  state: { type: 'enum', values: ['live', 'lost'] },
  lost_at: { type: 'date', values: dates, unknown: true },
  lost_reason: { type: 'enum', values: ['removed', 'gone', 'redirected'], unknown: true },
  reported_lost_at: { type: 'date', values: dates, unknown: true },
  lost_confirmations: { type: 'number', values: [0, 1, 2, 300] },
  is_new: { type: 'boolean', values: [true, false] },
  discovery: { type: 'enum', values: ['new_link', 'discovered'] },
  verdict: { type: 'enum', values: ['ok', 'disavowed', 'asked_to_fix'], unknown: true },
  verdict_tag: { type: 'text', values: ['mailed', 'old', 'Old plumber'], unknown: true },
} as const satisfies Readonly<Record<string, RandomField>>;

const counts = [0, 1, 2, 3, 10, 300];
const seen = { first_seen: { type: 'date', values: dates }, last_seen: { type: 'date', values: dates } } as const;
const ofState = {
  state: { type: 'enum', values: ['live', 'lost'] },
  lost_at: { type: 'date', values: dates, unknown: true },
} as const;
const { source_class, domain_authority, spam_score, trust, spam_mass, source_url, source_host, source_domain, verdict, verdict_tag } =
  backlinkFields;

/** Of the groups that each operation lists. */
export const groupFields: Readonly<Record<string, Readonly<Record<string, RandomField>>>> = {
  'referring-domains': {
    domain: source_domain,
    domain_authority,
    source_class,
    spam_score,
    trust,
    spam_mass,
    topic: backlinkFields.site_topic,
    language: { type: 'enum', values: ['en', 'de', 'fr'], unknown: true },
    relevance: backlinkFields.relevance,
    backlinks: { type: 'number', values: counts },
    followed_backlinks: { type: 'number', values: counts },
    referring_pages: { type: 'number', values: counts },
    ...seen,
    ...ofState,
    verdict,
    verdict_tag,
  },
  'referring-pages': {
    source_url,
    source_host,
    source_domain,
    domain_authority,
    source_class,
    backlinks: { type: 'number', values: counts },
    followed_backlinks: { type: 'number', values: counts },
    ...seen,
    ...ofState,
  },
  'referring-networks': {
    network: { type: 'text', values: ['192.0.2.0/24', '192.0.2.1', '2001:db8::/64', '203.0.113.1'] },
    referring_ips: { type: 'number', values: counts },
    referring_domains: { type: 'number', values: counts },
    referring_pages: { type: 'number', values: counts },
    backlinks: { type: 'number', values: counts },
    followed_backlinks: { type: 'number', values: counts },
    ...seen,
  },
  anchors: {
    anchor: { type: 'text', values: texts },
    backlinks: { type: 'number', values: counts },
    referring_domains: { type: 'number', values: counts },
    followed_share: { type: 'number', values: [0, 1, 0.5, 0.75, 2 / 3] },
    ...seen,
  },
};

/** Of the rows of `gap`. */
export const opportunityFields: Readonly<Record<string, RandomField>> = {
  domain: { type: 'text', values: ['source-1.example', 'source-7.example', 'unknown.example'] },
  domain_authority,
  source_class,
  spam_score,
  relevance: backlinkFields.relevance,
  competitors: { type: 'number', values: [1, 2, 3] },
  accept: { type: 'number', values: [0, 0.5, 1] },
  opportunity: { type: 'number', values: [0, 0.5, 3, 10] },
  verdict,
};

const equal = ['=', '<>'];
const among = ['in', 'not_in'];
const between = ['<', '>', '<=', '>='];
const likes = [
  '%plumber%',
  '%PLUMBER',
  '%li_k%',
  'Plumber%',
  '%Σ%',
  '%straße',
  '%\\%%',
  '%',
  '_%',
  '%/page/8_',
  '%.example%',
  'example,hub)%',
  '',
];
const regexes = ['^the', 'click|PLUM', '(?i)plumb(er|ing)', 'page/[0-9]$', '(?i)ΣΤΡ|ς s', '^$', 'example.{3,6}[a-z]', '😀.', '(?i)ÜBER'];
const words = ['plumber', 'TOWN in', 'über', 'straße', 'ΟΔΟς', 'here click', 'best plumb', 'page', 'www source'];

/** One condition on one of the fields. */
function condition(fields: Readonly<Record<string, RandomField>>): fc.Arbitrary<unknown[]> {
  return fc.constantFrom(...Object.entries(fields)).chain(([name, { type, values, unknown }]) => {
    const value = fc.constantFrom(...values);
    const asked = (operators: readonly string[], wanted: fc.Arbitrary<unknown>): fc.Arbitrary<unknown[]> =>
      fc.tuple(fc.constant(name), fc.constantFrom(...operators), wanted);
    const every = [asked(equal, value), asked(type === 'boolean' ? equal : among, type === 'boolean' ? value : several(values))];
    if (unknown === true) every.push(asked(equal, fc.constant(null)));
    if (type === 'number' || type === 'date') every.push(asked(between, value), asked(between, value));
    if (type === 'text')
      every.push(
        asked(['like', 'not_like', 'ilike', 'not_ilike'], fc.constantFrom(...likes)),
        asked(['regex', 'not_regex'], fc.constantFrom(...regexes)),
        asked(['match', 'not_match'], fc.constantFrom(...words)),
      );
    return fc.oneof(...every);
  });
}

function several<T>(values: readonly T[]): fc.Arbitrary<T[]> {
  return fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 3 });
}

/** A condition, or up to four of them nested up to three deep. */
export function randomFilters(fields: Readonly<Record<string, RandomField>>): fc.Arbitrary<unknown[]> {
  const { filters } = fc.letrec<{ filters: unknown[] }>((tie) => ({
    filters: fc.oneof(
      { maxDepth: 3, depthSize: 'small' },
      { arbitrary: condition(fields), weight: 2 },
      {
        arbitrary: fc
          .tuple(tie('filters'), fc.array(fc.tuple(fc.constantFrom('and', 'or'), tie('filters')), { minLength: 1, maxLength: 3 }))
          .map(([first, rest]) => [first, ...rest.flat(1)] as unknown[]),
        weight: 3,
      },
    ),
  }));
  return filters;
}

/** Up to three different fields that rows can be ordered by, each with a direction: `first_seen,desc`. */
export function randomOrder(fields: Readonly<Record<string, RandomField>>): fc.Arbitrary<string[]> {
  const sortable = Object.keys(fields).filter((name) => fields[name]?.type !== 'list');
  return fc
    .uniqueArray(fc.tuple(fc.constantFrom(...sortable), fc.constantFrom('asc', 'desc')), {
      minLength: 1,
      maxLength: 3,
      selector: ([name]) => name,
    })
    .map((terms) => terms.map((term) => term.join(',')));
}

/** The best few of each value of a field. */
export function randomMode(fields: Readonly<Record<string, RandomField>>): fc.Arbitrary<{ field: string; count: number }> {
  const single = Object.keys(fields).filter((name) => fields[name]?.type !== 'list');
  return fc.record({ field: fc.constantFrom(...single), count: fc.integer({ min: 1, max: 4 }) });
}
