/**
 * Releases: what answers are given from. A release is built beside the live one, then one pointer row is moved. Kept are
 * the newest `releasesKept` and any that a running cursor still holds a lease on; dropped ones free what they do not share.
 */
import { fail } from '../base/errors.ts';
import { limits } from '../base/limits.ts';
import type { Accounts } from './accounts.ts';
import type { Engine } from './engine.ts';
import { name, schemaText, sql, type Sql } from './literal.ts';
import { type PartitionCount, releaseLayout, releaseObjects, releaseStatements } from './release-template.ts';
import { dropOldWebGraphs, type ReleaseWebGraph } from './web-graphs.ts';

/** What a release says of itself, fixed when it is built. */
export interface ReleaseFacts {
  /** `releaseLayout` of the version that built it. */
  readonly layout?: string;
  readonly partitions?: PartitionCount;
  readonly crawls: readonly string[];
  readonly pages_captured: number;
  readonly domains_captured: number;
  readonly captures: number;
  readonly domains: number;
  /** Domains with a live link to another one. */
  readonly linking_domains: number;
  readonly backlinks_live: number;
  readonly backlinks_lost: number;
  /** Null when there is no capture. */
  readonly oldest_capture: string | null;
  readonly newest_capture: string | null;
  /** Links inside one registrable domain, live and lost: stored only where an ingest keeps them. */
  readonly internal_links: number;
  /** Parts of the authority scale that every domain of the release shares (compute/authority.ts). */
  readonly authority: {
    readonly version: string;
    readonly r0: number;
    readonly r1: number;
    readonly nodes: number;
    readonly iterations: number;
    /** False where the graph was too large to look for circles of domains (`circleEdgesMax`). */
    readonly circles_sought: boolean;
    /** Where r1 comes from (compute/authority.ts), and how ranks moved since the release before. */
    readonly anchor: 'top' | 'fixed' | 'carried';
    readonly fit: { readonly a: number; readonly b: number; readonly panel: number } | null;
  };
  /** Where trust began (compute/trust-seeds.ts); null where there was nobody to begin with. */
  readonly trust: {
    readonly seeds_from: 'operator' | 'web_graph' | 'automatic';
    readonly seeds: number;
    readonly iterations: number;
  } | null;
  /** Of the operator's list of seeds; null without one. Another list makes another release. */
  readonly trust_seeds_digest: string | null;
  /** Of links that were looked at for crowds, the share from sources that others link to (compute/lone-sources.ts). */
  readonly supported_share: number;
  /** The scale of the run that ignores rel. */
  readonly authority_any_rel: { readonly r0: number; readonly r1: number; readonly iterations: number };
  /** The web graph that questions are answered from beside the release's own links; absent when there was none. */
  readonly webgraph?: ReleaseWebGraph | undefined;
  readonly built_from: { readonly release: number | null; readonly pages_recomputed: number; readonly seconds: number };
}

export interface Release {
  readonly id: number;
  /** Batches up to this id are in it. */
  readonly lastBatch: number;
  /** The newest capture: every "new" and "last 30 days" is relative to it. */
  readonly asOf: Date;
  readonly facts: ReleaseFacts;
  readonly publishedAt: string | null;
}

interface ReleaseRow {
  id: number;
  last_batch: number;
  as_of: string;
  facts: string;
  published_at: string | null;
}

/** Tables whose partitions releases share. */
export type SharedTable = 'link_states' | 'backlinks' | 'host_links' | 'domain_edges' | 'domain_targets';

/** The name of a release's table. */
export function tableOf(table: string, release: number): Sql {
  return name(`${table}_${release}`);
}

/** Opens a new release in state `building` and creates its tables. */
export async function openRelease(engine: Engine, accounts: Accounts, lastBatch: number, partitions: PartitionCount): Promise<number> {
  const row = accounts
    .prepare(`INSERT INTO releases (state, last_batch, facts, created_at) VALUES ('building', ?, '{}', ?) RETURNING id`)
    .get(lastBatch, new Date().toISOString()) as { id: number };
  for (const statement of releaseStatements(row.id, partitions)) await engine.run(schemaText(statement));
  return row.id;
}

/** Shares partitions with an earlier release: `ATTACH PARTITION ... FROM` links files and copies nothing. */
export async function attachPartitions(
  engine: Engine,
  table: SharedTable,
  from: number,
  to: number,
  partitions: readonly number[],
): Promise<void> {
  for (const partition of partitions) {
    await engine.run(sql`ALTER TABLE ${tableOf(table, to)} ATTACH PARTITION ${partition} FROM ${tableOf(table, from)}`);
  }
}

/** Moves the pointer to a finished release and forgets the oldest. The swap is one transaction of the accounts store. */
export async function publishRelease(engine: Engine, accounts: Accounts, id: number, asOf: Date, facts: ReleaseFacts): Promise<Release> {
  const publishedAt = new Date().toISOString();
  accounts.transaction(() => {
    accounts
      .prepare(`UPDATE releases SET state = 'ready', as_of = ?, facts = ?, published_at = ? WHERE id = ?`)
      .run(asOf.toISOString(), JSON.stringify(facts), publishedAt, id);
    accounts.prepare('INSERT INTO pointer (one, release) VALUES (1, ?) ON CONFLICT (one) DO UPDATE SET release = excluded.release').run(id);
  })();
  await dropOldReleases(engine, accounts);
  return releaseById(accounts, id);
}

/** The release that questions are answered from, or null before the first. */
export function liveRelease(accounts: Accounts): Release | null {
  const row = accounts.prepare('SELECT r.* FROM pointer p JOIN releases r ON r.id = p.release').get() as ReleaseRow | undefined;
  return row === undefined ? null : releaseOf(row);
}

