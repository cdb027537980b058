/** Millers Bread became Stonemill Bakery before the third crawl: its old site redirects to the new one, and some who link to it have noticed. */
import { months, since, until, type Month } from '../months.ts';
import { Random } from '../random.ts';
import { answering, paragraph, type Block, type Page, type Site } from '../site.ts';
import { ownServer } from './addresses.ts';
import { businessAt, type Business } from './businesses.ts';

export const rebranding = {
  domain: 'stonemill-bakery.example',
  month: 2 as Month,
  oldName: 'Millers Bread',
  oldDomain: 'millers-bread.example',
};

/** The old site: pages of its own, then permanent redirects, page by page. */
export function oldBakerySite(): Site {
  const bakery = businessAt(rebranding.domain);
  const page = (path: string, to: string, title: string, ...texts: string[]): Page => ({
    path,
    title,
    crawled: months,
    blocks: texts.map((text) => paragraph(text)),
    answers: answering(since(rebranding.month), { status: 301, to: `${bakery.url}${to}` }),
  });
  return {
    host: rebranding.oldDomain,
    name: rebranding.oldName,
    language: 'en',
    ip: ownServer(rebranding.oldDomain),
    theme: 'classic',
    footer: `© 2026 ${rebranding.oldName}, ${bakery.street}, Wexcombe.`,
    pages: [
      page(
        '/',
        '',
        rebranding.oldName,
        `${rebranding.oldName} has baked on this corner since ${bakery.founded}.`,
        'We are about to take a new name. The bread stays.',
      ),
      page('/bread.html', 'services/sourdough', 'Our bread', 'Rye, wheat and a loaf of four grains, every morning but Monday.'),
      page('/cakes.html', 'services/wedding-cakes', 'Cakes', 'Three tiers at most, real flowers if you bring them.'),
    ],
  };
}

/** The plan as others have it: they wrote the old name before the change, and afterwards half of them the new one. */
export function beforeRebranding(sites: readonly Site[]): Site[] {
  const bakery = businessAt(rebranding.domain);
  return sites.map((site) => {
    if (site.host === rebranding.oldDomain) return site;
    if (site.host === bakery.host) return { ...site, pages: site.pages.map((page) => ({ ...page, published: rebranding.month })) };
    const noticed = new Random('noticed', site.host).chance(0.5);
    return {
      ...site,
      pages: site.pages.map((page) => ({ ...page, blocks: page.blocks.flatMap((block) => split(block, bakery, noticed)) })),
    };
  });
}

function split(block: Block, bakery: Business, noticed: boolean): Block[] {
  if (!block.text.includes(bakery.domain) && !block.text.includes(bakery.name)) return [block];
  const text = block.text
    .replaceAll(`https://${bakery.host}/services/sourdough`, `https://${rebranding.oldDomain}/bread.html`)
    .replaceAll(bakery.host, rebranding.oldDomain)
    .replaceAll(bakery.domain, rebranding.oldDomain)
    .replaceAll(bakery.name, rebranding.oldName);
  if (!noticed) return [{ ...block, text }];
  const stands = block.months ?? months;
  return [
    { ...block, text, months: until(rebranding.month).filter((month) => stands.includes(month)) },
    { ...block, months: since(rebranding.month).filter((month) => stands.includes(month)) },
  ];
}
