/**
 * What a crawl knows: every URL it met, once, with what became of it. On disk, because it is the whole memory of a crawl that may be
 * killed at any moment.
 *
 * SQLite and not an append-only log: a crawl asks for the next URL of one host, for whether a URL is known, and moves a page and the
 * links it holds in one step; a log would need an index beside it for each. One transaction a page, which does not wait for the disk:
 * the death of the process loses none, and after a power failure the segment's length says which pages must be fetched again.
 */
import Database from 'libsql';
import { limits } from '../../base/limits.ts';

type EntryKind = 'page' | 'sitemap';

/** A URL to fetch. */
export interface Entry {
  /** What tells it from others: the URL key of a page. */
  readonly key: string;
  readonly url: string;
  /** Whose turn it needs. */
  readonly host: string;
  readonly kind: EntryKind;
  /** Links from a seed. */
  readonly depth: number;
  /** Redirects that led here, one behind the other. */
  readonly redirects: number;
}

export interface Waiting extends Entry {
  readonly id: number;
  readonly tries: number;
}

/** What becomes of an entry. `moved`: it waits under another URL. */
export type Fate =
  | { readonly state: 'fetched' | 'refused' | 'failed'; readonly reason: string }
  | { readonly state: 'moved'; readonly url: string; readonly host: string };

/** What became of a URL that the crawl began with. */
export interface SeedFate {
  /** URL key. */
  readonly key: string;
  readonly state: 'waiting' | 'fetched' | 'refused' | 'failed';
  readonly reason: string;
}

/** How far the records are written: a number of a segment and bytes of it. */
export interface Written {
  readonly segment: number;
  readonly bytes: number;
}

/** What a host's robots.txt was, as it came. */
export interface StoredRobots {
  /** `rules`: `text` holds them; `absent`: none, all is allowed; `unreachable` and `refused`: nothing may be fetched. */
  readonly verdict: 'rules' | 'absent' | 'unreachable' | 'refused';
  readonly text: string;
  /** Milliseconds since 1970 UTC. */
  readonly fetchedAt: number;
}

const schema = `
  CREATE TABLE IF NOT EXISTS progress (one INTEGER PRIMARY KEY CHECK (one = 1), segment INTEGER NOT NULL, bytes INTEGER NOT NULL, captures INTEGER NOT NULL);
  INSERT OR IGNORE INTO progress VALUES (1, 0, 0, 0);
  CREATE TABLE IF NOT EXISTS scope (host TEXT PRIMARY KEY) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS robots (origin TEXT PRIMARY KEY, verdict TEXT NOT NULL, text TEXT NOT NULL, fetched_at INTEGER NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS dropped (reason TEXT PRIMARY KEY, urls INTEGER NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS urls (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    url TEXT NOT NULL,
    host TEXT NOT NULL,
    kind TEXT NOT NULL,
    depth INTEGER NOT NULL,
    redirects INTEGER NOT NULL,
    tries INTEGER NOT NULL DEFAULT 0,
    state TEXT NOT NULL DEFAULT 'waiting',
    reason TEXT NOT NULL DEFAULT '',
    segment INTEGER,
    bytes INTEGER
  );
  CREATE INDEX IF NOT EXISTS urls_sitemaps ON urls (host) WHERE kind = 'sitemap';
  CREATE INDEX IF NOT EXISTS urls_waiting ON urls (host, depth, kind, id) WHERE state = 'waiting';`;

export class Frontier {
  readonly #db: Database.Database;
  readonly #statements;
  #urls: number;
  #waiting: number;

