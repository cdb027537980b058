import Database from 'libsql';

/** The last whole capture of a page that was a page, over all crawls of an installation. */
export interface Visit {
  /** Where and when its body was fetched. */
  readonly url: string;
  /** Milliseconds since 1970 UTC. */
  readonly fetchedAt: number;
  readonly digest: string;
  /** Validators as the server sent them; '' when it sent none. */
  readonly etag: string;
  readonly lastModified: string;
  /** Where its record lies. */
  readonly path: string;
  readonly offset: number;
  readonly length: number;
}

/** Remembers pages by URL key, so that the next crawl asks only for what has changed (RFC 9110 section 13). */
export class Visits {
  readonly #db: Database.Database;
  readonly #get;
  readonly #put;

  constructor(path: string) {
    this.#db = new Database(path);
    this.#db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 5000;');
    this.#db.exec(
      'CREATE TABLE IF NOT EXISTS visits (key TEXT PRIMARY KEY, url TEXT NOT NULL, fetched_at INTEGER NOT NULL, digest TEXT NOT NULL, etag TEXT NOT NULL, last_modified TEXT NOT NULL, path TEXT NOT NULL, offset INTEGER NOT NULL, length INTEGER NOT NULL) WITHOUT ROWID',
    );
    this.#get = this.#db.prepare(
      'SELECT url, fetched_at AS fetchedAt, digest, etag, last_modified AS lastModified, path, offset, length FROM visits WHERE key = ?',
    );
    this.#put = this.#db.prepare('INSERT OR REPLACE INTO visits VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)');
  }

  of(key: string): Visit | null {
    return (this.#get.get(key) as Visit | undefined) ?? null;
  }

  keep(key: string, { url, fetchedAt, digest, etag, lastModified, path, offset, length }: Visit): void {
    this.#put.run(key, url, fetchedAt, digest, etag, lastModified, path, offset, length);
  }

  close(): void {
    this.#db.close();
  }
}
