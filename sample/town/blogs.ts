/** Personal blogs of the valley: posts by topic, a blog roll beside them, a few paid posts, and the ways in which blogs move, shrink and end. */
import { months, since, type Month } from '../months.ts';
import { Random } from '../random.ts';
import { answering, item, paragraph, themes, type Block, type Page, type Site } from '../site.ts';
import { ownServer } from './addresses.ts';
import { businessAt, businesses } from './businesses.ts';
import { mention, overTime, slug, someBusinesses, withRel } from './mentions.ts';
import { topics, type Topic, type TopicName } from './topics.ts';

/** `from`: the month in which the blog's fate sets in. */
interface Blog {
  readonly domain: string;
  readonly name: string;
  readonly topic: TopicName;
  readonly fate?: { readonly kind: 'closed' | 'unreachable' | 'moved' | 'paid'; readonly from: Month };
}

const blogs: readonly Blog[] = [
  { domain: 'nothing-is-square.example', name: 'Nothing Is Square', topic: 'home' },
  { domain: 'leakyhouse-blog.example', name: 'The Leaky House', topic: 'home', fate: { kind: 'moved', from: 2 } },
  { domain: 'second-coat.example', name: 'Second Coat', topic: 'home' },
  { domain: 'crawlspace-diary.example', name: 'Crawl Space Diary', topic: 'home', fate: { kind: 'closed', from: 3 } },
  { domain: 'tiny-house-wexcombe.example', name: 'Tiny House, Big River', topic: 'home' },
  { domain: 'homeowner-hints.example', name: 'Homeowner Hints', topic: 'home', fate: { kind: 'paid', from: 0 } },
  { domain: 'slugs-and-roses-blog.example', name: 'Slugs & Roses', topic: 'garden' },
  { domain: 'under-the-walnut.example', name: 'Under the Walnut', topic: 'garden' },
  { domain: 'clay-and-compost.example', name: 'Clay and Compost', topic: 'garden', fate: { kind: 'unreachable', from: 2 } },
  { domain: 'late-frost.example', name: 'Late Frost', topic: 'garden' },
  { domain: 'rows-of-beans.example', name: 'Rows of Beans', topic: 'garden' },
  { domain: 'earlobe-dough.example', name: 'Earlobe Dough', topic: 'food' },
  { domain: 'salt-the-water.example', name: 'Salt the Water', topic: 'food' },
  { domain: 'soupweatherblog.example', name: 'Soup Weather', topic: 'food', fate: { kind: 'closed', from: 2 } },
  { domain: 'table-for-uma.example', name: 'A Table for Uma', topic: 'food' },
  { domain: 'crumbs-and-receipts.example', name: 'Crumbs and Receipts', topic: 'food' },
  { domain: 'valley-eats.example', name: 'Valley Eats', topic: 'food', fate: { kind: 'paid', from: 1 } },
  { domain: 'slow-train.example', name: 'The Slow Train', topic: 'travel' },
  { domain: 'three-nights.example', name: 'Three Nights', topic: 'travel' },
  { domain: 'by-bike-and-boat.example', name: 'By Bike and Boat', topic: 'travel' },
  { domain: 'small-museums.example', name: 'Small Museums', topic: 'travel', fate: { kind: 'moved', from: 1 } },
  { domain: 'weather-coming.example', name: 'Weather Coming', topic: 'travel' },
  { domain: 'go-see-stay.example', name: 'Go See Stay', topic: 'travel', fate: { kind: 'paid', from: 0 } },
  { domain: 'looking-for-shoes.example', name: 'Looking for Shoes', topic: 'family' },
  { domain: 'bathroom-violin.example', name: 'Bathroom Violin', topic: 'family' },
  { domain: 'rainy-saturdays.example', name: 'Rainy Saturdays', topic: 'family' },
  { domain: 'four-in-a-car.example', name: 'Four in a Car', topic: 'family', fate: { kind: 'closed', from: 1 } },
  { domain: 'leaning-bowl.example', name: 'The Leaning Bowl', topic: 'craft' },
  { domain: 'hand-set.example', name: 'Hand Set', topic: 'craft' },
  { domain: 'blunt-joints.example', name: 'Blunt Joints', topic: 'craft' },
  { domain: 'red-light-on.example', name: 'Red Light On', topic: 'craft', fate: { kind: 'unreachable', from: 3 } },
  { domain: 'a-budget-that-bends.example', name: 'A Budget That Bends', topic: 'money' },
  { domain: 'named-peril.example', name: 'Named Peril', topic: 'money' },
  { domain: 'one-percent-a-year.example', name: 'One Percent a Year', topic: 'money' },
  { domain: 'cat-on-router.example', name: 'Cat on the Router', topic: 'pets' },
  { domain: 'six-hens-blog.example', name: 'Six Hens', topic: 'pets' },
  { domain: 'stairs-like-a-poem.example', name: 'Stairs Like a Poem', topic: 'pets' },
  { domain: 'goat-named-tuesday.example', name: 'A Goat Named Tuesday', topic: 'pets' },
];

