/** Where everybody writes: a forum, a question board, a social site, a picture site and a review site. Their links are ugc or nofollow, or forgotten to be. */
import { except, since } from '../months.ts';
import { Random } from '../random.ts';
import { answering, paragraph, type Block, type Page, type Site } from '../site.ts';
import { ownServer } from './addresses.ts';
import { businessAt, businesses, type Business } from './businesses.ts';
import { mention, slug, someBusinesses, withRel } from './mentions.ts';
import { firstNames, town } from './names.ts';

export function communitySites(): Site[] {
  return [forum(), questions(), social(), pictures(), reviews()];
}

const threads = [
  'No hot water since this morning',
  'Best bread in town?',
  'Who fixes old windows',
  'Dentist for a nervous child',
  'Vegetable boxes, worth it?',
  'Car makes a noise when cold',
  'Quiet place to work',
  'Leaking roof, landlord silent',
  'Bike trail after the storm',
  'Piano teacher for grown-ups',
  'Wedding flowers on a budget',
  'Heat pump experiences',
  'Where to watch the river rise',
  'Lost cat on Depot Street',
  'Anyone know a good accountant',
  'Beer list for Saturday',
  'Plumber who answers the phone',
  'New tenants, what to ask',
  'Pottery class for two',
  'Old photographs of the mill',
  'Which hardware store has hinges',
  'Yoga with a bad back',
  'Printing twenty posters',
  'Rooms for the harvest fair',
];

/** Threads with comments; the board's own nofollow was off for one thread, and moderators remove some comments later. */
function forum(): Site {
  return {
    ...base('wexcombe-talk.example', 'Wexcombe Talk', 'classic'),
    footer: 'Wexcombe Talk runs on donations and [Even Keel Books](https://evenkeelbooks.example/ nofollow) keeps its accounts.',
    pages: [
      { path: '/', title: 'Wexcombe Talk', blocks: [paragraph('Ask, answer, be kind. No politics before noon.')] },
      ...threads.map((title, index): Page => {
        const random = new Random('thread', title);
        const named =
          title.startsWith('Plumber') || title.startsWith('No hot')
            ? [businessAt('riverside-plumbing.example'), businessAt('hartley-and-sons-plumbing.example')]
            : [];
        return {
          path: `/thread.php?id=${100 + index}`,
          title,
          blocks: [
            paragraph(`${title}. Has anybody an idea? I have asked my neighbors already.`),
            ...[...named, ...someBusinesses(random, random.int(1, 3))].map((business) =>
              comment(business, random, index === 4 ? '' : 'ugc nofollow'),
            ),
          ],
        };
      }),
      {
        // Spam that the moderators found after a month.
        path: '/thread.php?id=99',
        title: 'Introduce yourself',
        crawled: [0, 1, 2],
        blocks: [
          { as: 'comment', text: 'Hello, I am new here and I love the river.' },
          { as: 'comment', text: 'Great post! Visit [buy cheap vitamins](https://www.bargain-vitamins-outlet.example/ ugc)', months: [0] },
        ],
      },
    ],
  };
}

function comment(business: Business, random: Random, rel: string): Block {
  const sentence = mention(business, random);
  const text = `${random.pick(firstNames)}: ${rel === '' ? sentence : withRel(sentence, rel)}`;
  const lot = random.next();
  if (lot < 0.75) return { as: 'comment', text };
  return { as: 'comment', text, months: lot < 0.9 ? since(random.pick([1, 2, 3])) : except(random.pick([2, 3])) };
}

/** Moved to clean addresses before the third crawl: every question redirects to its new place. */
function questions(): Site {
  const asked = threads.slice(0, 8);
  return {
    ...base('askalder.example', 'Ask Alder', 'article'),
    footer: 'Ask Alder, questions and answers from the county.',
    pages: [
      ...asked.map((title, index): Page => ({
        path: `/q?id=${index + 1}`,
        title,
        answers: answering(since(2), { status: 301, to: `https://askalder.example/questions/${slug(title)}` }),
        blocks: answersTo(title),
      })),
      ...asked.map((title): Page => ({ path: `/questions/${slug(title)}`, title, published: 2, blocks: answersTo(title) })),
    ],
  };
}

function answersTo(title: string): Block[] {
  const random = new Random('question', title);
  const answers = someBusinesses(random, 2).map((business): Block => ({ as: 'comment', text: withRel(mention(business, random), 'ugc') }));
  return [paragraph(`${title}? Two answers.`), ...answers];
}

function social(): Site {
  const members = businesses.filter(({ standing }) => standing < 2).slice(0, 30);
  return {
    ...base('chirpline.example', 'Chirpline', 'article'),
    footer: 'Chirpline. Short and friendly.',
    pages: members.map((business): Page => {
      const random = new Random('chirpline', business.domain);
      return {
        path: `/${slug(business.name)}`,
        title: `${business.name} on Chirpline`,
        robotsHeader: 'nofollow',
        blocks: [
          paragraph(`${business.name}, ${town.name}. [${business.domain}](${business.url} nofollow me)`),
          ...someBusinesses(random, 1).map((other) => paragraph(`Re-chirped: ${mention(other, random, 'branded')}`)),
        ],
      };
    }),
  };
}

function pictures(): Site {
  return {
    ...base('picwall.example', 'Picwall', 'classic'),
    footer: 'Picwall shows pictures and where they come from.',
    pages: someBusinesses(new Random('picwall'), 14).map((business): Page => ({
      path: `/pin/${slug(business.name)}`,
      title: `Pictures of ${business.name}`,
      blocks: [paragraph(`[!${business.trade.services[0]} by ${business.name}](${business.url} nofollow)`)],
    })),
  };
}

function reviews(): Site {
  return {
    ...base('ratemytown.example', 'Rate My Town', 'article'),
    footer: 'Rate My Town does not sell stars.',
    pages: someBusinesses(new Random('reviews'), 22).map((business): Page => {
      const random = new Random('review', business.domain);
      return {
        path: `/${slug(business.trade.name)}/${slug(business.name)}`,
        title: `${business.name} reviews`,
        blocks: [
          paragraph(`${business.name}, ${business.street}, ${town.name}. ${business.phone}. [Website](${business.url} nofollow)`),
          { as: 'comment', text: `${random.pick(firstNames)}: ${random.int(3, 5)} stars. Friendly and on time.` },
          { as: 'comment', text: `${random.pick(firstNames)}: ${random.int(2, 5)} stars. I would go again, on a quieter day.` },
        ],
      };
    }),
  };
}

function base(host: string, name: string, theme: Site['theme']): Pick<Site, 'host' | 'name' | 'language' | 'ip' | 'theme'> {
  return { host, name, language: 'en', ip: ownServer(host), theme };
}
