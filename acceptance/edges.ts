import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { silent } from '../src/base/progress.ts';
import { sql } from '../src/store/literal.ts';
import { tableOf } from '../src/store/releases.ts';
import { openIndex } from '../test/test-index.ts';
import type { Check } from './check.ts';

/** A link over time as the plain computation has it: seconds, and when a later capture of the source first lacked it. */
interface Life {
  readonly first: number;
  readonly last: number;
  readonly lostAt: number | null;
}

/** Ten years of dated edges between hosts: state and dates of every edge equal a plain computation by the rule that a source named at a date was captured then. */
export const edges: Check = async (say, dataDir) => {
  const file = join(dataDir, 'wahr', 'edges.tsv.gz');
  const folder = mkdtempSync(join(tmpdir(), 'openbacklinks-edges-'));
  const index = await openIndex(folder);
  try {
    const { engine } = index;
    const read = await index.ingest([`edges:${file}`], silent, { keepInternal: true });
    const { release } = await index.refresh();

    const lives = plainLives(file);
    const found = new Map(
      (
        await engine.ask<{ source: string; target: string; first: number; last: number; lost: number | null }>(
          sql`SELECT source_key AS source, target_key AS target, toUnixTimestamp(first_seen) AS first, toUnixTimestamp(last_seen) AS last,
                if(state = 1, toUnixTimestamp(assumeNotNull(lost_at)), NULL) AS lost FROM ${tableOf('backlinks', release.id)}`,
        )
      ).map((row) => [`${nameOf(row.source)} ${nameOf(row.target)}`, row]),
    );
    let equal = 0;
    for (const [edge, life] of lives) {
      const row = found.get(edge);
      if (row !== undefined && row.first === life.first && row.last === life.last && row.lost === life.lostAt) equal += 1;
      else if (lives.size - equal < 5) say(`differs ${edge}`, JSON.stringify([life, row ?? null]), '-');
    }
    const [first] = read.each;
    const refused = first?.damages_total ?? 0;
    say('rows', read.records + refused, 'edges', read.records + refused === 146_731);
    say('rows_without_a_host', refused, 'edges');
    say('captures', read.captures, 'hosts at a date');
    const others = [...found.keys()].filter((edge) => !lives.has(edge));
    say('links', lives.size, 'pairs of hosts', others.length === 0);
    for (const edge of others.slice(0, 5)) say(`only in the index ${edge}`, '', '-');
    say('equal', equal, 'pairs of hosts', equal === lives.size);
    say('lost', [...lives.values()].filter(({ lostAt }) => lostAt !== null).length, 'pairs of hosts');
    say('ingest', read.seconds, 's');
  } finally {
    await index[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true, force: true });
  }
};

/** Without any of the product's code. A leading `www.` and a trailing dot are folded, as everywhere. */
function plainLives(file: string): Map<string, Life> {
  const captured = new Map<string, Set<number>>();
  const seen = new Map<string, { source: string; times: Set<number> }>();
  for (const line of gunzipSync(readFileSync(file)).toString('utf8').trimEnd().split('\n').slice(1)) {
    const [, date = '', sourceName = '', targetName = ''] = line.split('\t');
    const at = Date.UTC(Number(date.slice(0, 4)), Number(date.slice(4, 6)) - 1, Number(date.slice(6, 8))) / 1000;
    const [source, target] = [plainName(sourceName), plainName(targetName)];
    if (!isHost(source)) continue;
    const times = captured.get(source) ?? new Set();
    captured.set(source, times.add(at));
    if (!isHost(target)) continue;
    const edge = seen.get(`${source} ${target}`) ?? { source, times: new Set() };
    edge.times.add(at);
    seen.set(`${source} ${target}`, edge);
  }
  return new Map(
    [...seen].map(([edge, { source, times }]) => {
      const last = Math.max(...times);
      const later = [...(captured.get(source) ?? [])].filter((at) => at > last);
      return [edge, { first: Math.min(...times), last, lostAt: later.length === 0 ? null : Math.min(...later) }];
    }),
  );
}

function plainName(host: string): string {
  return host
    .trim()
    .toLowerCase()
    .replace(/\.$/, '')
    .replace(/^www\./, '');
}

/** Some rows hold what a page had in place of a host: `javascript`, `<font size="2">http`, `ccla.org%20`. */
function isHost(name: string): boolean {
  return /^[\w-]+(\.[\w-]+)+$/.test(name);
}

/** `ca,liberal)*` -> `liberal.ca`. */
function nameOf(key: string): string {
  return key.slice(0, key.indexOf(')')).split(',').toReversed().join('.');
}
