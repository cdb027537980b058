/**
 * Small random webs for conformance tests: a few pages, captured now and then in every way a crawl meets them, linking to a few
 * targets. Times come from a handful of days, so that captures often share a moment and follow one another in any order of batches.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { linksetId } from '../../src/extract/linkset.ts';
import { unreadPage, type Capture, type ExtractedPage, type Grade, type Proof } from '../../src/model/capture.ts';
import { flag, linkKinds, placements, type FoldedLink } from '../../src/model/link.ts';
import { origins, type Origin } from '../../src/model/origin.ts';
import { packed } from '../../src/model/topic/topic-mix.ts';
import { addressOf, keyFormOf, type Address, isOfItsKey } from '../../src/model/url.ts';
import { loadBatch, type Batch } from '../../src/store/batches.ts';
import { Stage } from '../../src/store/staged.ts';
import type { TestIndex } from '../test-index.ts';

/** A capture with its folded links, and the batch that brings it. */
export interface WorldCapture {
  readonly batch: number;
  readonly capture: Capture;
  readonly links: readonly FoldedLink[];
  readonly linkset: bigint;
  /** Left out: an archive. */
  readonly origin?: Origin;
  /** Of an export: when it says that the links were lost. */
  readonly reportedLostAt?: number;
}

export const batchesOfWorlds = 3;
const day = 86_400;
/** 2026-01-01, the first of the days on which worlds are captured. */
export const worldsBegin = Date.UTC(2026, 0, 1) / 1000;

/**
 * What a fetch came to. `partial`: an HTML page that was cut, so that it shows links and proves nothing. `reported`: nothing was fetched, an
 * export names the page's links.
 */
const fetches = [
  'html',
  'wat',
  'partial',
  'reported',
  'unavailable',
  'gone',
  'redirected',
  'revisit',
  'revisit of anything',
  'odd revisit',
] as const;

/** What a page's words say of it, by the day: nothing, the same as the day before, or something else. */
function saysOf({ day: at, robots }: RandomCapture): Pick<ExtractedPage, 'language' | 'textLanguage' | 'topics'> {
  const topics = [
    0,
    packed([
      { code: 51, weight: 9 },
      { code: 53, weight: 2 },
    ]),
    packed([{ code: 42, weight: 7 }]),
    packed([{ code: 8, weight: 1 }]),
  ];
  return {
    language: ['', 'en', 'de-at'][at % 3] ?? '',
    textLanguage: ['', 'en', 'fr', ''][(at + robots) % 4] ?? '',
    topics: topics[at % topics.length] ?? 0,
  };
}

interface RandomCapture {
  readonly batch: number;
  readonly page: number;
  readonly day: number;
  readonly fetch: (typeof fetches)[number];
  readonly digest: string;
  readonly ip: string;
  readonly robots: number;
  readonly links: readonly { readonly target: number; readonly look: number }[];
}

const randomCapture: fc.Arbitrary<RandomCapture> = fc.record({
  batch: fc.integer({ min: 0, max: batchesOfWorlds - 1 }),
  page: fc.integer({ min: 0, max: 2 }),
  day: fc.oneof(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 400 })),
  fetch: fc.oneof({ arbitrary: fc.constantFrom('html', 'wat' as const), weight: 3 }, { arbitrary: fc.constantFrom(...fetches), weight: 2 }),
  digest: fc.constantFrom('', 'sha1:A', 'sha1:B'),
  ip: fc.constantFrom('', '192.0.2.1', '192.0.2.77', '198.51.100.9', '2001:db8::1', '2001:db8:0:1::1'),
  robots: fc.constantFrom(0, 0, 0, 1, 2, 3),
  links: fc.uniqueArray(fc.record({ target: fc.integer({ min: 0, max: 6 }), look: fc.nat(1_000_000) }), {
    maxLength: 5,
    selector: ({ target }) => target,
  }),
});

