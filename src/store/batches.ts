/**
 * Batches: one ingested archive file each. Rows of a batch count once its commit row stands here; what a crash left
 * uncommitted is dropped at start-up. Batches are loaded one at a time, so ids up to the newest committed one are whole.
 */
import { rmSync } from 'node:fs';
import type { Accounts } from './accounts.ts';
import type { Engine } from './engine.ts';
import { name, schemaText, sql, type Sql } from './literal.ts';
import { stagedColumns, stagedPath, type StagedTable } from './staged.ts';

export interface Batch {
  readonly id: number;
  /** What the archive is called in evidence: its path or address, with the inner file for a WACZ. */
  readonly archive: string;
  /** Where its bytes lie on this machine. */
  readonly path: string;
  readonly crawl: string;
  readonly digest: string;
  readonly counts: BatchCounts;
}

/** Exact counts of what became of an archive's records. */
interface BatchCounts {
  readonly records: number;
  readonly captures: number;
  readonly links: number;
  readonly bytes: number;
  /** By reason (extract/skip-reason.ts). */
  readonly skipped: Readonly<Record<string, number>>;
  readonly damages: number;
}

interface BatchRow {
  id: number;
  archive: string;
  path: string;
  crawl: string;
  digest: string;
  counts: string;
}

const tables = Object.keys(stagedColumns) as StagedTable[];

/** The committed batch that holds this archive's bytes already, or null. */
export function committedBatch(accounts: Accounts, digest: string): Batch | null {
  const row = accounts.prepare(`SELECT * FROM batches WHERE digest = ? AND state = 'committed'`).get(digest) as BatchRow | undefined;
  return row === undefined ? null : batchOf(row);
}

/** Batches read lately, by id: a committed batch never changes, and each row of a list names one. */
const remembered = new WeakMap<Accounts, Map<number, Batch>>();
const rememberedMax = 10_000;

/** A committed batch by number, or null. */
export function batchById(accounts: Accounts, id: number): Batch | null {
  const known = remembered.get(accounts) ?? new Map<number, Batch>();
  remembered.set(accounts, known);
  const found = known.get(id);
  if (found !== undefined) return found;
  const row = accounts.prepare(`SELECT * FROM batches WHERE id = ? AND state = 'committed'`).get(id) as BatchRow | undefined;
  if (row === undefined) return null;
  if (known.size >= rememberedMax) known.clear();
  const batch = batchOf(row);
  known.set(id, batch);
  return batch;
}

/** The committed batches of archives whose name holds `part`. */
export function batchesNamed(accounts: Accounts, part: string): Batch[] {
  return (accounts.prepare(`SELECT * FROM batches WHERE state = 'committed' AND instr(archive, ?) > 0`).all(part) as BatchRow[]).map(
    batchOf,
  );
}

export function committedBatches(accounts: Accounts): Batch[] {
  return (accounts.prepare(`SELECT * FROM batches WHERE state = 'committed' ORDER BY id`).all() as BatchRow[]).map(batchOf);
}

/** How archives of single records and crawls that check links are named: their pages were fetched for whom they link to. */
export const aimedNames = { archive: 'enrich', crawl: 'verify' } as const;

/** Numbers of the committed batches of such archives. */
export function aimedBatches(accounts: Accounts): number[] {
  const rows = accounts
    .prepare(`SELECT id FROM batches WHERE state = 'committed' AND (crawl LIKE ? OR archive LIKE ? OR archive LIKE ?) ORDER BY id`)
    .all(`${aimedNames.crawl}-%`, `${aimedNames.archive}-%`, `%/${aimedNames.archive}-%`) as { id: number }[];
  return rows.map(({ id }) => id);
}

/** How long the newest batches took from their opening to their commit, on average; null when there are fewer than `least`. */
export function loadSeconds(accounts: Accounts, least: number): { readonly seconds: number; readonly batches: number } | null {
  const row = accounts
    .prepare(
      `SELECT avg((julianday(committed_at) - julianday(created_at)) * 86400) AS seconds, count(*) AS batches
       FROM (SELECT * FROM batches WHERE state = 'committed' ORDER BY id DESC LIMIT 50)`,
    )
    .get() as { seconds: number | null; batches: number };
  return row.seconds === null || row.batches < least ? null : { seconds: row.seconds, batches: row.batches };
}

