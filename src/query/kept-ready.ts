import type { Scope } from '../compute/summaries.ts';
import type { AskOptions } from '../store/engine.ts';
import { sql } from '../store/literal.ts';
import { tableOf } from '../store/releases.ts';
import type { Asking } from './operation.ts';
import type { Target } from './target.ts';

/** Large targets of the releases asked lately. A release never changes, so what was read once holds. */
const known = new WeakMap<Asking['accounts'], Map<number, Promise<LargeTargets>>>();
const releasesRemembered = 8;

/** Number of links by scope and name. */
type LargeTargets = ReadonlyMap<string, number>;

interface KeptReady {
  readonly scope: Scope;
  readonly name: string;
  /** Links of the target, live and lost. */
  readonly links: number;
}

/** Where answers of this target are kept ready, or null when its rows are few enough to make them of. */
export async function keptReady(asking: Asking, { keptAs }: Target): Promise<KeptReady | null> {
  if (keptAs === null) return null;
  const large = await largeTargets(asking);
  const links = large.get(`${keptAs.scope}\0${keptAs.name}`);
  return links === undefined ? null : { ...keptAs, links };
}

/** Rows of a kept table from `place` on, as the views wrote them. */
export async function keptRows<T>(
  asking: Asking,
  table: 'top_backlinks' | 'top_anchors' | 'top_domains',
  target: Target,
  after: number,
  limit: number,
): Promise<T[]> {
  const rows = await asking.engine.ask<{ row: string }>(
    sql`SELECT row FROM ${tableOf(table, asking.release.id)}
      WHERE bucket = ${target.bucket} AND scope = ${target.keptAs?.scope ?? ''} AND target = ${target.keptAs?.name ?? ''} AND place > ${after} AND place <= ${after + limit} ORDER BY place`,
    byKey(asking),
  );
  return rows.map(({ row }) => JSON.parse(row) as T);
}

export async function keptSummary<T>(asking: Asking, target: Target): Promise<T | null> {
  const rows = await asking.engine.ask<{ summary: string }>(
    sql`SELECT summary FROM ${tableOf('summaries', asking.release.id)}
      WHERE bucket = ${target.bucket} AND scope = ${target.keptAs?.scope ?? ''} AND target = ${target.keptAs?.name ?? ''}`,
    byKey(asking),
  );
  const [row] = rows;
  return row === undefined ? null : (JSON.parse(row.summary) as T);
}

export function signalOf({ signal }: Pick<Asking, 'signal'>): { signal?: AbortSignal } {
  return signal === undefined ? {} : { signal };
}

/** How a statement is asked whose rows are found by their keys, and one that reads all rows of a large target (store/engine.ts). */
export function byKey(asking: Asking): AskOptions {
  return { ...signalOf(asking), reads: 'by_key' };
}

export function readingWhole(asking: Asking): AskOptions {
  return { ...signalOf(asking), reads: 'whole' };
}

async function largeTargets(asking: Asking): Promise<LargeTargets> {
  const releases = known.get(asking.accounts) ?? new Map<number, Promise<LargeTargets>>();
  known.set(asking.accounts, releases);
  const { id } = asking.release;
  const read = releases.get(id) ?? readLargeTargets(asking);
  releases.set(id, read);
  read.catch(() => releases.delete(id));
  if (releases.size > releasesRemembered) releases.delete(Math.min(...releases.keys()));
  return read;
}

async function readLargeTargets({ engine, release }: Asking): Promise<LargeTargets> {
  const rows = await engine.ask<{ scope: string; target: string; found: number }>(
    sql`SELECT scope, target, found FROM ${tableOf('large_targets', release.id)}`,
  );
  return new Map(rows.map(({ scope, target, found }) => [`${scope}\0${target}`, found]));
}