/** The captures of one world. Worlds share nothing but the domain of their last target. */
function world(name: string, captures: readonly RandomCapture[]): WorldCapture[] {
  const pages = [`https://www.a-${name}.example/`, `http://blog.b-${name}.example/post?id=1`, `https://forum-${name}.example:8443/t/1`];
  const targets = [
    `https://shop-${name}.example/`,
    `https://www.shop-${name}.example/a`,
    `http://blog.shop-${name}.example/a/b?x=1`,
    `https://news-${name}.example/`,
    `https://a-${name}.example/other`,
    `https://tenant-${name}.github.io/`,
    'https://everyone.example/about',
  ];
  return captures.map((random) => {
    const source = address(pages[random.page] ?? '');
    const grade = gradeOf(random.fetch);
    const reported = random.fetch === 'reported';
    const links =
      grade === 'none' && !reported
        ? []
        : random.links.map(({ target, look }) => link(source, address(targets[target] ?? ''), look, random));
    links.sort((a, b) => (a.targetKey < b.targetKey ? -1 : 1));
    const revisit = random.fetch.includes('revisit');
    const page =
      grade === 'none' && !reported ? null : { ...unreadPage, title: `Page of ${name}`, ...saysOf(random), robots: random.robots };
    return {
      batch: random.batch,
      ...(reported && { origin: random.digest === '' ? ('ahrefs' as const) : ('bing' as const) }),
      ...(reported && random.robots > 0 && { reportedLostAt: worldsBegin + (random.day + (random.robots - 1) * 20) * day }),
      links,
      linkset: page === null ? 0n : linksetId(links),
      capture: {
        source,
        fetchedAt: worldsBegin + random.day * day,
        status: statusOf(random.fetch),
        redirect: random.fetch === 'redirected' ? address('https://elsewhere.example/') : null,
        ip: reported ? '' : random.ip,
        digest: random.fetch === 'revisit of anything' ? '' : random.digest,
        grade,
        proof: proofOf(random.fetch),
        revisit,
        page,
        offset: random.day,
        length: 1,
      },
    };
  });
}

/** `count` worlds from one seed, as the captures of each. */
export function randomWorlds(count: number, seed: number): WorldCapture[][] {
  return fc
    .sample(fc.array(randomCapture, { minLength: 1, maxLength: 12 }), { seed, numRuns: count })
    .map((captures, i) => world(`${seed}-${i}`, captures));
}

/** Those that come from archives: one batch when they are loaded. */
export function archivedOf(captures: readonly WorldCapture[]): WorldCapture[] {
  return captures.filter(({ origin }) => origin === undefined);
}

/** Stages captures as an ingest would, and commits those of each origin as one batch. Gives the last one. */
export async function loadWorlds(index: TestIndex, name: string, captures: readonly WorldCapture[]): Promise<Batch> {
  let last: Batch | null = null;
  for (const origin of origins) {
    const mine = captures.filter((seen) => (seen.origin ?? 'archive') === origin);
    if (mine.length > 0) last = await loadOf(index, origin === 'archive' ? name : `${name} ${origin}`, origin, mine);
  }
  return last ?? loadOf(index, name, 'archive', []);
}

async function loadOf(index: TestIndex, name: string, origin: Origin, captures: readonly WorldCapture[]): Promise<Batch> {
  const folder = join(index.folder, 'staged', name);
  mkdirSync(folder, { recursive: true });
  const stage = new Stage(folder, origin);
  for (const { capture, links, linkset, reportedLostAt = 0 } of captures) stage.add(capture, links, linkset, { reportedLostAt });
  stage.close();
  const counts = { records: captures.length, captures: captures.length, links: 0, bytes: 0, skipped: {}, damages: 0 };
  const batch = { archive: `${name}.warc.gz`, path: `/archives/${name}.warc.gz`, crawl: name, digest: name, counts };
  return loadBatch(index.engine, index.accounts, folder, batch, stage.rows);
}

/** How a page was found: what is left out is as in a plain, whole HTML capture of the first day. */
export interface Found {
  readonly day?: number;
  readonly grade?: Grade;
  readonly proof?: Proof;
  readonly revisit?: boolean;
  readonly digest?: string;
  readonly ip?: string;
  /** `rel` bits of all its links. */
  readonly rel?: number;
  readonly anchor?: string;
}

