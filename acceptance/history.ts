/**
 * History on real data. `wahr/`: ten years of dated edges between hosts, month by month equal to a computation without any of the product's code, by the rule
 * that a host named as a source at a date was captured then. `webring/`: one page at 73 month ends, each of its links over time equal to the list's own history.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parse } from 'tldts';
import { spikeHistory, spikeTest } from '../src/compute/spike.ts';
import { addressOf } from '../src/model/url.ts';
import { throwawayIndex } from '../test/test-index.ts';
import type { Check, Say } from './check.ts';

interface Level {
  readonly live: number;
  readonly new: number;
  readonly returned: number;
  readonly lost: number;
}

interface Month {
  readonly from: string;
  readonly backlinks: Level;
  readonly referring_hosts: Level;
  readonly referring_domains: Level;
  readonly pages_captured: number;
  readonly spike: {
    readonly found: boolean;
    readonly expected: number;
    readonly cause: { readonly class: string; readonly because: string } | null;
  } | null;
}

interface History {
  readonly rows: readonly Month[];
  readonly half_life: unknown;
}

const levels = ['backlinks', 'referring_hosts', 'referring_domains'] as const;

export const history: Check = async (say, dataDir) => {
  await tenYears(say, join(dataDir, 'wahr', 'edges.tsv.gz'));
  await webring(say, join(dataDir, 'webring'));
};

async function tenYears(say: Say, file: string): Promise<void> {
  await using index = await throwawayIndex();
  await index.ingest([`edges:${file}`]);
  await index.refresh();
  const edges = edgesOf(file);
  for (const target of ['liberal.ca', 'conservative.ca', 'ndp.ca']) {
    const { rows, half_life } = await index.ask<History>('history', { target, by: 'month' });
    const plain = plainMonths(edges, target);
    const [first = '', last = ''] = [rows[0]?.from, rows.at(-1)?.from];
    let [steps, equal] = [0, 0];
    for (const [i, row] of rows.entries()) {
      for (const level of levels) {
        steps += 1;
        const own = row[level];
        const expected = plain.get(row.from)?.[level] ?? { live: plainLive(plain, row.from, level), new: 0, lost: 0 };
        const before = rows[i - 1]?.[level].live ?? 0;
        const holds = own.live === before + own.new - own.lost;
        if (holds && own.live === expected.live && own.new === expected.new && own.lost === expected.lost) equal += 1;
        else if (steps - equal < 4) say(`${target} differs ${row.from} ${level}`, JSON.stringify([own, expected]), '-');
      }
    }
    const outside = [...plain.keys()].filter((month) => month < first || month > last);
    say(`${target}.months`, `${rows.length} (${first} to ${last})`, '-', rows.length >= 110 && outside.length === 0);
    say(`${target}.equal`, `${equal} of ${steps}`, 'months and levels', equal === steps);
    const domains = rows.at(-1)?.referring_domains.live ?? 0;
    const sum = (of: 'new' | 'lost' | 'returned'): number => rows.reduce((all, row) => all + row.referring_domains[of], 0);
    say(
      `${target}.referring_domains`,
      `${domains} live, ${sum('new')} new (${sum('returned')} returned), ${sum('lost')} lost`,
      '-',
      sum('new') - sum('lost') === domains,
    );
    for (const { from, referring_domains, spike } of rows)
      if (spike?.found === true)
        say(
          `${target}.spike ${from}`,
          `${referring_domains.new} new, ${spike.expected.toFixed(1)} expected, ${spike.cause?.class}: ${spike.cause?.because}`,
          '-',
        );
    say(`${target}.half_life`, JSON.stringify(half_life), '-');
  }
}

interface Edges {
  /** source host -> dates -> the target hosts named at that date */
  readonly captures: ReadonlyMap<string, ReadonlyMap<string, ReadonlySet<string>>>;
}

function edgesOf(file: string): Edges {
  const captures = new Map<string, Map<string, Set<string>>>();
  for (const line of gunzipSync(readFileSync(file)).toString('utf8').trimEnd().split('\n').slice(1)) {
    const [, date = '', source = '', target = ''] = line.split('\t').map(plainName);
    if (!isHost(source)) continue;
    const dates = captures.get(source) ?? new Map<string, Set<string>>();
    captures.set(source, dates);
    const targets = dates.get(date) ?? new Set();
    dates.set(date, targets);
    if (isHost(target)) targets.add(target);
  }
  return { captures };
}

