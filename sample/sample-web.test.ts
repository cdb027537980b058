import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleTarget, writeSampleWeb } from './sample-web.ts';
import { attackedDomain, attackSites } from './town/spam-attack.ts';
import { farmDomains, farmShop } from './town/link-farm.ts';
import { rebranding } from './town/rebranding.ts';
import type { SampleTruth, TruthLink } from './truth.ts';

let folder = '';
let truth: SampleTruth;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'openbacklinks-sample-'));
  truth = await writeSampleWeb(folder);
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

/** The link that stands on the page of this address. */
function linkFrom(source: string, target = sampleTarget): TruthLink {
  const link = truth.linksTo(target).find((found) => found.source.href === source);
  if (link === undefined) throw new Error(`no link from ${source} to ${target}`);
  return link;
}

describe('the archives of the sample web', () => {
  it('are the same bytes on every run', async () => {
    const again = await writeSampleWeb(path.join(folder, 'again'));
    for (const [index, file] of truth.files.entries()) {
      expect((await readFile(again.files[index] ?? '')).equals(await readFile(file))).toBe(true);
    }
    expect(again.links).toEqual(truth.links);
  });

  it('hold one record a gzip member, with the lengths and digests they state', async () => {
    const records = recordsOf(await readFile(truth.files[2] ?? ''));
    const types = new Set(records.map(({ fields }) => fields.get('WARC-Type')));
    expect(types).toEqual(new Set(['warcinfo', 'request', 'response', 'revisit']));
    for (const { fields, block } of records) {
      expect(block.length).toBe(Number(fields.get('Content-Length')));
      const digest = `sha1:${base32(createHash('sha1').update(block).digest())}`;
      expect(fields.get('WARC-Block-Digest') ?? digest).toBe(digest);
    }
  });

  it('hold a response or revisit for every capture', async () => {
    const files = await Promise.all(truth.files.map((file) => readFile(file)));
    const captures = files.flatMap(recordsOf).filter(({ fields }) => /^(?:response|revisit)$/.test(fields.get('WARC-Type') ?? ''));
    expect(captures).toHaveLength(truth.captures);
  });

  it('stay small enough for a first run', async () => {
    const bytes = (await Promise.all(truth.files.map((file) => readFile(file)))).reduce((sum, { length }) => sum + length, 0);
    expect(bytes).toBeLessThan(4_000_000);
    expect(truth.domains).toBeGreaterThan(250);
    expect(truth.pages).toBeGreaterThan(1_000);
  });
});

