/** The town's paper and two that look in from outside: articles with followed links in the text, a printer in the footer, and a paywall's bot check. */
import { answering, paragraph, type Page, type Site } from '../site.ts';
import { except, since, until } from '../months.ts';
import { Random } from '../random.ts';
import { ownServer } from './addresses.ts';
import { addressLine, businessAt, businesses, type Business } from './businesses.ts';
import { filled, mention, overTime, slug, someBusinesses, withRel } from './mentions.ts';
import { town } from './names.ts';

export function newspaperSites(): Site[] {
  return [courier(), magazine(), radio()];
}

const opening = [
  '{name} turns another year older this month, and {owner} has no plans to stop.',
  'On most mornings a line forms on {street} before {name} opens its door.',
  '{owner} did not mean to stay in {town} when the bus broke down here.',
  'The council approved the new sign of {name} after a debate of two hours.',
  'A fire in the kitchen of the house next door nearly took {name} with it last winter.',
  'Three apprentices finished their training at {name} this spring.',
];

const closing = [
  'The mayor called it good news for the street.',
  'The reporter paid for her own coffee.',
  'Neighbors had asked for it since the flood.',
  'The next council meeting is on the second Tuesday.',
  'Parking stays free until the end of the year.',
];

function courier(): Site {
  const profiled = businesses.filter(({ standing, domain }) => standing < 2 && domain !== 'riverside-plumbing.example').slice(0, 46);
  return {
    host: 'www.wexcombe-courier.example',
    name: 'Wexcombe Courier',
    language: 'en',
    ip: ownServer('wexcombe-courier.example'),
    theme: 'article',
    footer: 'The Wexcombe Courier, since 1889. Printed by [Courier Print Works](https://courier-print-works.example/).',
    pages: [
      { path: '/', title: 'Wexcombe Courier', blocks: [paragraph('News of Wexcombe and the Tamsin Valley, on paper every Friday.')] },
      { path: '/town', title: 'Town', blocks: [paragraph('The council, the school board and the bridge.')] },
      { path: '/business', title: 'Business', blocks: [paragraph('Who opened, who closed and who moved across the street.')] },
      ...courierStories(),
      ...profiled.map(profile),
    ],
  };
}

function profile(business: Business): Page {
  const random = new Random('profile', business.domain);
  const others = someBusinesses(random, random.int(0, 2)).filter((other) => other !== business);
  return {
    path: `/2026/0${random.int(1, 6)}/${slug(business.name)}`,
    title: filled(
      random.pick(['{name}: a portrait', 'A morning at {name}', '{owner} keeps the light on', 'What is new at {name}']),
      business,
    ),
    blocks: [
      paragraph(filled(random.pick(opening), business)),
      ...overTime(mention(business, random), random),
      ...random.some(business.trade.texts, 2).map((text) => paragraph(filled(text, business))),
      ...others.map((other) => paragraph(mention(other, random))),
      paragraph(random.pick(closing)),
    ],
  };
}