  constructor(path: string) {
    const db = new Database(path);
    db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 5000;');
    db.exec(schema);
    this.#db = db;
    this.#urls = this.#count('1');
    this.#waiting = this.#count(`state = 'waiting'`);
    this.#statements = {
      add: db.prepare('INSERT OR IGNORE INTO urls (key, url, host, kind, depth, redirects) VALUES (?, ?, ?, ?, ?, ?)'),
      known: db.prepare('SELECT 1 FROM urls WHERE key = ?'),
      next: db.prepare(`SELECT * FROM urls WHERE host = ? AND state = 'waiting' ORDER BY depth, kind, id LIMIT 1`),
      settle: db.prepare('UPDATE urls SET state = ?, reason = ?, segment = ?, bytes = ? WHERE id = ?'),
      move: db.prepare('UPDATE urls SET url = ?, host = ?, redirects = redirects + 1, segment = ?, bytes = ? WHERE id = ?'),
      tried: db.prepare('UPDATE urls SET tries = tries + 1 WHERE id = ?'),
      written: db.prepare('UPDATE progress SET segment = ?, bytes = ?, captures = captures + 1'),
      drop: db.prepare('INSERT INTO dropped VALUES (?, ?) ON CONFLICT (reason) DO UPDATE SET urls = urls + excluded.urls'),
    };
  }

  /** Adds what is not known yet. Beyond `crawlUrlsMax`, URLs are counted as dropped. */
  add(entries: readonly Entry[]): void {
    this.#db.transaction(() => this.#add(entries))();
  }

  isKnown(key: string): boolean {
    return this.#statements.known.get(key) !== undefined;
  }

  /** The entry of a host whose turn is next: nearest to a seed first, then in the order in which they were met. */
  next(host: string): Waiting | null {
    return (this.#statements.next.get(host) as Waiting | undefined) ?? null;
  }

  /** The entry that waits for exactly this URL. */
  waitingFor(key: string, url: string): Waiting | null {
    const row = this.#db.prepare(`SELECT * FROM urls WHERE key = ? AND url = ? AND state = 'waiting'`).get(key, url) as Waiting | undefined;
    return row ?? null;
  }

  /**
   * What became of an entry, what it led to and how far the records are written, in one step. `written` null: no record was written for it.
   */
  settle(entry: Waiting, fate: Fate, found: readonly Entry[], dropped: Readonly<Record<string, number>>, written: Written | null): void {
    const { settle, move, written: tell, drop } = this.#statements;
    this.#db.transaction(() => {
      const place = [written?.segment ?? null, written?.bytes ?? null] as const;
      if (fate.state === 'moved') move.run(fate.url, fate.host, ...place, entry.id);
      else this.#waiting -= settle.run(fate.state, fate.reason, ...place, entry.id).changes;
      this.#add(found);
      for (const [reason, urls] of Object.entries(dropped)) drop.run(reason, urls);
      if (written !== null) tell.run(written.segment, written.bytes);
    })();
  }

  tried(entry: Waiting): void {
    this.#statements.tried.run(entry.id);
  }

  /** Nothing more is asked of this host. */
  giveUp(host: string, reason: string): void {
    const given = this.#db.prepare(`UPDATE urls SET state = 'failed', reason = ? WHERE host = ? AND state = 'waiting'`).run(reason, host);
    this.#waiting -= given.changes;
  }

  written(): Written & { readonly captures: number } {
    return this.#db.prepare('SELECT segment, bytes, captures FROM progress').get() as Written & { captures: number };
  }

  /** The next segment is being written. */
  begin(segment: number, bytes: number): void {
    this.#db.prepare('UPDATE progress SET segment = ?, bytes = ?').run(segment, bytes);
  }

  /** Pages whose records lie behind byte `bytes` of a segment, which a power failure took, wait again. */
  forgetBehind(segment: number, bytes: number): void {
    const lost = this.#db.prepare(`UPDATE urls SET state = 'waiting', reason = '' WHERE segment = ? AND bytes > ?`).run(segment, bytes);
    this.#db.prepare('UPDATE progress SET bytes = ?, captures = max(0, captures - ?)').run(bytes, lost.changes);
    this.#waiting = this.#count(`state = 'waiting'`);
  }

  hostsWaiting(): string[] {
    return (this.#db.prepare(`SELECT DISTINCT host FROM urls WHERE state = 'waiting'`).all() as { host: string }[]).map(({ host }) => host);
  }

  /** URLs that wait, counted as they come and go: progress asks often. */
  get waiting(): number {
    return this.#waiting;
  }

  countSitemaps(host: string): number {
    return (this.#db.prepare(`SELECT count(*) AS urls FROM urls WHERE kind = 'sitemap' AND host = ?`).get(host) as { urls: number }).urls;
  }

  /** URLs of pages that the crawl knows, for the counters of traps. */
  *pageUrls(): Generator<string> {
    for (const row of this.#db.prepare(`SELECT url FROM urls WHERE kind = 'page' AND depth > 0`).iterate())
      yield (row as { url: string }).url;
  }

  addToScope(host: string): void {
    this.#db.prepare('INSERT OR IGNORE INTO scope VALUES (?)').run(host);
  }

  scope(): string[] {
    return (this.#db.prepare('SELECT host FROM scope').all() as { host: string }[]).map(({ host }) => host);
  }

  robots(origin: string): StoredRobots | null {
    const row = this.#db.prepare('SELECT verdict, text, fetched_at AS fetchedAt FROM robots WHERE origin = ?').get(origin);
    return (row as StoredRobots | undefined) ?? null;
  }

  keepRobots(origin: string, { verdict, text, fetchedAt }: StoredRobots): void {
    this.#db.prepare('INSERT OR REPLACE INTO robots VALUES (?, ?, ?, ?)').run(origin, verdict, text, fetchedAt);
  }

  /** URLs by what became of them; those that were never taken in under `dropped`. */
  outcome(): {
    readonly by: Readonly<Record<string, Readonly<Record<string, number>>>>;
    readonly dropped: Readonly<Record<string, number>>;
    readonly hosts: number;
  } {
    const rows = this.#db
      .prepare(
        `SELECT state, reason, count(*) AS urls FROM urls WHERE kind = 'page' AND state <> 'waiting' GROUP BY state, reason ORDER BY state, reason`,
      )
      .all() as { state: string; reason: string; urls: number }[];
    const by: Record<string, Record<string, number>> = {};
    for (const { state, reason, urls } of rows) (by[state] ??= {})[reason] = urls;
    const dropped = this.#db.prepare('SELECT reason, urls FROM dropped ORDER BY reason').all() as { reason: string; urls: number }[];
    const hosts = this.#db.prepare(`SELECT count(DISTINCT host) AS hosts FROM urls WHERE state = 'fetched'`).get() as { hosts: number };
    return { by, dropped: Object.fromEntries(dropped.map(({ reason, urls }) => [reason, urls])), hosts: hosts.hosts };
  }

  seeds(): SeedFate[] {
    return this.#db.prepare(`SELECT key, state, reason FROM urls WHERE depth = 0 AND kind = 'page' ORDER BY id`).all() as SeedFate[];
  }

  close(): void {
    this.#db.close();
  }

  #add(entries: readonly Entry[]): void {
    const { add, drop } = this.#statements;
    let full = 0;
    for (const { key, url, host, kind, depth, redirects } of entries) {
      if (this.#urls >= limits.crawlUrlsMax) full += 1;
      else {
        const { changes } = add.run(key, url, host, kind, depth, redirects);
        this.#urls += changes;
        this.#waiting += changes;
      }
    }
    if (full > 0) drop.run('frontier_full', full);
  }

  #count(where: string): number {
    return (this.#db.prepare(`SELECT count(*) AS urls FROM urls WHERE ${where}`).get() as { urls: number }).urls;
  }
}