describe('the truth of the sample web', () => {
  it('counts each link once, live or lost', () => {
    const identities = truth.links.map(({ source, target }) => `${source.key} ${target.key}`);
    expect(new Set(identities).size).toBe(identities.length);
    for (const link of truth.links) {
      expect(link.firstSeen).toBeLessThanOrEqual(link.lastSeen);
      expect(link.source.domain).not.toBe(link.target.domain);
      expect([link.lostAt === null, link.lostReason === 'none', link.lostConfirmations === 0]).toEqual(
        Array(3).fill(link.state === 'live'),
      );
      expect(link.lostAt ?? Number.POSITIVE_INFINITY).toBeGreaterThan(link.lastSeen);
    }
    const counts = truth.countsOf(sampleTarget);
    expect(counts.backlinks + counts.lostBacklinks).toBe(truth.linksTo(sampleTarget).length);
  });

  it('has the target of the first run linked in every way', () => {
    const links = truth.linksTo(sampleTarget);
    expect(new Set(links.map(({ state }) => state))).toEqual(new Set(['live', 'lost']));
    expect(new Set(links.map(({ lostReason }) => lostReason))).toEqual(new Set(['none', 'removed', 'gone', 'redirected']));
    expect(new Set(links.map(({ followed }) => followed))).toEqual(new Set([true, false]));
    expect(truth.countsOf(sampleTarget).referringDomains).toBeGreaterThan(30);
  });

  it('keeps a link through a bot check, an error and a cut page', () => {
    expect(linkFrom('https://www.wexcombe-courier.example/2026/03/the-spring-offers').state).toBe('live');
    expect(linkFrom('https://www.wexcombe-courier.example/2026/04/forty-years-of-floods').state).toBe('live');
  });

  it('has a link that was lost and found again live since it was first seen', () => {
    const link = linkFrom('https://www.wexcombe-courier.example/2026/02/letters');
    expect(link).toMatchObject({ state: 'live', lostConfirmations: 0, pageSeenBefore: false });
    expect(link.lastSeen - link.firstSeen).toBeGreaterThan(80 * 86_400);
  });

  it('takes the rel of the last capture', () => {
    expect(linkFrom('https://www.wexcombe-courier.example/2026/06/kitchens-that-last', 'dovetail-carpentry.example').followed).toBe(false);
    expect(
      truth.links
        .filter(({ source }) => source.domain === 'coastandvalley.example' && source.href.endsWith('/kitchens-we-like'))
        .some(({ followed }) => followed),
    ).toBe(false);
  });

  it('loses a link whose page redirects, and discovers it where the page has gone', () => {
    const old = linkFrom('https://alder-college.edu.example/~marchetti/plumbing-reading.html');
    expect(old).toMatchObject({ state: 'lost', lostReason: 'redirected', lostConfirmations: 2 });
    expect(linkFrom('https://alder-college.edu.example/reading/plumbing')).toMatchObject({ state: 'live', pageSeenBefore: false });
  });

  it('sees the old domain of a business redirect to the new one', () => {
    const redirects = truth
      .linksTo(rebranding.domain)
      .filter(({ source, kind }) => source.domain === rebranding.oldDomain && kind === 'redirect');
    expect(redirects).toHaveLength(3);
    expect(truth.countsOf(rebranding.oldDomain).lostBacklinks).toBeGreaterThan(5);
  });

  it('has a farm that links to one shop, and is linked by nobody else', () => {
    const sources = new Set(truth.links.filter(({ target }) => farmDomains.includes(target.domain)).map(({ source }) => source.domain));
    expect([...sources].filter((domain) => !farmDomains.includes(domain))).toEqual([]);
    expect(truth.countsOf(farmShop).referringDomains).toBeGreaterThanOrEqual(farmDomains.length);
  });

  it('has an attack that began in one month and has begun to fade', () => {
    const attack = truth
      .linksTo(attackedDomain)
      .filter(({ firstSeen, source }) => firstSeen > Date.UTC(2026, 8, 1) / 1000 && /^[a-z]+\d{3}\.example$/.test(source.domain));
    expect(new Set(attack.map(({ source }) => source.domain)).size).toBe(attackSites);
    expect(attack.every(({ firstSeen }) => firstSeen < Date.UTC(2026, 9, 1) / 1000)).toBe(true);
    expect(new Set(attack.filter(({ lostReason }) => lostReason === 'gone').map(({ source }) => source.domain)).size).toBe(attackSites / 4);
  });
});

interface Record {
  readonly fields: ReadonlyMap<string, string>;
  readonly block: Buffer;
}

/** A reader that knows only what the writer promises: a member a record. */
function recordsOf(file: Buffer): Record[] {
  const magic = Buffer.from([0x1f, 0x8b, 8, 0]);
  const records: Record[] = [];
  for (let start = 0; start < file.length;) {
    const next = file.indexOf(magic, start + 1);
    const end = next === -1 ? file.length : next;
    const text = gunzipSync(file.subarray(start, end));
    const head = text.indexOf('\r\n\r\n');
    const fields = text
      .subarray(0, head)
      .toString()
      .split('\r\n')
      .slice(1)
      .map((line): [string, string] => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]);
    records.push({ fields: new Map(fields), block: text.subarray(head + 4, -4) });
    start = end;
  }
  return records;
}

/** RFC 4648, through one large number. */
function base32(bytes: Buffer): string {
  const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  let rest = BigInt(`0x${bytes.toString('hex')}`);
  let text = '';
  for (let i = 0; i < 32; i++, rest >>= 5n) text = (digits[Number(rest & 31n)] ?? '') + text;
  return text;
}
