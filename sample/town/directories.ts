/** Directories: the big one of the town, its rivals by trade and street, a cheap national one that links nowhere, and the chamber of commerce. */
import { except, since, until } from '../months.ts';
import { Random } from '../random.ts';
import { item, paragraph, type Block, type Page, type Site } from '../site.ts';
import { ownServer } from './addresses.ts';
import { addressLine, businesses, localBusiness, type Business } from './businesses.ts';
import { listing, wrongPhones, type ListingStyle } from './listings.ts';
import { filled, slug } from './mentions.ts';
import { town } from './names.ts';

const categories = [...new Set(businesses.map(({ trade }) => trade.category))];

export function directorySites(): Site[] {
  return [townpages(), chamber(), ...listDirectories.map(listDirectory), tradeDirectory(), catalogue()];
}

/** A page a business, nofollow links, two wrong phone numbers, and a sponsor in every footer. */
function townpages(): Site {
  const style: ListingStyle = {
    rel: 'nofollow',
    label: () => 'Visit website',
    phone: ({ domain, phone }) => wrongPhones.get(domain) ?? phone,
  };
  const listed = businesses.filter(({ domain }) => wrongPhones.has(domain) || new Random('townpages', domain).chance(0.72));
  return {
    ...base('townpages.example', 'TownPages Wexcombe', 'classic'),
    footer: 'TownPages is brought to you by [Tamsin Homes](https://tamsinhomes.example/ sponsored). Corrections by letter, please.',
    pages: [
      home(
        'TownPages Wexcombe',
        'Every business of the town with its address and telephone number.',
        categories.map((name) => item(`[${name}](/${slug(name)})`)),
      ),
      ...categories.map((name) => categoryPage(name, listed, style)),
      ...listed.map((business): Page => ({
        path: `/business/${slug(business.name)}`,
        title: `${business.name}, ${business.trade.name} in ${town.name}`,
        jsonLd: { ...localBusiness(business), telephone: wrongPhones.get(business.domain) ?? business.phone },
        blocks: [paragraph(`${business.name} is listed under ${business.trade.category}. Open on weekdays.`), listing(business, style)],
      })),
    ],
  };
}

/** Members by category and a page each for the best known, all followed; a few joined or left. */
function chamber(): Site {
  const members = businesses.filter(({ domain, standing }) => standing === 0 || new Random('chamber', domain).chance(0.45));
  return {
    ...base('wexcombechamber.example', 'Wexcombe Chamber of Commerce', 'article'),
    footer: 'Wexcombe Chamber of Commerce, 4 Market Square. Website by [Pixel & Pine](https://pixelandpine.example/).',
    pages: [
      home(
        'Wexcombe Chamber of Commerce',
        `The chamber speaks for ${members.length} businesses of ${town.name} and ${town.county}.`,
        categories.map((name) => item(`[${name}](/members/${slug(name)})`)),
      ),
      ...categories.map((name): Page => ({
        path: `/members/${slug(name)}`,
        title: `Members: ${name}`,
        blocks: [
          paragraph(`Members of the chamber in ${name.toLowerCase()}.`),
          ...members.filter(({ trade }) => trade.category === name).map(membership),
        ],
      })),
      ...members
        .filter(({ standing }) => standing === 0)
        .map((business): Page => ({
          path: `/member/${slug(business.name)}`,
          title: business.name,
          blocks: [
            paragraph(filled('{owner} has been a member of the chamber for many years. [Visit {name}]({url}).', business)),
            paragraph(filled(business.trade.texts[0] ?? '', business)),
          ],
        })),
      {
        path: '/news/award-night',
        title: 'Award night at the old fire station',
        crawled: except(1),
        blocks: [
          paragraph(
            'The small business award of the year went to [Riverside Plumbing](https://riverside-plumbing.example/), for answering the phone at night.',
          ),
          paragraph(
            'Runners-up were [Stonemill Bakery](https://stonemill-bakery.example/) and [Second Story Books](https://second-story-books.example/).',
          ),
        ],
      },
    ],
  };
}

/** Some members joined or left while the crawls ran. */
function membership(business: Business): Block {
  const random = new Random('member', business.domain);
  const text = `[${business.name}](${business.url}), ${addressLine(business)}, ${business.phone}`;
  if (business.domain === 'riverside-plumbing.example' || random.chance(0.8)) return item(text);
  return item(text, random.chance(0.5) ? since(random.pick([1, 2, 3])) : until(random.pick([1, 2, 3])));
}