/** Blogs that name the plumber of the first run, in the post of this number. */
const plumberPosts: Readonly<Record<string, number>> = {
  'nothing-is-square.example': 0,
  'leakyhouse-blog.example': 1,
  'second-coat.example': 2,
  'crawlspace-diary.example': 0,
  'homeowner-hints.example': 1,
  'one-percent-a-year.example': 0,
  'looking-for-shoes.example': 1,
};

export function blogSites(): Site[] {
  return blogs.map(blogSite);
}

function blogSite(blog: Blog): Site {
  const { domain, name, topic, fate } = blog;
  const random = new Random('blog', domain);
  const titles = random.some(topics[topic].titles, 3);
  const posts = titles.map((title, index) => post(blog, title, index));
  const home: Page = {
    path: '/',
    title: name,
    blocks: [paragraph(`${name}, written on weekends.`), ...titles.map((title) => item(`[${title}](/posts/${slug(title)})`))],
  };
  const friends = random.some(
    blogs.filter((other) => other !== blog && (other.topic === topic || random.chance(0.15))),
    random.int(2, 5),
  );
  const tag: Page = {
    path: `/tag/${topic}`,
    title: `Posts about ${topic}`,
    metaRobots: 'noindex',
    blocks: (posts[0]?.blocks ?? []).slice(0, 2),
  };
  const pages = [home, ...posts, tag];
  return {
    host: domain,
    name,
    language: 'en',
    ip: ownServer(domain),
    theme: random.pick(themes),
    footer: random.chance(0.2) ? `${name}. Hosted by [Tilltown](https://tilltown.example/).` : `${name}. All mistakes are mine.`,
    aside: [{ as: 'heading', text: 'I read' }, ...friends.map((friend) => item(`[${friend.name}](https://${friend.domain}/)`))],
    pages: fate === undefined ? pages : pages.flatMap((page) => fated(page, domain, fate)),
  };
}

function post({ domain, topic, fate }: Blog, title: string, index: number): Page {
  const random = new Random('post', domain, title);
  const { trades, texts }: Topic = topics[topic];
  const fitting = businesses.filter(({ trade }) => trades.includes(trade.name));
  const named = plumberPosts[domain] === index ? [businessAt('riverside-plumbing.example')] : [];
  const chosen = [...named, ...someBusinesses(random, random.int(1, 2), fitting), ...(random.chance(0.3) ? someBusinesses(random, 1) : [])];
  const paid = fate?.kind === 'paid' && index !== 2;
  return {
    path: `/posts/${slug(title)}`,
    title,
    ...(named.length > 0 ? { crawled: months } : {}),
    blocks: [
      ...random.some(texts, 3).map((text) => paragraph(text)),
      ...chosen.flatMap((business): Block[] => {
        const sentence = mention(business, random);
        return paid
          ? [paragraph(withRel(sentence, random.pick(['sponsored', 'sponsored nofollow', 'nofollow'])))]
          : overTime(sentence, random);
      }),
      paragraph(random.pick(texts)),
    ],
  };
}

/** What happens to a page of a blog that ends, cannot be reached, or moves its posts to dated addresses. */
function fated(page: Page, domain: string, { kind, from }: NonNullable<Blog['fate']>): Page[] {
  if (kind === 'closed') return [{ ...page, answers: answering(since(from), { status: page.path === '/' ? 410 : 404 }) }];
  if (kind === 'unreachable') return [{ ...page, answers: answering(since(from), { status: 503 }) }];
  if (kind === 'paid' || !page.path.startsWith('/posts/')) return [page];
  const path = page.path.replace('/posts/', '/2026/');
  return [
    { ...page, crawled: [0, 1, 2, 3], answers: answering(since(from), { status: 301, to: `https://${domain}${path}` }) },
    { ...page, path, published: from },
  ];
}
