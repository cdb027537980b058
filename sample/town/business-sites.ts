/** The sites of the town's businesses: from eight pages for the best known of a trade down to the one page of the smallest. */
import { Random } from '../random.ts';
import { answering, item, paragraph, themes, type Block, type Page, type Site } from '../site.ts';
import { since } from '../months.ts';
import { ownServer } from './addresses.ts';
import { addressLine, businessAt, businesses, localBusiness, type Business } from './businesses.ts';
import { filled, slug, someBusinesses } from './mentions.ts';
import { town } from './names.ts';
import { riversidePages } from './riverside.ts';

/** Partner links that a site keeps on its about page, both ways or one way. */
const partners: Readonly<Record<string, readonly string[]>> = {
  'copper-kettle-cafe.example': ['stonemill-bakery.example', 'bentriverfarm.example'],
  'harbor-road-coffee.example': ['littleoven.example'],
  'stonemill-bakery.example': ['copper-kettle-cafe.example', 'sandoval-orchards.example'],
  'aldertable.example': ['bentriverfarm.example', 'tamsin-river-brewing.example', 'stonemill-bakery.example', 'riverbank-pottery.example'],
  'dovetail-carpentry.example': ['riverside-plumbing.example', 'brightwater-electric.example', 'market-square-hardware.example'],
  'northgate-heating.example': ['riverside-plumbing.example', 'brightwater-electric.example'],
  'brightwater-electric.example': ['northgate-heating.example', 'riverside-plumbing.example'],
  'tamsinhomes.example': ['lakesidelaw.example', 'safe-harbor-insurance.example', 'riverside-plumbing.example'],
  'market-square-hardware.example': ['riverside-plumbing.example', 'dovetail-carpentry.example', 'high-ridge-roofing.example'],
  'ferryman-inn.example': ['aldertable.example', 'river-trail-bikes.example', 'second-story-books.example'],
  'wild-aster-flowers.example': ['silver-grain-studio.example', 'ferryman-inn.example'],
};

const agency = 'https://pixelandpine.example/';
const chamber = 'https://wexcombechamber.example/';

export function businessSites(): Site[] {
  return businesses.map(businessSite);
}

function businessSite(business: Business): Site {
  const { host, name, standing } = business;
  const random = new Random('site', business.domain);
  const theme = random.pick(themes);
  const footer = [
    `© 2026 ${name}, ${addressLine(business)}, ${business.phone}.`,
    ...(standing < 2 && random.chance(0.35) ? [`Website by [Pixel & Pine](${agency})`] : []),
    ...(standing < 2 && random.chance(0.4) ? [`[!Member of the Wexcombe Chamber](${chamber})`] : []),
  ].join(' ');
  const site: Site = { host, name, language: 'en', ip: ownServer(host), theme, footer, pages: pagesOf(business, random) };
  return random.chance(0.06) ? { ...site, transfer: random.pick(['gzip', 'chunked']) } : site;
}

function pagesOf(business: Business, random: Random): Page[] {
  if (business.domain === 'riverside-plumbing.example') return riversidePages(business);
  const pages = [homePage(business, random)];
  if (business.standing === 0) pages.push(aboutPage(business, random));
  const services = business.trade.services.slice(0, [3, 1, 0, 0][business.standing]);
  for (const service of services) pages.push(servicePage(business, service, random));
  if (business.standing < 3) pages.push(contactPage(business));
  return pages.map((page) => closed(business, page));
}

/** One shop closes for good in the third month: its site is gone with it. */
function closed(business: Business, page: Page): Page {
  return business.domain === 'toolshed.example' ? { ...page, crawled: [0, 1, 2, 3], answers: answering(since(2), { status: 410 }) } : page;
}

function homePage(business: Business, random: Random): Page {
  return {
    path: '/',
    title: business.name,
    jsonLd: localBusiness(business),
    blocks: [
      paragraph(`${business.name} is a ${business.trade.name} in ${town.name}, run by ${business.owner} since ${business.founded}.`),
      ...texts(business, random, 4).map((text) => paragraph(text)),
      { as: 'address', text: `${business.name}, ${addressLine(business)}. Call ${business.phone}.` },
    ],
  };
}

function aboutPage(business: Business, random: Random): Page {
  const friends = (partners[business.domain] ?? []).map(businessAt);
  const passing = someBusinesses(random, random.int(0, 2)).filter((other) => other !== business);
  return {
    path: '/about',
    title: `About ${business.name}`,
    blocks: [
      paragraph(`${business.owner} opened ${business.name} on ${business.street.replace(/^\d+ /, '')} in ${business.founded}.`),
      ...texts(business, random, 3).map((text) => paragraph(text)),
      ...friends.map((friend): Block => item(`We work with [${friend.name}](${friend.url}), the ${friend.trade.name} we trust.`)),
      ...passing.map((other): Block => paragraph(`Ask for the discount at [${other.name}](${other.url}) when you show our receipt.`)),
    ],
  };
}

function servicePage(business: Business, service: string, random: Random): Page {
  return {
    path: `/services/${slug(service)}`,
    title: service,
    blocks: [
      paragraph(`${service} by ${business.name}, for ${town.name} and the rest of ${town.county}.`),
      ...texts(business, random, 3).map((text) => paragraph(text)),
    ],
  };
}

function contactPage(business: Business): Page {
  return {
    path: '/contact',
    title: 'Contact',
    blocks: [
      { as: 'address', text: `${business.name}\n${addressLine(business)}\nPhone ${business.phone}` },
      paragraph(`Find us on [Chirpline](https://chirpline.example/${slug(business.name)}) or just knock.`),
      ...(business.standing === 0 ? [{ as: 'form', text: 'https://bookaslot.example/book' } as const] : []),
    ],
  };
}

function texts(business: Business, random: Random, count: number): string[] {
  return random.some(business.trade.texts, count).map((text) => filled(text, business));
}
