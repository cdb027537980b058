import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parse } from 'tldts';
import { throwawayIndex, type TestIndex } from '../test/test-index.ts';
import type { Check, Say } from './check.ts';

const parties = ['liberal.ca', 'conservative.ca', 'ndp.ca'] as const;
type Party = (typeof parties)[number];

/**
 * Ten years of Canadian politics, imported as an edge list: for the three parties, who links to the others and not to one, and who links
 * to all, equal to sets made without the product. Then how well the ranking of a gap finds links that exist: of each party a fifth of its
 * links is hidden, and gaps are asked in what is left; among the first ones there should be more of the hidden links than by authority alone.
 */
export const gap: Check = async (say, dataDir) => {
  const lines = gunzipSync(readFileSync(join(dataDir, 'wahr', 'edges.tsv.gz')))
    .toString('utf8')
    .trimEnd()
    .split('\n')
    .slice(1);
  const linked = liveDomains(lines);
  await setsOf(say, dataDir, linked);
  await heldOut(say, lines);
};

async function setsOf(say: Say, dataDir: string, linked: (target: string) => ReadonlySet<string>): Promise<void> {
  await using index = await throwawayIndex();
  await index.ingest([`edges:${join(dataDir, 'wahr', 'edges.tsv.gz')}`]);
  await index.refresh();

  for (const party of parties) {
    const others = parties.filter((other) => other !== party);
    const expected = union(others.map((other) => linked(other))).filter((domain) => !linked(party).has(domain) && !isParty(domain));
    const found = await all(index, 'gap', { target: party, competitors: others });
    say(`gap of ${party}`, found.length, 'domains', sameSet(found, expected));
  }
  const everyone = union(parties.map((party) => linked(party)));
  for (const least of [3, 2, 1]) {
    const expected = everyone.filter((domain) => parties.filter((party) => linked(party).has(domain)).length >= least);
    const found = await all(index, 'intersection', { targets: parties, targets_min: least });
    say(`link to ${least} of 3`, found.length, 'domains', sameSet(found, expected));
  }
  const [third, second, first] = ['conservative.ca', 'liberal.ca', 'ndp.ca'] as const;
  const expected = [...linked(first)].filter((domain) => linked(second).has(domain) && !linked(third).has(domain));
  const found = await all(index, 'intersection', { targets: [first, second], exclude: [third] });
  say(`link to ${first} and ${second}, not to ${third}`, found.length, 'domains', sameSet(found, expected));

  const { rows } = await index.ask<{ rows: { domain: string; shared_domains: number; log10_p: number }[] }>('competitors', {
    target: 'ndp.ca',
    limit: 100,
  });
  for (const other of ['liberal.ca', 'conservative.ca']) {
    const place = rows.findIndex(({ domain }) => domain === other);
    const shared = [...linked('ndp.ca')].filter((domain) => linked(other as Party).has(domain)).length;
    say(
      `${other} among the competitors of ndp.ca`,
      place + 1,
      `place, log10 p ${rows[place]?.log10_p.toFixed(1) ?? '-'}`,
      rows[place]?.shared_domains === shared,
    );
  }
}

/** Targets whose links are hidden: the most linked ones. */
const heldOutTargets = 40;
const depths = [10, 20, 100];

/**
 * All edges as if seen on one day. Of the links to each of the most linked domains a fifth is hidden, chosen by a hash; the gap of each
 * against its ten nearest competitors should bring the hidden ones up.
 */
