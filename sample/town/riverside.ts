/** The town's best known plumber, and the target that the first run asks about: its own pages, some of which have moved or gone. */
import { since } from '../months.ts';
import { answering, item, paragraph, type Page } from '../site.ts';
import { addressLine, localBusiness, type Business } from './businesses.ts';
import { town } from './names.ts';

export function riversidePages(business: Business): Page[] {
  return [
    {
      path: '/',
      title: 'Riverside Plumbing',
      jsonLd: localBusiness(business),
      crawled: [0, 1, 2, 3],
      blocks: [
        paragraph(
          `Riverside Plumbing has kept the taps of ${town.name} running since ${business.founded}. We are four plumbers, two vans and a dog.`,
        ),
        paragraph('Call before noon and we come the same day; call at night and somebody answers.'),
        item('Water heaters, repaired or replaced'),
        item('Drains cleaned, with a camera to see why they clogged'),
        item('Leaks found without opening every wall'),
        { as: 'address', text: `Riverside Plumbing, ${addressLine(business)}. Call ${business.phone}.` },
      ],
    },
    {
      path: '/about',
      title: 'About us',
      blocks: [
        paragraph(
          `${business.owner} learned the trade in the shipyard and opened the shop on ${business.street.replace(/^\d+ /, '')} with one wrench and a loan.`,
        ),
        paragraph(
          'We are members of the [Tamsin Valley Plumbers Association](https://valley-plumbers-association.example/) and of the [Wexcombe Chamber](https://wexcombechamber.example/).',
        ),
        paragraph('For new kitchens we work with [Dovetail Carpentry](https://dovetail-carpentry.example/).'),
      ],
    },
    {
      path: '/services/water-heaters',
      title: 'Water heaters',
      crawled: [0, 1, 2, 3],
      blocks: [
        paragraph(
          'A water heater lasts ten to twelve years in this valley, because the water is hard. Flush it once a year and it lasts longer.',
        ),
        paragraph('We fit tanks, tankless heaters and heat pump heaters, and take the old one away.'),
        paragraph('Parts come from [Pinnacle Pipe Supply](https://pinnacle-pipe-supply.example/), usually the next morning.'),
      ],
    },
    {
      path: '/guides/frozen-pipes',
      title: 'What to do when a pipe freezes',
      crawled: [0, 1, 2, 3],
      blocks: [
        paragraph('Close the main valve first. Open the faucet that the frozen pipe feeds, so that the melting water has somewhere to go.'),
        paragraph('Warm the pipe slowly with a hair dryer, from the faucet towards the frozen part. Never use a flame.'),
        paragraph(
          'If the pipe has burst, leave the valve closed and call a plumber. The water that has come out can wait, the water that has not cannot.',
        ),
        paragraph('Wrap pipes in crawl spaces before December; foam sleeves cost less than one visit of ours.'),
      ],
    },
    {
      // Linked from outside and gone for good: the broken backlinks of the demo.
      path: '/spring-offer-2025',
      title: 'Spring offer',
      crawled: [0, 1, 2, 3],
      answers: answering(since(1), { status: 404 }),
      blocks: [paragraph('A drain cleaning and a water heater check for the price of one, until the end of May.')],
    },
    {
      path: '/frozen-pipes.html',
      title: 'Frozen pipes',
      crawled: [0, 2, 3],
      answers: answering([0, 1, 2, 3], { status: 301, to: 'https://riverside-plumbing.example/guides/frozen-pipes' }),
      blocks: [],
    },
    {
      path: '/contact',
      title: 'Contact',
      blocks: [
        { as: 'address', text: `Riverside Plumbing\n${addressLine(business)}\nPhone ${business.phone}` },
        { as: 'frame', text: 'https://map.townof-wexcombe.example/embed?place=riverside-plumbing' },
        { as: 'form', text: 'https://bookaslot.example/book' },
      ],
    },
  ];
}