/** One capture of a page that links to `targets`; a page that is gone, and a revisit, have no links of their own. */
export function pageCapture(url: string, targets: readonly string[], found: Found = {}): WorldCapture {
  const { proof = 'page', revisit = false } = found;
  const source = address(url);
  const bare = revisit || proof === 'gone';
  const links = bare
    ? []
    : targets.map((target) => plainLink(source, address(target), found)).sort((a, b) => (a.targetKey < b.targetKey ? -1 : 1));
  return {
    batch: 0,
    links,
    linkset: bare ? 0n : linksetId(links),
    capture: {
      source,
      fetchedAt: worldsBegin + (found.day ?? 0) * day,
      status: proof === 'gone' ? 404 : 200,
      redirect: null,
      ip: found.ip ?? '',
      digest: found.digest ?? '',
      grade: bare ? 'none' : (found.grade ?? 'html'),
      proof,
      revisit,
      page: bare ? null : unreadPage,
      offset: found.day ?? 0,
      length: 1,
    },
  };
}

function plainLink(source: Address, target: Address, { rel = 0, anchor = '', grade }: Found): FoldedLink {
  const plain = link(source, target, 0, { robots: 0, fetch: grade ?? 'html' });
  return { ...plain, targetUrl: isOfItsKey(target) ? '' : target.href, flags: plain.flags | rel, anchor };
}

export function address(url: string): Address {
  const found = addressOf(url);
  if (found === null) throw new Error(`a test's address is none: ${url}`);
  return found;
}

/** By anchor: what is stored of a link set holds for all captures that share it. */
const linkMixes = [
  0,
  packed([{ code: 51, weight: 8 }]),
  packed([
    { code: 51, weight: 6 },
    { code: 42, weight: 5 },
  ]),
  0,
  packed([{ code: 53, weight: 15 }]),
  0,
  packed([{ code: 8, weight: 3 }]),
  0,
];
const anchors = ['', 'Plumber in Town', 'the best PLUMBER', 'Über uns', 'ÇOK iyi', 'ΟΔΟΣ Straße', '😀 click here', '﹒click'] as const;
const looks = [0, 0, flag.nofollow, flag.ugc, flag.sponsored, flag.nofollow | flag.sponsored, flag.hasImage] as const;

/** A link to `target` that looks as `look` says: kind, rel, anchor and place from small pools. */
export function link(
  source: Address,
  target: Address,
  look: number,
  seen: { readonly robots: number; readonly fetch?: string },
): FoldedLink {
  const kind = linkKinds[look % 11 < 5 ? 0 : look % linkKinds.length] ?? 'anchor';
  const from = keyFormOf(source);
  const to = keyFormOf(target);
  const flags =
    (looks[look % looks.length] ?? 0) |
    ((seen.robots & 1) === 0 ? 0 : flag.pageNoindex) |
    ((seen.robots & 2) === 0 ? 0 : flag.pageNofollow) |
    (from.https ? flag.sourceHttps : 0) |
    (from.www ? flag.sourceWww : 0) |
    (to.https ? flag.targetHttps : 0) |
    (to.www ? flag.targetWww : 0) |
    (seen.fetch === 'wat' ? flag.placementEstimated : 0);
  return {
    targetKey: target.key,
    targetUrl: '',
    targetDomain: target.domain,
    kind,
    flags,
    placement: placements[look % placements.length] ?? 'unknown',
    anchor: anchors[look % anchors.length] ?? '',
    before: look % 3 === 0 ? 'text before' : '',
    after: look % 3 === 0 ? 'text after' : '',
    linksCount: 1 + (look % 4),
    topics: linkMixes[look % anchors.length] ?? 0,
  };
}

function gradeOf(fetch: RandomCapture['fetch']): Grade {
  if (fetch === 'wat') return 'wat';
  return fetch === 'html' || fetch === 'partial' || fetch === 'redirected' ? 'html' : 'none';
}

