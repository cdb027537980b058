import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'libsql';
import { fail } from '../base/errors.ts';

/** Steps of the accounts store, in order, each run once in one transaction. Never edit one after a release; append. */
const steps: readonly string[] = [
  `CREATE TABLE batches (
     id INTEGER PRIMARY KEY AUTOINCREMENT,
     digest TEXT NOT NULL,
     archive TEXT NOT NULL,
     path TEXT NOT NULL,
     crawl TEXT NOT NULL,
     state TEXT NOT NULL CHECK (state IN ('loading', 'committed')),
     counts TEXT NOT NULL,
     created_at TEXT NOT NULL,
     committed_at TEXT
   );
   CREATE UNIQUE INDEX batches_by_digest ON batches (digest);
   CREATE TABLE releases (
     id INTEGER PRIMARY KEY AUTOINCREMENT,
     state TEXT NOT NULL CHECK (state IN ('building', 'ready', 'dropped')),
     last_batch INTEGER NOT NULL,
     as_of TEXT,
     facts TEXT NOT NULL,
     created_at TEXT NOT NULL,
     published_at TEXT
   );
   CREATE TABLE pointer (one INTEGER PRIMARY KEY CHECK (one = 1), release INTEGER NOT NULL REFERENCES releases (id));
   CREATE TABLE leases (id TEXT PRIMARY KEY, release INTEGER NOT NULL, expires_at INTEGER NOT NULL);
   CREATE TABLE jobs (
     id TEXT PRIMARY KEY,
     kind TEXT NOT NULL,
     state TEXT NOT NULL CHECK (state IN ('queued', 'running', 'complete', 'failed', 'cancelled')),
     input TEXT NOT NULL,
     progress TEXT,
     result TEXT,
     error TEXT,
     created_at TEXT NOT NULL,
     started_at TEXT,
     ended_at TEXT
   );
   CREATE TABLE keys (
     id TEXT PRIMARY KEY,
     name TEXT NOT NULL,
     hash BLOB NOT NULL UNIQUE,
     scopes TEXT NOT NULL,
     created_at TEXT NOT NULL,
     revoked_at TEXT
   );`,
];

/** SQLite: batches, releases, jobs, keys. Small, transactional, durable (WAL, full synchronisation). */
export type Accounts = Database.Database;

/** Opens the accounts store, creating or upgrading it. Throws when it was written by a newer version. */
export function openAccounts(path: string): Accounts {
  mkdirSync(dirname(path), { recursive: true });
  const db = new Database(path);
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA busy_timeout = 5000;');
  upgrade(db, steps, path);
  return db;
}

function upgrade(db: Accounts, known: readonly string[], path: string): void {
  const row = db.prepare('PRAGMA user_version').get() as { user_version: number };
  if (row.user_version > known.length) fail('data_newer', { path, found: row.user_version, known: known.length });
  for (const [i, step] of known.entries()) {
    if (i < row.user_version) continue;
    db.transaction(() => {
      db.exec(step);
      db.exec(`PRAGMA user_version = ${i + 1}`);
    })();
  }
}
