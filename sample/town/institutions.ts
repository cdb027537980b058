/** Town hall, schools, associations, events and the historical society: few pages, careful links. */
import { except, since, until } from '../months.ts';
import { Random } from '../random.ts';
import { answering, item, paragraph, type Block, type Page, type Site } from '../site.ts';
import { ownServer } from './addresses.ts';
import { businesses, type Business } from './businesses.ts';
import { filled, someBusinesses } from './mentions.ts';
import { town } from './names.ts';

export function institutionSites(): Site[] {
  return [townHall(), county(), highSchool(), college(), historicalSociety(), ...associations.map(association), ...events.map(event)];
}

function townHall(): Site {
  return {
    ...base('townof-wexcombe.example', 'Town of Wexcombe', 'article'),
    footer: 'Town of Wexcombe, 1 Market Square. Open on weekdays from nine to four.',
    pages: [
      page('/', 'Town of Wexcombe', [
        'The council meets on the second Tuesday. The [county](https://alder-county.gov.example/) plows the roads above the mill.',
      ]),
      {
        path: '/permits/licensed-contractors',
        title: 'Licensed contractors',
        crawled: [0, 1, 2, 3],
        blocks: [
          paragraph('These contractors hold a license of the town. The list is not a recommendation.'),
          ...businesses
            .filter(({ trade, standing }) => trade.category === 'Home services' && standing < 3 && trade.name !== 'hardware store')
            .map((business) =>
              item(`[${business.name}](${business.url}), license ${new Random('license', business.domain).int(1000, 9999)}`),
            ),
        ],
      },
      page('/parks/river-trail', 'River trail', [
        'The trail is closed at high water. Bicycles are rented by [River Trail Bikes](https://river-trail-bikes.example/).',
      ]),
      page('/water/hard-water', 'Hard water', [
        'The water of Wexcombe has eighteen grains of hardness, which shortens the life of heaters; see [what a local plumber says](https://riverside-plumbing.example/services/water-heaters).',
      ]),
      page('/library', 'Library', ['The library and [Second Story Books](https://second-story-books.example/) share a reading group.']),
    ],
  };
}

function county(): Site {
  return {
    ...base('alder-county.gov.example', 'Alder County', 'table'),
    scheme: 'http',
    footer: 'Alder County, Court House.',
    pages: [
      page('/', 'Alder County', ['Roads, records and the court. The county seat is [Wexcombe](https://townof-wexcombe.example/).']),
      page('/energy/heat-pump-grants', 'Heat pump grants', [
        'Ask a certified company, for instance [Northgate Heating](https://northgate-heating.example/) or [Ember & Air](https://emberandair.example/).',
      ]),
    ],
  };
}

function highSchool(): Site {
  return {
    ...base('wexcombe-high-school.example', 'Wexcombe High School', 'classic'),
    footer: 'Wexcombe High School, 200 Schoolhouse Road.',
    pages: [
      page('/', 'Wexcombe High School', ['Term starts after Labor Day. The swimming pool has new pipes.']),
      {
        path: '/sports/sponsors',
        title: 'Thank you to our sponsors',
        crawled: [0, 1, 2, 3],
        blocks: [
          paragraph('Jerseys, buses and oranges were paid for by these businesses.'),
          paragraph('[!Riverside Plumbing logo](https://riverside-plumbing.example/) [!Quarry Pizza logo](https://quarrypizza.example/)'),
          paragraph('[!Oakdale Dental logo](https://oakdaledental.example/)', since(1)),
          paragraph('[!Holloway Garage logo](https://hollowaygarage.example/)', until(2)),
        ],
      },
      page('/careers/apprenticeships', 'Apprenticeships', [
        'Last year our students went to [Riverside Plumbing](https://riverside-plumbing.example/), [Brightwater Electric](https://brightwater-electric.example/) and [Whitlock Joinery](https://whitlock-joinery.example/).',
      ]),
    ],
  };
}

function college(): Site {
  return {
    ...base('alder-college.edu.example', 'Alder College', 'article'),
    footer: 'Alder College teaches trades, farming and nursing.',
    pages: [
      page('/', 'Alder College', ['Two hundred students, nine teachers and a barn.']),
      // The page that the whole town has linked to for years; it moved before the second crawl.
      {
        path: '/~marchetti/plumbing-reading.html',
        title: 'Plumbing: a reading list',
        crawled: [0, 1, 3],
        answers: answering(since(1), { status: 301, to: 'https://alder-college.edu.example/reading/plumbing' }),
        blocks: [
          paragraph(
            'Start with [What to do when a pipe freezes](https://riverside-plumbing.example/guides/frozen-pipes), then read the code.',
          ),
        ],
      },
      {
        path: '/reading/plumbing',
        title: 'Plumbing: a reading list',
        published: 1,
        crawled: [1, 2, 3],
        blocks: [
          paragraph(
            'Start with [What to do when a pipe freezes](https://riverside-plumbing.example/guides/frozen-pipes), then read the code.',
          ),
        ],
      },
    ],
  };
}