interface ListDirectory {
  readonly domain: string;
  readonly name: string;
  readonly line: string;
  readonly style: ListingStyle;
  /** Share of the town's businesses that it lists. */
  readonly share: number;
  readonly categories: readonly string[];
}

const listDirectories: readonly ListDirectory[] = [
  {
    domain: 'findit-directory.example',
    name: 'Find It Local',
    line: 'Local businesses, checked by hand once a year.',
    style: { rel: '' },
    share: 0.6,
    categories,
  },
  {
    domain: 'valleyguide.example',
    name: 'Tamsin Valley Guide',
    line: 'Where to eat, sleep and look around in the valley.',
    style: { rel: '', label: ({ domain }) => domain },
    share: 0.9,
    categories: ['Food and drink', 'Visitors', 'Shops', 'Learning'],
  },
  {
    domain: 'healthnear.example',
    name: 'HealthNear',
    line: 'Doctors, dentists and other people who look after you.',
    style: { rel: 'nofollow', label: () => 'Website' },
    share: 0.95,
    categories: ['Health'],
  },
  {
    // A cheap one: it prints numbers that forward calls, and links to nobody.
    domain: 'allbiz-usa.example',
    name: 'AllBiz USA',
    line: 'Millions of businesses in one place.',
    style: { rel: null, phone: ({ phone, standing }) => (standing === 1 ? phone.replace(/\d\d$/, '99') : phone) },
    share: 0.8,
    categories,
  },
  {
    domain: 'cityscout.example',
    name: 'CityScout',
    line: 'Reviews and addresses for people who are new here.',
    style: { rel: 'nofollow ugc', label: () => 'Go to site' },
    share: 0.5,
    categories,
  },
];

function listDirectory({ domain, name, line, style, share, categories: shown }: ListDirectory): Site {
  const listed = businesses.filter(
    (business) => business.domain === 'riverside-plumbing.example' || new Random(domain, business.domain).chance(share),
  );
  return {
    ...base(domain, name, new Random(domain).pick(['article', 'classic', 'table'] as const)),
    footer: `${name}. ${line}`,
    pages: [
      home(
        name,
        line,
        shown.map((category) => item(`[${category}](/${slug(category)})`)),
      ),
      ...shown.map((category) => categoryPage(category, listed, style)),
    ],
  };
}

/** Home services only; who pays is featured with a sponsored link. */
function tradeDirectory(): Site {
  const trades = businesses.filter(({ trade }) => trade.category === 'Home services');
  return {
    ...base('trusted-trades.example', 'Trusted Trades', 'article'),
    footer: 'Trusted Trades checks licenses. Featured listings are paid for.',
    pages: [
      home(
        'Trusted Trades',
        'Licensed people for the house.',
        trades.filter(({ standing }) => standing < 2).map((business) => item(`Featured: [${business.name}](${business.url} sponsored)`)),
      ),
      ...[...new Set(trades.map(({ trade }) => trade.name))].map((name): Page => ({
        path: `/${slug(name)}`,
        title: `Find a ${name} in ${town.name}`,
        blocks: [
          paragraph(`These are the licensed people we know for the work of a ${name}.`),
          ...trades
            .filter(({ trade, standing }) => trade.name === name && standing < 3)
            .map((business) => item(`[${name} ${town.name}](${business.url}): ${business.name}, ${business.phone}`)),
        ],
      })),
    ],
  };
}

/** A hand-made catalogue of the early web that nobody closes. */
function catalogue(): Site {
  return {
    ...base('wexweb-index.example', 'The Wexcombe Web Index', 'table'),
    scheme: 'http',
    footer: 'Last hand-sorted in 2009. Best viewed in any browser.',
    pages: [
      home(
        'The Wexcombe Web Index',
        'All the home pages of the town, by letter.',
        businesses.filter(({ standing }) => standing < 2).map((business) => item(`[${business.name}](http://${business.domain}/)`)),
      ),
    ],
  };
}

function categoryPage(category: string, listed: readonly Business[], style: ListingStyle): Page {
  return {
    path: `/${slug(category)}`,
    title: category,
    blocks: [
      paragraph(`${category} in ${town.name} and around.`),
      ...listed.filter(({ trade }) => trade.category === category).map((business) => listing(business, style)),
    ],
  };
}

function home(title: string, line: string, blocks: readonly Block[]): Page {
  return { path: '/', title, blocks: [paragraph(line), ...blocks] };
}

function base(host: string, name: string, theme: Site['theme']): Pick<Site, 'host' | 'name' | 'language' | 'ip' | 'theme'> {
  return { host, name, language: 'en', ip: ownServer(host), theme };
}