function proofOf(fetch: RandomCapture['fetch']): Proof {
  if (fetch === 'gone' || fetch === 'redirected') return fetch;
  return ['html', 'wat', 'revisit', 'revisit of anything'].includes(fetch) ? 'page' : 'nothing';
}

function statusOf(fetch: RandomCapture['fetch']): number {
  const odd: Partial<Record<RandomCapture['fetch'], number>> = { unavailable: 503, gone: 404, redirected: 301 };
  return odd[fetch] ?? 200;
}

const hubMixes = [
  0,
  packed([
    { code: 51, weight: 10 },
    { code: 53, weight: 3 },
  ]),
  packed([{ code: 42, weight: 12 }]),
  packed([
    { code: 8, weight: 5 },
    { code: 51, weight: 4 },
    { code: 1, weight: 1 },
  ]),
];
const hubSources = [
  ...Array.from({ length: 24 }, (_, i) => `source-${i}.example`),
  'riverside-gazette.example',
  'riverside-chamber.example',
  'annas-blog.example',
  'town.gov.uk',
  'college.edu',
  'flower-shop.co.uk',
  'anna.github.io',
  'everywhere.example',
];

/**
 * A target so large that its answers are kept ready as domain, host and page, and one smaller host of it: thousands of pages that link
 * to it, some recaptured, some without the link, some with it again after that. `everywhere.example` has one link on all of its pages.
 */
export function hubWorld(pages: number, seed: number): WorldCapture[] {
  const shapes = fc.sample(
    fc.record({
      domain: fc.nat(hubSources.length - 1),
      www: fc.constantFrom('', 'www.', 'blog.'),
      look: fc.nat(1_000_000),
      targets: fc.uniqueArray(fc.constantFrom(1, 2, 3, 4), { maxLength: 2 }),
      day: fc.integer({ min: 0, max: 300 }),
      again: fc.constantFrom('never', 'never', 'same', 'without', 'gone', 'away' as const),
      ip: fc.constantFrom('192.0.2.1', '192.0.2.200', '198.51.100.9', '2001:db8::1', '2001:db8::2', ''),
      robots: fc.constantFrom(0, 0, 0, 0, 2),
    }),
    { seed, numRuns: pages },
  );
  return shapes.flatMap((shape, i) => {
    const domain = hubSources[shape.domain] ?? '';
    const source = address(`https://${shape.www}${domain}/page/${i}`);
    const everywhere = domain === 'everywhere.example';
    const targets = [
      'https://hub.example/',
      'https://hub.example/shop/one',
      'https://www.hub.example/shop/two?a=1',
      `http://blog.hub.example/post/${i % 7}`,
      `https://${hubSources[i % 5]}/`,
    ];
    const links = (everywhere ? [0] : [0, ...shape.targets])
      .map((target) => link(source, address(targets[target] ?? ''), everywhere ? 0 : shape.look + target, { robots: shape.robots }))
      .sort((a, b) => (a.targetKey < b.targetKey ? -1 : 1));
    const page: ExtractedPage = {
      ...unreadPage,
      title: `Page ${i}`,
      language: 'en-gb',
      topics: hubMixes[i % hubMixes.length] ?? 0,
      robots: shape.robots,
    };
    const seen = (batch: number, days: number, proof: Proof, shown: readonly FoldedLink[]): WorldCapture => ({
      batch,
      links: shown,
      linkset: proof === 'gone' ? 0n : linksetId(shown),
      capture: {
        source,
        fetchedAt: worldsBegin + days * day + i,
        status: proof === 'gone' ? 410 : 200,
        redirect: null,
        ip: shape.ip,
        digest: '',
        grade: proof === 'gone' ? 'none' : 'html',
        proof,
        revisit: false,
        page: proof === 'gone' ? null : page,
        offset: i,
        length: 1,
      },
    });
    const first = seen(0, shape.day, 'page', links);
    if (shape.again === 'never') return [first];
    const later =
      shape.again === 'gone' ? seen(1, shape.day + 60, 'gone', []) : seen(1, shape.day + 60, 'page', shape.again === 'same' ? links : []);
    return shape.again === 'away' ? [first, later, seen(2, shape.day + 90, 'page', links)] : [first, later];
  });
}

