import { unitStarts } from '../../compute/crawled.ts';
import { flowsSelect, spellsSelect } from '../../compute/turns.ts';
import { backlinksWhere } from '../../compute/views.ts';
import { halfLifeOf, type HalfLife, type SpellsLasting } from '../../compute/half-life.ts';
import { sql, type Sql } from '../../store/literal.ts';
import { tableOf } from '../../store/releases.ts';
import type { StoredBacklink } from '../backlink-row.ts';
import { flowsOf as flowsOfRows, spellsOf } from '../few/turns.ts';
import { knownOf, knownOfRows, type Known } from '../coverage.ts';
import { matcherOf } from '../few/matches.ts';
import { fewRows } from '../few/rows.ts';
import { filterCondition, isDefaultFilter, type Filter } from '../filter.ts';
import { keptReady, signalOf } from '../kept-ready.ts';
import type { Asking } from '../operation.ts';
import { targetCondition, type Target } from '../target.ts';
import { startOfUnit, type Unit } from './units.ts';

/** How many turns of a kind at a level a day, or in the unit that begins on `day`. */
export interface Flow {
  readonly day: string;
  /** Codes of `turnLevels` and `turns`. */
  readonly level: number;
  readonly turn: number;
  readonly found: number;
}

/** Pages that a crawl brought in the unit that begins on `starts`. */
export interface Crawled {
  readonly starts: string;
  readonly captured: number;
  readonly recaptured: number;
}

/** The links whose history is told. */
export interface LinksOverTime {
  readonly target: Target;
  /** All of them, when the target's are few. */
  readonly few: readonly StoredBacklink[] | null;
  /** They are all links of the target, so that what is kept ready may answer. */
  readonly all: boolean;
  /** They as the engine names them: a table with its condition. */
  readonly rows: Sql;
  /** What is known of the target, whatever was filtered. */
  readonly known: Known;
}

/** `filter` holds no state: a history is of links that are live or lost. */
export async function linksOverTime(asking: Asking, target: Target, filter: Filter): Promise<LinksOverTime> {
  const all = isDefaultFilter({ ...filter, state: 'live' });
  const few = all && (await keptReady(asking, target)) !== null ? null : await fewRows(asking, target, filter);
  return {
    target,
    few: few?.filter(matcherOf(asking.release, filter)) ?? null,
    known: few === null ? await knownOf(asking, target, null) : knownOfRows(few, () => true),
    all,
    rows: backlinksWhere(asking.release.id, sql`${targetCondition(target)} AND ${filterCondition(asking.release, filter)}`),
  };
}

/** All turns of the links by unit: of rows at hand when they are few and nothing is kept ready, else kept ready, else made by the engine. */
export async function flowsOf(asking: Asking, links: LinksOverTime, unit: Unit): Promise<readonly Flow[]> {
  if (links.few !== null) return flowsOfRows(links.few).map((flow) => ({ ...flow, day: startOfUnit(unit, flow.day) }));
  const days = (await isKept(asking, links)) ? keptSelect(asking, links.target, 'flows') : flowsSelect(links.rows);
  return asking.engine.ask<Flow & Record<string, unknown>>(
    sql`SELECT toString(starts) AS day, level, turn, sum(found) AS found
        FROM (SELECT ${unitStarts[unit](sql`day`)} AS starts, level, turn, found FROM (${days})) GROUP BY starts, level, turn`,
    signalOf(asking),
  );
}

export async function halfLifeOfLinks(asking: Asking, links: LinksOverTime): Promise<HalfLife> {
  if (links.few !== null) return halfLifeOf(spellsOf(links.few));
  const select = (await isKept(asking, links)) ? keptSelect(asking, links.target, 'spells') : spellsSelect(links.rows);
  return halfLifeOf(await asking.engine.ask<SpellsLasting & Record<string, unknown>>(select, signalOf(asking)));
}

async function isKept(asking: Asking, { target, all }: LinksOverTime): Promise<boolean> {
  return all && (await keptReady(asking, target)) !== null;
}

/** What the crawls of the release brought by unit, in order of time; units without a capture are left out. */
export async function crawledBy(asking: Asking, unit: Unit): Promise<readonly Crawled[]> {
  return asking.engine.ask<Crawled & Record<string, unknown>>(
    sql`SELECT starts, captured, recaptured FROM ${tableOf('crawled', asking.release.id)} WHERE unit = ${unit} ORDER BY starts`,
    signalOf(asking),
  );
}

function keptSelect(asking: Asking, target: Target, table: 'flows' | 'spells'): Sql {
  return sql`SELECT * FROM ${tableOf(table, asking.release.id)}
    WHERE bucket = ${target.bucket} AND scope = ${target.keptAs?.scope ?? ''} AND target = ${target.keptAs?.name ?? ''}`;
}
