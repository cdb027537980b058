/** Businesses from elsewhere that the town deals with: suppliers with dealer lists, the web agency of half the town, a booking service, and shops. */
import { Random } from '../random.ts';
import { item, paragraph, themes, type Page, type Site } from '../site.ts';
import { ownServer } from './addresses.ts';
import { businesses } from './businesses.ts';
import { filled, someBusinesses } from './mentions.ts';

/** Domain, name, the trade they supply, one line. */
const suppliers = [
  ['pinnacle-pipe-supply.example', 'Pinnacle Pipe Supply', 'plumber', 'Pipe, fittings and water heaters, delivered to the trade by seven.'],
  ['hydronic-heaters.example', 'Hydronic Heaters', 'plumber', 'Water heaters built in one factory since 1962. Find an installer near you.'],
  ['voltline-cable.example', 'Voltline Cable', 'electrician', 'Cable by the reel, breakers by the box.'],
  ['evergreen-shingles.example', 'Evergreen Shingles', 'roofer', 'Shingles with a warranty that means what it says.'],
  ['valley-flour-mills.example', 'Valley Flour Mills', 'bakery', 'Stone-ground flour from wheat grown within a day of the mill.'],
  ['roasters-direct.example', 'Roasters Direct', 'cafe', 'Green coffee in small sacks for small roasters.'],
  ['northwest-hops.example', 'Northwest Hops', 'brewery', 'Hops by the bale, picked in September.'],
  ['brightsmile-instruments.example', 'BrightSmile Instruments', 'dentist', 'Chairs, drills and very good lamps.'],
  ['chainwheel-distribution.example', 'Chainwheel Distribution', 'bike shop', 'Parts for bicycles, from bell to bottom bracket.'],
  ['claybody.example', 'Claybody', 'pottery studio', 'Clay, glazes and kilns.'],
  ['heatpump-makers.example', 'Heat Pump Makers', 'heating company', 'Heat pumps that start at twenty below.'],
  ['oak-and-ply.example', 'Oak & Ply', 'carpenter', 'Sheet goods and hardwood, sorted by people who build.'],
] as const;

const shops = [
  ['wool-by-the-river.example', 'Wool by the River', 'Yarn from sheep that have names.'],
  ['lantern-toys.example', 'Lantern Toys', 'Wooden toys without batteries.'],
  ['second-kettle.example', 'The Second Kettle', 'Old enamel, copper and cast iron, cleaned and sent well wrapped.'],
  ['tamsin-soap.example', 'Tamsin Soap', 'Soap cut from long bars with a wire.'],
  ['field-notes-seeds.example', 'Field Notes Seeds', 'Seeds for short summers.'],
  ['paddle-and-pole.example', 'Paddle & Pole', 'Canoes, paddles and advice.'],
  ['maps-and-margins.example', 'Maps & Margins', 'Printed maps of places that change slowly.'],
  ['bread-tools.example', 'Bread Tools', 'Baskets, blades and stones for people who bake at home.'],
] as const;

export function vendorSites(): Site[] {
  return [...suppliers.map(supplier), ...shops.map(shop), agency(), booking(), inactive()];
}

function supplier([domain, name, trade, line]: (typeof suppliers)[number]): Site {
  const dealers = businesses.filter((business) => business.trade.name === trade && business.standing < 3);
  return {
    ...base(domain, name),
    footer: `© ${name}`,
    pages: [
      page('/', name, [line]),
      {
        path: '/where-to-buy/oregon',
        title: 'Where to find us in Oregon',
        blocks: dealers.map((business) => item(filled('{name}, {street}, {town}: [visit site]({url})', business))),
      },
    ],
  };
}

function shop([domain, name, line]: (typeof shops)[number]): Site {
  const random = new Random('shop', domain);
  const stockists = someBusinesses(random, 3);
  return {
    ...base(domain, name),
    footer: `© ${name}. Powered by [Tilltown](https://tilltown.example/).`,
    pages: [
      page('/', name, [line, 'Add to cart, check out, wait four days.']),
      page('/products/1', `${name}: the usual`, [`${line} In stock, $${random.int(9, 80)}.00. Add to cart.`]),
      { path: '/stockists', title: 'Stockists', blocks: stockists.map((business) => item(filled('[{name}]({url}), {town}', business))) },
    ],
  };
}

/** Designed half of the town's sites and says so on its own. */
function agency(): Site {
  const shown = someBusinesses(new Random('agency'), 12);
  return {
    ...base('pixelandpine.example', 'Pixel & Pine'),
    footer: 'Pixel & Pine, websites from a barn.',
    pages: [
      page('/', 'Pixel & Pine', ['We make websites for people who would rather do their own work.']),
      {
        path: '/work',
        title: 'Our work',
        blocks: shown.map((business) => paragraph(filled('[!Website of {name}]({url}) A new site for {name}.', business))),
      },
    ],
  };
}

function booking(): Site {
  return {
    ...base('bookaslot.example', 'BookASlot'),
    footer: 'BookASlot fills calendars.',
    pages: [
      page('/', 'BookASlot', ['Online booking for small businesses, from haircuts to drains.']),
      page('/book', 'Book', ['Choose a day and an hour.']),
    ],
  };
}

/** Parked: the pages are copies, and say so with a canonical address on the shop's own domain. */
function inactive(): Site {
  return {
    ...base('wool-river-outlet.example', 'Wool by the River Outlet'),
    footer: 'Outlet.',
    pages: [{ ...page('/', 'Wool by the River', ['Yarn from sheep that have names.']), canonical: 'https://wool-by-the-river.example/' }],
  };
}

function page(path: string, title: string, texts: readonly string[]): Page {
  return { path, title, blocks: texts.map((text) => paragraph(text)) };
}

function base(host: string, name: string): Pick<Site, 'host' | 'name' | 'language' | 'ip' | 'theme'> {
  return { host, name, language: 'en', ip: ownServer(host), theme: new Random('theme', host).pick(themes) };
}