/**
 * A crowd: some forty domains whose pages link to the same dozen, in every way, some of them to themselves and to one another; one with the same
 * link on all of its pages, some with pages for contact and submissions, some whose links were lost.
 */
export function crowdedWorld(pages: number, seed: number): WorldCapture[] {
  const shapes = fc.sample(
    fc.record({
      source: fc.nat(44),
      host: fc.constantFrom('', 'www.', 'blog.'),
      path: fc.constantFrom('', 'contact', 'about/contact-us.html', 'write-for-us', 'submit', 'a?b=1'),
      targets: fc.uniqueArray(fc.nat(crowdTargets.length - 1), { minLength: 1, maxLength: 6 }),
      look: fc.nat(1_000_000),
      again: fc.constantFrom('never', 'never', 'same', 'without'),
      robots: fc.constantFrom(0, 0, 0, 0, 0, 1, 2),
    }),
    { seed, numRuns: pages },
  );
  return shapes.flatMap((shape, i) => {
    const everywhere = shape.source < 6;
    const domain = shape.source > 39 ? `crowd-${shape.source - 40}.example` : `of-${everywhere ? 0 : shape.source}.example`;
    const source = address(`https://${shape.host}${domain}/${shape.path === '' ? `page/${i}` : shape.path}`);
    const targets = everywhere ? [0, 3] : shape.targets;
    const links = targets
      .map((target) => link(source, address(crowdTargets[target] ?? ''), everywhere ? 0 : shape.look + target, { robots: shape.robots }))
      .filter(({ targetKey }) => targetKey !== source.key)
      .sort((a, b) => (a.targetKey < b.targetKey ? -1 : 1));
    const seen = (batch: number, days: number, shown: readonly FoldedLink[]): WorldCapture => ({
      batch,
      links: shown,
      linkset: linksetId(shown),
      capture: {
        source,
        fetchedAt: worldsBegin + days * day + i,
        status: 200,
        redirect: null,
        ip: '',
        digest: '',
        grade: 'html',
        proof: 'page',
        revisit: false,
        page: { ...unreadPage, robots: shape.robots },
        offset: i,
        length: 1,
      },
    });
    const first = seen(0, shape.look % 300, links);
    if (shape.again === 'never') return [first];
    return [first, seen(1, (shape.look % 300) + 40, shape.again === 'same' ? links : [])];
  });
}

const crowdTargets: readonly string[] = [
  ...Array.from({ length: 9 }, (_, i) => `https://crowd-${i}.example/`),
  'https://crowd-0.example/shop/one',
  'https://www.crowd-1.example/shop/two',
  'https://blog.crowd-2.example/post',
  ...Array.from({ length: 12 }, (_, i) => `https://of-${i + 1}.example/`),
  'https://of-4.example/news',
];

/**
 * Two sites that gained links slowly and then many within a week: `burst.example` from one network with one anchor, `praised.example` from the strongest
 * sites there are, in words of their own. Batch 0.
 */
export function burstWorlds(): WorldCapture[] {
  const steady = ['burst.example', 'praised.example'].flatMap((target) =>
    Array.from({ length: 4 }, (_, i) =>
      pageCapture(`https://early-${i}.example/on/${target}`, [`https://${target}/`], {
        day: 40 * i,
        anchor: `early ${i}`,
        ip: `203.0.113.${i}`,
      }),
    ),
  );
  const burst = Array.from({ length: 30 }, (_, i) =>
    pageCapture(`https://farm-${i}.example/`, ['https://burst.example/pills'], {
      day: 329 + (i % 4),
      anchor: i % 3 === 0 ? `pills ${i}` : 'cheap pills',
      ip: `198.18.${i % 2}.${i}`,
    }),
  );
  const praise = Array.from({ length: 20 }, (_, i) =>
    pageCapture(`https://source-${i}.example/review`, ['https://praised.example/'], {
      day: 331,
      anchor: `a good site, says ${i}`,
      ip: `198.${i + 20}.0.1`,
    }),
  );
  return [...steady, ...burst, ...praise];
}