/** Hand-written in 1998: a base address, an image map, a meta refresh, and a page that search engines should leave out. */
function historicalSociety(): Site {
  return {
    ...base('wexcombe-history.example', 'Wexcombe Historical Society', 'table'),
    scheme: 'http',
    footer: 'Webmaster: the secretary.',
    pages: [
      page('/index.html', 'Wexcombe Historical Society', [
        'We meet in the mill, above [the bakery](https://stonemill-bakery.example/), when somebody has the key.',
      ]),
      {
        path: '/map.html',
        title: 'A walk through old Wexcombe',
        baseHref: 'http://wexcombe-history.example/walks/',
        blocks: [
          paragraph('Click the map, or [begin at the mill](mill.html).'),
          {
            as: 'map',
            text: '[The Ferryman Inn](https://ferryman-inn.example/) [Market Square Hardware](https://market-square-hardware.example/) [The old forge](forge.html)',
          },
        ],
      },
      {
        path: '/flood.html',
        title: 'Flood pictures',
        refresh: 'https://flood-archive.example/1964',
        blocks: [paragraph('The pictures of the flood have moved.')],
      },
      {
        path: '/guestbook.html',
        title: 'Guest book',
        metaRobots: 'noindex, nofollow',
        blocks: [
          paragraph('Nice site! Regards from [Tamsin River Brewing](https://tamsin-river-brewing.example/).'),
          paragraph('See also [casino](https://play.goldenreels.example/).'),
        ],
      },
    ],
  };
}

interface Association {
  readonly domain: string;
  readonly name: string;
  readonly trade: string;
}

const associations: readonly Association[] = [
  { domain: 'valley-plumbers-association.example', name: 'Tamsin Valley Plumbers Association', trade: 'plumber' },
  { domain: 'electrical-contractors-league.example', name: 'Electrical Contractors League', trade: 'electrician' },
  { domain: 'valley-dental-society.example', name: 'Valley Dental Society', trade: 'dentist' },
  { domain: 'alder-bar-association.example', name: 'Alder County Bar Association', trade: 'law office' },
  { domain: 'bakers-guild.example', name: 'Guild of Small Bakers', trade: 'bakery' },
  { domain: 'brewers-of-the-valley.example', name: 'Brewers of the Valley', trade: 'brewery' },
  { domain: 'innkeepers-circle.example', name: 'Innkeepers’ Circle', trade: 'inn' },
  { domain: 'independent-booksellers-league.example', name: 'League of Independent Booksellers', trade: 'bookshop' },
];

function association({ domain, name, trade }: Association): Site {
  const members = businesses.filter((business) => business.trade.name === trade && business.standing < 3);
  return {
    ...base(domain, name, 'article'),
    footer: `${name}. We answer letters.`,
    pages: [
      page('/', name, [
        `${name} has stood for good work and fair prices since 1931.`,
        `Our members include [${members[0]?.name ?? ''}](${members[0]?.url ?? ''}).`,
      ]),
      {
        path: '/members',
        title: 'Members',
        blocks: members.map(memberItem),
      },
    ],
  };
}

function memberItem(business: Business): Block {
  return item(
    filled('[!{name}, member]({url}) {name}, represented by {owner}.', business),
    business.standing === 2 ? except(1) : undefined,
  );
}

const events = [
  {
    domain: 'wexcombe-harvest-fair.example',
    name: 'Wexcombe Harvest Fair',
    line: 'Pumpkins, pigs and pies on the first weekend of October.',
  },
  { domain: 'river-run-10k.example', name: 'River Run 10K', line: 'Ten kilometers along the river, flat but for the bridge.' },
  { domain: 'tamsin-jazz-festival.example', name: 'Tamsin Jazz Festival', line: 'Three evenings of jazz in the old fire station.' },
  { domain: 'makers-market.example', name: 'Makers’ Market', line: 'Forty tables of things made by the person behind the table.' },
];

function event({ domain, name, line }: (typeof events)[number]): Site {
  const random = new Random('event', domain);
  const sponsors = someBusinesses(random, 6);
  const named = domain === 'river-run-10k.example' ? businesses.filter((business) => business.domain === 'riverside-plumbing.example') : [];
  return {
    ...base(domain, name, 'classic'),
    footer: `${name}, ${town.name}.`,
    pages: [
      page('/', name, [line, 'Volunteers get a shirt and a sandwich.']),
      {
        path: '/sponsors',
        title: 'Sponsors',
        published: 1,
        blocks: [...named, ...sponsors].map((business) => item(filled('[!{name}]({url} sponsored)', business))),
      },
      {
        path: '/directions',
        title: 'How to get here',
        blocks: someBusinesses(random, 2).map((business) => paragraph(filled('Park behind [{name}]({url}) on {street}.', business))),
      },
    ],
  };
}

function page(path: string, title: string, texts: readonly string[]): Page {
  return { path, title, blocks: texts.map((text) => paragraph(text)) };
}

function base(host: string, name: string, theme: Site['theme']): Pick<Site, 'host' | 'name' | 'language' | 'ip' | 'theme'> {
  return { host, name, language: 'en', ip: ownServer(host), theme };
}
