/** A link farm: three dozen sites of one owner that link to each other and, with the same few words, to one shop. Honest sites never link back. */
import { since } from '../months.ts';
import { Random } from '../random.ts';
import { item, paragraph, type Page, type Site } from '../site.ts';
import { ownServer, sharedServer } from './addresses.ts';

export const farmShop = 'bargain-vitamins-outlet.example';

const first = ['best', 'top', 'cheap', 'daily', 'smart', 'super'];
const second = ['health', 'vitamin', 'wellness', 'supplement', 'fitness', 'diet'];
export const farmDomains: readonly string[] = first.flatMap((a) => second.map((b) => `${a}-${b}-tips.example`)).slice(0, 34);

const money = ['buy cheap vitamins', 'discount vitamins online', 'cheap vitamin c', 'best vitamin shop'];
const lines = [
  'Vitamins are important for your health and your wellness every day.',
  'Many people ask which supplement is the best supplement for energy.',
  'A healthy diet is the key to a healthy life, experts say.',
  'In this article we look at the top ten benefits of daily vitamins.',
  'Studies show that more people than ever take supplements.',
];

export function linkFarmSites(): Site[] {
  return [shop(), ...farmDomains.map(farmSite)];
}

function shop(): Site {
  return {
    host: `www.${farmShop}`,
    name: 'Bargain Vitamins Outlet',
    language: 'en',
    ip: ownServer(farmShop),
    theme: 'article',
    footer: '© Bargain Vitamins Outlet. Not a medical site.',
    pages: [
      page('/', 'Bargain Vitamins Outlet', 'Vitamins and minerals by the bucket, shipped from one warehouse.'),
      page('/vitamin-c', 'Vitamin C', 'Vitamin C, one thousand tablets, with rose hips.'),
      page('/multi', 'Multivitamins', 'One tablet a day with everything in it.'),
    ],
  };
}

function page(path: string, title: string, text: string): Page {
  return { path, title, blocks: [paragraph(text)] };
}

function farmSite(domain: string, index: number): Site {
  const random = new Random('farm', domain);
  // A dozen of them were set up before the second crawl.
  const published = index >= 22 ? 1 : 0;
  const others = random.some(
    farmDomains.filter((other) => other !== domain),
    7,
  );
  const sale = random.pick(['', 'vitamin-c', 'multi']);
  return {
    host: domain,
    name: domain.replace('.example', '').replaceAll('-', ' '),
    language: 'en',
    ip: sharedServer(domain),
    theme: 'classic',
    footer: others
      .slice(0, 3)
      .map((other) => `[${other.replace('.example', '').replaceAll('-', ' ')}](https://${other}/)`)
      .join(' '),
    pages: [
      {
        path: '/',
        title: random.pick(lines),
        published,
        blocks: [
          ...random.some(lines, 3).map((line) => paragraph(line)),
          paragraph(`Click to [${random.pick(money)}](https://www.${farmShop}/${sale}) today.`),
        ],
      },
      {
        path: '/blog/10-tips',
        title: '10 tips for a healthy life',
        published,
        blocks: [
          paragraph(random.pick(lines)),
          paragraph(`You can [${random.pick(money)}](https://www.${farmShop}/) at a discount.`, index % 3 === 0 ? since(2) : undefined),
          ...others
            .slice(3)
            .map((other) =>
              item(`[${random.pick(['more health tips', 'vitamin guide', 'wellness blog'])}](https://${other}/blog/10-tips)`),
            ),
        ],
      },
    ],
  };
}
