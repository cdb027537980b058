import { firstGoing, goingOffset, turnCode, turnLevels } from '../../model/turn.ts';
import { flag, linkStates } from '../../model/link.ts';
import type { SpellsLasting } from '../../compute/half-life.ts';
import type { StoredBacklink } from '../backlink-row.ts';
import type { Flow } from '../history/flows.ts';
import { dateOf } from '../history/units.ts';
import { grouped } from './groups.ts';

/** A turn of a link, a host or a domain: when (seconds since 1970) and its code. */
export interface TurnAt {
  readonly at: number;
  readonly code: number;
}

const returned = turnCode('returned');

/** The turns of a row in order of time: `linkTurns` as a function. */
export function turnsOf(row: StoredBacklink): TurnAt[] {
  const first = row.first_at;
  const came = { at: first, code: turnCode((row.flags & flag.pageSeenBefore) !== 0 ? 'new_link' : 'discovered') };
  const away = row.gaps.flatMap(([lostAfter, backAfter, reason]) => [
    { at: first + lostAfter, code: reason + goingOffset },
    { at: first + backAfter, code: returned },
  ]);
  const lost = row.state === linkStates.indexOf('lost');
  return [came, ...away, ...(lost ? [{ at: first + row.seen_for + row.lost_after, code: row.lost_reason + goingOffset }] : [])];
}

/** When the first of several came and the last went: `unitedTurns` as a function. */
export function unitedTurns(turns: readonly TurnAt[]): TurnAt[] {
  const united: TurnAt[] = [];
  let alive = 0;
  for (const turn of turns.toSorted((a, b) => a.at - b.at || a.code - b.code)) {
    const comes = turn.code < firstGoing;
    alive += comes ? 1 : -1;
    if (alive === (comes ? 1 : 0)) united.push(comes && united.length > 0 ? { at: turn.at, code: returned } : turn);
  }
  return united;
}

/** The rows' turns a day, level by level: `flowsSelect` as a function. */
export function flowsOf(rows: readonly StoredBacklink[]): Flow[] {
  const levels: Readonly<Record<(typeof turnLevels)[number], readonly TurnAt[]>> = {
    backlinks: rows.flatMap(turnsOf),
    referring_hosts: unitedBy(rows, (row) => row.source_key.slice(0, row.source_key.indexOf(')'))),
    referring_domains: unitedBy(rows, (row) => row.source_domain),
  };
  const found = new Map<string, Flow>();
  for (const [level, name] of turnLevels.entries()) {
    for (const { at, code } of levels[name]) {
      const day = dateOf(at);
      const key = `${day} ${level} ${code}`;
      found.set(key, { day, level, turn: code, found: (found.get(key)?.found ?? 0) + 1 });
    }
  }
  return [...found.values()];
}

function unitedBy(rows: readonly StoredBacklink[], key: (row: StoredBacklink) => string): TurnAt[] {
  return grouped(rows, key, (_, members) => unitedTurns(members.flatMap(turnsOf))).flat();
}

/** How long the rows' spells lasted: `spellsSelect` as a function. */
export function spellsOf(rows: readonly StoredBacklink[]): SpellsLasting[] {
  const lasting = new Map<number, { lost: number; censored: number }>();
  const add = (seconds: number, lost: boolean): void => {
    const days = Math.floor(seconds / 86_400);
    const own = lasting.get(days) ?? { lost: 0, censored: 0 };
    own[lost ? 'lost' : 'censored']++;
    lasting.set(days, own);
  };
  for (const row of rows) {
    let begins = 0;
    for (const [lostAfter, backAfter] of row.gaps) {
      add(lostAfter - begins, true);
      begins = backAfter;
    }
    const lost = row.state === linkStates.indexOf('lost');
    add(row.seen_for + (lost ? row.lost_after : row.verified_after) - begins, lost);
  }
  return [...lasting].map(([days, ended]) => ({ days, ...ended }));
}
