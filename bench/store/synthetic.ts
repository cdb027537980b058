/**
 * A made-up web of any size, written through the product's own stage, for benches that need millions of links.
 * Targets have from 1 to a million backlinks: at 20 M links one domain of 1,000,000, three of 300,000, ten of 100,000, a
 * hundred of 10,000 and so on down; the rest have about ten. Deterministic.
 */
import { join } from 'node:path';
import type { Capture } from '../../src/model/capture.ts';
import { flag, type FoldedLink } from '../../src/model/link.ts';
import { packed } from '../../src/model/topic/topic-mix.ts';
import { addressOf } from '../../src/model/url.ts';
import { linksetId } from '../../src/extract/linkset.ts';
import type { Accounts } from '../../src/store/accounts.ts';
import { loadBatch } from '../../src/store/batches.ts';
import type { Engine } from '../../src/store/engine.ts';
import { Stage } from '../../src/store/staged.ts';
import { mkdirSync } from 'node:fs';

/** At 20 M links: how many domains have how many backlinks. The remainder goes to `tailDomains`. */
const tiers = [
  { domains: 1, backlinks: 1_000_000 },
  { domains: 3, backlinks: 300_000 },
  { domains: 10, backlinks: 100_000 },
  { domains: 100, backlinks: 10_000 },
  { domains: 1_000, backlinks: 1_000 },
  { domains: 10_000, backlinks: 100 },
] as const;
const linksAtScale = 20_000_000;
const tailDomains = 1_400_000;
const linksPerPage = 40;
const pagesPerDomain = 10;
const anchors = [
  'read more',
  'website',
  'click here',
  'our partner',
  'source',
  'home page',
  'the full report',
  'contact us',
  'best offers',
  '',
];

export interface SyntheticPart {
  /** Number of the first page, so that parts do not repeat one another. */
  readonly firstPage: number;
  readonly links: number;
  /** Seconds since 1970 of the first page's capture. */
  readonly fetchedAt: number;
}

/** The domain with this many backlinks (at 20 M links in all): for choosing targets to ask about. */
export function targetWith(backlinks: number): string {
  const tier = tiers.findIndex((each) => each.backlinks === backlinks);
  return tier === -1 ? tailDomain(12_345) : `tier${tier}-0.com`;
}

/** Stages and loads one part as one batch. Returns the seconds that staging and loading took. */
export async function loadSynthetic(
  engine: Engine,
  accounts: Accounts,
  folder: string,
  part: SyntheticPart,
): Promise<{ stageSeconds: number; loadSeconds: number; links: number }> {
  const stagedIn = join(folder, `part-${part.firstPage}`);
  mkdirSync(stagedIn, { recursive: true });
  const started = performance.now();
  const stage = new Stage(stagedIn);
  const pages = Math.ceil(part.links / linksPerPage);
  let links = 0;
  for (let page = part.firstPage; page < part.firstPage + pages; page++) {
    const folded = linksOf(page);
    links += folded.length;
    stage.add(captureOf(page, part.fetchedAt + (page % 86_400)), folded, linksetId(folded));
  }
  stage.close();
  const stagedAt = performance.now();
  const counts = { records: pages, captures: pages, links, bytes: 0, skipped: {}, damages: 0 };
  await loadBatch(
    engine,
    accounts,
    stagedIn,
    { digest: `synthetic-${part.firstPage}`, archive: `synthetic-${part.firstPage}`, path: '', crawl: 'synthetic', counts },
    stage.rows,
  );
  return { stageSeconds: (stagedAt - started) / 1000, loadSeconds: (performance.now() - stagedAt) / 1000, links };
}

/** A mix of three topics; neighbouring pages share theirs. */
function topicsOf(draw: number): number {
  const code = 1 + (mixed(draw) % 50);
  return packed([
    { code, weight: 7 },
    { code: code + 1, weight: 3 },
    { code: code + 5, weight: 1 },
  ]);
}

function captureOf(page: number, fetchedAt: number): Capture {
  const domain = `site${Math.floor(page / pagesPerDomain)}.net`;
  const source = addressOf(`https://${domain}/articles/${page % pagesPerDomain}/on-the-subject-of-${page}`);
  if (source === null) throw new Error('a made-up address must be one');
  const ip = `10.${(page >> 12) & 255}.${(page >> 4) & 255}.7`;
  const facts = {
    title: `Article ${page} about things`,
    language: 'en',
    textLanguage: 'en',
    topics: topicsOf(page >> 3),
    canonical: null,
    robots: 0,
    wordCount: 500,
    internalLinks: 20,
    externalLinks: linksPerPage,
    droppedLinks: 0,
    links: [],
    refresh: null,
    challenge: false,
  };
  return {
    source,
    fetchedAt,
    status: 200,
    redirect: null,
    ip,
    digest: '',
    grade: 'html',
    proof: 'page',
    revisit: false,
    page: facts,
    offset: page * 5_000,
    length: 5_000,
  };
}

function linksOf(page: number): FoldedLink[] {
  const links = new Map<string, FoldedLink>();
  for (let i = 0; i < linksPerPage; i++) {
    const draw = mixed(page * linksPerPage + i);
    const domain = targetDomain(draw);
    const deep = mixed(draw ^ 0x9e3779b9);
    const path = deep % 2 === 0 ? '/' : `/page/${deep % 1_000}`;
    const key = `${domain.split('.').toReversed().join(',')})${path}`;
    const flags = flag.sourceHttps | flag.targetHttps | (deep % 10 === 3 ? flag.nofollow : 0);
    links.set(key, {
      targetKey: key,
      targetUrl: '',
      targetDomain: domain,
      kind: 'anchor',
      flags,
      placement: deep % 3 === 0 ? 'content' : 'navigation',
      anchor: anchorOf(deep, domain),
      before: '',
      after: '',
      linksCount: 1,
      topics: deep % 4 === 0 ? topicsOf(deep >> 2) : 0,
    });
  }
  return [...links.values()].sort((a, b) => (a.targetKey < b.targetKey ? -1 : 1));
}

function targetDomain(draw: number): string {
  let place = draw % linksAtScale;
  for (const [tier, { domains, backlinks }] of tiers.entries()) {
    if (place < domains * backlinks) return `tier${tier}-${Math.floor(place / backlinks)}.com`;
    place -= domains * backlinks;
  }
  return tailDomain(mixed(draw + 1) % tailDomains);
}

function tailDomain(number: number): string {
  return `name${number}.org`;
}

function anchorOf(draw: number, domain: string): string {
  const kind = draw % 20;
  return kind < anchors.length ? (anchors[kind] ?? '') : kind < 15 ? domain : `${domain} ${draw % 5_000}`;
}

/** A 32-bit mix (MurmurHash3's finalizer), so that neighbours do not look alike. */
function mixed(value: number): number {
  let hash = value | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
