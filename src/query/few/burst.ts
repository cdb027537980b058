import { firstGoing } from '../../model/turn.ts';
import { flag } from '../../model/link.ts';
import type { StoredBacklink } from '../backlink-row.ts';
import { sharedNamed, type Burst, type Shared, type Span } from '../history/bursts.ts';
import { grouped, most } from './groups.ts';
import { byBytes } from './rows.ts';
import { networkOf } from './network.ts';
import { turnsOf, unitedTurns, type TurnAt } from './turns.ts';

const keyForm = flag.targetHttps | flag.targetWww;

/** The domains that came in a time and what they share: the statements of history/bursts.ts as a function. */
export function burstOf(rows: readonly StoredBacklink[], span: Span): Burst {
  const domains = grouped(
    rows,
    (row) => row.source_domain,
    (domain, members) => ({
      domain,
      spam: members[0]?.spam ?? 0,
      authority: members[0]?.authority ?? 0,
      turns: unitedTurns(members.flatMap(turnsOf)),
    }),
  );
  const came = domains.filter(({ turns }) => comesIn(turns, span));
  const before = domains.filter(({ turns }) => turns.filter(({ at }) => at < span.from).length % 2 === 1);
  const names = new Set(came.map(({ domain }) => domain));
  const links = rows.filter((row) => names.has(row.source_domain) && comesIn(turnsOf(row), span));
  return {
    domains: came.length,
    spam: median(came.map(({ spam }) => spam)),
    authority: mean(came.map(({ authority }) => authority)),
    authorityBefore: mean(before.map(({ authority }) => authority)),
    shared: [
      ...sharedBy(links, 'anchor', (row) => row.anchor),
      ...sharedBy(links, 'page', (row) => row.target_key),
      ...sharedBy(links, 'subnet', (row) => (row.source_ip === '' ? '' : networkOf(row.source_ip))),
    ],
  };
}

function comesIn(turns: readonly TurnAt[], { from, to }: Span): boolean {
  return turns.some(({ at, code }) => code < firstGoing && at >= from && at < to);
}

function sharedBy(links: readonly StoredBacklink[], what: Shared['what'], name: (row: StoredBacklink) => string): Shared[] {
  return grouped(links, name, (shared, members) => ({
    what,
    name: shared,
    domains: new Set(members.map((row) => row.source_domain)).size,
    form: most(members.map((row) => row.flags & keyForm)),
    url: members.map((row) => row.target_url).reduce((a, b) => (byBytes(a, b) < 0 ? b : a), ''),
  }))
    .filter((shared) => shared.name !== '')
    .sort((a, b) => b.domains - a.domains || byBytes(a.name, b.name))
    .slice(0, sharedNamed);
}

/** The upper of two in the middle. */
function median(values: readonly number[]): number | null {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? null;
}

function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}