/** Written by hand, because the first run asks about them. */
function courierStories(): Page[] {
  const plumber = businessAt('riverside-plumbing.example');
  return [
    {
      path: '/2026/01/the-night-the-mains-froze',
      title: 'The night the mains froze',
      crawled: [0, 1, 2, 3],
      blocks: [
        paragraph('At eleven degrees the water main under Canal Street gave up, and forty houses had no water by midnight.'),
        paragraph(
          'The crew of [Riverside Plumbing](https://riverside-plumbing.example/) worked until morning with a heater borrowed from the fire department.',
        ),
        paragraph(
          'For the next cold week they have written [a guide to frozen pipes](https://riverside-plumbing.example/guides/frozen-pipes), and it is short.',
        ),
      ],
    },
    {
      path: '/2026/08/a-plumber-for-the-school',
      title: 'A plumber for the school',
      published: 1,
      crawled: [1, 2, 3],
      blocks: [
        paragraph(`${plumber.owner} teaches twelve students how to solder, on Thursdays after lunch.`),
        paragraph(
          'The wrench they pass around came from [riverside-plumbing.example](https://riverside-plumbing.example/about), where it hung on the wall.',
        ),
      ],
    },
    {
      // A citation without a link: name, address and phone in the text.
      path: '/2026/05/who-to-call',
      title: 'Who to call after a storm',
      crawled: [0, 1, 2, 3],
      blocks: [
        'riverside-plumbing.example',
        'high-ridge-roofing.example',
        'brightwater-electric.example',
        'fernhollow-gardens.example',
        'lakesidelaw.example',
      ]
        .map(businessAt)
        .map((business) => paragraph(`${business.name} (${business.trade.name}), ${addressLine(business)}, ${business.phone}.`)),
    },
    {
      // An advertorial: the links are marked as paid from the second crawl on.
      path: '/2026/06/kitchens-that-last',
      title: 'Kitchens that last (advertisement)',
      crawled: [0, 1, 3],
      blocks: [
        paragraph('A kitchen is planned around the sink, says [Dovetail Carpentry](https://dovetail-carpentry.example/).', until(1)),
        paragraph(
          'A kitchen is planned around the sink, says [Dovetail Carpentry](https://dovetail-carpentry.example/ sponsored nofollow).',
          since(1),
        ),
        paragraph(
          'The pipes behind it were laid by [a Wexcombe plumber](https://riverside-plumbing.example/services/water-heaters sponsored).',
        ),
      ],
    },
    {
      // Once a bot check in its place, once an error: neither says anything about the link.
      path: '/2026/03/the-spring-offers',
      title: 'The spring offers',
      crawled: [0, 1, 2, 3],
      answers: { 1: { status: 'challenge' }, 2: { status: 503 } },
      blocks: [
        paragraph('Two for one: [drain cleaning at Riverside](https://riverside-plumbing.example/spring-offer-2025) until the end of May.'),
      ],
    },
    {
      // Lost in the second crawl and found again in the fourth.
      path: '/2026/02/letters',
      title: 'Letters to the editor',
      crawled: [0, 1, 2, 3],
      blocks: [
        paragraph('To the person who took the yellow umbrella from the library: it is mine, and it leaks.'),
        paragraph(
          'My thanks to [Riverside Plumbing, who came on Christmas Eve](https://riverside-plumbing.example/?utm_source=courier&utm_medium=letters). M. Jessup, Linden Street',
          except(1, 2),
        ),
      ],
    },
    {
      // The capture of the third crawl is cut behind its second paragraph: the link behind it is not lost.
      path: '/2026/04/forty-years-of-floods',
      title: 'Forty years of floods',
      crawled: [0, 1, 2],
      answers: { 2: { status: 'truncated', blocks: 2 } },
      blocks: [
        paragraph(
          'The river rose eleven feet in 1964 and nine in 1996, and the town drew a line on the wall of [the hardware store](https://market-square-hardware.example/).',
        ),
        paragraph('Every cellar on Mill Street has a pump now.'),
        paragraph(
          'Most of them were put in by [Riverside Plumbing](https://www.riverside-plumbing.example/#pumps) after the second flood.',
        ),
      ],
    },
  ];
}

/** A lifestyle magazine that made every outgoing link nofollow before the third crawl. */
function magazine(): Site {
  const themes = [
    'Eight houses by the water',
    'A weekend in Wexcombe',
    'Kitchens we like',
    'Slow breakfast',
    'The garden in October',
    'Gifts made by hand',
    'Under one roof',
    'Where to stay',
  ];
  return {
    host: 'coastandvalley.example',
    name: 'Coast & Valley',
    language: 'en',
    ip: ownServer('coastandvalley.example'),
    theme: 'article',
    footer: 'Coast & Valley is published six times a year.',
    pages: themes.map((title, index): Page => {
      const random = new Random('magazine', title);
      const chosen = someBusinesses(random, 4);
      const named = index === 2 ? [businessAt('riverside-plumbing.example'), ...chosen.slice(1)] : chosen;
      return {
        path: index === 0 ? '/' : `/${slug(title)}`,
        title,
        blocks: named.flatMap((business) => {
          const sentence = mention(business, random);
          const text = filled(random.pick(business.trade.texts), business);
          return [paragraph(text), paragraph(sentence, until(2)), paragraph(withRel(sentence, 'nofollow'), since(2))];
        }),
      };
    }),
  };
}

/** The local radio: programme pages; its server was down for the whole of the second crawl. */
function radio(): Site {
  const shows = ['Morning on the river', 'The garden hour', 'Ask a craftsman', 'Vinyl after nine', 'Market report'];
  return {
    host: 'radio-tamsin.example',
    name: 'Radio Tamsin',
    language: 'en',
    ip: ownServer('radio-tamsin.example'),
    theme: 'classic',
    footer: 'Radio Tamsin, 98.1 FM. Sponsored by [Safe Harbor Insurance](https://safe-harbor-insurance.example/ sponsored).',
    pages: shows.map((title, index): Page => {
      const random = new Random('radio', title);
      const guests =
        index === 2 ? [businessAt('riverside-plumbing.example'), businessAt('brightwater-electric.example')] : someBusinesses(random, 2);
      return {
        path: index === 0 ? '/' : `/shows/${slug(title)}`,
        title,
        crawled: [0, 1, 3],
        answers: answering([1], { status: 503 }),
        blocks: [
          paragraph(`${title} is on every weekday in ${town.name}.`),
          ...guests.map((guest) => paragraph(mention(guest, random, 'branded'))),
        ],
      };
    }),
  };
}