/** A release that questions can be answered from. Throws `release_outdated` for one that an earlier version built. */
export function readable(release: Release): Release {
  return release.facts.layout === releaseLayout ? release : fail('release_outdated', { release: release.id });
}

/** The newest release that was finished, live or not: a refresh builds on it. */
export function newestRelease(accounts: Accounts): Release | null {
  return keptReleases(accounts).at(-1) ?? null;
}

/** Kept releases, oldest first. */
export function keptReleases(accounts: Accounts): Release[] {
  return (accounts.prepare(`SELECT * FROM releases WHERE state = 'ready' ORDER BY id`).all() as ReleaseRow[]).map(releaseOf);
}

/** A kept release by number. Throws `release_gone` or `release_unknown`, each naming what is kept. */
export function releaseById(accounts: Accounts, id: number): Release {
  const row = accounts.prepare('SELECT * FROM releases WHERE id = ?').get(id) as (ReleaseRow & { state: string }) | undefined;
  if (row?.state === 'ready') return releaseOf(row);
  const kept =
    keptReleases(accounts)
      .map((release) => release.id)
      .join(', ') || 'none';
  return fail(row?.state === 'dropped' ? 'release_gone' : 'release_unknown', { release: id, kept });
}

/** A release that was built once, whether its tables are kept or not. */
export interface PastRelease {
  readonly id: number;
  readonly asOf: Date;
  /** Null when it was dropped. */
  readonly kept: Release | null;
}

/** Throws `release_unknown` for one that was never finished. */
export function pastRelease(accounts: Accounts, id: number): PastRelease {
  const row = accounts.prepare('SELECT * FROM releases WHERE id = ?').get(id) as
    | (ReleaseRow & { state: string; as_of: string | null })
    | undefined;
  if (row?.as_of == null) {
    const kept = keptReleases(accounts).map((release) => release.id);
    return fail('release_unknown', { release: id, kept: kept.join(', ') || 'none' });
  }
  return { id, asOf: new Date(row.as_of), kept: row.state === 'ready' ? releaseOf(row) : null };
}

/** Points back to the release before the live one. Nothing is dropped: a later refresh or rollback can go forward again. */
export function rollbackRelease(accounts: Accounts): Release {
  const live = liveRelease(accounts) ?? fail('no_release');
  const earlier = keptReleases(accounts).findLast((release) => release.id < live.id) ?? fail('no_earlier_release');
  accounts.prepare('UPDATE pointer SET release = ? WHERE one = 1').run(earlier.id);
  return earlier;
}

/** Keeps a release from being dropped until `seconds` from now. Taken by long reads (a running export, a cursor). */
export function leaseRelease(accounts: Accounts, id: number, holder: string, seconds: number): void {
  accounts
    .prepare(
      'INSERT INTO leases (id, release, expires_at) VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET expires_at = excluded.expires_at',
    )
    .run(holder, id, Math.floor(Date.now() / 1000) + seconds);
}

/** Drops builds that a crash left unfinished. Called at start-up. Returns their numbers. */
export async function dropUnfinished(engine: Engine, accounts: Accounts): Promise<number[]> {
  const rows = accounts.prepare(`SELECT id FROM releases WHERE state = 'building'`).all() as { id: number }[];
  for (const { id } of rows) await dropRelease(engine, accounts, id);
  return rows.map(({ id }) => id);
}

async function dropOldReleases(engine: Engine, accounts: Accounts): Promise<void> {
  const now = Math.floor(Date.now() / 1000);
  accounts.prepare('DELETE FROM leases WHERE expires_at < ?').run(now);
  const leased = new Set(
    (accounts.prepare('SELECT DISTINCT release FROM leases').all() as { release: number }[]).map((row) => row.release),
  );
  const live = liveRelease(accounts)?.id;
  const kept = keptReleases(accounts);
  for (const { id } of kept.slice(0, Math.max(0, kept.length - limits.releasesKept))) {
    if (id !== live && !leased.has(id)) await dropRelease(engine, accounts, id);
  }
  const answering = keptReleases(accounts).flatMap(({ facts }) => facts.webgraph?.id ?? []);
  await dropOldWebGraphs(engine, accounts, new Set(answering));
}

/** Marks first, drops second: a crash in between leaves tables that the next start drops again, never a release without tables. */
export async function dropRelease(engine: Engine, accounts: Accounts, id: number): Promise<void> {
  accounts.prepare(`UPDATE releases SET state = 'building' WHERE id = ?`).run(id);
  for (const { kind, table } of releaseObjects(id)) await engine.run(sql`DROP ${schemaText(kind)} IF EXISTS ${tableOf(table, id)} SYNC`);
  accounts.prepare(`UPDATE releases SET state = 'dropped' WHERE id = ?`).run(id);
}

/** Drops what only the build needs. */
export async function dropBuildTables(engine: Engine, id: number): Promise<void> {
  for (const table of [
    'changes_to_backlinks',
    'changes_to_host_links',
    'changes_to_link_states',
    'changes',
    'touched',
    'nodes',
    'node_edges',
    'ranks',
  ]) {
    await engine.run(sql`DROP TABLE IF EXISTS ${tableOf(table, id)} SYNC`);
  }
}

function releaseOf(row: ReleaseRow): Release {
  return {
    id: row.id,
    lastBatch: row.last_batch,
    asOf: new Date(row.as_of),
    facts: JSON.parse(row.facts) as ReleaseFacts,
    publishedAt: row.published_at,
  };
}