/** Links of all committed batches. */
export function committedLinks(accounts: Accounts): number {
  const row = accounts.prepare(`SELECT sum(json_extract(counts, '$.links')) AS links FROM batches WHERE state = 'committed'`).get() as {
    links: number | null;
  };
  return row.links ?? 0;
}

/** The id of the newest committed batch; 0 when there is none. */
export function lastBatch(accounts: Accounts): number {
  const row = accounts.prepare(`SELECT max(id) AS id FROM batches WHERE state = 'committed'`).get() as { id: number | null };
  return row.id ?? 0;
}

/**
 * Loads the staged files of one archive in `folder` and commits them as one batch. Either all of it counts or nothing does:
 * the commit row is written after the engine has made all rows durable. Removes the folder.
 */
export async function loadBatch(
  engine: Engine,
  accounts: Accounts,
  folder: string,
  batch: Omit<Batch, 'id'>,
  rows: Readonly<Record<StagedTable, number>>,
): Promise<Batch> {
  // A batch whose load failed and could not be dropped (a full disk) must not lend its link sets to this one.
  await dropUncommitted(engine, accounts);
  const opened = accounts
    .prepare(
      `INSERT INTO batches (digest, archive, path, crawl, state, counts, created_at) VALUES (?, ?, ?, ?, 'loading', ?, ?) RETURNING id`,
    )
    .get(batch.digest, batch.archive, batch.path, batch.crawl, JSON.stringify(batch.counts), new Date().toISOString()) as { id: number };
  try {
    for (const table of tables) if (rows[table] > 0) await engine.run(loadStatement(table, folder, opened.id, batch.crawl));
  } catch (thrown) {
    await dropBatch(engine, accounts, opened.id).catch(() => undefined);
    throw thrown;
  }
  accounts.prepare(`UPDATE batches SET state = 'committed', committed_at = ? WHERE id = ?`).run(new Date().toISOString(), opened.id);
  rmSync(folder, { recursive: true, force: true });
  return { ...batch, id: opened.id };
}

/** Drops what was loaded and never committed. Called at start-up, before anything is read, and before each load. Returns how many there were. */
export async function dropUncommitted(engine: Engine, accounts: Accounts): Promise<number> {
  const rows = accounts.prepare(`SELECT id FROM batches WHERE state = 'loading'`).all() as { id: number }[];
  for (const { id } of rows) await dropBatch(engine, accounts, id);
  return rows.length;
}

async function dropBatch(engine: Engine, accounts: Accounts, id: number): Promise<void> {
  for (const table of tables) await engine.run(sql`ALTER TABLE ${name(table)} DELETE WHERE batch_id = ${id}`);
  accounts.prepare(`DELETE FROM batches WHERE id = ? AND state = 'loading'`).run(id);
}

/**
 * One INSERT from a staged file. A link set (and its context) that an earlier batch stored for the same page is not stored
 * again: `captures` refers to it by id. The look-up reads only the keys of pages in this file.
 */
function loadStatement(table: StagedTable, folder: string, id: number, crawl: string): Sql {
  const columns = stagedColumns[table];
  const names = Object.keys(columns).join(', ');
  const file = stagedFile(table, folder);
  if (table === 'captures') {
    return sql`INSERT INTO captures (${schemaText(names)}, batch_id) SELECT * REPLACE (if(crawl = '', ${crawl}, crawl) AS crawl), ${id} FROM ${file}`;
  }
  return sql`INSERT INTO ${name(table)} (${schemaText(names)}, batch_id)
    SELECT ${schemaText(names)}, ${id} FROM ${file}
    WHERE (bucket, source_key, linkset) NOT IN (
      SELECT bucket, source_key, linkset FROM linksets
      WHERE (bucket, source_key) IN (SELECT bucket, source_key FROM ${stagedFile('captures', folder)}) AND batch_id < ${id})`;
}

function stagedFile(table: StagedTable, folder: string): Sql {
  const structure = Object.entries(stagedColumns[table])
    .map(([column, type]) => `${column} ${type}`)
    .join(', ');
  return sql`file(${stagedPath(folder, table)}, 'RowBinary', ${structure})`;
}

function batchOf(row: BatchRow): Batch {
  return {
    id: row.id,
    archive: row.archive,
    path: row.path,
    crawl: row.crawl,
    digest: row.digest,
    counts: JSON.parse(row.counts) as BatchCounts,
  };
}