async function heldOut(say: Say, lines: readonly string[]): Promise<void> {
  const linked = new Map<string, Set<string>>();
  for (const [source, target] of edgesOf(lines)) linked.set(target, (linked.get(target) ?? new Set()).add(source));
  const targets = [...linked]
    .sort(([a, one], [b, two]) => two.size - one.size || (a < b ? -1 : 1))
    .slice(0, heldOutTargets)
    .map(([target]) => target);
  const hidden = new Map(
    targets.map((target) => [target, new Set([...(linked.get(target) ?? [])].filter((source) => isHidden(source, target)))]),
  );
  const folder = mkdtempSync(join(tmpdir(), 'openbacklinks-gap-'));
  try {
    const file = join(folder, 'edges.tsv');
    const kept = [...linked].flatMap(([target, sources]) =>
      [...sources].filter((source) => hidden.get(target)?.has(source) !== true).map((source) => `${source}\t${target}`),
    );
    writeFileSync(file, `source_host\ttarget_host\tdate\tlinks\n${kept.map((edge) => `${edge}\t20150501\t1\n`).join('')}`);
    await using index = await throwawayIndex();
    await index.ingest([`edges:${file}`]);
    await index.refresh();
    let possible = 0;
    const hits = depths.map((depth) => ({ depth, ranked: 0, byAuthority: 0 }));
    for (const target of targets) {
      const nearest = await index.ask<{ rows: { domain: string }[] }>('competitors', { target, limit: 10 });
      if (nearest.rows.length === 0) continue;
      const input = { target, competitors: nearest.rows.map(({ domain }) => domain), limit: 1000 };
      const { rows } = await index.ask<{ rows: { domain: string; domain_authority: number }[] }>('gap', input);
      const isHit = ({ domain }: { domain: string }): boolean => hidden.get(target)?.has(domain) === true;
      const byAuthority = [...rows].sort((a, b) => b.domain_authority - a.domain_authority || (a.domain < b.domain ? -1 : 1));
      possible += rows.filter(isHit).length;
      for (const count of hits) {
        count.ranked += rows.slice(0, count.depth).filter(isHit).length;
        count.byAuthority += byAuthority.slice(0, count.depth).filter(isHit).length;
      }
    }
    say(
      'hidden links',
      [...hidden.values()].reduce((sum, sources) => sum + sources.size, 0),
      'links',
    );
    say('hidden links among the candidates', possible, 'links');
    for (const { depth, ranked, byAuthority } of hits) {
      say(`hits in the first ${depth} by authority alone`, byAuthority, 'links');
      // Few targets here have more than a hundred candidates: any order finds nearly all among so many.
      say(`hits in the first ${depth}`, ranked, 'links', depth < 100 ? ranked > byAuthority : ranked >= byAuthority);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A fifth of all pairs, always the same. */
function isHidden(source: string, target: string): boolean {
  return (createHash('sha256').update(`${source} ${target}`).digest()[0] ?? 0) < 51;
}

function edgesOf(lines: readonly string[]): [source: string, target: string][] {
  const pairs = lines
    .map((line) => line.split('\t'))
    .map(([, , source = '', target = '']) => [plainName(source), plainName(target)] as const);
  return pairs
    .filter((pair) => pair.every(isHost))
    .map(([source, target]) => [domainOf(source), domainOf(target)] as [string, string])
    .filter(([source, target]) => source !== target);
}

/** Of a target, the domains with a live link to it: a pair of hosts is live when no later capture of the source lacks it. */
function liveDomains(lines: readonly string[]): (target: string) => ReadonlySet<string> {
  const captured = new Map<string, string>();
  const last = new Map<string, string>();
  for (const line of lines) {
    const [, date = '', sourceName = '', targetName = ''] = line.split('\t');
    const [source, target] = [plainName(sourceName), plainName(targetName)];
    if (!isHost(source)) continue;
    if (date > (captured.get(source) ?? '')) captured.set(source, date);
    if (isHost(target) && date > (last.get(`${source} ${target}`) ?? '')) last.set(`${source} ${target}`, date);
  }
  const sources = new Map<string, Set<string>>();
  for (const [pair, date] of last) {
    const [source = '', target = ''] = pair.split(' ');
    const [from, to] = [domainOf(source), domainOf(target)];
    if (captured.get(source) !== date || from === to) continue;
    sources.set(to, (sources.get(to) ?? new Set()).add(from));
  }
  return (target) => sources.get(target) ?? new Set();
}

async function all(index: TestIndex, operation: string, input: Record<string, unknown>): Promise<string[]> {
  const found: string[] = [];
  let cursor: string | null = null;
  do {
    const answer: { rows: { domain: string }[]; cursor: string | null } = await index.ask(operation, {
      ...input,
      limit: 200,
      ...(cursor !== null && { cursor }),
    });
    found.push(...answer.rows.map(({ domain }) => domain));
    cursor = answer.cursor;
  } while (cursor !== null);
  return found;
}

function sameSet(found: readonly string[], expected: readonly string[]): boolean {
  return found.length > 0 && [...found].sort().join(' ') === [...expected].sort().join(' ');
}

function union(sets: readonly ReadonlySet<string>[]): string[] {
  return [...new Set(sets.flatMap((set) => [...set]))];
}

function isParty(domain: string): boolean {
  return parties.some((party) => party === domain);
}

function domainOf(host: string): string {
  return parse(host, { allowPrivateDomains: true }).domain ?? host;
}

function plainName(host: string): string {
  return host
    .trim()
    .toLowerCase()
    .replace(/\.$/, '')
    .replace(/^www\./, '');
}

function isHost(name: string): boolean {
  return /^[\w-]+(\.[\w-]+)+$/.test(name);
}
