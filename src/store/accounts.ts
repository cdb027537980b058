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
  // Money is in thousandths of a credit. Rows of the ledger debit one account and credit another; the others can be made from them.
  `ALTER TABLE keys ADD COLUMN account TEXT NOT NULL DEFAULT '';
   UPDATE keys SET account = replace(id, 'key_', 'acc_');
   ALTER TABLE keys ADD COLUMN expires_at TEXT;
   ALTER TABLE keys ADD COLUMN rules TEXT NOT NULL DEFAULT '{}';
   ALTER TABLE keys ADD COLUMN earlier_hash BLOB;
   ALTER TABLE keys ADD COLUMN earlier_until TEXT;
   ALTER TABLE jobs ADD COLUMN account TEXT;
   CREATE TABLE ledger (
     id INTEGER PRIMARY KEY,
     at TEXT NOT NULL,
     kind TEXT NOT NULL CHECK (kind IN ('deposit', 'call')),
     debit TEXT NOT NULL,
     credit TEXT NOT NULL CHECK (credit <> debit),
     amount INTEGER NOT NULL CHECK (amount >= 0),
     request_id TEXT NOT NULL,
     key TEXT,
     operation TEXT,
     tag TEXT,
     rows INTEGER,
     price_list TEXT,
     reference TEXT UNIQUE,
     note TEXT
   );
   CREATE INDEX ledger_by_time ON ledger (at);
   CREATE TRIGGER ledger_is_not_changed BEFORE UPDATE ON ledger BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
   CREATE TRIGGER ledger_is_not_cut BEFORE DELETE ON ledger BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
   CREATE TABLE balances (
     account TEXT PRIMARY KEY,
     balance INTEGER NOT NULL,
     reserved INTEGER NOT NULL CHECK (reserved >= 0),
     CHECK (balance >= reserved OR account NOT LIKE 'customer:%')
   ) WITHOUT ROWID;
   CREATE TABLE reservations (
     id INTEGER PRIMARY KEY AUTOINCREMENT,
     account TEXT NOT NULL,
     key TEXT NOT NULL,
     request_id TEXT NOT NULL,
     amount INTEGER NOT NULL,
     at TEXT NOT NULL,
     zeroed_at TEXT
   );
   CREATE TABLE spent (
     key TEXT NOT NULL,
     day TEXT NOT NULL,
     amount INTEGER NOT NULL CHECK (amount >= 0),
     reserved INTEGER NOT NULL CHECK (reserved >= 0),
     PRIMARY KEY (key, day)
   ) WITHOUT ROWID;
   CREATE TABLE answers (
     account TEXT NOT NULL,
     idempotency_key TEXT NOT NULL,
     question TEXT NOT NULL,
     request_id TEXT NOT NULL,
     answer TEXT NOT NULL,
     at TEXT NOT NULL,
     PRIMARY KEY (account, idempotency_key)
   );
   CREATE INDEX answers_by_time ON answers (at);`,
  // Sums move with the rows that they are sums of, in the same statement: nobody can forget one, and a call costs half as many statements.
  `CREATE TRIGGER ledger_moves_balances AFTER INSERT ON ledger WHEN NEW.amount > 0 BEGIN
     INSERT INTO balances (account, balance, reserved) VALUES (NEW.debit, 0, 0), (NEW.credit, 0, 0) ON CONFLICT DO NOTHING;
     UPDATE balances SET balance = balance - NEW.amount WHERE account = NEW.debit;
     UPDATE balances SET balance = balance + NEW.amount WHERE account = NEW.credit;
   END;
   CREATE TRIGGER calls_are_spent AFTER INSERT ON ledger WHEN NEW.kind = 'call' AND NEW.amount > 0 BEGIN
     INSERT INTO spent (key, day, amount, reserved) VALUES (NEW.key, substr(NEW.at, 1, 10), NEW.amount, 0)
       ON CONFLICT (key, day) DO UPDATE SET amount = amount + NEW.amount;
   END;
   CREATE TRIGGER reservations_hold AFTER INSERT ON reservations BEGIN
     UPDATE balances SET reserved = reserved + NEW.amount WHERE account = 'customer:' || NEW.account;
   END;
   CREATE TRIGGER reservations_let_go AFTER DELETE ON reservations WHEN OLD.zeroed_at IS NULL BEGIN
     UPDATE balances SET reserved = reserved - OLD.amount WHERE account = 'customer:' || OLD.account;
   END;`,
  // What owners say of links, pages and domains. `target` is the domain whose links it concerns, '' for links to anybody.
  `CREATE TABLE verdicts (
     target TEXT NOT NULL,
     kind TEXT NOT NULL CHECK (kind IN ('link', 'page', 'domain')),
     name TEXT NOT NULL,
     verdict TEXT CHECK (verdict IN ('ok', 'disavowed', 'asked_to_fix')),
     tag TEXT,
     note TEXT,
     at TEXT NOT NULL,
     PRIMARY KEY (target, kind, name)
   ) WITHOUT ROWID;`,
  // A web graph is imported in parts that are loaded one by one; it counts when it is committed. Targets are asked when only some nodes were looked at.
  `CREATE TABLE webgraphs (
     id INTEGER PRIMARY KEY AUTOINCREMENT,
     digest TEXT NOT NULL UNIQUE,
     name TEXT NOT NULL,
     level TEXT NOT NULL CHECK (level IN ('domain', 'host')),
     state TEXT NOT NULL CHECK (state IN ('loading', 'committed')),
     facts TEXT NOT NULL,
     created_at TEXT NOT NULL,
     committed_at TEXT
   );
   CREATE TABLE webgraph_parts (graph INTEGER NOT NULL, part TEXT NOT NULL, PRIMARY KEY (graph, part)) WITHOUT ROWID;
   CREATE TABLE webgraph_targets (graph INTEGER NOT NULL, key TEXT NOT NULL, whole INTEGER NOT NULL, PRIMARY KEY (graph, key, whole)) WITHOUT ROWID;`,
  `CREATE TABLE calls (
     id TEXT NOT NULL,
     account TEXT NOT NULL,
     posted_at TEXT NOT NULL,
     done_at TEXT NOT NULL,
     function TEXT NOT NULL,
     url TEXT NOT NULL,
     method TEXT NOT NULL,
     http INTEGER NOT NULL,
     status_code INTEGER NOT NULL,
     status_message TEXT NOT NULL,
     cost REAL NOT NULL,
     task TEXT NOT NULL
   );
   CREATE INDEX calls_by_account ON calls (account, posted_at);
   CREATE INDEX calls_by_time ON calls (posted_at);`,
  // Monitors, what they saw (a feed each, in the order of ids), and what is still to be delivered of it. The secret signs deliveries, so it is kept as it is.
  `CREATE TABLE monitors (
     id TEXT PRIMARY KEY,
     name TEXT NOT NULL,
     target TEXT NOT NULL,
     webhook TEXT,
     secret TEXT NOT NULL,
     release INTEGER,
     looked_at TEXT,
     created_at TEXT NOT NULL
   );
   CREATE TABLE monitor_events (
     id INTEGER PRIMARY KEY AUTOINCREMENT,
     monitor TEXT NOT NULL,
     release INTEGER NOT NULL,
     kind TEXT NOT NULL,
     data TEXT NOT NULL,
     at TEXT NOT NULL
   );
   CREATE INDEX monitor_events_by_monitor ON monitor_events (monitor, id);
   CREATE TABLE deliveries (
     id TEXT PRIMARY KEY,
     monitor TEXT NOT NULL,
     first_event INTEGER NOT NULL,
     last_event INTEGER NOT NULL,
     state TEXT NOT NULL CHECK (state IN ('waiting', 'failed')),
     tries INTEGER NOT NULL,
     next_at INTEGER NOT NULL,
     error TEXT,
     created_at TEXT NOT NULL
   );
   CREATE INDEX deliveries_by_time ON deliveries (state, next_at);`,
  // What audit jobs found out, one row a target; gone with its job.
  `CREATE TABLE audit_results (
     job TEXT NOT NULL,
     place INTEGER NOT NULL,
     target TEXT NOT NULL,
     result TEXT NOT NULL,
     credits REAL NOT NULL,
     PRIMARY KEY (job, place)
   ) WITHOUT ROWID;
   CREATE TRIGGER audits_go_with_their_job AFTER DELETE ON jobs BEGIN DELETE FROM audit_results WHERE job = OLD.id; END;`,
  // When a monitor's backlinks are looked at again, and what came of it; pages that could not be reached wait for a turn of their own.
  `ALTER TABLE monitors ADD COLUMN look_error TEXT;
   ALTER TABLE monitors ADD COLUMN every_hours INTEGER;
   ALTER TABLE monitors ADD COLUMN pages INTEGER NOT NULL DEFAULT 100;
   ALTER TABLE monitors ADD COLUMN next_at INTEGER;
   ALTER TABLE monitors ADD COLUMN job TEXT;
   ALTER TABLE monitors ADD COLUMN recheck TEXT;
   ALTER TABLE monitors ADD COLUMN recheck_error TEXT;
   CREATE TABLE unreached_pages (
     monitor TEXT NOT NULL,
     source_key TEXT NOT NULL,
     asked_at INTEGER NOT NULL,
     PRIMARY KEY (monitor, source_key)
   ) WITHOUT ROWID;`,
  // Whom a monitor writes to, a list as JSON; a delivery without a recipient goes to the webhook.
  `ALTER TABLE monitors ADD COLUMN mail TEXT NOT NULL DEFAULT '[]';
   ALTER TABLE deliveries ADD COLUMN recipient TEXT;`,
  // How far a job has put down its answer: so many rows, in so many bytes of its file, and where they go on. Gone with its job.
  `CREATE TABLE answers_of_jobs (
     job TEXT PRIMARY KEY,
     head TEXT,
     rows INTEGER NOT NULL,
     bytes INTEGER NOT NULL,
     cursor TEXT,
     ended INTEGER NOT NULL
   ) WITHOUT ROWID;
   CREATE TRIGGER answers_go_with_their_job AFTER DELETE ON jobs BEGIN DELETE FROM answers_of_jobs WHERE job = OLD.id; END;`,
];

/** SQLite: batches, releases, jobs, keys, credits. Small, transactional, durable (WAL, full synchronisation). */
export type Accounts = Database.Database;

/** Opens the accounts store, creating or upgrading it. Throws when it was written by a newer version. */
export function openAccounts(path: string): Accounts {
  mkdirSync(dirname(path), { recursive: true });
  const db = new Database(path);
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA busy_timeout = 5000;');
  upgrade(db, steps, path);
  return db;
}

/**
 * A connection of its own for the ledger: a commit does not wait for the disk, which would hold up the main thread for 1 to 2 ms;
 * meter/group-commit.ts brings the log to the disk instead.
 */
export function openLedgerConnection(path: string): Accounts {
  const db = new Database(path);
  db.exec('PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON; PRAGMA busy_timeout = 5000;');
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