/** By the first day of a month: what was live at its end and what came and went in it, walked date by date. */
function plainMonths(
  { captures }: Edges,
  target: string,
): Map<string, Record<(typeof levels)[number], { live: number; new: number; lost: number }>> {
  const domainOf = (host: string): string => parse(host, { allowPrivateDomains: true }).domain ?? host;
  const dates = [...new Set([...captures.values()].flatMap((own) => [...own.keys()]))].sort();
  const sources = [...captures].filter(([source]) => domainOf(source) !== target);
  const live = new Set<string>();
  const months = new Map<string, Record<(typeof levels)[number], { live: number; new: number; lost: number }>>();
  const names = {
    backlinks: (edge: string) => edge,
    referring_hosts: (edge: string) => edge.split(' ')[0] ?? '',
    referring_domains: (edge: string) => domainOf(edge.split(' ')[0] ?? ''),
  };
  for (const date of dates) {
    const before = levels.map((level) => new Set([...live].map(names[level])));
    for (const [source, own] of sources) {
      const named = own.get(date);
      if (named === undefined) continue;
      for (const edge of live) if (edge.startsWith(`${source} `)) live.delete(edge);
      for (const host of named) if (domainOf(host) === target) live.add(`${source} ${host}`);
    }
    const month = `${date.slice(0, 4)}-${date.slice(4, 6)}-01`;
    for (const [i, level] of levels.entries()) {
      const [was, is] = [before[i] ?? new Set(), new Set([...live].map(names[level]))];
      const came = [...is].filter((name) => !was.has(name)).length;
      const went = [...was].filter((name) => !is.has(name as string)).length;
      if (came + went === 0) continue;
      const none = { live: 0, new: 0, lost: 0 };
      const all = months.get(month) ?? { backlinks: none, referring_hosts: none, referring_domains: none };
      months.set(month, { ...all, [level]: { live: is.size, new: all[level].new + came, lost: all[level].lost + went } });
    }
  }
  // A level without a turn in a month that another level has one in is as it was before.
  let known: Record<(typeof levels)[number], number> = { backlinks: 0, referring_hosts: 0, referring_domains: 0 };
  for (const [month, own] of [...months].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const filled = { ...own };
    for (const level of levels) if (own[level].new + own[level].lost === 0) filled[level] = { live: known[level], new: 0, lost: 0 };
    months.set(month, filled);
    known = {
      backlinks: filled.backlinks.live,
      referring_hosts: filled.referring_hosts.live,
      referring_domains: filled.referring_domains.live,
    };
  }
  return months;
}

function plainLive(months: ReturnType<typeof plainMonths>, month: string, level: (typeof levels)[number]): number {
  const before = [...months.keys()]
    .filter((other) => other < month)
    .sort()
    .at(-1);
  return before === undefined ? 0 : (months.get(before)?.[level].live ?? 0);
}

/** A leading `www.` and a trailing dot are folded, as everywhere. */
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

interface Listed {
  readonly url: string;
  readonly firstSeen: string;
  readonly lastSeen: string;
  readonly snapshots: number;
  readonly lost: boolean;
  readonly wasBack: boolean;
}

async function webring(say: Say, folder: string): Promise<void> {
  await using index = await throwawayIndex();
  await index.ingest([join(folder, 'webring-monthly.warc.gz')]);
  await index.refresh();
  const all = readFileSync(join(folder, 'truth.tsv'), 'utf8')
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line): Listed => {
      const [url = '', firstSeen = '', lastSeen = '', snapshots = '', status = '', back = ''] = line.split('\t');
      return { url, firstSeen, lastSeen, snapshots: Number(snapshots), lost: status === 'lost', wasBack: back === '1' };
    });
  // Addresses that are one page to the index, and those of the list's own domain, cannot be told from it one by one.
  const keys = all.map(({ url }) => addressOf(url)?.key);
  const judged = all.filter(
    ({ url }) => addressOf(url)?.domain !== 'xxiivv.com' && keys.filter((key) => key === addressOf(url)?.key).length === 1,
  );
  const came = new Map<string, number>();
  let [equal, spikes] = [0, 0];
  const captured = new Set<string>();
  for (const listed of judged) {
    const page = new URL(listed.url).href;
    const { rows } = await index.ask<History>('history', { target: page, by: 'month' });
    for (const row of rows) {
      came.set(row.from, (came.get(row.from) ?? 0) + row.backlinks.new - row.backlinks.returned);
      if (row.spike?.found === true) spikes += 1;
      if (row.pages_captured > 0) captured.add(row.from);
    }
    if (agrees(listed, rows)) equal += 1;
    else if (judged.indexOf(listed) - equal < 10)
      say(`differs ${listed.url}`, JSON.stringify([listed, rows.map((row) => [row.from, row.backlinks])]).slice(0, 600), '-');
  }
  say('webring.judged', judged.length, 'targets', judged.length > 580);
  say('webring.equal', equal, 'targets', equal === judged.length);
  say('webring.back_after_a_loss', judged.filter(({ wasBack }) => wasBack).length, 'targets');
  say('webring.spikes_of_a_target', spikes, 'months', spikes === 0);

  // The list as a whole: in which months did it take in many more sites than before?
  const listed = new Map<string, number>();
  for (const { firstSeen } of judged) listed.set(`${firstSeen.slice(0, 7)}-01`, (listed.get(`${firstSeen.slice(0, 7)}-01`) ?? 0) + 1);
  const months = [...captured].sort();
  const jumps = (counts: ReadonlyMap<string, number>): string[] =>
    months.filter(
      (month, i) =>
        spikeTest(
          months.slice(Math.max(0, i - spikeHistory), i).map((other) => counts.get(other) ?? 0),
          counts.get(month) ?? 0,
        )?.found === true,
    );
  say(
    'webring.new_a_month',
    months.map((month) => came.get(month) ?? 0).join(' '),
    'links',
    months.every((month) => (came.get(month) ?? 0) === (listed.get(month) ?? 0)),
  );
  say(
    'webring.jumps',
    jumps(came)
      .map((month) => `${month}: ${came.get(month)}`)
      .join(', ') || 'none',
    '-',
    jumps(came).join() === jumps(listed).join(),
  );
}

/** As many months with a capture and the link as there are snapshots with it; its first, its last, and whether it was away in between. */
function agrees({ firstSeen, lastSeen, snapshots, lost, wasBack }: Listed, rows: readonly Month[]): boolean {
  const live = rows.filter((row) => row.backlinks.live === 1 && row.pages_captured > 0);
  const monthOf = (time: string): string => `${time.slice(0, 7)}-01`;
  return (
    live.length === snapshots &&
    live[0]?.from === monthOf(firstSeen) &&
    live.at(-1)?.from === monthOf(lastSeen) &&
    (rows.at(-1)?.backlinks.live === 0) === lost &&
    rows.some((row) => row.backlinks.returned > 0) === wasBack
  );
}
